// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/ewf_header.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string_view>

#include "core/clock.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kColumnLimit = 64;
constexpr char32_t kReplacement = 0xfffd;

using Member = std::string ImageReading::Header::*;

struct Column {
  std::string_view name;
  Member member;
};
constexpr Column kColumns[] = {
    {"c", &ImageReading::Header::case_number}, {"n", &ImageReading::Header::evidence_number},
    {"a", &ImageReading::Header::description}, {"e", &ImageReading::Header::examiner},
    {"t", &ImageReading::Header::notes},       {"av", &ImageReading::Header::software},
    {"m", &ImageReading::Header::acquired_at}, {"md", &ImageReading::Header::model},
    {"sn", &ImageReading::Header::serial}};

/// A surrogate without its other half becomes U+FFFD. Without a byte order mark the low byte comes first.
std::string utf8_of_utf16(core::ByteView bytes) {
  const bool high_first = bytes.size() >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff;
  const auto unit = [&](std::size_t at) -> char32_t {
    return high_first ? bytes[at] << 8U | bytes[at + 1] : bytes[at + 1] << 8U | bytes[at];
  };
  std::string out;
  for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
    char32_t point = unit(at);
    if (at == 0 && point == 0xfeff) {
      continue;
    }
    if (point >= 0xd800 && point < 0xe000) {
      const char32_t low = at + 4 <= bytes.size() ? unit(at + 2) : 0;
      const bool is_pair = point < 0xdc00 && low >= 0xdc00 && low < 0xe000;
      point = is_pair ? 0x10000 + ((point - 0xd800) << 10U) + (low - 0xdc00) : kReplacement;
      at += is_pair ? 2 : 0;
    }
    core::append_utf8(out, point);
  }
  return out;
}

/// Takes the next part up to `end` from the front of `text`.
std::string_view next_part(std::string_view& text, char end) {
  const std::size_t length = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return part;
}

std::string_view next_line(std::string_view& text) {
  std::string_view line = next_part(text, '\n');
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0 ? std::optional(value)
                                                                                : std::nullopt;
}

/// "2004 11 4 3 56 35": year, month, day, hour, minute, second of the local time; nullopt in another form.
std::optional<std::string> spaced_time(std::string_view text) {
  constexpr std::array<std::int64_t, 6> kMost{9999, 12, 31, 23, 59, 60};
  std::array<int, 6> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = whole_number(next_part(text, ' '));
    if (!number || *number > kMost[i]) {
      return std::nullopt;
    }
    parts[i] = static_cast<int>(*number);
  }
  if (!text.empty()) {
    return std::nullopt;
  }
  std::array<char, 32> out{};
  (void)std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d", parts[0], parts[1], parts[2],
                      parts[3], parts[4], parts[5]);
  return std::string(out.data());
}

/// Seconds since 1970 in UTC, as header2 has them, or spaced_time().
std::string time_text(const std::string& text) {
  constexpr std::int64_t kEndOfYear9999 = 253'402'300'800;
  if (const auto seconds = whole_number(text); seconds && *seconds < kEndOfYear9999) {
    return core::UtcTime{*seconds * 1'000'000}.text().substr(0, 19) + "Z";
  }
  return spaced_time(text).value_or(text);
}

void take_value(ImageReading::Header& out, std::string_view name, std::string_view value, FaultList& faults) {
  const auto* column = std::find_if(std::begin(kColumns), std::end(kColumns),
                                    [&](const Column& known) { return known.name == name; });
  if (column == std::end(kColumns)) {
    return;
  }
  if (value.size() > kHeaderValueLimit) {
    faults.add("the header value \"" + std::string(name) + "\" has " + std::to_string(value.size()) +
               " bytes, more than are read");
    return;
  }
  out.*(column->member) = std::string(value.substr(0, value.find('\0')));
}

}  // namespace

ImageReading::Header parse_ewf_header(core::ByteView text, HeaderText form, FaultList& faults) {
  const std::string whole =
      form == HeaderText::utf16 ? utf8_of_utf16(text) : std::string(core::as_text(text));
  std::string_view rest = whole;
  while (!rest.empty() && next_line(rest) != "main") {
  }
  std::string_view names = next_line(rest);
  std::string_view values = next_line(rest);
  ImageReading::Header out;
  for (std::size_t i = 0; i < kColumnLimit && !names.empty(); ++i) {
    const std::string_view name = next_part(names, '\t');
    take_value(out, name, next_part(values, '\t'), faults);
  }
  out.acquired_at = time_text(out.acquired_at);
  return out;
}

void fill_from(ImageReading::Header& header, const ImageReading::Header& more) {
  for (const Column& column : kColumns) {
    if ((header.*(column.member)).empty()) {
      header.*(column.member) = more.*(column.member);
    }
  }
}

}  // namespace acquire
