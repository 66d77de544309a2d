// SPDX-License-Identifier: Apache-2.0
// The media of an E01 set from start to end, decoded by several threads and handed on in order.
#pragma once

#include "acquire/child/media_slots.h"
#include "acquire/reading/ewf_structure.h"

namespace acquire {

/// Bytes of media that can be decoded at all: declared, and listed in the tables.
std::uint64_t decodable_size(const EwfStructure& structure, FaultList& faults);

/// Hands exactly `size` bytes to `slots`, which is decodable_size(); what cannot be decoded is a fault and becomes zero bytes.
/// Faults come in the order of the media. Throws Error when the slots do.
void send_ewf_media(const std::vector<core::Path>& segments, const EwfStructure& structure,
                    std::uint64_t size, unsigned threads, MediaSlots& slots, FaultList& faults);

}  // namespace acquire
