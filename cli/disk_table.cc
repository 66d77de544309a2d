// SPDX-License-Identifier: Apache-2.0
#include "cli/disk_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"

namespace cli {
namespace {

constexpr std::size_t kWidth = 100;

/// Cut to so many characters, with a mark where something is left out.
std::string cut(const std::string& text, std::size_t most) {
  const auto points = core::code_points(text);
  if (!points || points->size() <= most) {
    return text;
  }
  std::string out;
  for (std::size_t i = 0; i + 1 < most; ++i) {
    core::append_utf8(out, (*points)[i]);
  }
  return out + "…";
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 6> kUnits{"B", "KB", "MB", "GB", "TB", "PB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string out;
  for (const std::string& word : words) {
    out += word.empty() ? "" : (out.empty() ? "" : between) + word;
  }
  return out;
}

std::string flags_of(const acquire::ListedDisk& disk) {
  return joined({disk.holds_running_system ? "system disk" : "", disk.facts.read_only ? "read-only" : "",
                 disk.facts.removable ? "removable" : ""},
                ", ");
}

std::string volume_text(const acquire::VolumeFacts& volume) {
  return volume.file_system + (volume.label.empty() ? "" : " \"" + core::shown(volume.label) + "\"");
}

std::string mounted_text(const std::vector<std::string>& places) {
  std::vector<std::string> shown;
  std::transform(places.begin(), places.end(), std::back_inserter(shown),
                 [](const std::string& place) { return core::shown(place); });
  return places.empty() ? "" : "mounted on " + joined(shown, ", ");
}

void add_detail(std::vector<std::string>& out, const std::string& text) {
  if (!text.empty()) {
    out.push_back(cut("    " + text, kWidth));
  }
}

void add_partition(std::vector<std::string>& out, const acquire::ListedPartition& partition) {
  const acquire::PartitionFacts& facts = partition.facts;
  const std::string name =
      partition.device.empty() ? "partition " + std::to_string(facts.number) : core::shown(partition.device);
  const std::string type = facts.type_name.empty() ? facts.type : facts.type_name;
  add_detail(out,
             fmt::format("{:<16} {:>9}  {}", cut(name, 16), size_text(facts.range.length),
                         joined({type, volume_text(facts.volume), mounted_text(partition.mounted)}, ", ")));
}

void add_disk(std::vector<std::string>& out, const acquire::ListedDisk& disk) {
  const acquire::SourceFacts& facts = disk.facts;
  const std::string model = joined({core::shown(facts.vendor), core::shown(facts.model)}, " ");
  const std::string what =
      model.empty() && !facts.backing_file.empty() ? core::shown(facts.backing_file) : model;
  out.push_back(cut(fmt::format("{:<14} {:>9}  {:<6} {:<28} {:<20} {}", cut(core::shown(facts.path), 14),
                                size_text(facts.size), cut(core::shown(facts.transport), 6), cut(what, 28),
                                cut(core::shown(facts.serial), 20), flags_of(disk)),
                    kWidth));
  out.back().erase(out.back().find_last_not_of(' ') + 1);
  add_detail(out, joined({volume_text(disk.whole), mounted_text(disk.mounted)}, ", "));
  for (const acquire::ListedPartition& partition : disk.partitions) {
    add_partition(out, partition);
  }
  for (const acquire::EncryptionSign& sign : disk.encryption) {
    add_detail(out, std::string(sign.likely_only ? "likely encrypted: " : "encrypted: ") +
                        core::shown(sign.kind) + " at byte " + core::grouped(sign.offset));
  }
  std::vector<std::string> holders;
  std::transform(facts.holders.begin(), facts.holders.end(), std::back_inserter(holders),
                 [](const std::string& holder) { return core::shown(holder); });
  add_detail(out, holders.empty() ? "" : "in use by " + joined(holders, ", "));
  for (const std::string& fault : disk.table.faults) {
    add_detail(out, "partition table: " + core::shown(fault));
  }
  add_detail(out, disk.why_not.empty() ? "" : "not read: " + core::shown(disk.why_not));
}

}  // namespace

std::vector<std::string> disk_table(const std::vector<acquire::ListedDisk>& disks) {
  if (disks.empty()) {
    return {"no disk: the kernel of this computer lists none that has a size"};
  }
  std::vector<std::string> out{fmt::format("{:<14} {:>9}  {:<6} {:<28} {:<20} {}", "device", "size", "bus",
                                           "model", "serial", "state")};
  for (const acquire::ListedDisk& disk : disks) {
    add_disk(out, disk);
  }
  return out;
}

}  // namespace cli
