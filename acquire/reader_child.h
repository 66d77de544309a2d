// SPDX-License-Identifier: Apache-2.0
// The image reading child: this program started again, locked down, with nothing but a pipe to its parent.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "acquire/acquisition.h"
#include "core/durable_file.h"

namespace acquire {

/// The running child as its parent sees it. The destructor kills and reaps it.
class ReaderChild {
 public:
  /// Starts the child on the image that starts with `first`. Throws Error when no process can be started.
  ReaderChild(const core::Path& first, ImageFormat format);
  ~ReaderChild();
  ReaderChild(const ReaderChild&) = delete;
  ReaderChild& operator=(const ReaderChild&) = delete;

  /// The reading end of the pipe.
  int pipe() const { return pipe_.get(); }
  /// Waits for the end; nullopt when all went well, otherwise how it ended, in words.
  std::optional<std::string> wait();
  void kill();

 private:
  core::Fd pipe_;
  pid_t pid_ = -1;  // -1 when reaped
};

}  // namespace acquire
