// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/disk_list.h"

#include <algorithm>

#include "acquire/device/block_device.h"
#include "acquire/device/running_system.h"
#include "acquire/survey/media_survey.h"
#include "core/error.h"

namespace acquire {
namespace {

std::vector<std::string> mounted_on(const SysfsDevice& device, const std::vector<Mount>& mounts) {
  std::vector<std::string> out;
  for (const Mount& mount : mounts) {
    if (block_device_of(mount) == device.number()) {
      out.push_back(mount.mount_point);
    }
  }
  return out;
}

SourceFacts facts_of(const SysfsDevice& device, const std::vector<Mount>& mounts, const KernelView& view) {
  SourceFacts facts;
  facts.path = device.node();
  facts.kind = "block device";
  facts.size = device.size().value_or(0);
  facts.logical_sector_size = device.logical_sector_size();
  facts.physical_sector_size = device.physical_sector_size();
  facts.read_only = device.read_only();
  add_device_facts(facts, device, mounts, view.links);
  return facts;
}

void look_at_media(ListedDisk& disk, const core::Path& node) {
  try {
    const auto source = open_source(node);
    MediaSurvey survey = survey_media(*source);
    disk.readable = survey.unread.empty();
    disk.why_not = disk.readable ? "" : "some of its first sectors cannot be read";
    disk.table = std::move(survey.table);
    disk.whole = std::move(survey.whole);
    disk.encryption = std::move(survey.encryption);
  } catch (const core::Error& error) {
    disk.why_not = error.what();
  }
}

/// The kernel's partitions with what the table says of each, then those of the table that the kernel does not have.
void join_partitions(ListedDisk& disk, const SysfsDevice& device, const std::vector<Mount>& mounts) {
  std::vector<PartitionFacts>& told = disk.table.partitions;
  for (const SysfsDevice& part : device.partitions()) {
    ListedPartition listed;
    listed.device = part.node();
    listed.mounted = mounted_on(part, mounts);
    const auto found = std::find_if(told.begin(), told.end(), [&](const PartitionFacts& facts) {
      return facts.number == part.partition_number();
    });
    if (found != told.end()) {
      listed.facts = std::move(*found);
      told.erase(found);
    } else {
      listed.facts.number = part.partition_number();
      listed.facts.range = {part.start().value_or(0), part.size().value_or(0)};
    }
    disk.partitions.push_back(std::move(listed));
  }
  for (PartitionFacts& facts : told) {
    disk.partitions.push_back({"", std::move(facts), {}});
  }
  told.clear();
  std::stable_sort(
      disk.partitions.begin(), disk.partitions.end(),
      [](const ListedPartition& a, const ListedPartition& b) { return a.facts.number < b.facts.number; });
}

bool is_memory(const std::string& name) { return name.starts_with("ram") || name.starts_with("zram"); }

}  // namespace

std::vector<ListedDisk> list_disks(const KernelView& view) {
  const std::vector<Mount> mounts = current_mounts(view.mountinfo);
  std::vector<ListedDisk> out;
  for (const SysfsDevice& device : SysfsDevice::all(view.sysfs)) {
    if (is_memory(device.name())) {
      continue;
    }
    ListedDisk disk;
    disk.facts = facts_of(device, mounts, view);
    disk.mounted = mounted_on(device, mounts);
    disk.holds_running_system = holds_running_system(disk.facts);
    look_at_media(disk, view.nodes / core::Path(disk.facts.path).lexically_relative("/dev"));
    join_partitions(disk, device, mounts);
    out.push_back(std::move(disk));
  }
  return out;
}

}  // namespace acquire
