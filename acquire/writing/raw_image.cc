// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/raw_image.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "acquire/image/segments.h"
#include "acquire/stages/buffer_pool.h"
#include "acquire/writing/image_output.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

ImageOutput::Naming naming_of(const ImageSettings& settings) {
  return [base = settings.base, split = settings.segment_size != 0](std::uint64_t number) -> std::string {
    if (!split) {
      return number == 1 ? base + ".raw" : "";
    }
    return number <= kMaximumRawSegments ? base + "." + raw_extension(number) : "";
  };
}

class RawWriter final : public ImageWriter {
 public:
  explicit RawWriter(const ImageSettings& settings)
      : folder_(settings.folder),
        segment_size_(settings.segment_size),
        files_(settings.folders(), naming_of(settings)) {
    files_.next();
  }

  /// REQUIRES: the state was checked.
  RawWriter(const ImageSettings& settings, const WriterState& state)
      : folder_(settings.folder),
        segment_size_(settings.segment_size),
        files_(settings.folders(), naming_of(settings), state.files),
        media_bytes_(state.media_bytes) {
    for (std::size_t i = 0; i + 1 < state.files.size(); ++i) {
      ends_.emplace_back(digest_of_end(state.files[i]));
    }
  }

  std::size_t chunk_size() const override { return kBufferSize; }

  void write(const Chunk& chunk) override {
    core::ByteView left = chunk.media;
    while (!left.empty()) {
      if (segment_size_ != 0 && files_.size() == segment_size_) {
        files_.next();
        ends_.emplace_back(digest_of_end(files_.files()[files_.files().size() - 2]));
      }
      const std::uint64_t room = segment_size_ == 0 ? left.size() : segment_size_ - files_.size();
      const core::ByteView part =
          left.first(static_cast<std::size_t>(std::min<std::uint64_t>(room, left.size())));
      files_.append(part);
      media_bytes_ += part.size();
      left = left.subspan(part.size());
    }
  }

  std::vector<ImageFile> finish(const MediaDigests& /*digests*/,
                                const std::vector<Range>& /*unreadable*/) override {
    return files_.finish();
  }

  WriterState checkpoint() override {
    files_.checkpoint();
    core::json::Array ends = ends_;
    ends.emplace_back(digest_of_end(files_.files().back()));
    core::json::Value details;
    details.set("ends", std::move(ends));
    return {media_bytes_, files_.files(), std::move(details)};
  }

  void leave() override { files_.leave(); }

 private:
  std::string digest_of_end(const ImageFile& file) const {
    return ImageOutput::digest_of_end(place_of(folder_, file.name), file.size).hex();
  }

  core::Path folder_;
  std::uint64_t segment_size_;
  ImageOutput files_;
  core::json::Array ends_;  // digests of the ends of all files but the last
  std::uint64_t media_bytes_ = 0;
};

/// Throws Error when the files are not those that the state tells of.
void check_state(const core::Path& folder, const ImageSettings& settings, const WriterState& state) {
  check_resumable(folder, naming_of(settings), state.files);
  const core::json::Value* ends = state.details.find("ends");
  const core::json::Array* texts = ends != nullptr ? ends->array() : nullptr;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < state.files.size(); ++i) {
    const core::Path path = place_of(folder, state.files[i].name);
    const std::string* end = texts != nullptr && i < texts->size() ? (*texts)[i].string() : nullptr;
    if (end == nullptr || *end != ImageOutput::digest_of_end(path, state.files[i].size).hex()) {
      core::fail("cannot go on with the image: " + core::shown(path.native()) +
                 " does not end as it was written");
    }
    bytes += state.files[i].size;
  }
  if (bytes != state.media_bytes) {
    core::fail("cannot go on with the image in " + core::shown(folder.native()) + ": its files hold " +
               std::to_string(bytes) + " bytes, not " + std::to_string(state.media_bytes));
  }
}

/// Split images: a later segment that is there would stop the imaging half way.
void refuse_existing(const core::Path& folder, const ImageSettings& settings) {
  for (std::uint64_t n = 1; settings.segment_size != 0 && n <= kMaximumRawSegments; ++n) {
    const core::Path path = folder / naming_of(settings)(n);
    boost::system::error_code ignored;
    if (core::fs::exists(core::fs::symlink_status(path, ignored))) {
      core::fail_errno("cannot create", path, EEXIST);
    }
  }
}

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
  for (const core::Path& folder : settings.folders()) {
    refuse_existing(folder, settings);
  }
  return std::make_unique<RawWriter>(settings);
}

void check_raw_can_resume(const ImageSettings& settings, const WriterState& state) {
  for (const core::Path& folder : settings.folders()) {
    check_state(folder, settings, state);
  }
}

std::unique_ptr<ImageWriter> resume_raw_writer(const ImageSettings& settings, const WriterState& state) {
  check_raw_can_resume(settings, state);
  for (const core::Path& folder : settings.folders()) {
    for (const core::Path& path : later_files(folder, naming_of(settings), state.files.size())) {
      if (::unlink(path.c_str()) != 0) {
        core::fail_errno("cannot remove", path, errno);
      }
    }
  }
  return std::make_unique<RawWriter>(settings, state);
}

}  // namespace acquire
