// SPDX-License-Identifier: Apache-2.0
// What the locked-down child does when single blocks are wanted: answers each question with the block or with why not.
#pragma once

#include "acquire/acquisition.h"
#include "core/path.h"

namespace acquire {

/// Locks this process down and sends frames to `out`: size, report (JSON: faults of the image's structure), then for each
/// question read from `in` one frame, `data` or `fault`. Ends with the questions. Returns the exit status.
int serve_blocks_locked_down(const core::Path& first, ImageFormat format, int in, int out);

}  // namespace acquire
