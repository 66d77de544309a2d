// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/media_files.h"

#include <algorithm>

#include "acquire/image/segment_file.h"
#include "acquire/reading/ewf_chunks.h"

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
      const auto in_chunk = static_cast<std::size_t>(offset % chunk);
      const bool whole = in_chunk == 0 && buffer.size() >= chunk;
      Decoded decoded = whole
                            ? decode(offset / chunk, buffer.size() / static_cast<std::size_t>(chunk), buffer)
                            : open_chunk(offset / chunk);
      if (decoded.fault) {
        return std::move(decoded.fault);
      }
      if (!whole) {
        decoded.length = std::min(buffer.size(), chunk_.size() - in_chunk);
        std::copy_n(chunk_.begin() + static_cast<std::ptrdiff_t>(in_chunk), decoded.length, buffer.begin());
      }
      offset += decoded.length;
      buffer = buffer.subspan(decoded.length);
    }
    return std::nullopt;
  }

 private:
  struct Decoded {
    std::size_t length = 0;  // bytes of media
    std::optional<std::string> fault;
  };

  /// At most `most` chunks, all of one table, into the front of `out`.
  Decoded decode(std::uint64_t number, std::size_t most, std::span<std::uint8_t> out) {
    const auto after = std::upper_bound(first_chunks_.begin(), first_chunks_.end(), number);
    const auto table = static_cast<std::size_t>(after - first_chunks_.begin()) - 1;
    const std::uint64_t index = number - first_chunks_[table];
    const std::uint32_t count = structure_.tables[table].count;
    if (index >= count) {
      return {0, "chunk " + std::to_string(number) + " is in no table"};
    }
    const ChunkRun run{&structure_.tables[table], static_cast<std::uint32_t>(index),
                       static_cast<std::uint32_t>(std::min<std::uint64_t>(most, count - index)), number};
    Decoded decoded{decoder_.media_size(run), std::nullopt};
    const auto faults = decoder_.decode(run, out.first(decoded.length));
    if (!faults.empty()) {
      decoded.fault = "chunk " + std::to_string(faults.front().number) + ": " + faults.front().what;
    }
    return decoded;
  }

  /// Makes the chunk the kept one; one that is there already is not decoded again.
  Decoded open_chunk(std::uint64_t number) {
    if (number == open_) {
      return {};
    }
    open_.reset();
    chunk_.resize(static_cast<std::size_t>(structure_.volume->chunk_size()));
    Decoded decoded = decode(number, 1, chunk_);
    chunk_.resize(decoded.length);
    if (!decoded.fault) {
      open_ = number;
    }
    return decoded;
  }

  const EwfStructure structure_;
  ChunkDecoder decoder_;
  std::vector<std::uint64_t> first_chunks_;  // of each table, rising
  std::optional<std::uint64_t> open_;
  core::Bytes chunk_;  // media of the chunk `open_`
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
