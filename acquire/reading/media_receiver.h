// SPDX-License-Identifier: Apache-2.0
// The parent's side of reading a whole image: takes the media that the child decodes, slot by slot, and its report. What the
// child says is checked against what it may say; what is wrong becomes a fault.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "acquire/acquisition.h"
#include "acquire/child/frames.h"
#include "acquire/child/media_slots.h"
#include "acquire/child/pipe_reader.h"
#include "acquire/child/reader_child.h"
#include "acquire/image/fault_list.h"
#include "core/json.h"

namespace acquire {

class MediaReceiver;

/// Media in a slot, which goes back to the child when the lease ends; in any thread. The child may still write there: what is
/// read twice may differ.
class SlotLease {
 public:
  SlotLease(MediaReceiver& receiver, std::size_t slot, core::ByteView media)
      : receiver_(&receiver), slot_(slot), media_(media) {}
  SlotLease(SlotLease&& other) noexcept
      : receiver_(std::exchange(other.receiver_, nullptr)), slot_(other.slot_), media_(other.media_) {}
  SlotLease& operator=(SlotLease&& other) noexcept {
    std::swap(receiver_, other.receiver_);
    std::swap(slot_, other.slot_);
    std::swap(media_, other.media_);
    return *this;
  }
  ~SlotLease();
  core::ByteView media() const { return media_; }

 private:
  MediaReceiver* receiver_;
  std::size_t slot_;
  core::ByteView media_;
};

/// What the image says of itself, as the child tells it before the media.
struct MediaHead {
  std::string declared;  // bytes of media, in decimal
  MediaDigests stored;
  std::uint32_t sector_size = 0;  // bytes; 0: it does not say
  bool of_device = false;         // the media are a whole device
  bool removable = false;
  std::vector<Range> errors;  // as listed; at most ErrorRanges::kLimit
  ImageReading::Header header;
  std::vector<std::string> faults;  // of its structure, found before any of the media was decoded
};

/// Used once. REQUIRES: outlives the leases it gave.
class MediaReceiver {
 public:
  /// Starts the child. Throws Error when that is not possible.
  MediaReceiver(const core::Path& first, ImageFormat format, ReaderJob job, core::Progress& progress,
                const core::CancelToken& cancel);

  /// Waits for what comes before the media; null when something is wrong, which is a fault. Throws Error on cancellation.
  const MediaHead* head();
  /// Waits for the media that follow; nullopt at the report, or when something is wrong, which is a fault. Throws Error on
  /// cancellation.
  std::optional<SlotLease> next();
  /// Hands all that follow to `take`.
  void receive(const std::function<void(SlotLease)>& take);

  /// Bytes of media that will come, as announced. REQUIRES: head() is not null.
  std::uint64_t announced() const { return *announced_; }
  /// Bytes of media handed on.
  std::uint64_t bytes() const { return bytes_; }
  /// What the image says of itself, when the child came to its end; null before, and when it did not.
  const MediaHead* whole() const { return has_report_ ? &*head_ : nullptr; }
  /// Lets go of the errors the head lists.
  std::vector<Range> take_errors() { return head_ ? std::move(head_->errors) : std::vector<Range>{}; }
  const FaultList& faults() const { return faults_; }

 private:
  friend class SlotLease;
  void give_back(std::size_t slot);
  void take_frame();
  void end(const std::string& trouble);
  void end_child();
  std::string read_frame();
  bool take(FrameType type, core::ByteView payload);
  bool take_size(core::ByteView payload);
  bool take_errors(core::ByteView payload);
  bool take_head(std::string_view text);
  bool take_slot(core::ByteView payload);
  bool take_report(std::string_view text);

  core::Progress& progress_;
  const core::CancelToken& cancel_;
  SharedMemory memory_;
  ReaderChild child_;
  PipeReader pipe_;
  FaultList faults_;
  std::array<std::atomic<bool>, kSlotCount> held_{};  // slots that are not given back
  std::optional<std::uint64_t> announced_;
  std::uint64_t bytes_ = 0;
  std::vector<Range> errors_;  // until the head comes
  std::optional<MediaHead> head_;
  bool has_report_ = false, ended_ = false;
  std::optional<SlotLease> came_;  // last: it goes back to what stands above
};

/// Adds a fault for each thing in which the media that were decoded are not those that the image declares and whose digests
/// it stores.
void add_disagreements(const MediaHead& head, std::uint64_t bytes, const MediaDigests& digests,
                       FaultList& faults);

}  // namespace acquire
