// SPDX-License-Identifier: Apache-2.0
#include "acquire/range_set.h"

#include <algorithm>

namespace acquire {
namespace {

constexpr std::uint64_t kFirstUnit = 512;

}  // namespace

void RangeSet::add(Range range) {
  if (range.length == 0) {
    return;
  }
  insert(range.offset, range.offset + range.length);
  while (ends_.size() > limit_) {
    coarsen();
  }
}

std::vector<Range> RangeSet::ranges() const {
  std::vector<Range> out;
  out.reserve(ends_.size());
  for (const auto& [start, end] : ends_) {
    out.push_back({start, end - start});
  }
  return out;
}

/// Takes in every range that the new one overlaps or touches.
void RangeSet::insert(std::uint64_t start, std::uint64_t end) {
  start -= start % unit_;
  const std::uint64_t missing = (unit_ - end % unit_) % unit_;
  end = missing < size_ - end ? end + missing : size_;
  auto at = ends_.upper_bound(start);
  if (at != ends_.begin() && std::prev(at)->second >= start) {
    --at;
    start = at->first;
  }
  while (at != ends_.end() && at->first <= end) {
    end = std::max(end, at->second);
    at = ends_.erase(at);
  }
  ends_.emplace(start, end);
}

void RangeSet::coarsen() {
  unit_ = unit_ == 1 ? kFirstUnit : unit_ * 2;
  const auto before = std::move(ends_);
  ends_.clear();
  for (const auto& [start, end] : before) {
    insert(start, end);
  }
}

}  // namespace acquire
