// SPDX-License-Identifier: Apache-2.0
// Decodes the media and the header of an E01 set through libewf; runs only in the locked-down reader.
#pragma once

#include <functional>

#include "acquire/ewf_structure.h"

namespace acquire {

struct EwfContent {
  ImageReading::Header header;
  std::vector<Range> recorded_errors;
};

/// Takes the decoded media in order.
using MediaSink = std::function<void(core::ByteView)>;

/// Bytes of media that can be decoded at all: declared, and listed in the tables.
std::uint64_t decodable_size(const EwfStructure& structure, FaultList& faults);

/// Hands exactly `size` bytes to `sink`; what cannot be decoded is a fault and becomes zero bytes.
EwfContent read_ewf(const std::vector<core::Path>& segments, const EwfStructure& structure,
                    std::uint64_t size, const MediaSink& sink, FaultList& faults);

/// "libewf 20140813".
std::string libewf_version();

}  // namespace acquire
