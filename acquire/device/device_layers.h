// SPDX-License-Identifier: Apache-2.0
// What block devices lie under a file, folder or device: partitions, device mapper, RAID, loop devices on files, and so on down.
#pragma once

#include <sys/types.h>

#include <vector>

#include "core/path.h"

namespace acquire {

struct DeviceLayer {
  dev_t number = 0;
  bool whole = true;  // false: only a partition of it is used
};

/// Number of the block device below a file or folder; 0 when there is none. Throws Error when the path cannot be looked at.
dev_t device_below(const core::Path& path);

/// Every device that holds data of `number`: itself, its disk, what it is stacked on.
class DeviceLayers {
 public:
  explicit DeviceLayers(dev_t number) { add(number, true); }
  const std::vector<DeviceLayer>& all() const { return layers_; }
  /// Files in which loop devices of the stack keep their data.
  const std::vector<core::Path>& backing_files() const { return backing_files_; }

 private:
  void add(dev_t number, bool whole);
  void add_backing_file(const core::Path& file);

  std::vector<DeviceLayer> layers_;
  std::vector<core::Path> backing_files_;
};

}  // namespace acquire
