// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/running_system.h"

#include <sys/stat.h>

#include <algorithm>

#include "acquire/device/device_layers.h"
#include "acquire/device/mounts.h"
#include "acquire/device/sysfs.h"

namespace acquire {

bool holds_running_system(const SourceFacts& source, const core::Path& root) {
  struct stat status {};
  if (::stat(source.path.c_str(), &status) != 0) {
    return false;
  }
  const DeviceLayers below(device_below(root));
  if (!S_ISBLK(status.st_mode)) {
    return std::any_of(below.backing_files().begin(), below.backing_files().end(),
                       [&](const core::Path& file) {
                         boost::system::error_code ignored;
                         return core::fs::equivalent(file, source.path, ignored);
                       });
  }
  return std::any_of(below.all().begin(), below.all().end(),
                     [&](const DeviceLayer& layer) { return layer.number == status.st_rdev; });
}

bool is_mounted_writable(const SourceFacts& source) {
  struct stat status {};
  if (::stat(source.path.c_str(), &status) != 0 || !S_ISBLK(status.st_mode)) {
    return false;
  }
  const std::vector<Mount> mounts = current_mounts();
  return std::any_of(mounts.begin(), mounts.end(), [&](const Mount& mount) {
    const dev_t device = block_device_of(mount);
    if (!is_writable(mount) || device == 0) {
      return false;
    }
    const DeviceLayers below(device);
    return std::any_of(below.all().begin(), below.all().end(),
                       [&](const DeviceLayer& layer) { return layer.number == status.st_rdev; });
  });
}

}  // namespace acquire
