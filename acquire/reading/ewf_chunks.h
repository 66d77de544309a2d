// SPDX-License-Identifier: Apache-2.0
// Decodes the chunks of an E01 set and checks each byte for byte: it unpacks to its full length, its checksum holds, and
// nothing hides behind it. Bytes nobody has checked; meant for the locked-down reader.
#pragma once

#include <optional>
#include <string>

#include "acquire/image/segment_file.h"
#include "acquire/reading/ewf_structure.h"
#include "acquire/reading/inflate.h"

namespace acquire {

/// Chunks that follow one another in one table.
struct ChunkRun {
  const EwfTable* table = nullptr;
  std::uint32_t index = 0;  // entry of the first in the table
  std::uint32_t count = 0;
  std::uint64_t number = 0;  // of the first in the media
};

struct ChunkFault {
  std::uint64_t number = 0;
  std::string what;
};

/// Decodes runs of chunks in any order. For one thread.
class ChunkDecoder {
 public:
  /// REQUIRES: both outlive it; the structure has a volume when a chunk is decoded.
  ChunkDecoder(const std::vector<core::Path>& segments, const EwfStructure& structure);
  /// Bytes of media in the run.
  std::size_t media_size(const ChunkRun& run) const;
  /// Fills `out` with the media of the run, without the padding that some tools add to the last chunk. A chunk that cannot be
  /// decoded, or whose checksum is wrong, becomes zero bytes. REQUIRES: the entries
  /// lie in the table and out.size() is media_size(run).
  std::vector<ChunkFault> decode(const ChunkRun& run, std::span<std::uint8_t> out);
  /// What is wrong at the start of a table's chunks, or nullopt.
  std::optional<std::string> check_start(const EwfTable& table);

 private:
  struct Place {
    std::uint64_t start = 0, end = 0;  // in the file
    bool compressed = false;
  };

  const SegmentFile* file_of(const EwfTable& table);
  bool read_places(const ChunkRun& run);
  bool is_possible(const EwfTable& table, const Place& place) const;
  bool read_together(const EwfTable& table);
  std::optional<std::string> decode_one(const EwfTable& table, std::size_t which,
                                        std::span<std::uint8_t> out);
  std::optional<std::string> unpack(core::ByteView stored, std::span<std::uint8_t> out);
  std::optional<std::string> copy(core::ByteView stored, std::span<std::uint8_t> out) const;
  std::optional<std::string> check_size(std::size_t found, std::size_t expected) const;

  const std::vector<core::Path>& segments_;
  const EwfStructure& structure_;
  const std::size_t chunk_size_;
  std::optional<SegmentFile> file_;  // one at a time
  std::size_t open_segment_ = 0;
  Inflater inflater_;
  std::vector<Place> places_;  // of the run
  core::Bytes entries_, stored_, room_;
  std::uint64_t stored_start_ = 0;  // in the file
  core::Bytes zero_stream_;         // one that unpacked to a whole chunk of zero bytes
};

}  // namespace acquire
