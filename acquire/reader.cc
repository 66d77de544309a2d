// SPDX-License-Identifier: Apache-2.0
#include "acquire/reader.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

/// A device that is gone would otherwise become an image of zero bytes.
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

Reader::Reader(Source& source, const core::CancelToken& cancel) : source_(source), cancel_(cancel) {}

void Reader::start_at(std::uint64_t offset, std::vector<Range> unreadable) {
  offset_ = offset;
  unreadable_ = std::move(unreadable);
}

std::size_t Reader::read_next(std::span<std::uint8_t> buffer) {
  cancel_.check();
  const std::uint64_t left = source_.facts().size - offset_;
  const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
  read_stretch(offset_, buffer.first(size));
  offset_ += size;
  return size;
}

void Reader::read_stretch(std::uint64_t offset, std::span<std::uint8_t> stretch) {
  while (!stretch.empty()) {
    const std::ptrdiff_t result = source_.read_at(core::ByteOffset(offset), stretch);
    if (result <= 0) {
      check_still_there(source_.facts(), offset, result);
      read_by_sector(offset, stretch);
      return;
    }
    offset += static_cast<std::uint64_t>(result);
    stretch = stretch.subspan(static_cast<std::size_t>(result));
  }
}

void Reader::read_by_sector(std::uint64_t offset, std::span<std::uint8_t> stretch) {
  const std::uint64_t sector_size = source_.facts().logical_sector_size;
  while (!stretch.empty()) {
    cancel_.check();
    const std::uint64_t to_boundary = sector_size - offset % sector_size;
    const auto part =
        stretch.first(static_cast<std::size_t>(std::min<std::uint64_t>(to_boundary, stretch.size())));
    const std::ptrdiff_t result = read_sector(offset, part);
    if (result == 0) {
      give_up(offset, stretch);  // the source has become shorter: nothing follows
      return;
    }
    if (result < 0) {
      give_up(offset, part);
    }
    const std::size_t done = result < 0 ? part.size() : static_cast<std::size_t>(result);
    offset += done;
    stretch = stretch.subspan(done);
  }
}

std::ptrdiff_t Reader::read_sector(std::uint64_t offset, std::span<std::uint8_t> sector) {
  std::ptrdiff_t result = 0;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    result = source_.read_at(core::ByteOffset(offset), sector);
    check_still_there(source_.facts(), offset, result);
    if (result >= 0) {
      break;
    }
  }
  return result;
}

void Reader::give_up(std::uint64_t offset, std::span<std::uint8_t> part) {
  std::fill(part.begin(), part.end(), std::uint8_t{0});
  append_range(unreadable_, {offset, part.size()});
}

}  // namespace acquire
