// SPDX-License-Identifier: Apache-2.0
#include "acquire/ewf_chunks.h"

#include <algorithm>
#include <array>

#include "acquire/compressor.h"
#include "acquire/inflate.h"

namespace acquire {
namespace {

constexpr std::uint32_t kCompressed = 0x80000000U;
constexpr std::size_t kChecksumSize = 4;
constexpr std::size_t kEntrySize = 4;

std::uint64_t start_of(const EwfTable& table, std::uint32_t entry) {
  return table.base + (entry & ~kCompressed);
}

}  // namespace

ChunkDecoder::ChunkDecoder(const std::vector<core::Path>& segments, const EwfStructure& structure)
    : segments_(segments),
      structure_(structure),
      chunk_size_(structure.volume ? static_cast<std::size_t>(structure.volume->chunk_size()) : 0),
      room_(chunk_size_) {}

const SegmentFile& ChunkDecoder::file_of(const EwfTable& table) {
  if (!file_ || table.segment != open_segment_) {
    file_.emplace(segments_[table.segment]);
    open_segment_ = table.segment;
  }
  return *file_;
}

/// A stored form longer than twice the chunk is nothing a writer makes.
std::optional<std::string> ChunkDecoder::read_packed(const EwfTable& table, std::uint32_t index,
                                                     bool& compressed) {
  const SegmentFile& file = file_of(table);
  std::array<std::uint8_t, 2 * kEntrySize> entries{};
  const bool last = index + 1 == table.count;
  if (!file.read(table.entries_offset + std::uint64_t{index} * kEntrySize,
                 std::span(entries).first(last ? kEntrySize : entries.size()))) {
    return "its place in " + file.name() + " cannot be read";
  }
  const std::uint32_t entry = little32(entries, 0);
  const std::uint64_t start = start_of(table, entry);
  const std::uint64_t end = last ? table.data_end : start_of(table, little32(entries, kEntrySize));
  if (start < table.data_start || end > table.data_end || end <= start ||
      end - start > 2 * chunk_size_ + 1024) {
    return "its place in " + file.name() + " (offset " + std::to_string(start) + ") is impossible";
  }
  packed_.resize(static_cast<std::size_t>(end - start));
  if (!file.read(start, packed_)) {
    return "it cannot be read from " + file.name() + " at offset " + std::to_string(start);
  }
  compressed = (entry & kCompressed) != 0;
  return std::nullopt;
}

std::optional<std::string> ChunkDecoder::unpack(bool compressed) {
  if (compressed) {
    const Inflated result = inflate_strictly(packed_, room_);
    media_ = core::ByteView(room_).first(result.size);
    return result.fault;
  }
  if (packed_.size() <= kChecksumSize) {
    return "it is too short";
  }
  media_ = core::ByteView(packed_).first(packed_.size() - kChecksumSize);
  return adler32(media_) == little32(packed_, media_.size())
             ? std::nullopt
             : std::optional<std::string>("its checksum is wrong");
}

/// Bytes of media the chunk should hold; the last one of the image may be shorter.
std::uint64_t ChunkDecoder::expected_size(std::uint64_t number) const {
  const std::uint64_t start = number * chunk_size_;
  return start >= structure_.media_size ? 0
                                        : std::min<std::uint64_t>(chunk_size_, structure_.media_size - start);
}

std::optional<std::string> ChunkDecoder::decode(const EwfTable& table, std::uint32_t index,
                                                std::uint64_t number) {
  bool compressed = false;
  if (auto fault = read_packed(table, index, compressed)) {
    return fault;
  }
  if (auto fault = unpack(compressed)) {
    return fault;
  }
  // Some tools pad the last chunk to its full size.
  const std::uint64_t expected = expected_size(number);
  if (media_.size() != expected && media_.size() != chunk_size_) {
    return "it holds " + std::to_string(media_.size()) + " bytes instead of " + std::to_string(expected);
  }
  media_ = media_.first(static_cast<std::size_t>(std::min<std::uint64_t>(media_.size(), expected)));
  return std::nullopt;
}

namespace {

void check_table_start(const SegmentFile& file, const EwfTable& table, FaultList& faults) {
  const auto first = file.bytes(table.entries_offset, kEntrySize);
  if (first && start_of(table, little32(*first, 0)) != table.data_start) {
    faults.add(file.name() + ": bytes lie before the first chunk of the table, at offset " +
               std::to_string(table.data_start));
  }
}

}  // namespace

void check_ewf_chunks(const std::vector<core::Path>& segments, const EwfStructure& structure,
                      FaultList& faults, const std::atomic<bool>& stop) {
  if (!structure.volume) {
    return;
  }
  ChunkDecoder decoder(segments, structure);
  std::uint64_t number = 0;
  for (const EwfTable& table : structure.tables) {
    if (table.count == 0) {
      continue;
    }
    check_table_start(decoder.file_of(table), table, faults);
    for (std::uint32_t i = 0; i < table.count && !stop; ++i, ++number) {
      if (const auto fault = decoder.decode(table, i, number)) {
        faults.add("chunk " + std::to_string(number) + " (media bytes from offset " +
                   std::to_string(number * structure.volume->chunk_size()) + "): " + *fault);
      }
    }
  }
}

}  // namespace acquire
