// SPDX-License-Identifier: Apache-2.0
// Checks every chunk of an E01 set byte for byte: it unpacks to its full length, its checksum holds, and nothing
// hides behind it. libewf passes over bytes that follow a stream, so this does not use it.
#pragma once

#include <atomic>

#include "acquire/ewf_structure.h"

namespace acquire {

/// Reads every chunk once. Returns early when `stop` is set.
void check_ewf_chunks(const std::vector<core::Path>& segments, const EwfStructure& structure,
                      FaultList& faults, const std::atomic<bool>& stop);

}  // namespace acquire
