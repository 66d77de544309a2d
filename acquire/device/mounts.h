// SPDX-License-Identifier: Apache-2.0
// The mounted file systems of this process, from /proc/self/mountinfo (proc_pid_mountinfo(5)).
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/path.h"

namespace acquire {

struct Mount {
  dev_t device = 0;         // anonymous (major 0) for file systems that span devices
  std::string mount_point;  // bytes as the kernel has them, escapes undone
  std::string options;
  std::string file_system;
  std::string source;
};

/// Lines that are not understood are left out.
std::vector<Mount> parse_mountinfo(std::string_view text);
/// Empty when the list cannot be read.
std::vector<Mount> current_mounts(const core::Path& mountinfo = "/proc/self/mountinfo");
/// Number of the block device a mount is on, by its source when its own number is anonymous; 0 when there is none.
dev_t block_device_of(const Mount& mount);

/// The mount a folder with that device number is on: the last one listed, as later mounts cover earlier ones.
std::optional<Mount> mount_of(dev_t device);
/// Mounted with the option "rw".
bool is_writable(const Mount& mount);

}  // namespace acquire
