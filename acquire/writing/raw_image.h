// SPDX-License-Identifier: Apache-2.0
// Raw images: the media bytes and nothing else, in one file BASE.raw or in segments BASE.001, BASE.002 ...
#pragma once

#include "acquire/writing/image_writer.h"

namespace acquire {

inline constexpr std::uint64_t kMaximumRawSegments = 999;

/// Throws Error when the source needs too many segments. Touches no file.
void check_raw_can_hold(const ImageSettings& settings, const SourceFacts& source);

std::unique_ptr<ImageWriter> make_raw_writer(const ImageSettings& settings, const SourceFacts& source);

/// check_can_resume() and resume_image_writer() of this format.
void check_raw_can_resume(const ImageSettings& settings, const WriterState& state);
std::unique_ptr<ImageWriter> resume_raw_writer(const ImageSettings& settings, const WriterState& state);

}  // namespace acquire
