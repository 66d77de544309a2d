// SPDX-License-Identifier: Apache-2.0
// Byte strings and their two textual forms, hexadecimal and base64 (RFC 4648).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Views the bytes of a text; valid as long as the text is.
ByteView as_bytes(std::string_view text);
/// Views bytes as text, without any check of encoding.
std::string_view as_text(ByteView bytes);

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(ByteView bytes);
/// Accepts only an even number of lower-case digits; nullopt otherwise.
std::optional<Bytes> from_hex(std::string_view text);

/// Base64 with padding, RFC 4648 section 4.
std::string to_base64(ByteView bytes);
/// Strict: what decodes must encode back to the same text; nullopt otherwise.
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace core
