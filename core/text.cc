// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/error.h"

namespace core {
namespace {

/// Decodes one code point at the start of `text`; returns its length in bytes, or 0.
std::size_t decode_one(std::string_view text, char32_t& out) {
  if (static_cast<unsigned char>(text.front()) < 0x80) {
    out = static_cast<unsigned char>(text.front());
    return 1;
  }
  utf8proc_int32_t point = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (length <= 0 || point < 0) {
    return 0;
  }
  out = static_cast<char32_t>(point);
  return static_cast<std::size_t>(length);
}

std::string spelled(char kind, unsigned value) {
  char buffer[16];
  (void)std::snprintf(buffer, sizeof buffer, "\\%c{%02X}", kind, value);
  return buffer;
}

}  // namespace

std::optional<std::vector<char32_t>> code_points(std::string_view text) {
  std::vector<char32_t> out;
  out.reserve(text.size());
  while (!text.empty()) {
    char32_t point = 0;
    const std::size_t length = decode_one(text, point);
    if (length == 0) {
      return std::nullopt;
    }
    out.push_back(point);
    text.remove_prefix(length);
  }
  return out;
}

bool is_utf8(std::string_view text) {
  char32_t point = 0;
  for (;;) {
    const auto other =
        std::find_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    text.remove_prefix(static_cast<std::size_t>(other - text.begin()));
    if (text.empty()) {
      return true;
    }
    const std::size_t length = decode_one(text, point);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
}

void append_utf8(std::string& out, char32_t code_point) {
  utf8proc_uint8_t buffer[4];
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
}

std::string typed_text(std::string_view text, std::string_view what) {
  const auto points = code_points(text);
  if (!points) {
    fail_usage("the " + std::string(what) + " is not valid UTF-8 text");
  }
  for (const char32_t point : *points) {
    if ((point < 0x20 && point != '\n') || (point >= 0x7f && point < 0xa0)) {
      fail_usage("the " + std::string(what) + " holds a control character; leave it out");
    }
  }
  utf8proc_uint8_t* normal = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &normal,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&::free)> owner(normal, &::free);
  if (length < 0) {
    fail_usage("the " + std::string(what) + " cannot be normalised: " + utf8proc_errmsg(length));
  }
  return {reinterpret_cast<const char*>(normal), static_cast<std::size_t>(length)};
}

bool is_deceptive(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return false;
  }
}

std::string shown(std::string_view text, bool keep_line_feeds) {
  std::string out;
  while (!text.empty()) {
    char32_t point = 0;
    const std::size_t length = decode_one(text, point);
    if (length == 0) {
      out += spelled('x', static_cast<std::uint8_t>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    const bool keep = !is_deceptive(point) || (point == '\n' && keep_line_feeds);
    out += keep ? std::string(text.substr(0, length)) : spelled('u', static_cast<unsigned>(point));
    text.remove_prefix(length);
  }
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t i = out.size(); i > 3; i -= 3) {
    out.insert(i - 3, ",");
  }
  return out;
}

}  // namespace core
