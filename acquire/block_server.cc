// SPDX-License-Identifier: Apache-2.0
#include "acquire/block_server.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>

#include "acquire/ewf_chunks.h"
#include "acquire/frames.h"
#include "acquire/lock_down.h"
#include "acquire/segment_file.h"
#include "acquire/segments.h"
#include "core/json.h"
#include "core/text.h"

namespace acquire {
namespace {

using core::json::Array;
using core::json::Object;

/// Media bytes at any offset; what is wrong is said in words.
class MediaFiles {
 public:
  virtual ~MediaFiles() = default;
  virtual std::uint64_t size() const = 0;
  /// Nullopt when the whole buffer was filled. REQUIRES: the range lies inside the media.
  virtual std::optional<std::string> read(std::uint64_t offset, std::span<std::uint8_t> buffer) = 0;
};

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

std::unique_ptr<MediaFiles> open_media(const SegmentSet& set, FaultList& faults) {
  if (set.format == ImageFormat::raw) {
    return std::make_unique<RawFiles>(set.files);
  }
  return std::make_unique<EwfFiles>(set.files, walk_ewf(set.files, faults));
}

void write_faults(int out, const FaultList& faults) {
  Array list;
  for (const std::string& fault : faults.all()) {
    list.emplace_back(core::shown(fault));
  }
  write_frame(out, FrameType::report,
              core::as_bytes(core::json::encode(Object{{"faults", std::move(list)}})));
}

/// Nullopt when no further question comes.
std::optional<std::uint64_t> next_question(int in) {
  std::array<std::uint8_t, kQuestionSize> question{};
  for (std::size_t done = 0; done < question.size();) {
    const ssize_t n = ::read(in, question.data() + done, question.size() - done);
    if (n == 0 || (n < 0 && errno != EINTR)) {
      return std::nullopt;
    }
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  return little64(question, 0);
}

void answer(int out, MediaFiles& media, std::uint64_t block, std::span<std::uint8_t> buffer) {
  if (block >= media.size() / kBlockSize + 1 || block * kBlockSize >= media.size()) {
    write_frame(out, FrameType::fault, core::as_bytes("it lies behind the end of what the image holds"));
    return;
  }
  const std::uint64_t offset = block * kBlockSize;
  const auto part =
      buffer.first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), media.size() - offset)));
  if (const auto fault = media.read(offset, part)) {
    write_frame(out, FrameType::fault, core::as_bytes(fault->substr(0, kFaultLimit)));
  } else {
    write_frame(out, FrameType::data, part);
  }
}

}  // namespace

int serve_blocks_locked_down(const core::Path& first, ImageFormat format, int in, int out) {
  try {
    const SegmentSet set = find_segments(first, format);
    lock_down(set.files);
    FaultList faults;
    for (const std::string& fault : set.faults) {
      faults.add(fault);
    }
    const auto media = open_media(set, faults);
    write_size_frame(out, media->size());
    write_faults(out, faults);
    core::Bytes buffer(kBlockSize);
    while (const auto block = next_question(in)) {
      answer(out, *media, *block, buffer);
    }
    return 0;
  } catch (const std::exception&) {
    return 1;
  }
}

}  // namespace acquire
