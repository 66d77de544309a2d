// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/ewf_writer.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <limits>

#include "acquire/image/segments.h"
#include "acquire/writing/ewf_labels.h"
#include "acquire/writing/ewf_plan.h"
#include "acquire/writing/ewf_resume.h"
#include "acquire/writing/ewf_sections.h"
#include "acquire/writing/image_output.h"
#include "core/error.h"
#include "core/random.h"
#include "core/text.h"

namespace acquire {
namespace {

using ewf::kDescriptorSize;

ImageOutput::Naming naming_of(const std::string& base) {
  return [base](std::uint64_t number) {
    const std::string extension = ewf_extension(number);
    return extension.empty() ? extension : base + "." + extension;
  };
}

void refuse_existing(const core::Path& folder, const std::string& base) {
  for (const core::fs::directory_entry& entry : core::fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().native();
    if (name.size() == base.size() + 4 && name.compare(0, base.size(), base) == 0 &&
        name[base.size()] == '.' && ewf_segment_number(name.substr(base.size() + 1))) {
      core::fail_errno("cannot create", entry.path(), EEXIST);
    }
  }
}

/// The sectors that error2 can name: those below 2^32.
std::vector<ewf::ErrorEntry> error_entries(const std::vector<Range>& unreadable, std::uint64_t sector_size) {
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint32_t>::max();
  std::vector<ewf::ErrorEntry> out;
  for (const Range& range : unreadable) {
    if (range.length == 0 || range.offset / sector_size > kLast) {
      continue;
    }
    const std::uint64_t first = range.offset / sector_size;
    const std::uint64_t last = std::min((range.offset + range.length - 1) / sector_size, kLast);
    out.push_back(
        {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(std::min(last - first + 1, kLast))});
  }
  return out;
}

class EwfWriter final : public ImageWriter {
 public:
  EwfWriter(const ewf::Plan& plan, const ImageSettings& settings, const SourceFacts& source)
      : plan_(plan), files_(settings.folders(), naming_of(settings.base)) {
    // Identifiers that could repeat would not tell two sets apart.
    core::SystemRandom().fill(plan_.volume.set_identifier);
    const core::UtcTime acquired = settings.acquired ? *settings.acquired : core::SystemClock().now();
    start_set(ewf::labels_of(settings.labels, source, acquired));
  }

  /// REQUIRES: the state was checked, and `plan` has its set identifier.
  EwfWriter(const ewf::Plan& plan, const ImageSettings& settings, const WriterState& state,
            std::uint64_t volume_at)
      : plan_(plan),
        files_(settings.folders(), naming_of(settings.base), state.files),
        volume_at_(volume_at),
        media_bytes_(state.media_bytes) {}

  std::size_t chunk_size() const override { return static_cast<std::size_t>(plan_.volume.chunk_size()); }

  void write(const Chunk& chunk) override {
    const bool packed = !chunk.compressed.empty();
    const std::uint64_t length = packed ? chunk.compressed.size() : chunk.media.size() + ewf::kChecksumSize;
    make_room_for_chunk(length);
    offsets_.push_back(static_cast<std::uint32_t>(files_.size() - sectors_at_) |
                       (packed ? ewf::kCompressedFlag : 0U));
    if (packed) {
      files_.append(chunk.compressed);
    } else {
      files_.append(chunk.media, ewf::checksum_bytes(chunk.adler32));
    }
    media_bytes_ += chunk.media.size();
    assert(media_bytes_ <= plan_.volume.media_size());
  }

  std::vector<ImageFile> finish(const MediaDigests& digests, const std::vector<Range>& unreadable) override {
    if (media_bytes_ != plan_.volume.media_size()) {
      core::fail("cannot finish the image: it was to hold " + std::to_string(plan_.volume.media_size()) +
                 " bytes, and " + std::to_string(media_bytes_) + " were written");
    }
    close_sectors();
    if (files_.files().size() == 1) {
      append_section("data", ewf::volume_data(plan_.volume));  // as EnCase does in a set of one segment
    }
    append_errors(error_entries(unreadable, plan_.volume.bytes_per_sector));
    if (digests.md5 || digests.sha1) {
      append_section("digest", ewf::digest_data(digests.md5, digests.sha1));
    }
    if (digests.md5) {
      append_section("hash", ewf::hash_data(*digests.md5));
    }
    files_.append(ewf::last_section("done", files_.size()));
    return files_.finish();
  }

  WriterState checkpoint() override {
    close_sectors();
    files_.checkpoint();
    return {media_bytes_, files_.files(),
            ewf::resume_details(plan_.volume, volume_at_, files_.end_of_last())};
  }

  void leave() override { files_.leave(); }

