// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/block_device.h"

#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

std::vector<SysfsDevice> with_partitions(const SysfsDevice& device) {
  std::vector<SysfsDevice> all{device};
  const std::vector<SysfsDevice> partitions = device.partitions();
  all.insert(all.end(), partitions.begin(), partitions.end());
  return all;
}

void add_mounts_and_holders(SourceFacts& facts, const SysfsDevice& device, const std::vector<Mount>& mounts) {
  for (const SysfsDevice& part : with_partitions(device)) {
    for (const Mount& mount : mounts) {
      if (block_device_of(mount) == part.number()) {
        facts.mounts.push_back(part.node() + " on " + mount.mount_point + " (" + mount.options + ")");
      }
    }
    for (const SysfsDevice& holder : part.holders()) {
      facts.holders.push_back(holder.name());
    }
  }
}

}  // namespace

std::vector<std::string> names_by_id(const SysfsDevice& device, const core::Path& folder) {
  std::vector<std::string> out;
  boost::system::error_code error;
  constexpr std::size_t kMost = 64;
  for (core::fs::directory_iterator at(folder, error), end; !error && at != end && out.size() < kMost;
       at.increment(error)) {
    boost::system::error_code broken;
    const core::Path target = core::fs::read_symlink(at->path(), broken);
    if (!broken && target.filename() == core::Path(device.node()).filename()) {
      out.push_back(at->path().filename().native());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

void add_device_facts(SourceFacts& facts, const SysfsDevice& device, const std::vector<Mount>& mounts,
                      const core::Path& links) {
  const SysfsDevice disk = device.disk();
  facts.model = disk.model();
  facts.vendor = disk.vendor();
  facts.serial = disk.serial();
  facts.transport = disk.transport();
  facts.wwn = disk.wwn();
  facts.firmware = disk.firmware();
  facts.links = names_by_id(device, links);
  facts.backing_file = disk.backing_file();
  facts.removable = disk.removable();
  add_mounts_and_holders(facts, device, mounts);
}

SourceFacts block_device_facts(int fd, const core::Path& path) {
  SourceFacts facts;
  facts.path = core::fs::absolute(path).native();
  facts.kind = "block device";
  int logical = 0;
  unsigned physical = 0;
  int read_only = 0;
  struct stat status {};
  if (::ioctl(fd, BLKGETSIZE64, &facts.size) != 0 || ::ioctl(fd, BLKSSZGET, &logical) != 0 ||
      ::ioctl(fd, BLKROGET, &read_only) != 0 || ::fstat(fd, &status) != 0 || logical <= 0) {
    core::fail_errno("cannot ask the size of", path, errno);
  }
  facts.logical_sector_size = static_cast<std::uint32_t>(logical);
  const bool known = ::ioctl(fd, BLKPBSZGET, &physical) == 0 && physical != 0;
  facts.physical_sector_size = known ? physical : facts.logical_sector_size;
  facts.read_only = read_only != 0;
  if (const auto device = SysfsDevice::of(status.st_rdev)) {
    add_device_facts(facts, *device, current_mounts(), kLinksById);
  }
  return facts;
}

bool is_partition(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISBLK(status.st_mode)) {
    return false;
  }
  const auto device = SysfsDevice::of(status.st_rdev);
  return device && device->is_partition();
}

}  // namespace acquire
