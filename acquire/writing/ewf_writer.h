// SPDX-License-Identifier: Apache-2.0
// E01 images in the layout of EnCase 6, written by us. Only the offsets of the open sectors section are kept in memory.
#pragma once

#include "acquire/writing/image_writer.h"

namespace acquire {

/// Throws Error when the source cannot be held whole or needs too many segments. Touches no file.
void check_ewf_can_hold(const ImageSettings& settings, const SourceFacts& source);

/// Throws Error when the source cannot be held whole, needs too many segments, or a file of that name exists.
std::unique_ptr<ImageWriter> make_ewf_writer(const ImageSettings& settings, const SourceFacts& source);

/// check_can_resume() and resume_image_writer() of this format.
void check_ewf_can_resume(const ImageSettings& settings, const SourceFacts& source, const WriterState& state);
std::unique_ptr<ImageWriter> resume_ewf_writer(const ImageSettings& settings, const SourceFacts& source,
                                               const WriterState& state);

}  // namespace acquire
