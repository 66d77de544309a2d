// SPDX-License-Identifier: Apache-2.0
// Raw images: the media bytes and nothing else, in one file BASE.raw or in segments BASE.001, BASE.002 ...
#pragma once

#include "acquire/image_writer.h"

namespace acquire {

inline constexpr std::uint64_t kMaximumRawSegments = 999;

std::unique_ptr<ImageWriter> make_raw_writer(const ImageSettings& settings, const SourceFacts& source);

}  // namespace acquire
