// SPDX-License-Identifier: Apache-2.0
// What the locked-down child does when files inside an image are wanted: one request, answered with frames.
#pragma once

#include <functional>

#include "acquire/child/frames.h"
#include "acquire/files/file_request.h"
#include "acquire/reading/media_files.h"

namespace acquire {

using FrameSink = std::function<void(FrameType, core::ByteView)>;

/// Answers with frames: `block` before anything that rests on it; for a folder one `entry` per name; for content `data` and
/// `runs`; last of all `report`, or `fault` with words. Throws only what `sink` throws.
void run_file_job(MediaFiles& media, const FileRequest& request, const FrameSink& sink);

/// Reads the request from `in`, locks this process down, and sends to `out` a frame `size` and those of run_file_job().
/// Returns the exit status.
int serve_files_locked_down(const core::Path& first, ImageFormat format, int in, int out);

}  // namespace acquire
