// SPDX-License-Identifier: Apache-2.0
// Which bytes were touched: ranges that merge, in bounded memory.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "acquire/acquisition.h"

namespace acquire {

class RangeSet {
 public:
  static constexpr std::size_t kLimit = 100'000;

  /// `limit`: ranges kept at most, at least 1. When there are more, all are rounded outward to ever larger units, so that
  /// nothing touched is left out; unit() tells. `size`: bytes of the media, which no range goes beyond.
  explicit RangeSet(std::uint64_t size, std::size_t limit = kLimit) : size_(size), limit_(limit) {}

  /// REQUIRES: the range lies inside the media. An empty one changes nothing.
  void add(Range range);
  /// Ascending, not touching.
  std::vector<Range> ranges() const;
  /// Bytes that ranges are rounded outward to; 1 while they are exact.
  std::uint64_t unit() const { return unit_; }

 private:
  void insert(std::uint64_t start, std::uint64_t end);
  void coarsen();

  std::uint64_t size_;
  std::size_t limit_;
  std::uint64_t unit_ = 1;
  std::map<std::uint64_t, std::uint64_t> ends_;  // by start
};

}  // namespace acquire
