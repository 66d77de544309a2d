// SPDX-License-Identifier: Apache-2.0
#include "acquire/raw_image.h"

#include <unistd.h>

#include <algorithm>

#include "acquire/buffer_pool.h"
#include "acquire/segments.h"
#include "core/durable_file.h"
#include "core/error.h"

namespace acquire {
namespace {

class RawWriter final : public ImageWriter {
 public:
  explicit RawWriter(const ImageSettings& settings)
      : folder_(settings.folder), base_(settings.base), segment_size_(settings.segment_size) {
    next_file();
  }

  ~RawWriter() override {
    if (finished_) {
      return;
    }
    file_.reset();
    for (const ImageFile& file : files_) {
      ::unlink((folder_ / file.name).c_str());
    }
  }

  std::size_t chunk_size() const override { return kBufferSize; }

  void write(const Chunk& chunk) override {
    core::ByteView left = chunk.media;
    while (!left.empty()) {
      if (segment_size_ != 0 && files_.back().size == segment_size_) {
        close_file();
        next_file();
      }
      const std::uint64_t room = segment_size_ == 0 ? left.size() : segment_size_ - files_.back().size;
      const core::ByteView part =
          left.first(static_cast<std::size_t>(std::min<std::uint64_t>(room, left.size())));
      file_->write(part);
      files_.back().size += part.size();
      left = left.subspan(part.size());
    }
  }

  std::vector<ImageFile> finish(const MediaDigests& /*digests*/,
                                const std::vector<Range>& /*unreadable*/) override {
    close_file();
    finished_ = true;
    return files_;
  }

 private:
  void next_file() {
    const std::string name =
        segment_size_ == 0 ? base_ + ".raw" : base_ + "." + raw_extension(files_.size() + 1);
    file_.emplace(core::DurableFile::create(folder_ / name));
    files_.push_back({name, 0, std::nullopt});
  }

  void close_file() {
    file_->finish();
    file_.reset();
  }

  core::Path folder_;
  std::string base_;
  std::uint64_t segment_size_;
  std::optional<core::DurableFile> file_;
  std::vector<ImageFile> files_;
  bool finished_ = false;
};

}  // namespace

void check_raw_can_hold(const ImageSettings& settings, const SourceFacts& source) {
  if (settings.segment_size != 0) {
    const std::uint64_t needed =
        source.size / settings.segment_size + (source.size % settings.segment_size != 0);
    if (needed > kMaximumRawSegments) {
      core::fail("cannot split " + std::to_string(source.size) + " bytes into segments of " +
                 std::to_string(settings.segment_size) + " bytes: that makes " + std::to_string(needed) +
                 " segments, and a raw image has at most " + std::to_string(kMaximumRawSegments));
    }
  }
}

std::unique_ptr<ImageWriter> make_raw_writer(const ImageSettings& settings, const SourceFacts& source) {
  check_raw_can_hold(settings, source);
  return std::make_unique<RawWriter>(settings);
}

}  // namespace acquire
