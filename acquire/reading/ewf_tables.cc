// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/ewf_tables.h"

#include <algorithm>
#include <functional>

#include "acquire/image/ewf_layout.h"
#include "acquire/stages/compressor.h"

namespace acquire {
namespace {

constexpr std::size_t kPieceSize = 1U << 20U;

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

/// Sorts entries into those to keep, those too many and those outside the media.
class ErrorTaker {
 public:
  ErrorTaker(std::uint64_t sector_size, std::uint64_t media_size, std::size_t most)
      : sector_size_(sector_size), media_size_(media_size), most_(most) {}

  void take(core::ByteView piece) {
    out_.adler32 = adler32(piece, out_.adler32);
    for (; piece.size() >= ewf::kErrorEntrySize; piece = piece.subspan(ewf::kErrorEntrySize)) {
      take(little32(piece, 0), little32(piece, 4));
    }
  }
  ErrorRanges result() { return std::move(out_); }

 private:
  void take(std::uint64_t start, std::uint64_t sectors) {
    // 32 bits each: no product overflows.
    const Range range{start * sector_size_, sectors * sector_size_};
    if (range.offset > media_size_ || range.length > media_size_ - range.offset) {
      ++out_.outside;
      out_.first_outside = out_.first_outside.value_or(Range{start, sectors});
    } else if (out_.ranges.size() == most_) {
      ++out_.left_out;
    } else {
      out_.ranges.push_back(range);
    }
  }

  const std::uint64_t sector_size_, media_size_;
  const std::size_t most_;
  ErrorRanges out_;
};

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

std::optional<ErrorRanges> read_error_ranges(const SegmentFile& file, const ErrorEntries& entries,
                                             std::uint32_t sector_size, std::uint64_t media_size,
                                             std::size_t most) {
  ErrorTaker taker(sector_size, media_size, most);
  const bool read = for_pieces(file, entries.offset, std::uint64_t{entries.count} * ewf::kErrorEntrySize,
                               [&](core::ByteView piece) { taker.take(piece); });
  return read ? std::optional(taker.result()) : std::nullopt;
}

}  // namespace acquire
