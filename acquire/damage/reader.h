// SPDX-License-Identifier: Apache-2.0
// Reads a source in order from start to end. What cannot be read, sector by sector and after retries, is filled and
// listed; nothing is left out. docs/damaged-media.md says it in plain words.
#pragma once

#include <vector>

#include "acquire/damage/read_settings.h"
#include "acquire/device/source.h"
#include "core/progress.h"

namespace acquire {

/// Adds a range behind the others; touching ranges become one. REQUIRES: not before the end of the last.
void append_range(std::vector<Range>& ranges, Range range);

/// Ascending, not touching, without empty ones.
std::vector<Range> merged_ranges(std::vector<Range> ranges);

/// Fills bytes that stand at `offset` of the media.
void fill_part(Fill fill, std::uint64_t offset, std::span<std::uint8_t> part);

class Reader {
 public:
  /// Bad sectors in a row after which each further one is tried once only, until one can be read.
  static constexpr int kBadInARow = 64;
  /// Good sectors in a row behind a bad one after which larger reads are tried again.
  static constexpr int kGoodInARow = 16;

  Reader(Source& source, const core::CancelToken& cancel, ReadSettings settings = {});
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
  void read_around(std::uint64_t offset, std::span<std::uint8_t> stretch);
  void read_stretch(std::uint64_t offset, std::span<std::uint8_t> stretch);
  std::size_t read_by_sector(std::uint64_t offset, std::span<std::uint8_t> stretch);
  std::size_t read_sector(std::uint64_t offset, std::span<std::uint8_t> sector);
  void give_up(std::uint64_t offset, std::span<std::uint8_t> part, int error_number, int attempts);
  void fill(std::uint64_t offset, std::span<std::uint8_t> part);

  Source& source_;
  const core::CancelToken& cancel_;
  ReadSettings settings_;
  std::uint64_t offset_ = 0;
  std::size_t next_left_out_ = 0;  // the first range left out that does not end before offset_
  int bad_in_a_row_ = 0;
  bool ended_ = false;  // the source has become shorter
  std::vector<Range> unreadable_;
};

}  // namespace acquire
