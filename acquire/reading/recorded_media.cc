// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/recorded_media.h"

#include <algorithm>

#include "acquire/child/frame_reader.h"
#include "acquire/child/reader_greeting.h"
#include "acquire/image/segment_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kCachedBlocks = 64;  // 16 MiB

}  // namespace

RecordedMedia::RecordedMedia(const core::Path& first, ImageFormat format, const Acquisition& recorded,
                             const core::CancelToken& cancel)
    : size_(recorded.bytes),
      digests_(recorded.blocks),
      child_(first, format, ReaderJob::blocks),
      pipe_(child_.pipe(), cancel) {
  if (digests_.size() != blocks_of(size_)) {
    core::fail("cannot read " + core::shown(first.native()) +
               ": the list of block digests recorded with it is missing or not the one recorded, so nothing "
               "could be compared; run 'exhibit verify' on the case");
  }
  greet();
}

void RecordedMedia::greet() {
  auto greeting = receive_greeting(pipe_);
  if (!greeting) {
    core::fail(
        "cannot read the image: its reader ended or sent something else than what it should; run "
        "'exhibit verify' on the image");
  }
  faults_ = std::move(greeting->faults);
  const std::uint64_t held = greeting->size;
  if (held != size_) {
    faults_.push_back("the image holds " + std::to_string(held) + " bytes of media; " +
                      std::to_string(size_) + " were recorded");
  }
}

std::uint64_t RecordedMedia::length_of(std::uint64_t number) const {
  return std::min(kBlockSize, size_ - number * kBlockSize);
}

RecordedMedia::Block RecordedMedia::fetch(std::uint64_t number) {
  Block out{number, {}, "the image reader ended or sent something else than what it should"};
  auto answer = !lost_ && child_.ask(number) ? receive_frame(pipe_).frame : std::nullopt;
  if (!answer || (answer->type != FrameType::data && answer->type != FrameType::fault)) {
    lost_ = true;  // what else it sends belongs to no question
    child_.kill();
    return out;
  }
  if (answer->type == FrameType::fault) {
    out.fault = core::shown(core::as_text(answer->payload));
  } else if (answer->payload.size() != length_of(number)) {
    out.fault = "it holds " + std::to_string(answer->payload.size()) + " bytes instead of " +
                std::to_string(length_of(number));
  } else if (core::sha256(answer->payload) != digests_.at(number)) {
    out.fault = "its digest is not the one recorded";
  } else {
    out = {number, std::move(answer->payload), std::nullopt};
  }
  return out;
}

const RecordedMedia::Block& RecordedMedia::block(std::uint64_t number) {
  if (const auto known = by_number_.find(number); known != by_number_.end()) {
    cached_.splice(cached_.begin(), cached_, known->second);
    return cached_.front();
  }
  cached_.push_front(fetch(number));
  by_number_[number] = cached_.begin();
  if (cached_.size() > kCachedBlocks) {
    by_number_.erase(cached_.back().number);
    cached_.pop_back();
  }
  return cached_.front();
}

std::optional<std::string> RecordedMedia::read(std::uint64_t offset, std::span<std::uint8_t> buffer) {
  while (!buffer.empty()) {
    const std::uint64_t number = offset / kBlockSize;
    const Block& from = block(number);
    if (from.fault) {
      return "block " + std::to_string(number) + " (" + std::to_string(length_of(number)) +
             " bytes of media at offset " + std::to_string(number * kBlockSize) + "): " + *from.fault;
    }
    const auto start = static_cast<std::size_t>(offset % kBlockSize);
    const std::size_t length = std::min(buffer.size(), from.bytes.size() - start);
    std::copy_n(from.bytes.begin() + static_cast<std::ptrdiff_t>(start), length, buffer.begin());
    offset += length;
    buffer = buffer.subspan(length);
  }
  return std::nullopt;
}

}  // namespace acquire
