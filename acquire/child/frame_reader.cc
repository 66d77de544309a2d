// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/frame_reader.h"

#include <array>

namespace acquire {

Received receive_frame(const PipeReader& pipe) {
  std::array<std::uint8_t, kFrameHeadSize> bytes{};
  const PipeReader::Result got = pipe.fill(bytes);
  const auto head = got == PipeReader::Result::filled ? parse_frame_head(bytes) : std::nullopt;
  if (!head) {
    return {std::nullopt, got == PipeReader::Result::silent};
  }
  Frame frame{head->type, core::Bytes(head->length)};
  const PipeReader::Result rest = pipe.fill(frame.payload);
  if (rest != PipeReader::Result::filled) {
    return {std::nullopt, rest == PipeReader::Result::silent};
  }
  return {std::move(frame), false};
}

}  // namespace acquire
