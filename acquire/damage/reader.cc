// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/reader.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::string_view kPattern = "BADBLOCK";

/// A device that is gone would otherwise become an image of nothing but filling.
void check_still_there(const SourceFacts& facts, std::uint64_t offset, std::ptrdiff_t result) {
  const int error_number = static_cast<int>(-result);
  if (error_number == ENODEV || error_number == ENXIO || error_number == ENOMEDIUM || error_number == EBADF) {
    core::fail("cannot read " + core::shown(facts.path) + " at offset " + std::to_string(offset) +
               ": the device is gone: " + std::generic_category().message(error_number));
  }
}

}  // namespace

void append_range(std::vector<Range>& ranges, Range range) {
  if (range.length == 0) {
    return;
  }
  if (!ranges.empty() && ranges.back().offset + ranges.back().length == range.offset) {
    ranges.back().length += range.length;
  } else {
    ranges.push_back(range);
  }
}

std::vector<Range> merged_ranges(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::size_t kept = 0;
  for (const Range& range : ranges) {
    if (range.length == 0) {
      continue;
    }
    if (kept > 0 && range.offset <= ranges[kept - 1].offset + ranges[kept - 1].length) {
      Range& last = ranges[kept - 1];
      last.length = std::max(last.length, range.offset + range.length - last.offset);
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
  return ranges;
}

void fill_part(Fill fill, std::uint64_t offset, std::span<std::uint8_t> part) {
  if (fill == Fill::zero) {
    std::fill(part.begin(), part.end(), std::uint8_t{0});
    return;
  }
  for (std::size_t i = 0; i < part.size(); ++i) {
    part[i] = static_cast<std::uint8_t>(kPattern[(offset + i) % kPattern.size()]);
  }
}

Reader::Reader(Source& source, const core::CancelToken& cancel, ReadSettings settings)
    : source_(source), cancel_(cancel), settings_(std::move(settings)) {}

void Reader::start_at(std::uint64_t offset, std::vector<Range> unreadable) {
  offset_ = offset;
  unreadable_ = std::move(unreadable);
}

std::size_t Reader::read_next(std::span<std::uint8_t> buffer) {
  cancel_.check();
  const std::uint64_t left = source_.facts().size - offset_;
  const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
  read_around(offset_, buffer.first(size));
  offset_ += size;
  return size;
}

/// Reads what lies between the ranges that are left out.
void Reader::read_around(std::uint64_t offset, std::span<std::uint8_t> stretch) {
  const std::vector<Range>& out = settings_.left_out;
  while (!stretch.empty()) {
    while (next_left_out_ < out.size() && out[next_left_out_].offset + out[next_left_out_].length <= offset) {
      ++next_left_out_;
    }
    const bool none = next_left_out_ == out.size();
    const bool inside = !none && out[next_left_out_].offset <= offset;
    const std::uint64_t to = none     ? offset + stretch.size()
                             : inside ? out[next_left_out_].offset + out[next_left_out_].length
                                      : out[next_left_out_].offset;
    const auto part =
        stretch.first(static_cast<std::size_t>(std::min<std::uint64_t>(to - offset, stretch.size())));
    inside ? fill(offset, part) : read_stretch(offset, part);
    offset += part.size();
    stretch = stretch.subspan(part.size());
  }
}

/// While the last sector was bad no large read is tried: it would only cost time.
void Reader::read_stretch(std::uint64_t offset, std::span<std::uint8_t> stretch) {
  while (!stretch.empty()) {
    std::ptrdiff_t result = -EIO;
    if (bad_in_a_row_ == 0 && !ended_) {
      result = source_.read_at(core::ByteOffset(offset), stretch);
      check_still_there(source_.facts(), offset, result);
    }
    const std::size_t done = result > 0 ? static_cast<std::size_t>(result) : read_by_sector(offset, stretch);
    offset += done;
    stretch = stretch.subspan(done);
  }
}

/// Returns how far it came: to the end, or behind enough good sectors to try larger reads again.
std::size_t Reader::read_by_sector(std::uint64_t offset, std::span<std::uint8_t> stretch) {
  const std::uint64_t sector_size = source_.facts().logical_sector_size;
  bool behind_bad = bad_in_a_row_ > 0;
  int good = 0;
  std::size_t done = 0;
  while (done < stretch.size() && !(behind_bad && good == kGoodInARow)) {
    cancel_.check();
    if (ended_) {
      give_up(offset + done, stretch.subspan(done), 0, 1);
      return stretch.size();
    }
    const std::uint64_t to_boundary = sector_size - (offset + done) % sector_size;
    const auto part = stretch.subspan(
        done, static_cast<std::size_t>(std::min<std::uint64_t>(to_boundary, stretch.size() - done)));
    done += read_sector(offset + done, part);
    behind_bad = behind_bad || bad_in_a_row_ > 0;
    good = bad_in_a_row_ > 0 ? 0 : good + 1;
  }
  return done;
}

/// Returns the number of bytes that are now read or filled; 0 when the source turned out to end here.
std::size_t Reader::read_sector(std::uint64_t offset, std::span<std::uint8_t> sector) {
  const int allowed = bad_in_a_row_ >= kBadInARow ? 1 : 1 + settings_.retries;
  std::ptrdiff_t result = 0;
  int attempts = 0;
  do {
    cancel_.check();
    result = source_.read_at(core::ByteOffset(offset), sector);
    check_still_there(source_.facts(), offset, result);
    ++attempts;
  } while (result < 0 && attempts < allowed);
  if (result < 0) {
    ++bad_in_a_row_;
    give_up(offset, sector, static_cast<int>(-result), attempts);
    return sector.size();
  }
  bad_in_a_row_ = 0;
  ended_ = result == 0;
  if (attempts > 1 && result > 0 && settings_.watcher != nullptr) {
    settings_.watcher->read_at_last({offset, static_cast<std::uint64_t>(result)}, attempts);
  }
  return static_cast<std::size_t>(result);
}

void Reader::give_up(std::uint64_t offset, std::span<std::uint8_t> part, int error_number, int attempts) {
  fill(offset, part);
  if (settings_.watcher != nullptr) {
    settings_.watcher->unreadable({offset, part.size()}, error_number, attempts);
  }
}

void Reader::fill(std::uint64_t offset, std::span<std::uint8_t> part) {
  fill_part(settings_.fill, offset, part);
  append_range(unreadable_, {offset, part.size()});
}

}  // namespace acquire
