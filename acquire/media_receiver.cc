// SPDX-License-Identifier: Apache-2.0
#include "acquire/media_receiver.h"

#include <unistd.h>

#include "acquire/segment_file.h"
#include "core/text.h"

namespace acquire {
namespace {

using core::json::Value;

/// Nullopt when it is no list of pairs of numbers.
std::optional<std::vector<Range>> ranges_in(const core::json::Array& errors) {
  std::vector<Range> out;
  for (const Value& error : errors) {
    const core::json::Array* pair = error.array();
    if (pair == nullptr || pair->size() != 2 || !(*pair)[0].integer() || !(*pair)[1].integer() ||
        *(*pair)[0].integer() < 0 || *(*pair)[1].integer() < 0) {
      return std::nullopt;
    }
    out.push_back({static_cast<std::uint64_t>(*(*pair)[0].integer()),
                   static_cast<std::uint64_t>(*(*pair)[1].integer())});
  }
  return out;
}

ImageReading::Header header_in(const Value& header) {
  ImageReading::Header out;
  out.case_number = header.text_of("case_number").value_or("");
  out.description = header.text_of("description").value_or("");
  out.examiner = header.text_of("examiner").value_or("");
  out.evidence_number = header.text_of("evidence_number").value_or("");
  out.notes = header.text_of("notes").value_or("");
  out.software = header.text_of("software").value_or("");
  out.acquired_at = header.text_of("acquired_at").value_or("");
  return out;
}

}  // namespace

SlotLease::~SlotLease() {
  if (receiver_ != nullptr) {
    receiver_->give_back(slot_);
  }
}

MediaReceiver::MediaReceiver(const core::Path& first, ImageFormat format, ReaderJob job,
                             core::Progress& progress, const core::CancelToken& cancel)
    : progress_(progress),
      cancel_(cancel),
      memory_(SharedMemory::create()),
      child_(first, format, job, &memory_),
      pipe_(child_.pipe(), cancel) {}

/// A child that does not take it back ended, or will run out of slots; what it sends tells.
void MediaReceiver::give_back(std::size_t slot) {
  held_[slot] = false;
  child_.give_back(slot);
}

void MediaReceiver::receive(const std::function<void(SlotLease)>& take) {
  std::string trouble;
  while (trouble.empty() && !report_) {
    std::array<std::uint8_t, kFrameHeadSize> head{};
    const PipeReader::Result got = pipe_.fill(head);
    if (got == PipeReader::Result::filled) {
      trouble = take_frame(parse_frame_head(head), take);
    } else {
      trouble = got == PipeReader::Result::silent ? "the image reader gave no sign of life for 10 minutes"
                                                  : "the image reader ended before it was done";
    }
  }
  if (trouble.empty()) {
    if (const auto end = child_.wait()) {
      faults_.add(*end);
    }
    return;
  }
  faults_.add(trouble);
  end_child();
  cancel_.check();  // a child that was ended together with this process says nothing of the image
}

/// A child that ended by itself tells more than one we had to kill.
void MediaReceiver::end_child() {
  ::usleep(50'000);
  child_.kill();
  if (const auto end = child_.wait()) {
    faults_.add(*end);
  }
}

/// Empty when all is well, otherwise what is wrong.
std::string MediaReceiver::take_frame(const std::optional<FrameHead>& head,
                                      const std::function<void(SlotLease)>& take) {
  static constexpr const char* kGarbage = "the image reader sent something else than what it should";
  if (!head) {
    return kGarbage;
  }
  core::Bytes payload(head->length);
  if (pipe_.fill(payload) != PipeReader::Result::filled) {
    return "the image reader ended in the middle of a message";
  }
  switch (head->type) {
    case FrameType::size: return take_size(payload) ? "" : kGarbage;
    case FrameType::slot: return take_slot(payload, take) ? "" : kGarbage;
    case FrameType::report: return take_report(core::as_text(payload)) ? "" : kGarbage;
    default: return kGarbage;
  }
}

bool MediaReceiver::take_size(core::ByteView payload) {
  if (payload.size() != sizeof(std::uint64_t) || announced_) {
    return false;
  }
  announced_ = little64(payload, 0);
  return true;
}

bool MediaReceiver::take_slot(core::ByteView payload, const std::function<void(SlotLease)>& take) {
  if (payload.size() != kSlotFrameSize || !announced_) {
    return false;
  }
  const std::size_t slot = payload[0];
  const std::size_t length = little32(payload, 1);
  if (slot >= kSlotCount || length == 0 || length > kSlotSize || length > *announced_ - bytes_ ||
      held_[slot].exchange(true)) {
    return false;
  }
  bytes_ += length;
  take(SlotLease(*this, slot, memory_.slot(slot).first(length)));
  progress_.update(bytes_, *announced_);
  return true;
}

bool MediaReceiver::take_report(std::string_view text) {
  const auto report = core::json::parse(text, {8, kReportLimit});
  const Value* faults = report ? report->find("faults") : nullptr;
  const Value* errors = report ? report->find("errors") : nullptr;
  const Value* header = report ? report->find("header") : nullptr;
  const auto declared = report ? report->text_of("declared") : std::nullopt;
  if (faults == nullptr || errors == nullptr || header == nullptr || !declared || !faults->array() ||
      !errors->array()) {
    return false;
  }
  auto ranges = ranges_in(*errors->array());
  if (!ranges) {
    return false;
  }
  for (const Value& fault : *faults->array()) {
    if (fault.string() == nullptr) {
      return false;
    }
    faults_.add(core::shown(*fault.string()));
  }
  report_ = MediaReport{*declared,
                        {core::Md5::parse(report->text_of("md5").value_or("")),
                         core::Sha1::parse(report->text_of("sha1").value_or("")), std::nullopt},
                        std::move(*ranges),
                        header_in(*header)};
  return true;
}

}  // namespace acquire
