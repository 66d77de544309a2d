// SPDX-License-Identifier: Apache-2.0
#include "acquire/resume/resume_check.h"

#include <algorithm>

#include "acquire/damage/reader.h"
#include "acquire/reading/recorded_media.h"
#include "acquire/stages/buffer_pool.h"
#include "acquire/writing/image_output.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

bool touches(const std::vector<Range>& ranges, const Range& block) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
    return range.offset < block.offset + block.length && block.offset < range.offset + range.length;
  });
}

class TailCheck {
 public:
  TailCheck(Source& source, const Journal& journal, const core::Path& folder, const std::string& base,
            const core::CancelToken& cancel, bool in_use)
      : journal_(journal),
        in_use_(in_use),
        cancel_(cancel),
        source_(source),
        blocks_(BlockDigests::in_file(folder / blocks_name(base))),
        count_(blocks_of(journal.cut.offset)) {
    if (blocks_.size() < count_) {
      core::fail("cannot go on: the list of block digests beside the image has " +
                 std::to_string(blocks_.size()) + " blocks, and the journal counts " +
                 std::to_string(count_) + "; the source was not changed");
    }
    open_image(folder);
  }

  TailComparison run() {
    const std::uint64_t first = count_ - std::min(count_, kTailSize / kBlockSize);
    for (std::uint64_t block = first; block < count_; ++block) {
      const Range range{block * kBlockSize, std::min(kBlockSize, journal_.cut.offset - block * kBlockSize)};
      check_image(range);
      if (!touches(journal_.cut.unreadable, range)) {
        check_source(block, range);
      }
    }
    if (found_.compared == 0 && found_.changed > 0) {
      refuse(first * kBlockSize);
    }
    return found_;
  }

 private:
  void open_image(const core::Path& folder) {
    if (count_ == 0) {
      return;
    }
    Acquisition recorded;
    recorded.bytes = journal_.cut.offset;
    recorded.blocks = blocks_.first(count_);
    image_.emplace(place_of(folder, journal_.writer.files.at(0).name), journal_.format, recorded, cancel_);
  }

  void check_image(const Range& range) {
    core::Bytes buffer(static_cast<std::size_t>(range.length));
    if (const auto fault = image_->read(range.offset, buffer)) {
      core::fail_faults("cannot go on: the unfinished image does not hold what was written to it at offset " +
                        std::to_string(range.offset) + " of the media: " + *fault +
                        "; it must be made anew (acquire without --resume), and the source was not changed");
    }
  }

  void check_source(std::uint64_t block, const Range& range) {
    AlignedBytes buffer(static_cast<std::size_t>(range.length));
    Reader reader(source_, cancel_);
    reader.start_at(range.offset, {});
    const std::size_t size = reader.read_next(buffer.span());
    if (!reader.unreadable().empty()) {
      return;
    }
    const bool same = size == range.length && core::sha256(buffer.span()) == blocks_.at(block);
    if (!same && !in_use_) {
      refuse(range.offset);
    }
    (same ? found_.compared : found_.changed) += range.length;
  }

  [[noreturn]] void refuse(std::uint64_t offset) const {
    core::fail_faults("cannot go on: the source " + core::shown(source_.facts().path) +
                      " holds something else at offset " + std::to_string(offset) +
                      " than what was imaged from it: it is another one, or it was changed meanwhile; the "
                      "unfinished image was left as it is");
  }

  const Journal& journal_;
  const bool in_use_;
  const core::CancelToken& cancel_;
  Source& source_;
  const BlockDigests blocks_;
  const std::uint64_t count_;
  std::optional<RecordedMedia> image_;
  TailComparison found_;
};

}  // namespace

TailComparison compare_tail(Source& source, const Journal& journal, const core::Path& folder,
                            const std::string& base, const core::CancelToken& cancel, bool in_use) {
  return TailCheck(source, journal, folder, base, cancel, in_use).run();
}

}  // namespace acquire