 private:
  void start_set(const ewf::Labels& labels) {
    files_.next();
    files_.append(ewf::file_header(1));
    const core::Bytes header2 = ewf::header2_data(labels);
    append_section("header2", header2);
    append_section("header2", header2);
    append_section("header", ewf::header_data(labels));
    volume_at_ = files_.size();
    append_section("volume", ewf::volume_data(plan_.volume));
  }

  void append_section(std::string_view type, core::ByteView data) {
    make_room(kDescriptorSize + data.size());
    files_.append(ewf::section(type, files_.size(), data));
  }

  /// What may still be appended to this segment, so that it can be ended behind it.
  std::uint64_t room() const { return plan_.segment_size - files_.size() - kDescriptorSize; }

  void make_room(std::uint64_t length) {
    if (length > room()) {
      next_segment();
    }
  }

  void next_segment() {
    files_.append(ewf::last_section("next", files_.size()));
    files_.next();
    files_.append(ewf::segment_start(files_.files().size(), plan_.volume));
  }

  ewf::Fill fill() const { return {files_.size(), is_open_, sectors_at_, offsets_.size()}; }

  /// Opens a sectors section, where need be in the next segment, that can take a chunk of that length.
  void make_room_for_chunk(std::uint64_t length) {
    if (ewf::is_section_full(fill(), length)) {
      close_sectors();
    }
    if (!ewf::fits_in_segment(fill(), length, plan_.segment_size)) {
      close_sectors();
      next_segment();
    }
    if (!is_open_) {
      sectors_at_ = files_.size();
      files_.append(core::Bytes(kDescriptorSize));  // written when the section is closed
      is_open_ = true;
    }
  }

  void close_sectors() {
    if (!is_open_) {
      return;
    }
    const std::uint64_t size = files_.size() - sectors_at_ - kDescriptorSize;
    files_.overwrite(sectors_at_, ewf::descriptor("sectors", sectors_at_, size));
    const core::Bytes table = ewf::table_data(offsets_, sectors_at_);
    files_.append(ewf::section("table", files_.size(), table));
    files_.append(ewf::section("table2", files_.size(), table));
    offsets_.clear();
    is_open_ = false;
  }

  /// One list where a segment can hold it, since some readers take only the last; else several.
  void append_errors(std::span<const ewf::ErrorEntry> entries) {
    constexpr std::uint64_t kFixed = kDescriptorSize + ewf::kErrorHeadSize + ewf::kChecksumSize;
    while (!entries.empty()) {
      const std::uint64_t whole = kFixed + entries.size() * ewf::kErrorEntrySize;
      if (whole > room() && !is_fresh_segment()) {
        next_segment();
      }
      const std::uint64_t most = (room() - kFixed) / ewf::kErrorEntrySize;
      const auto part =
          entries.first(static_cast<std::size_t>(std::min<std::uint64_t>(most, entries.size())));
      append_section("error2", ewf::error_data(part));
      entries = entries.subspan(part.size());
    }
  }

  bool is_fresh_segment() const {
    return files_.size() == ewf::kFileHeaderSize + kDescriptorSize + ewf::kVolumeSize;
  }

  ewf::Plan plan_;
  ImageOutput files_;
  std::uint64_t volume_at_ = 0;         // where the section volume is in the first segment
  std::uint64_t media_bytes_ = 0;       // written so far
  bool is_open_ = false;                // a sectors section
  std::uint64_t sectors_at_ = 0;        // its offset
  std::vector<std::uint32_t> offsets_;  // entries of its table
};

}  // namespace

void check_ewf_can_hold(const ImageSettings& settings, const SourceFacts& source) {
  ewf::plan_of(settings, source);
}

std::unique_ptr<ImageWriter> make_ewf_writer(const ImageSettings& settings, const SourceFacts& source) {
  const ewf::Plan plan = ewf::plan_of(settings, source);
  for (const core::Path& folder : settings.folders()) {
    refuse_existing(folder, settings.base);
  }
  return std::make_unique<EwfWriter>(plan, settings, source);
}

void check_ewf_can_resume(const ImageSettings& settings, const SourceFacts& source,
                          const WriterState& state) {
  ewf::Plan plan = ewf::plan_of(settings, source);
  (void)ewf::check_resume(settings.folders(), naming_of(settings.base), state, plan.volume);
}

std::unique_ptr<ImageWriter> resume_ewf_writer(const ImageSettings& settings, const SourceFacts& source,
                                               const WriterState& state) {
  ewf::Plan plan = ewf::plan_of(settings, source);
  const std::uint64_t volume_at =
      ewf::prepare_resume(settings.folders(), naming_of(settings.base), state, plan.volume);
  return std::make_unique<EwfWriter>(plan, settings, state, volume_at);
}

}  // namespace acquire
