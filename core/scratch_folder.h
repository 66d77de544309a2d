// SPDX-License-Identifier: Apache-2.0
// A folder that nobody sees finished: it and all in it are gone when its owner is.
#pragma once

#include <string>
#include <utility>

#include "core/path.h"

namespace core {

/// What has been made in it stays only when it, or a part of it, is renamed away.
class ScratchFolder {
 public:
  /// On the file system of `target`, under a name of its own beside it. Throws Error when it cannot be made.
  static ScratchFolder beside(const Path& target);
  /// Readable by this user alone, in the first of TMPDIR, /tmp and /dev/shm that can be written; `purpose` is part
  /// of its name. Throws Error when there is none.
  static ScratchFolder temporary(const std::string& purpose);
  ~ScratchFolder();
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, Path())) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  const Path& path() const { return path_; }
  Path operator/(const std::string& name) const { return path_ / name; }

 private:
  explicit ScratchFolder(Path path) : path_(std::move(path)) {}
  Path path_;
};

}  // namespace core
