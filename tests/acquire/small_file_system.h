// SPDX-License-Identifier: Apache-2.0
// A file system of 2 MiB over a folder, to fill up; only root can mount it.
#pragma once

#include <sys/mount.h>
#include <unistd.h>

#include "core/path.h"

namespace imaging {

class SmallFileSystem {
 public:
  explicit SmallFileSystem(const core::Path& folder) : folder_(folder) {
    mounted_ = ::geteuid() == 0 && ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=2m") == 0;
  }
  ~SmallFileSystem() {
    if (mounted_) {
      ::umount2(folder_.c_str(), MNT_DETACH);
    }
  }
  SmallFileSystem(const SmallFileSystem&) = delete;
  SmallFileSystem& operator=(const SmallFileSystem&) = delete;
  bool mounted() const { return mounted_; }

 private:
  core::Path folder_;
  bool mounted_ = false;
};

}  // namespace imaging
