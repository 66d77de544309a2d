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
#include "acquire/fault_list.h"
#include "acquire/frames.h"
#include "acquire/media_slots.h"
#include "acquire/pipe_reader.h"
#include "acquire/reader_child.h"
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

/// What the image says of itself, as the child reports it.
struct MediaReport {
  std::string declared;  // bytes of media, in decimal
  MediaDigests stored;
  std::vector<Range> errors;
  ImageReading::Header header;
};

/// Used once. REQUIRES: outlives the leases it gave.
class MediaReceiver {
 public:
  /// Starts the child. Throws Error when that is not possible.
  MediaReceiver(const core::Path& first, ImageFormat format, ReaderJob job, core::Progress& progress,
                const core::CancelToken& cancel);

  /// Hands the media in order to `take` until the report or until something is wrong, which is a fault. Throws Error on
  /// cancellation.
  void receive(const std::function<void(SlotLease)>& take);

  /// Bytes of media handed on.
  std::uint64_t bytes() const { return bytes_; }
  /// Nullopt when the child did not come to its end.
  const std::optional<MediaReport>& report() const { return report_; }
  const FaultList& faults() const { return faults_; }

 private:
  friend class SlotLease;
  void give_back(std::size_t slot);
  void end_child();
  std::string take_frame(const std::optional<FrameHead>& head, const std::function<void(SlotLease)>& take);
  bool take_size(core::ByteView payload);
  bool take_slot(core::ByteView payload, const std::function<void(SlotLease)>& take);
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
  std::optional<MediaReport> report_;
};

}  // namespace acquire
