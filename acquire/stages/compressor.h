// SPDX-License-Identifier: Apache-2.0
// Compresses chunks of media into whole zlib streams (RFC 1950): ISA-L level 1 or libdeflate level 7.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "acquire/acquisition.h"
#include "core/bytes.h"

namespace acquire {

/// For one thread.
class Compressor {
 public:
  virtual ~Compressor() = default;
  /// Compresses into `room` and returns the length of the stream, or nullopt when it does not fit.
  virtual std::optional<std::size_t> compress(core::ByteView media, std::span<std::uint8_t> room) = 0;
};

/// Nullptr for Compression::none.
std::unique_ptr<Compressor> make_compressor(Compression compression);

/// The checksum of RFC 1950; `before` is that of the bytes before these.
std::uint32_t adler32(core::ByteView data, std::uint32_t before = 1);

bool is_all_zero(core::ByteView data);

/// "libdeflate 1.14" and "ISA-L 2.30.0".
std::string libdeflate_version();
std::string isal_version();

}  // namespace acquire
