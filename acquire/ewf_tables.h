// SPDX-License-Identifier: Apache-2.0
// Lists inside an E01 that may be long: read in pieces, so that what an image counts takes no memory.
#pragma once

#include <optional>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/fault_list.h"
#include "acquire/segment_file.h"

namespace acquire {

/// A stretch of a file as a whole.
struct StretchSum {
  std::uint32_t adler32 = 1;
  core::Sha256 sha256;  // of `head` and the stretch
};
/// Nullopt when it does not lie in the file or cannot be read.
std::optional<StretchSum> sum_of(const SegmentFile& file, core::ByteView head, std::uint64_t offset,
                                 std::uint64_t size);

/// The ranges that an error section lists.
struct ErrorRanges {
  static constexpr std::size_t kLimit = 100'000;

  std::vector<Range> ranges;           // bytes, as found; of those inside the media the first kLimit
  std::uint64_t left_out = 0;          // further ones
  std::uint32_t adler32 = 1;           // of all entries
  std::uint64_t outside = 0;           // that lie outside the media
  std::optional<Range> first_outside;  // sectors
};

/// Reads `count` entries of 8 bytes (first sector, sectors). Nullopt when they cannot be read.
std::optional<ErrorRanges> read_error_ranges(const SegmentFile& file, std::uint64_t offset,
                                             std::uint32_t count, std::uint32_t sector_size,
                                             std::uint64_t media_size);

}  // namespace acquire
