// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/device_layers.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "acquire/device/mounts.h"
#include "acquire/device/sysfs.h"
#include "core/error.h"

namespace acquire {

dev_t device_below(const core::Path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    core::fail_errno("cannot look at", path, errno);
  }
  if (SysfsDevice::of(status.st_dev)) {
    return status.st_dev;
  }
  const auto mount = mount_of(status.st_dev);
  return mount ? block_device_of(*mount) : 0;
}

void DeviceLayers::add(dev_t number, bool whole) {
  const auto device = SysfsDevice::of(number);
  if (!device || std::any_of(layers_.begin(), layers_.end(), [&](const DeviceLayer& layer) {
        return layer.number == number && layer.whole == whole;
      })) {
    return;
  }
  layers_.push_back({number, whole});
  if (device->is_partition()) {
    add(device->disk().number(), false);
  }
  for (const SysfsDevice& slave : device->slaves()) {
    add(slave.number(), true);
  }
  add_backing_file(device->backing_file());
}

void DeviceLayers::add_backing_file(const core::Path& file) {
  boost::system::error_code ignored;
  if (!file.empty() && core::fs::exists(file, ignored)) {
    backing_files_.push_back(file);
    add(device_below(file), true);
  }
}

}  // namespace acquire
