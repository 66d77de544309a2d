// SPDX-License-Identifier: Apache-2.0
// A text as it is compared when somebody looks for names in it: without case, width, accents, kana kind, variants of kanji.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace legal {

struct Letters {
  std::u32string text;
  std::vector<std::size_t> begin, end;  // bytes of the original that each letter comes from
};

Letters letters_of(std::string_view text);

/// Letters without blanks, dots, hyphens and the like, and the place of each among `letters`.
struct Squeezed {
  std::u32string text;
  std::vector<std::size_t> place;
};
Squeezed squeezed(const std::u32string& letters);

/// The same of a text, without places.
std::u32string squeezed_text(std::string_view text);

bool is_latin_or_digit(char32_t letter);
bool is_digit(char32_t letter);
/// Kanji and kana: written without blanks between words.
bool is_cjk(char32_t letter);

}  // namespace legal
