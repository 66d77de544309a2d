// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/inflate.h"

#include <isa-l.h>

#include <algorithm>
#include <memory>

#include "acquire/stages/compressor.h"

namespace acquire {
namespace {

constexpr std::size_t kHeadSize = 2;
constexpr std::size_t kChecksumSize = 4;

std::uint32_t big32(core::ByteView bytes) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes.first(kChecksumSize)) {
    value = value << 8U | byte;
  }
  return value;
}

/// RFC 1950 section 2.2: method 8, window of at most 32 KiB, no dictionary, check bits.
bool is_zlib_head(std::uint8_t cmf, std::uint8_t flg) {
  return (cmf & 0x0fU) == 8 && cmf >> 4U <= 7 && (flg & 0x20U) == 0 && (cmf * 256U + flg) % 31 == 0;
}

}  // namespace

struct Inflater::State {
  inflate_state stream;
};

Inflater::Inflater() : state_(std::make_unique_for_overwrite<State>()) {}
Inflater::~Inflater() = default;

Inflated Inflater::inflate(core::ByteView packed, std::span<std::uint8_t> room) {
  if (packed.size() <= kHeadSize + kChecksumSize || !is_zlib_head(packed[0], packed[1])) {
    return {0, "it is no zlib stream"};
  }
  inflate_state* const state = &state_->stream;
  ::isal_inflate_init(state);
  const core::ByteView body = packed.subspan(kHeadSize, packed.size() - kHeadSize - kChecksumSize);
  // The library declares its input as writable memory but only reads it.
  state->next_in = const_cast<std::uint8_t*>(body.data());
  state->avail_in = static_cast<std::uint32_t>(body.size());
  state->next_out = room.data();
  state->avail_out = static_cast<std::uint32_t>(room.size());
  state->crc_flag = ISAL_DEFLATE;
  const int result = ::isal_inflate(state);
  const std::size_t size = std::min<std::size_t>(state->total_out, room.size());
  if (result != ISAL_DECOMP_OK || state->block_state != ISAL_BLOCK_FINISH) {
    // Out of room, isal_inflate() stops without an error, so that it could be called again.
    const bool too_small = result == ISAL_OUT_OVERFLOW || (result == ISAL_DECOMP_OK && state->avail_out == 0);
    return {size, too_small ? "it unpacks to more than it may" : "it cannot be unpacked", too_small};
  }
  // What the decoder took in but did not use: whole bytes that follow, and the rest of the last byte.
  const auto kept_bits = static_cast<std::size_t>(std::max(state->read_in_length, 0));
  const std::size_t following = state->avail_in + kept_bits / 8;
  const std::size_t used = body.size() - std::min(following, body.size());
  if (adler32(room.first(size)) != big32(packed.subspan(kHeadSize + used))) {
    return {size, "its checksum is wrong"};
  }
  if (following != 0) {
    return {size, std::to_string(following) + " bytes follow the compressed data", false, true};
  }
  if (kept_bits % 8 != 0 && body.back() >> (8 - kept_bits % 8) != 0) {
    return {size, "bits that carry nothing are set", false, true};
  }
  return {size, std::nullopt, false, true};
}

Inflated inflate_strictly(core::ByteView packed, std::span<std::uint8_t> room) {
  return Inflater().inflate(packed, room);
}

std::optional<core::Bytes> unpack_zlib_stream(core::ByteView packed, std::size_t limit) {
  for (std::size_t room = 64U << 10U; room <= limit; room *= 4) {
    core::Bytes out(room);
    const Inflated result = inflate_strictly(packed, out);
    if (!result.too_small) {
      out.resize(result.size);
      return result.fault ? std::nullopt : std::optional(std::move(out));
    }
  }
  return std::nullopt;
}

}  // namespace acquire
