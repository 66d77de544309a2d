// SPDX-License-Identifier: Apache-2.0
// Decodes the chunks of an E01 set and checks each byte for byte: it unpacks to its full length, its checksum holds, and
// nothing hides behind it. libewf passes over bytes that follow a stream, so this does not use it.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "acquire/ewf_structure.h"
#include "acquire/segment_file.h"

namespace acquire {

/// One chunk at a time, in any order.
class ChunkDecoder {
 public:
  /// REQUIRES: both outlive it; the structure has a volume when decode() is called.
  ChunkDecoder(const std::vector<core::Path>& segments, const EwfStructure& structure);
  /// Decodes entry `index` of the table, chunk `number` of the media: what is wrong with it, or nullopt.
  std::optional<std::string> decode(const EwfTable& table, std::uint32_t index, std::uint64_t number);
  /// Media of the chunk decoded last, without the padding that some tools add.
  core::ByteView media() const { return media_; }
  /// The file that a table's chunks lie in; good until the next call.
  const SegmentFile& file_of(const EwfTable& table);

 private:
  std::optional<std::string> read_packed(const EwfTable& table, std::uint32_t index, bool& compressed);
  std::optional<std::string> unpack(bool compressed);
  std::uint64_t expected_size(std::uint64_t number) const;

  const std::vector<core::Path>& segments_;
  const EwfStructure& structure_;
  const std::size_t chunk_size_;
  std::optional<SegmentFile> file_;  // one at a time: libewf keeps all of them open besides
  std::size_t open_segment_ = 0;
  core::Bytes room_, packed_;
  core::ByteView media_;
};

/// Reads every chunk once. Returns early when `stop` is set.
void check_ewf_chunks(const std::vector<core::Path>& segments, const EwfStructure& structure,
                      FaultList& faults, const std::atomic<bool>& stop);

}  // namespace acquire
