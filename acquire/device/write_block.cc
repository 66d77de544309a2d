// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/write_block.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "acquire/device/mounts.h"
#include "acquire/device/sysfs.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

std::optional<SysfsDevice> device_of(const SourceFacts& source) {
  struct stat status {};
  return ::stat(source.path.c_str(), &status) == 0 && S_ISBLK(status.st_mode)
             ? SysfsDevice::of(status.st_rdev)
             : std::nullopt;
}

/// The device itself and its partitions.
std::vector<SysfsDevice> whole(const SysfsDevice& device) {
  std::vector<SysfsDevice> out{device};
  for (SysfsDevice& partition : device.partitions()) {
    out.push_back(std::move(partition));
  }
  return out;
}

void refuse_mounted(const std::vector<SysfsDevice>& devices) {
  for (const Mount& mount : current_mounts()) {
    for (const SysfsDevice& device : devices) {
      if (is_writable(mount) && block_device_of(mount) == device.number()) {
        core::fail("cannot block writing to " + core::shown(device.node()) + ": it is mounted writable on " +
                   core::shown(mount.mount_point) + "; unmount it first, or leave out --write-block");
      }
    }
  }
}

void set_read_only(const SysfsDevice& device) {
  const core::Fd fd(::open(device.node().c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const int yes = 1;
  int now = 0;
  if (!fd.valid() || ::ioctl(fd.get(), BLKROSET, &yes) != 0 || ::ioctl(fd.get(), BLKROGET, &now) != 0) {
    core::fail_errno("cannot block writing to", device.node(), errno);
  }
  if (now == 0) {
    core::fail("cannot block writing to " + core::shown(device.node()) +
               ": the kernel did not keep the flag");
  }
}

std::vector<WriteBlock::State> states_of(const std::vector<SysfsDevice>& devices) {
  std::vector<WriteBlock::State> out;
  for (const SysfsDevice& device : devices) {
    out.push_back({device.node(), device.read_only()});
  }
  return out;
}

}  // namespace

std::vector<WriteBlock::State> write_block_state(const SourceFacts& source) {
  const auto device = device_of(source);
  if (!device) {
    return {};
  }
  std::vector<SysfsDevice> devices = whole(*device);
  if (device->is_partition()) {
    devices.push_back(device->disk());
  }
  return states_of(devices);
}

WriteBlock found_write_block(const SourceFacts& source) { return {false, write_block_state(source), {}}; }

WriteBlock set_write_block(const SourceFacts& source) {
  const auto device = device_of(source);
  if (!device) {
    core::fail("cannot block writing to " + core::shown(source.path) + ": it is no block device");
  }
  const std::vector<SysfsDevice> devices = whole(*device);
  refuse_mounted(devices);
  WriteBlock out;
  out.asked = true;
  out.before = write_block_state(source);
  std::for_each(devices.begin(), devices.end(), &set_read_only);
  out.after = write_block_state(source);
  return out;
}

}  // namespace acquire
