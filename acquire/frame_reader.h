// SPDX-License-Identifier: Apache-2.0
// Whole frames from the image reading child, for its parent.
#pragma once

#include <optional>

#include "acquire/frames.h"
#include "acquire/pipe_reader.h"

namespace acquire {

struct Frame {
  FrameType type = FrameType::fault;
  core::Bytes payload;
};

/// Nullopt when the child is silent, gone or sends what is no frame. Throws Error on
/// cancellation.
std::optional<Frame> receive_frame(const PipeReader& pipe);

}  // namespace acquire
