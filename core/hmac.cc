// SPDX-License-Identifier: Apache-2.0
#include "core/hmac.h"

#include <algorithm>

namespace core {

namespace {

constexpr std::size_t kBlock = 64;

Sha256 keyed(const std::array<std::uint8_t, kBlock>& key, std::uint8_t pad, ByteView message) {
  Bytes first(kBlock);
  std::transform(key.begin(), key.end(), first.begin(),
                 [&](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ pad); });
  Hasher<Sha256> hasher;
  hasher.update(first);
  hasher.update(message);
  return hasher.finish();
}

}  // namespace

Sha256 hmac_sha256(ByteView key, ByteView message) {
  std::array<std::uint8_t, kBlock> block{};
  const Sha256 shortened = key.size() > kBlock ? sha256(key) : Sha256{};
  const ByteView used = key.size() > kBlock ? shortened.view() : key;
  std::copy(used.begin(), used.end(), block.begin());
  const Sha256 inner = keyed(block, 0x36, message);
  return keyed(block, 0x5c, inner.view());
}

}  // namespace core
