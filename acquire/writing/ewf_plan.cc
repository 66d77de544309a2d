// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/ewf_plan.h"

#include <algorithm>
#include <limits>

#include "acquire/device/block_device.h"
#include "acquire/image/segments.h"
#include "acquire/stages/buffer_pool.h"
#include "acquire/writing/ewf_sections.h"
#include "core/error.h"

namespace acquire::ewf {
namespace {

constexpr std::uint64_t kDefaultSegmentSize = 1500ULL << 20U;
constexpr std::uint64_t kMinimumSegmentSize = 1ULL << 20U;
constexpr std::uint64_t kMaximumSegmentSize = (1ULL << 63U) - 1;
constexpr std::uint32_t kMinimumSectorsPerChunk = 16;
// Readers built on libewf end at 134 million chunks: larger chunks keep an image readable for them as long as may be.
constexpr std::uint64_t kChunksForAllReaders = 100'000'000;
constexpr std::uint64_t kMaximumChunks = std::numeric_limits<std::uint32_t>::max();
/// Of a segment, for all that is no chunk and no entry of a table: headers, descriptors, and what is left at the end.
constexpr std::uint64_t kSegmentOverhead = 32U << 10U;

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

void check_size(const SourceFacts& source) {
  if (source.logical_sector_size == 0 || source.size % source.logical_sector_size != 0) {
    core::fail("an E01 image cannot hold " + std::to_string(source.size) +
               " bytes whole, because it counts in sectors of " + std::to_string(source.logical_sector_size) +
               " bytes; --format raw images it whole");
  }
}

void check_chunk_size(std::uint64_t chunk_size, std::uint64_t sector_size) {
  if (chunk_size % sector_size != 0 || chunk_size < kMinimumSectorsPerChunk * sector_size ||
      kBufferSize % chunk_size != 0) {
    core::fail("an E01 image cannot have chunks of " + std::to_string(chunk_size) + " bytes: they hold " +
               std::to_string(kMinimumSectorsPerChunk) + " or more whole sectors of " +
               std::to_string(sector_size) + " bytes, and " + std::to_string(kBufferSize) +
               " bytes are a multiple of them; --format raw images it");
  }
}

std::uint64_t choose_chunk_size(const ImageSettings& settings, const SourceFacts& source) {
  const std::uint64_t sector = source.logical_sector_size;
  std::uint64_t size = settings.chunk_size;
  if (size == 0) {
    size = std::max<std::uint64_t>(kMinimumSectorsPerChunk, kUsualChunkSize / sector) * sector;
    while (ceil_div(source.size, size) > kChunksForAllReaders && size * 2 <= kBufferSize) {
      size *= 2;
    }
  }
  check_chunk_size(size, sector);
  if (ceil_div(source.size, size) > kMaximumChunks) {
    core::fail("an E01 image cannot hold " + std::to_string(source.size) + " bytes: that is more than " +
               std::to_string(kMaximumChunks) + " chunks of " + std::to_string(size) +
               " bytes; --format raw images it");
  }
  return size;
}

/// Segments that are surely enough, when no chunk can be compressed.
std::uint64_t segments_needed(std::uint64_t chunks, std::uint64_t chunk_size, std::uint64_t segment_size) {
  const std::uint64_t room = segment_size - kSegmentOverhead - segment_size / 1024;
  const std::uint64_t stored = chunk_size + kChecksumSize + std::uint64_t{2} * kTableEntrySize;
  return room < stored ? std::numeric_limits<std::uint64_t>::max() : ceil_div(chunks, room / stored);
}

/// The least number of whole MiB that is enough.
std::uint64_t least_segment_size(std::uint64_t chunks, std::uint64_t chunk_size) {
  std::uint64_t low = 1;
  std::uint64_t high = kMaximumSegmentSize >> 20U;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (segments_needed(chunks, chunk_size, middle << 20U) <= kMaximumEwfSegments) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

std::uint64_t choose_segment_size(const ImageSettings& settings, const SourceFacts& source,
                                  std::uint64_t chunk_size) {
  const std::uint64_t size = settings.segment_size == 0 ? kDefaultSegmentSize : settings.segment_size;
  if (size < kMinimumSegmentSize || size > kMaximumSegmentSize) {
    core::fail("cannot write E01 segments of " + std::to_string(size) + " bytes: the least is " +
               std::to_string(kMinimumSegmentSize) + " (1 MiB), the most " +
               std::to_string(kMaximumSegmentSize));
  }
  const std::uint64_t chunks = ceil_div(source.size, chunk_size);
  if (segments_needed(chunks, chunk_size, size) > kMaximumEwfSegments) {
    core::fail("cannot split " + std::to_string(source.size) + " bytes into segments of " +
               std::to_string(size) + " bytes: an E01 image has at most " +
               std::to_string(kMaximumEwfSegments) + " segments; segments of " +
               std::to_string(least_segment_size(chunks, chunk_size)) + " MiB or more are enough");
  }
  return size;
}

std::uint8_t level_of(Compression compression) {
  switch (compression) {
    case Compression::none: return 0;
    case Compression::fast: return 1;
    case Compression::best: return 2;
  }
  return 0;
}

}  // namespace

bool is_section_full(const Fill& fill, std::uint64_t length) {
  return fill.is_open && (fill.chunks == kMaximumTableEntries ||
                          fill.segment_bytes - fill.sectors_at + length > kMaximumSectorsSection);
}

bool fits_in_segment(const Fill& fill, std::uint64_t length, std::uint64_t segment_size) {
  const std::uint64_t head = fill.is_open ? 0 : kDescriptorSize;
  const std::uint64_t chunks = fill.is_open ? fill.chunks + 1 : 1;
  return fill.segment_bytes + head + length + tables_size(chunks) + kDescriptorSize <= segment_size;
}

Plan plan_of(const ImageSettings& settings, const SourceFacts& source) {
  check_size(source);
  const std::uint64_t chunk_size = choose_chunk_size(settings, source);
  const bool physical = settings.of_device || (source.kind == "block device" && !is_partition(source.path));
  Plan out;
  out.segment_size = choose_segment_size(settings, source, chunk_size);
  out.volume.media_type = source.removable ? MediaType::removable : MediaType::fixed;
  out.volume.media_flags = static_cast<std::uint8_t>(kImageFlag | (physical ? kPhysicalFlag : 0U));
  out.volume.chunk_count = static_cast<std::uint32_t>(ceil_div(source.size, chunk_size));
  out.volume.sectors_per_chunk = static_cast<std::uint32_t>(chunk_size / source.logical_sector_size);
  out.volume.bytes_per_sector = source.logical_sector_size;
  out.volume.sector_count = source.size / source.logical_sector_size;
  out.volume.compression_level = level_of(settings.compression);
  return out;
}

}  // namespace acquire::ewf
