// SPDX-License-Identifier: Apache-2.0
// The skeleton of an E01 set: walks every section of every segment and checks that all of it is there and
// belongs together. Strictly bounded; meant to run in the locked-down reader on bytes nobody has checked.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/image/fault_list.h"
#include "core/path.h"

namespace acquire {

/// What the volume (or disk) section declares.
struct EwfVolume {
  std::uint64_t chunk_count = 0;
  std::uint32_t sectors_per_chunk = 0;
  std::uint32_t bytes_per_sector = 0;
  std::uint64_t sector_count = 0;
  std::array<std::uint8_t, 16> set_identifier{};
  auto operator<=>(const EwfVolume&) const = default;

  std::uint64_t chunk_size() const { return std::uint64_t{sectors_per_chunk} * bytes_per_sector; }
};

/// A table of chunk offsets.
struct EwfTable {
  std::size_t segment = 0;           // index into the files
  std::uint64_t entries_offset = 0;  // in the segment file
  std::uint32_t count = 0;
  std::uint64_t base = 0;        // added to each offset
  std::uint64_t data_start = 0;  // where its chunks lie in the segment file
  std::uint64_t data_end = 0;
};

/// Chunks larger than this are not read: no writer makes them, and each takes that much memory.
inline constexpr std::uint64_t kChunkSizeLimit = 32U << 20U;
/// Tables that are kept; with those of EnCase 4, the smallest, enough for 500 TB.
inline constexpr std::size_t kTableLimit = 1'000'000;

struct EwfStructure {
  std::optional<EwfVolume> volume;  // nullopt when none could be read; otherwise of sane sizes
  std::vector<EwfTable> tables;     // of each pair the first whose checksums hold, or else the first
  std::uint64_t tabled_chunks = 0;
  std::uint64_t media_size = 0;   // sectors declared, in bytes
  std::uint64_t stored_size = 0;  // of all files
  std::optional<core::Md5> md5;   // as stored
  std::optional<core::Sha1> sha1;
  bool of_device = false;  // the media are a whole device
  bool removable = false;
  ImageReading::Header header;         // header2 before header
  std::vector<Range> recorded_errors;  // at most ErrorRanges::kLimit
};

/// Never throws on what the files contain; throws Error when one cannot be opened.
EwfStructure walk_ewf(const std::vector<core::Path>& segments, FaultList& faults);

}  // namespace acquire
