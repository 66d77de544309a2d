// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/media_receiver.h"

#include <unistd.h>

#include <limits>

#include "acquire/image/segment_file.h"
#include "acquire/reading/ewf_tables.h"
#include "core/text.h"

namespace acquire {
namespace {

using core::json::Value;

/// Nullopt when it is no list of texts.
std::optional<std::vector<std::string>> texts_in(const Value* list) {
  if (list == nullptr || list->array() == nullptr) {
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const Value& text : *list->array()) {
    if (text.string() == nullptr) {
      return std::nullopt;
    }
    out.push_back(core::shown(*text.string()));
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
  out.model = header.text_of("model").value_or("");
  out.serial = header.text_of("serial").value_or("");
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

const MediaHead* MediaReceiver::head() {
  while (!head_ && !ended_) {
    take_frame();
  }
  return head_ ? &*head_ : nullptr;
}

std::optional<SlotLease> MediaReceiver::next() {
  while (!came_ && !ended_) {
    take_frame();
  }
  return std::exchange(came_, std::nullopt);
}

void MediaReceiver::receive(const std::function<void(SlotLease)>& take) {
  while (auto lease = next()) {
    take(std::move(*lease));
  }
}

void MediaReceiver::take_frame() {
  const std::string trouble = read_frame();
  if (!trouble.empty() || has_report_) {
    end(trouble);
  }
}

void MediaReceiver::end(const std::string& trouble) {
  ended_ = true;
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
std::string MediaReceiver::read_frame() {
  static constexpr const char* kGarbage = "the image reader sent something else than what it should";
  std::array<std::uint8_t, kFrameHeadSize> head_bytes{};
  const PipeReader::Result got = pipe_.fill(head_bytes);
  if (got != PipeReader::Result::filled) {
    return got == PipeReader::Result::silent ? "the image reader gave no sign of life for 10 minutes"
                                             : "the image reader ended before it was done";
  }
  const auto head = parse_frame_head(head_bytes);
  if (!head) {
    return kGarbage;
  }
  core::Bytes payload(head->length);
  if (pipe_.fill(payload) != PipeReader::Result::filled) {
    return "the image reader ended in the middle of a message";
  }
  return take(head->type, payload) ? "" : kGarbage;
}

bool MediaReceiver::take(FrameType type, core::ByteView payload) {
  switch (type) {
    case FrameType::size: return take_size(payload);
    case FrameType::errors: return take_errors(payload);
    case FrameType::head: return take_head(core::as_text(payload));
    case FrameType::slot: return take_slot(payload);
    case FrameType::report: return take_report(core::as_text(payload));
    default: return false;
  }
}

bool MediaReceiver::take_size(core::ByteView payload) {
  if (payload.size() != sizeof(std::uint64_t) || announced_) {
    return false;
  }
  announced_ = little64(payload, 0);
  return true;
}

bool MediaReceiver::take_errors(core::ByteView payload) {
  if (payload.size() % kErrorSize != 0 || !announced_ || head_ ||
      errors_.size() + payload.size() / kErrorSize > ErrorRanges::kLimit) {
    return false;
  }
  for (std::size_t at = 0; at < payload.size(); at += kErrorSize) {
    const Range range{little64(payload, at), little64(payload, at + sizeof(std::uint64_t))};
    if (range.offset + range.length < range.offset) {
      return false;
    }
    errors_.push_back(range);
  }
  return true;
}

bool MediaReceiver::take_head(std::string_view text) {
  const auto head = core::json::parse(text, {8, kReportLimit});
  const Value* header = head ? head->find("header") : nullptr;
  const auto faults = head ? texts_in(head->find("faults")) : std::nullopt;
  const auto declared = head ? head->text_of("declared") : std::nullopt;
  const auto sector_size = head ? head->integer_of("sector_size") : std::nullopt;
  if (!announced_ || head_ || header == nullptr || !faults || !declared || !sector_size || *sector_size < 0 ||
      *sector_size > std::numeric_limits<std::uint32_t>::max()) {
    return false;
  }
  head_ = MediaHead{*declared,
                    {core::Md5::parse(head->text_of("md5").value_or("")),
                     core::Sha1::parse(head->text_of("sha1").value_or("")), std::nullopt},
                    static_cast<std::uint32_t>(*sector_size),
                    head->boolean_of("of_device").value_or(false),
                    head->boolean_of("removable").value_or(false),
                    std::move(errors_),
                    header_in(*header),
                    *faults};
  return true;
}

bool MediaReceiver::take_slot(core::ByteView payload) {
  if (payload.size() != kSlotFrameSize || !head_) {
    return false;
  }
  const std::size_t slot = payload[0];
  const std::size_t length = little32(payload, 1);
  if (slot >= kSlotCount || length == 0 || length > kSlotSize || length > *announced_ - bytes_ ||
      held_[slot].exchange(true)) {
    return false;
  }
  bytes_ += length;
  came_.emplace(*this, slot, memory_.slot(slot).first(length));
  progress_.update(bytes_, *announced_);
  return true;
}

bool MediaReceiver::take_report(std::string_view text) {
  const auto report = core::json::parse(text, {8, kReportLimit});
  const auto faults = report ? texts_in(report->find("faults")) : std::nullopt;
  if (!head_ || !faults) {
    return false;
  }
  for (const std::string& fault : *faults) {
    faults_.add(fault);
  }
  has_report_ = true;
  return true;
}

void add_disagreements(const MediaHead& head, std::uint64_t bytes, const MediaDigests& digests,
                       FaultList& faults) {
  if (head.declared != std::to_string(bytes)) {
    faults.add("the image declares " + core::shown(head.declared) + " bytes of media, but " +
               std::to_string(bytes) + " were decoded");
  }
  if (head.stored.md5 && digests.md5 && head.stored.md5 != digests.md5) {
    faults.add("the MD5 that the image stores, " + head.stored.md5->hex() +
               ", differs from that of its data, " + digests.md5->hex());
  }
  if (head.stored.sha1 && digests.sha1 && head.stored.sha1 != digests.sha1) {
    faults.add("the SHA-1 that the image stores, " + head.stored.sha1->hex() +
               ", differs from that of its data, " + digests.sha1->hex());
  }
}

}  // namespace acquire
