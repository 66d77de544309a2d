// SPDX-License-Identifier: Apache-2.0
// Text from people and from evidence: UTF-8 checks, NFC for what is typed, and a safe form for display in
// which nothing can hide (control, bidirectional and zero-width characters are spelled out).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// The code points of well-formed UTF-8 (no surrogates, nothing over U+10FFFF); nullopt otherwise.
std::optional<std::vector<char32_t>> code_points(std::string_view text);
bool is_utf8(std::string_view text);
void append_utf8(std::string& out, char32_t code_point);

/// Normalises typed text to NFC. Fails with `usage` when it is not UTF-8 or holds control characters
/// other than line feed; `what` names the value in the message.
std::string typed_text(std::string_view text, std::string_view what);

/// True for characters that change or hide how a line reads: controls, bidirectional marks, zero-width.
bool is_deceptive(char32_t code_point);

/// For messages, listings and documents: deceptive characters become \u{202E}, bytes that are no UTF-8
/// become \x{FF}. `keep_line_feeds` leaves U+000A as it is.
std::string shown(std::string_view text, bool keep_line_feeds = false);

/// "12,345,678"
std::string grouped(std::uint64_t number);

}  // namespace core
