// SPDX-License-Identifier: Apache-2.0
#include "acquire/ewf_tables.h"

#include <algorithm>
#include <functional>

#include "acquire/compressor.h"

namespace acquire {
namespace {

constexpr std::size_t kPieceSize = 1U << 20U;
constexpr std::size_t kErrorEntrySize = 8;

/// Hands a stretch of the file to `take` in pieces; false when it cannot be read whole.
bool for_pieces(const SegmentFile& file, std::uint64_t offset, std::uint64_t size,
                const std::function<void(core::ByteView)>& take) {
  if (offset > file.size() || size > file.size() - offset) {
    return false;
  }
  core::Bytes buffer(static_cast<std::size_t>(std::min<std::uint64_t>(size, kPieceSize)));
  while (size > 0) {
    const auto part =
        std::span(buffer).first(static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer.size())));
    if (!file.read(offset, part)) {
      return false;
    }
    take(part);
    offset += part.size();
    size -= part.size();
  }
  return true;
}

void take_error(ErrorRanges& out, std::uint64_t start, std::uint64_t sectors, std::uint64_t sector_size,
                std::uint64_t media_size) {
  // 32 bits each: no product overflows.
  const Range range{start * sector_size, sectors * sector_size};
  if (range.offset > media_size || range.length > media_size - range.offset) {
    ++out.outside;
    out.first_outside = out.first_outside.value_or(Range{start, sectors});
  } else if (out.ranges.size() == ErrorRanges::kLimit) {
    ++out.left_out;
  } else {
    out.ranges.push_back(range);
  }
}

}  // namespace

std::optional<StretchSum> sum_of(const SegmentFile& file, core::ByteView head, std::uint64_t offset,
                                 std::uint64_t size) {
  StretchSum out;
  core::Hasher<core::Sha256> hasher;
  hasher.update(head);
  const bool read = for_pieces(file, offset, size, [&](core::ByteView piece) {
    out.adler32 = adler32(piece, out.adler32);
    hasher.update(piece);
  });
  out.sha256 = hasher.finish();
  return read ? std::optional(out) : std::nullopt;
}

std::optional<ErrorRanges> read_error_ranges(const SegmentFile& file, std::uint64_t offset,
                                             std::uint32_t count, std::uint32_t sector_size,
                                             std::uint64_t media_size) {
  ErrorRanges out;
  const bool read =
      for_pieces(file, offset, std::uint64_t{count} * kErrorEntrySize, [&](core::ByteView piece) {
        out.adler32 = adler32(piece, out.adler32);
        for (; piece.size() >= kErrorEntrySize; piece = piece.subspan(kErrorEntrySize)) {
          take_error(out, little32(piece, 0), little32(piece, 4), sector_size, media_size);
        }
      });
  return read ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace acquire
