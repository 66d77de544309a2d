// SPDX-License-Identifier: Apache-2.0
#include "acquire/media_files.h"

#include <algorithm>

#include "acquire/ewf_chunks.h"
#include "acquire/segment_file.h"

namespace acquire {
namespace {

class RawFiles final : public MediaFiles {
 public:
  explicit RawFiles(const std::vector<core::Path>& paths) {
    for (const core::Path& path : paths) {
      files_.emplace_back(path);
      size_ += files_.back().size();
      ends_.push_back(size_);
    }
  }
  std::uint64_t size() const override { return size_; }

  std::optional<std::string> read(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
    while (!buffer.empty()) {
      const auto end = std::upper_bound(ends_.begin(), ends_.end(), offset);
      const SegmentFile& file = files_[static_cast<std::size_t>(end - ends_.begin())];
      const auto part =
          buffer.first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), *end - offset)));
      const std::uint64_t in_file = offset - (*end - file.size());
      if (!file.read(in_file, part)) {
        return "it cannot be read from " + file.name() + " at offset " + std::to_string(in_file);
      }
      offset += part.size();
      buffer = buffer.subspan(part.size());
    }
    return std::nullopt;
  }

 private:
  std::vector<SegmentFile> files_;
  std::vector<std::uint64_t> ends_;  // media offset behind each file
  std::uint64_t size_ = 0;
};

class EwfFiles final : public MediaFiles {
 public:
  EwfFiles(const std::vector<core::Path>& paths, EwfStructure structure)
      : structure_(std::move(structure)), decoder_(paths, structure_) {
    std::uint64_t chunks = 0;
    for (const EwfTable& table : structure_.tables) {
      first_chunks_.push_back(chunks);
      chunks += table.count;
    }
    const std::uint64_t chunk = structure_.volume ? structure_.volume->chunk_size() : 1;
    size_ = chunks > structure_.media_size / chunk ? structure_.media_size : chunks * chunk;
  }
  std::uint64_t size() const override { return size_; }

  std::optional<std::string> read(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
    while (!buffer.empty()) {
      const std::uint64_t chunk = structure_.volume->chunk_size();
      if (auto fault = open_chunk(offset / chunk)) {
        return fault;
      }
      const auto in_chunk = static_cast<std::size_t>(offset % chunk);
      const core::ByteView media = decoder_.media();
      if (in_chunk >= media.size()) {
        return "chunk " + std::to_string(offset / chunk) + " is too short";
      }
      const std::size_t length = std::min(buffer.size(), media.size() - in_chunk);
      std::copy_n(media.begin() + static_cast<std::ptrdiff_t>(in_chunk), length, buffer.begin());
      offset += length;
      buffer = buffer.subspan(length);
    }
    return std::nullopt;
  }

 private:
  /// Makes the chunk the decoder's; one that is there already is not decoded again.
  std::optional<std::string> open_chunk(std::uint64_t number) {
    if (number == open_) {
      return std::nullopt;
    }
    open_.reset();
    const auto after = std::upper_bound(first_chunks_.begin(), first_chunks_.end(), number);
    const auto table = static_cast<std::size_t>(after - first_chunks_.begin()) - 1;
    const auto index = number - first_chunks_[table];
    if (index >= structure_.tables[table].count) {
      return "chunk " + std::to_string(number) + " is in no table";
    }
    if (const auto fault =
            decoder_.decode(structure_.tables[table], static_cast<std::uint32_t>(index), number)) {
      return "chunk " + std::to_string(number) + ": " + *fault;
    }
    open_ = number;
    return std::nullopt;
  }

  const EwfStructure structure_;
  ChunkDecoder decoder_;
  std::vector<std::uint64_t> first_chunks_;  // of each table, rising
  std::optional<std::uint64_t> open_;
  std::uint64_t size_ = 0;
};

}  // namespace

std::unique_ptr<MediaFiles> open_media(const SegmentSet& set, FaultList& faults) {
  if (set.format == ImageFormat::raw) {
    return std::make_unique<RawFiles>(set.files);
  }
  return std::make_unique<EwfFiles>(set.files, walk_ewf(set.files, faults));
}

}  // namespace acquire
