// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/media_view.h"

#include <algorithm>

#include "core/text.h"

namespace acquire {

std::optional<core::Bytes> MediaView::at(std::uint64_t offset, std::size_t length) {
  const std::uint64_t sector = sector_size();
  if (offset > size() || length > size() - offset || unread_.size() >= kFailures ||
      length > kBudget - asked_) {
    return std::nullopt;
  }
  // Whole sectors, as a device is read.
  const std::uint64_t first = offset / sector * sector;
  const std::uint64_t end = std::min(size(), (offset + length + sector - 1) / sector * sector);
  core::Bytes bytes(static_cast<std::size_t>(end - first));
  asked_ += length;
  const std::ptrdiff_t got = source_.read_at(core::ByteOffset(first), bytes);
  if (got < static_cast<std::ptrdiff_t>(bytes.size())) {
    unread_.push_back({first, bytes.size()});
    return std::nullopt;
  }
  const auto start = bytes.begin() + static_cast<std::ptrdiff_t>(offset - first);
  return core::Bytes(start, start + static_cast<std::ptrdiff_t>(length));
}

bool has_text(core::ByteView bytes, std::size_t at, std::string_view text) {
  return at <= bytes.size() && text.size() <= bytes.size() - at &&
         core::as_text(bytes.subspan(at, text.size())) == text;
}

std::string utf8_of_utf16(core::ByteView bytes) {
  std::string out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const char32_t unit = little16(bytes, i);
    if (unit == 0) {
      break;
    }
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    const char32_t next = high && i + 3 < bytes.size() ? little16(bytes, i + 2) : 0;
    if (high && next >= 0xDC00 && next < 0xE000) {
      core::append_utf8(out, 0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00));
      i += 2;
    } else {
      core::append_utf8(out, unit >= 0xD800 && unit < 0xE000 ? char32_t{0xFFFD} : unit);
    }
  }
  return out;
}

std::string padded_text(core::ByteView bytes) {
  std::string text(core::as_text(bytes));
  text.resize(std::min(text.find('\0'), text.size()));
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

}  // namespace acquire
