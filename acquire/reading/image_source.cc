// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/image_source.h"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <ctime>
#include <utility>

#include "acquire/damage/reader.h"
#include "acquire/image/segment_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::uint32_t kUsualSectorSize = 512;
constexpr std::size_t kNamedFaults = 10;

}  // namespace

std::string joined_faults(const std::vector<std::string>& faults) {
  std::string out;
  for (std::size_t i = 0; i < std::min(faults.size(), kNamedFaults); ++i) {
    out += (i == 0 ? "" : "; ") + faults[i];
  }
  return faults.size() <= kNamedFaults
             ? out
             : out + "; and " + std::to_string(faults.size() - kNamedFaults) + " more faults";
}

ImageSource::ImageSource(const core::Path& first, std::optional<ImageFormat> format,
                         const core::CancelToken& cancel)
    : set_(find_segments(first, format)) {
  facts_.path = core::fs::absolute(first).native();
  forget_cached(set_.files);
  receiver_ = std::make_unique<MediaReceiver>(first, set_.format, ReaderJob::whole, progress_, cancel);
  head_ = receiver_->head();
  std::vector<std::string> faults = set_.faults;
  const std::vector<std::string> found = head_ != nullptr ? head_->faults : receiver_->faults().all();
  faults.insert(faults.end(), found.begin(), found.end());
  if (!faults.empty()) {
    refuse(faults);
  }
  if (receiver_->announced() == 0) {
    core::fail("cannot read " + core::shown(facts_.path) + ": the image holds no media");
  }
  unreadable_ = merged_ranges(receiver_->take_errors());
  fill_facts(first);
}

void ImageSource::fill_facts(const core::Path& first) {
  facts_.kind = "image";
  facts_.model = head_->header.model;
  facts_.serial = head_->header.serial;
  facts_.size = receiver_->announced();
  facts_.removable = head_->removable;
  facts_.read_only = true;
  facts_.path = core::fs::absolute(first).native();
  set_sector_size(head_->sector_size == 0 ? kUsualSectorSize : head_->sector_size);
}

void ImageSource::set_sector_size(std::uint32_t bytes) {
  facts_.logical_sector_size = facts_.physical_sector_size = bytes;
}

void ImageSource::refuse(const std::vector<std::string>& faults) const {
  core::fail_faults("cannot read " + core::shown(facts_.path) + " without a fault: " + joined_faults(faults));
}

std::ptrdiff_t ImageSource::read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) {
  assert(offset.value() == offset_);
  std::size_t done = 0;
  while (done < buffer.size() && offset_ < facts_.size) {
    if (rest_.empty()) {
      lease_.reset();
      lease_ = receiver_->next();
      if (!lease_) {
        refuse(receiver_->faults().all());
      }
      rest_ = lease_->media();
    }
    const std::size_t length = std::min(buffer.size() - done, rest_.size());
    std::copy_n(rest_.begin(), length, buffer.begin() + static_cast<std::ptrdiff_t>(done));
    rest_ = rest_.subspan(length);
    done += length;
    offset_ += length;
  }
  return static_cast<std::ptrdiff_t>(done);
}

std::vector<std::string> ImageSource::finish(const MediaDigests& digests) {
  assert(offset_ == facts_.size);
  lease_.reset();
  (void)receiver_->next();  // nothing but the report can come: all that was announced is here
  FaultList faults = receiver_->faults();
  if (const MediaHead* head = receiver_->whole()) {
    add_disagreements(*head, offset_, digests, faults);
  }
  return faults.all();
}

ImageLabels labels_in(const ImageReading::Header& header) {
  return {header.case_number, header.examiner, header.description, header.evidence_number, header.notes};
}

std::optional<core::UtcTime> acquired_in(const ImageReading::Header& header) {
  constexpr std::size_t kToSeconds = 19;  // "2026-11-29T00:18:11"
  const std::string& text = header.acquired_at;
  const std::string seconds = text.substr(0, kToSeconds);
  if (text == seconds + "Z") {
    return core::UtcTime::parse(seconds + ".000000Z");
  }
  std::tm local{};
  const char* const end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &local);
  local.tm_isdst = -1;
  const std::time_t time = end != nullptr && *end == '\0' ? std::mktime(&local) : -1;
  return time < 0 ? std::nullopt : std::optional(core::UtcTime{std::int64_t{time} * 1'000'000});
}

}  // namespace acquire
