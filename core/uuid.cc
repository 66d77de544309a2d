// SPDX-License-Identifier: Apache-2.0
#include "core/uuid.h"

#include <algorithm>

#include "core/digest.h"

namespace core {

std::string uuid5_text(const Uuid& name_space, std::string_view name) {
  Hasher<Sha1> hasher;
  hasher.update(name_space);
  hasher.update(as_bytes(name));
  Uuid out{};
  const Sha1 digest = hasher.finish();
  std::copy_n(digest.bytes.begin(), out.size(), out.begin());
  out[6] = static_cast<std::uint8_t>((out[6] & 0x0FU) | 0x50U);
  out[8] = static_cast<std::uint8_t>((out[8] & 0x3FU) | 0x80U);
  std::string text;
  for (std::size_t i = 0; i < out.size(); ++i) {
    text += (i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "") + to_hex(ByteView(out).subspan(i, 1));
  }
  return text;
}

}  // namespace core
