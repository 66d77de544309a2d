// SPDX-License-Identifier: Apache-2.0
// Whole frames from the image reading child, for its parent.
#pragma once

#include <optional>

#include "acquire/child/frames.h"
#include "acquire/child/pipe_reader.h"

namespace acquire {

struct Frame {
  FrameType type = FrameType::fault;
  core::Bytes payload;
};

struct Received {
  std::optional<Frame> frame;  // nullopt: the child is silent, gone or sends what is no frame
  bool silent = false;
};
/// Throws Error on cancellation.
Received receive_frame(const PipeReader& pipe);

}  // namespace acquire
