// SPDX-License-Identifier: Apache-2.0
// Strict unpacking of zlib streams (RFC 1950): nothing may follow the stream, and bits that carry nothing are zero.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/bytes.h"

namespace acquire {

struct Inflated {
  std::size_t size = 0;              // bytes written
  std::optional<std::string> fault;  // what is wrong with the stream; nullopt when it is sound
  bool too_small = false;            // the fault is that the room was
  bool intact = false;               // whole and of the right checksum, whatever else is wrong
};

/// For one thread; keeps the decoder's tables, which are large, from one stream to the next.
class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Unpacks the stream that fills `packed` into `room`; a stream that does not fit is a fault.
  Inflated inflate(core::ByteView packed, std::span<std::uint8_t> room);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One stream with an Inflater of its own.
Inflated inflate_strictly(core::ByteView packed, std::span<std::uint8_t> room);

/// What `packed` unpacks to; nullopt unless it is one zlib stream of at most `limit` unpacked bytes, and nothing else.
std::optional<core::Bytes> unpack_zlib_stream(core::ByteView packed, std::size_t limit);

}  // namespace acquire
