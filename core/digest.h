// SPDX-License-Identifier: Apache-2.0
// Digest values and running digests (OpenSSL EVP behind it).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/bytes.h"

namespace core {

/// A digest of N bytes. Different algorithms are different types and cannot be mixed.
template <std::size_t N, typename Tag>
struct Digest {
  std::array<std::uint8_t, N> bytes{};

  static constexpr std::size_t kSize = N;
  ByteView view() const { return bytes; }
  std::string hex() const { return to_hex(bytes); }
  /// Accepts exactly 2N lower-case hexadecimal digits.
  static std::optional<Digest> parse(std::string_view text) {
    const auto raw = from_hex(text);
    return raw ? from(*raw) : std::nullopt;
  }
  /// Accepts exactly N bytes.
  static std::optional<Digest> from(ByteView raw) {
    if (raw.size() != N) {
      return std::nullopt;
    }
    Digest out;
    std::copy(raw.begin(), raw.end(), out.bytes.begin());
    return out;
  }
  auto operator<=>(const Digest&) const = default;
};

using Md5 = Digest<16, struct Md5Tag>;
using Sha1 = Digest<20, struct Sha1Tag>;
using Sha256 = Digest<32, struct Sha256Tag>;
using Sha3 = Digest<32, struct Sha3Tag>;

/// A running digest; D is Md5, Sha1, Sha256 or Sha3. One thread at a time.
template <typename D>
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(ByteView data);
  /// The digest of all data so far; the hasher starts anew afterwards.
  D finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Sha256 sha256(ByteView data);
Sha3 sha3(ByteView data);

}  // namespace core
