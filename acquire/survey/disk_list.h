// SPDX-License-Identifier: Apache-2.0
// The disks of this computer, for a person to choose a source from.
#pragma once

#include "acquire/acquisition.h"

namespace acquire {

struct ListedPartition {
  std::string device;                // "/dev/sda1"; empty when the kernel has no such device
  PartitionFacts facts;              // number and place always; the rest as far as the medium could be read
  std::vector<std::string> mounted;  // where
};

struct ListedDisk {
  SourceFacts facts;
  bool readable = false;  // its first sectors could be looked at; otherwise why not
  std::string why_not;
  PartitionTableFacts table;  // partitions stand in `partitions` alone
  VolumeFacts whole;
  std::vector<EncryptionSign> encryption;
  std::vector<ListedPartition> partitions;
  std::vector<std::string> mounted;  // where the disk itself is mounted
  bool holds_running_system = false;
};

/// Where the kernel's view is; other folders in tests.
struct KernelView {
  core::Path sysfs = "/sys";
  core::Path links = "/dev/disk/by-id";
  core::Path nodes = "/dev";
  core::Path mountinfo = "/proc/self/mountinfo";
};

/// Every device with a size that is no partition, RAM disk or compressed RAM. Opens each read-only, and looks at its first sectors; a
/// device that may not be opened is listed with what the kernel tells.
std::vector<ListedDisk> list_disks(const KernelView& view = {});

}  // namespace acquire
