// SPDX-License-Identifier: Apache-2.0
#include "core/bytes.h"

#include <array>

namespace core {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> inverse_of(std::string_view alphabet) {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}

constexpr auto kHexValue = inverse_of(kHex);
constexpr auto kBase64Value = inverse_of(kBase64);

int value_in(const std::array<std::int8_t, 256>& table, char c) {
  return table[static_cast<std::uint8_t>(c)];
}

}  // namespace

ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t b : bytes) {
    out += kHex[b >> 4U];
    out += kHex[b & 15U];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return std::nullopt;
  }
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = value_in(kHexValue, text[i]);
    const int low = value_in(kHexValue, text[i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return out;
}

std::string to_base64(ByteView bytes) {
  std::string out((bytes.size() + 2) / 3 * 4, '=');
  char* at = out.data();
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8U) | (k < have ? bytes[i + k] : 0U);
    }
    for (std::size_t k = 0; k <= have; ++k) {
      at[k] = kBase64[(group >> (18 - 6 * k)) & 63U];
    }
    at += 4;
  }
  return out;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t have = 0;
    for (; have < 4 && text[i + have] != '='; ++have) {
      const int value = value_in(kBase64Value, text[i + have]);
      if (value < 0) {
        return std::nullopt;
      }
      group |= static_cast<std::uint32_t>(value) << (18 - 6 * have);
    }
    for (std::size_t k = 1; k < have; ++k) {
      out.push_back(static_cast<std::uint8_t>(group >> (24 - 8 * k)));
    }
  }
  if (to_base64(out) != text) {
    return std::nullopt;
  }
  return out;
}

}  // namespace core
