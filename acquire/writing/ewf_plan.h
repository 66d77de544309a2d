// SPDX-License-Identifier: Apache-2.0
// How a source is laid out in an E01 image, decided before the first byte is written, or why it cannot be.
#pragma once

#include "acquire/image/ewf_layout.h"
#include "acquire/writing/image_writer.h"

namespace acquire::ewf {

struct Plan {
  Volume volume;  // all but the set identifier
  std::uint64_t segment_size = 0;
};

/// How far a segment is filled.
struct Fill {
  std::uint64_t segment_bytes = 0;
  bool is_open = false;          // a sectors section
  std::uint64_t sectors_at = 0;  // its offset
  std::uint64_t chunks = 0;      // in it
};

/// True when the open sectors section can take no further chunk of `length` stored bytes.
bool is_section_full(const Fill& fill, std::uint64_t length);
/// True when the chunk, the tables behind it and the end of the segment still fit in it.
bool fits_in_segment(const Fill& fill, std::uint64_t length, std::uint64_t segment_size);

/// Throws Error when the source cannot be held whole, or needs too many chunks or segments. Touches no file.
Plan plan_of(const ImageSettings& settings, const SourceFacts& source);

}  // namespace acquire::ewf
