// SPDX-License-Identifier: Apache-2.0
// What the child does that sends an image whole.
#pragma once

#include "acquire/acquisition.h"
#include "core/path.h"

namespace acquire {

/// Who decodes an E01: this program, or libewf.
enum class Decoder { own, libewf };

/// Locks this process down and sends the image: media through the slots behind kMediaDescriptor, which come back through `in`,
/// frames to `out`. Returns the exit status.
int serve_image_locked_down(const core::Path& first, ImageFormat format, Decoder decoder, int in, int out);

}  // namespace acquire
