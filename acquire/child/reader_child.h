// SPDX-License-Identifier: Apache-2.0
// The image reading child: this program started again, locked down, with nothing but a pipe to its parent, a channel from
// it, and memory to put media in where it sends a whole image.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "acquire/acquisition.h"
#include "acquire/child/media_slots.h"
#include "core/durable_file.h"

namespace acquire {

/// What the child does: send the whole image at once (`second`: through libewf), the blocks it is asked for, or what it is asked
/// about files in it.
enum class ReaderJob { whole, second, blocks, files };

/// The running child as its parent sees it. The destructor kills and reaps it.
class ReaderChild {
 public:
  /// Starts the child on the image that starts with `first`. `memory`: where it puts media; null unless it sends a whole image.
  /// Throws Error when no process can be started.
  ReaderChild(const core::Path& first, ImageFormat format, ReaderJob job,
              const SharedMemory* memory = nullptr);
  ~ReaderChild();
  ReaderChild(const ReaderChild&) = delete;
  ReaderChild& operator=(const ReaderChild&) = delete;

  /// The reading end of the pipe.
  int pipe() const { return pipe_.get(); }
  /// Asks for a block; false when the child is gone. REQUIRES: the job is `blocks`.
  bool ask(std::uint64_t block) const;
  /// Gives a slot back; false when the child is gone or does not take back what it gave. For any thread. REQUIRES: it has memory.
  bool give_back(std::size_t slot) const;
  /// Sends the one request; false when the child is gone. REQUIRES: the job is `files`, and nothing was sent yet.
  bool request(core::ByteView text);
  /// Waits for the end; nullopt when all went well, otherwise how it ended, in words.
  std::optional<std::string> wait();
  void kill();

 private:
  core::Fd pipe_, questions_;
  pid_t pid_ = -1;  // -1 when reaped
};

}  // namespace acquire
