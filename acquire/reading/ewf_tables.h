// SPDX-License-Identifier: Apache-2.0
// Lists inside an E01 that may be long: read in pieces, so that what an image counts takes no memory.
#pragma once

#include <optional>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/image/fault_list.h"
#include "acquire/image/segment_file.h"

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
  /// That are kept of one image, 64 MiB: more than any medium that was worth imaging has.
  static constexpr std::size_t kLimit = 4'000'000;

  std::vector<Range> ranges;           // bytes, as found; of those inside the media the first
  std::uint64_t left_out = 0;          // further ones
  std::uint32_t adler32 = 1;           // of all entries
  std::uint64_t outside = 0;           // that lie outside the media
  std::optional<Range> first_outside;  // sectors
};

/// Where the entries of an error section lie: 8 bytes each (first sector, sectors).
struct ErrorEntries {
  std::uint64_t offset = 0;
  std::uint32_t count = 0;
};

/// Keeps at most `most` ranges. Nullopt when the entries cannot be read.
std::optional<ErrorRanges> read_error_ranges(const SegmentFile& file, const ErrorEntries& entries,
                                             std::uint32_t sector_size, std::uint64_t media_size,
                                             std::size_t most = ErrorRanges::kLimit);

}  // namespace acquire
