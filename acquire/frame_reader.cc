// SPDX-License-Identifier: Apache-2.0
#include "acquire/frame_reader.h"

#include <array>

namespace acquire {

std::optional<Frame> receive_frame(const PipeReader& pipe) {
  std::array<std::uint8_t, kFrameHeadSize> bytes{};
  if (pipe.fill(bytes) != PipeReader::Result::filled) {
    return std::nullopt;
  }
  const auto head = parse_frame_head(bytes);
  if (!head) {
    return std::nullopt;
  }
  Frame out{head->type, core::Bytes(head->length)};
  return pipe.fill(out.payload) == PipeReader::Result::filled ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace acquire
