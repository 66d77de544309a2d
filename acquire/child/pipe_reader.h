// SPDX-License-Identifier: Apache-2.0
// Reads what the image reading child sends, with a limit on silence; cancellation is checked while waiting.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>

#include "core/progress.h"

namespace acquire {

class PipeReader {
 public:
  static constexpr std::chrono::minutes kSilenceLimit{10};

  PipeReader(int fd, const core::CancelToken& cancel, std::chrono::milliseconds silence_limit = kSilenceLimit)
      : fd_(fd), cancel_(cancel), silence_limit_(silence_limit) {}

  enum class Result { filled, ended, silent, failed };

  /// Fills the buffer whole. `ended` only when not one byte came. Throws Error on cancellation.
  Result fill(std::span<std::uint8_t> buffer) const;

 private:
  bool wait_for_data() const;

  int fd_;
  const core::CancelToken& cancel_;
  std::chrono::milliseconds silence_limit_;
};

}  // namespace acquire
