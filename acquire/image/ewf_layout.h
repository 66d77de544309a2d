// SPDX-License-Identifier: Apache-2.0
// Sizes and limits of the E01 format in the layout of EnCase 6, in one place. Numbers are little-endian.
//
// A segment file is its header and a chain of sections; each section is a descriptor and its data. The first segment holds
// header2 twice, header and volume; a later one starts with data, which repeats volume. Then come, as often as it takes,
// sectors (chunks, one behind the other), table and table2 (where each chunk starts). "next" ends a segment, "done" the set.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace acquire::ewf {

inline constexpr std::array<std::uint8_t, 8> kSignature{'E', 'V', 'F', 0x09, 0x0d, 0x0a, 0xff, 0x00};
inline constexpr std::size_t kFileHeaderSize = 13;  // signature, 1, segment number (16 bits), 0 (16 bits)
inline constexpr std::size_t kDescriptorSize = 76;  // type, next, size, 40 zero bytes, Adler-32
inline constexpr std::size_t kTypeSize = 16;        // ASCII, padded with zero bytes
inline constexpr std::size_t kVolumeSize = 1052;    // volume and data
inline constexpr std::size_t kTableHeadSize = 24;   // count, base offset, Adler-32
inline constexpr std::size_t kTableEntrySize = 4;   // offset from the base, and kCompressedFlag
inline constexpr std::size_t kChecksumSize = 4;     // Adler-32 of what it follows
inline constexpr std::size_t kHashSize = 36;        // MD5
inline constexpr std::size_t kDigestSize = 80;      // MD5 and SHA-1
inline constexpr std::size_t kErrorHeadSize = 520;  // count and its Adler-32
inline constexpr std::size_t kErrorEntrySize = 8;   // first sector and number of sectors, 32 bits each

inline constexpr std::uint32_t kCompressedFlag = 1U << 31U;  // the chunk is a zlib stream
inline constexpr std::uint32_t kMaximumTableEntries = 65'534;
/// Descriptor included, so that each offset of a table fits in 31 bits.
inline constexpr std::uint64_t kMaximumSectorsSection = (1ULL << 31U) - 1;

enum class MediaType : std::uint8_t { removable = 0x00, fixed = 0x01 };
inline constexpr std::uint8_t kImageFlag = 0x01;
inline constexpr std::uint8_t kPhysicalFlag = 0x02;

/// What the sections volume and data say.
struct Volume {
  MediaType media_type = MediaType::fixed;
  std::uint8_t media_flags = kImageFlag;
  std::uint32_t chunk_count = 0;
  std::uint32_t sectors_per_chunk = 0;
  std::uint32_t bytes_per_sector = 0;
  std::uint64_t sector_count = 0;
  std::uint8_t compression_level = 0;   // 0 none, 1 fast, 2 best
  std::uint32_t error_granularity = 1;  // sectors
  std::array<std::uint8_t, 16> set_identifier{};

  std::uint64_t chunk_size() const { return std::uint64_t{sectors_per_chunk} * bytes_per_sector; }
  std::uint64_t media_size() const { return sector_count * bytes_per_sector; }
};

/// An entry of error2: sectors that could not be read.
struct ErrorEntry {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

}  // namespace acquire::ewf
