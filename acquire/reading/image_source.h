// SPDX-License-Identifier: Apache-2.0
// The media of an image as a source, so that the same media can be written in another format. Decoding runs in the locked-down
// child, on all cores; the slots it shares with this process are all that is read ahead.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "acquire/device/source.h"
#include "acquire/image/segments.h"
#include "acquire/reading/media_receiver.h"
#include "acquire/writing/image_writer.h"

namespace acquire {

/// Read once, from start to end. Its destructor ends the child, however far it came.
class ImageSource final : public Source {
 public:
  /// Starts the child, and waits until it has gone through the structure of the image. `format` nullopt: told by the content.
  /// Throws Error `faults` when something is wrong there, `failed` when the image cannot be opened or holds no media.
  ImageSource(const core::Path& first, std::optional<ImageFormat> format, const core::CancelToken& cancel);

  /// The sector size of an E01 is the one it declares, of a raw image 512.
  const SourceFacts& facts() const override { return facts_; }
  void set_sector_size(std::uint32_t bytes);
  ImageFormat format() const { return set_.format; }
  /// What the image says of itself.
  const MediaHead& head() const { return *head_; }
  /// The read errors that it lists: ascending, not touching.
  const std::vector<Range>& unreadable() const { return unreadable_; }

  /// Throws Error `faults` when the media end too early, and on cancellation. REQUIRES: each read starts where the last one ended.
  std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) override;

  /// All that is wrong with the image, when the digests are those of what read_at() gave. Empty: nothing. Throws Error on
  /// cancellation. REQUIRES: all was read.
  std::vector<std::string> finish(const MediaDigests& digests);

 private:
  void fill_facts(const core::Path& first);
  [[noreturn]] void refuse(const std::vector<std::string>& faults) const;

  SegmentSet set_;
  core::NoProgress progress_;
  std::unique_ptr<MediaReceiver> receiver_;
  const MediaHead* head_ = nullptr;
  SourceFacts facts_;
  std::vector<Range> unreadable_;
  std::uint64_t offset_ = 0;        // where the next read starts
  std::optional<SlotLease> lease_;  // it goes back to receiver_
  core::ByteView rest_;             // of the lease, not read yet
};

/// What an E01 says of its acquisition, for the header of another.
ImageLabels labels_in(const ImageReading::Header& header);
/// When it was acquired; a time without zone is taken for one of this computer's zone. Nullopt: it is no time.
std::optional<core::UtcTime> acquired_in(const ImageReading::Header& header);

/// "FAULT; FAULT; and 3 more faults"
std::string joined_faults(const std::vector<std::string>& faults);

}  // namespace acquire
