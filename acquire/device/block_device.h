// SPDX-License-Identifier: Apache-2.0
// What the kernel tells of a block device.
#pragma once

#include "acquire/device/mounts.h"
#include "acquire/device/source.h"
#include "acquire/device/sysfs.h"
#include "core/path.h"

namespace acquire {

/// What ioctl and sysfs tell of the device that `fd` is open on. Throws Error when its size cannot be told.
SourceFacts block_device_facts(int fd, const core::Path& path);

/// True when the path names a partition and not a whole device.
bool is_partition(const std::string& path);

inline constexpr const char* kLinksById = "/dev/disk/by-id";

/// Names of links in a folder such as kLinksById that lead to the device, at most 64; empty when there is no such folder.
std::vector<std::string> names_by_id(const SysfsDevice& device, const core::Path& folder);

/// What sysfs tells of the device and the disk it is on, its mounts and holders.
void add_device_facts(SourceFacts& facts, const SysfsDevice& device, const std::vector<Mount>& mounts,
                      const core::Path& links);

}  // namespace acquire
