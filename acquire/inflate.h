// SPDX-License-Identifier: Apache-2.0
// Strict unpacking of zlib streams (RFC 1950): nothing may follow the stream, and bits that carry nothing are zero.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/bytes.h"

namespace acquire {

struct Inflated {
  std::size_t size = 0;              // bytes written
  std::optional<std::string> fault;  // what is wrong with the stream; nullopt when it is sound
  bool too_small = false;            // the fault is that the room was
};

/// Unpacks the stream that fills `packed` into `room`; a stream that does not fit is a fault.
Inflated inflate_strictly(core::ByteView packed, std::span<std::uint8_t> room);

/// True when `packed` is one zlib stream of at most `limit` unpacked bytes, and nothing else.
bool is_whole_zlib_stream(core::ByteView packed, std::size_t limit);

}  // namespace acquire
