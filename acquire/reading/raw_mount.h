// SPDX-License-Identifier: Apache-2.0
// Shows media as one read-only file in a folder of its own, through FUSE, until it is unmounted.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "core/path.h"
#include "core/progress.h"

namespace acquire {

struct MountedFile {
  std::string name;        // of the file, without folder
  std::uint64_t size = 0;  // bytes
  /// Fills the buffer and returns 0, or an errno; asked for ranges inside the file only, from the thread that serves.
  std::function<int(std::uint64_t offset, std::span<std::uint8_t> buffer)> read;
};

class RawMount {
 public:
  /// Mounts at an existing, empty folder. Throws Error when that cannot be done. REQUIRES: `file` outlives it.
  RawMount(const MountedFile& file, const core::Path& at);
  /// Unmounts when nobody did yet.
  ~RawMount();
  RawMount(const RawMount&) = delete;
  RawMount& operator=(const RawMount&) = delete;

  /// Serves until somebody unmounts or `cancel` is set. Nothing is read after it returns.
  void serve(const core::CancelToken& cancel);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace acquire
