// SPDX-License-Identifier: Apache-2.0
#include "acquire/ewf_chunks.h"

#include <algorithm>

#include "acquire/compressor.h"
#include "acquire/inflate.h"
#include "acquire/segment_file.h"

namespace acquire {
namespace {

constexpr std::uint32_t kCompressed = 0x80000000U;
constexpr std::size_t kChecksumSize = 4;

class ChunkCheck {
 public:
  ChunkCheck(const std::vector<core::Path>& segments, const EwfStructure& structure, FaultList& faults,
             const std::atomic<bool>& stop)
      : segments_(segments),
        structure_(structure),
        faults_(faults),
        stop_(stop),
        chunk_size_(static_cast<std::size_t>(structure.volume->chunk_size())),
        media_(chunk_size_) {}

  void run() {
    std::optional<SegmentFile> file;
    std::size_t open_segment = 0;
    for (const EwfTable& table : structure_.tables) {
      if (!file || table.segment != open_segment) {
        file.emplace(segments_[table.segment]);
        open_segment = table.segment;
      }
      check_table(*file, table);
    }
  }

 private:
  void check_table(const SegmentFile& file, const EwfTable& table) {
    const auto entries = file.bytes(table.entries_offset, std::size_t{table.count} * 4);
    if (!entries || table.count == 0) {
      return;
    }
    if (start_of(table, little32(*entries, 0)) != table.data_start) {
      faults_.add(file.name() + ": bytes lie before the first chunk of the table, at offset " +
                  std::to_string(table.data_start));
    }
    for (std::uint32_t i = 0; i < table.count && !stop_; ++i) {
      const std::uint32_t entry = little32(*entries, std::size_t{i} * 4);
      const bool last = i + 1 == table.count;
      const std::uint64_t end =
          last ? table.data_end : start_of(table, little32(*entries, std::size_t{i + 1} * 4));
      check_chunk(file, table, entry, end);
      ++chunk_;
    }
  }

  static std::uint64_t start_of(const EwfTable& table, std::uint32_t entry) {
    return table.base + (entry & ~kCompressed);
  }

  /// A stored form longer than twice the chunk is nothing a writer makes.
  void check_chunk(const SegmentFile& file, const EwfTable& table, std::uint32_t entry, std::uint64_t end) {
    const std::uint64_t start = start_of(table, entry);
    if (start < table.data_start || end > table.data_end || end <= start ||
        end - start > 2 * chunk_size_ + 1024) {
      fault("its place in " + file.name() + " (offset " + std::to_string(start) + ") is impossible");
      return;
    }
    packed_.resize(static_cast<std::size_t>(end - start));
    if (!file.read(start, packed_)) {
      fault("it cannot be read from " + file.name() + " at offset " + std::to_string(start));
    } else if ((entry & kCompressed) != 0) {
      check_compressed();
    } else {
      check_stored();
    }
  }

  /// Bytes of media the chunk should hold; the last one of the image may be shorter.
  std::uint64_t expected_size() const {
    const std::uint64_t start = chunk_ * chunk_size_;
    return start >= structure_.media_size
               ? 0
               : std::min<std::uint64_t>(chunk_size_, structure_.media_size - start);
  }

  void check_compressed() {
    const Inflated result = inflate_strictly(packed_, media_);
    if (result.fault) {
      fault(*result.fault);
    } else {
      check_length(result.size);
    }
  }

  void check_stored() {
    if (packed_.size() <= kChecksumSize) {
      fault("it is too short");
      return;
    }
    const core::ByteView media = core::ByteView(packed_).first(packed_.size() - kChecksumSize);
    if (adler32(media) != little32(packed_, media.size())) {
      fault("its checksum is wrong");
    }
    check_length(media.size());
  }

  /// Some tools pad the last chunk to its full size.
  void check_length(std::uint64_t length) {
    if (length != expected_size() && length != chunk_size_) {
      fault("it holds " + std::to_string(length) + " bytes instead of " + std::to_string(expected_size()));
    }
  }

  void fault(const std::string& what) {
    faults_.add("chunk " + std::to_string(chunk_) + " (media bytes from offset " +
                std::to_string(chunk_ * chunk_size_) + "): " + what);
  }

  const std::vector<core::Path>& segments_;
  const EwfStructure& structure_;
  FaultList& faults_;
  const std::atomic<bool>& stop_;
  const std::size_t chunk_size_;
  core::Bytes media_, packed_;
  std::uint64_t chunk_ = 0;
};

}  // namespace

void check_ewf_chunks(const std::vector<core::Path>& segments, const EwfStructure& structure,
                      FaultList& faults, const std::atomic<bool>& stop) {
  if (structure.volume) {
    ChunkCheck(segments, structure, faults, stop).run();
  }
}

}  // namespace acquire
