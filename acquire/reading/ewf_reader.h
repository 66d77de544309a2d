// SPDX-License-Identifier: Apache-2.0
// The independent second reader: the media and the header of an E01 set through libewf; runs only in a locked-down reader.
#pragma once

#include <functional>

#include "acquire/reading/ewf_structure.h"

namespace acquire {

struct EwfContent {
  ImageReading::Header header;
  std::vector<Range> recorded_errors;
};

/// Takes the decoded media in order.
using MediaSink = std::function<void(core::ByteView)>;

/// Hands exactly `size` bytes to `sink`; what cannot be decoded is a fault and becomes zero bytes.
EwfContent read_through_libewf(const std::vector<core::Path>& segments, const EwfStructure& structure,
                               std::uint64_t size, const MediaSink& sink, FaultList& faults);

/// "libewf 20140813".
std::string libewf_version();

}  // namespace acquire
