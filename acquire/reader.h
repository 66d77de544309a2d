// SPDX-License-Identifier: Apache-2.0
// Reads a source in order from start to end. What cannot be read, sector by sector and after retries, is
// filled with zero bytes and listed; nothing is left out.
#pragma once

#include <vector>

#include "acquire/source.h"
#include "core/progress.h"

namespace acquire {

/// Adds a range behind the others; touching ranges become one. REQUIRES: not before the end of the last.
void append_range(std::vector<Range>& ranges, Range range);

class Reader {
 public:
  /// Attempts at one sector before it counts as unreadable.
  static constexpr int kAttempts = 3;

  Reader(Source& source, const core::CancelToken& cancel);
  /// Goes on at `offset`; `unreadable` is what was found before it. To be called first.
  void start_at(std::uint64_t offset, std::vector<Range> unreadable);
  /// Where the next read starts: all before it was handed out.
  std::uint64_t offset() const { return offset_; }
  /// Fills as much of `buffer` as the source still has and returns that number; 0 at the end. Throws Error when
  /// the device is gone or on cancellation.
  std::size_t read_next(std::span<std::uint8_t> buffer);
  /// Ascending, not touching.
  const std::vector<Range>& unreadable() const { return unreadable_; }

 private:
  void read_stretch(std::uint64_t offset, std::span<std::uint8_t> stretch);
  void read_by_sector(std::uint64_t offset, std::span<std::uint8_t> stretch);
  std::ptrdiff_t read_sector(std::uint64_t offset, std::span<std::uint8_t> sector);
  void give_up(std::uint64_t offset, std::span<std::uint8_t> part);

  Source& source_;
  const core::CancelToken& cancel_;
  std::uint64_t offset_ = 0;
  std::vector<Range> unreadable_;
};

}  // namespace acquire
