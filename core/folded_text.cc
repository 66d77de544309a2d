// SPDX-License-Identifier: Apache-2.0
#include "core/folded_text.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace core {

std::string folded(std::string_view text) {
  utf8proc_uint8_t* out = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &out,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                                  UTF8PROC_COMPAT | UTF8PROC_CASEFOLD));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&::free)> owner(out, &::free);
  return length < 0 ? std::string(text)
                    : std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length));
}

FoldedLetters folded_letters(std::string_view text) {
  constexpr auto kOptions = static_cast<utf8proc_option_t>(
      UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  FoldedLetters out;
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t letter = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &letter);
    if (length <= 0) {
      return out;
    }
    std::array<utf8proc_int32_t, 32> parts{};  // the longest decomposition has 18
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        letter, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()), kOptions, &boundary);
    const std::size_t next = at + static_cast<std::size_t>(length);
    for (utf8proc_ssize_t i = 0; i < count && i < static_cast<utf8proc_ssize_t>(parts.size()); ++i) {
      out.letters += static_cast<char32_t>(parts[static_cast<std::size_t>(i)]);
      out.begin.push_back(at);
      out.end.push_back(next);
    }
    at = next;
  }
  return out;
}

}  // namespace core
