// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/letters.h"

#include <array>
#include <utility>

#include "core/folded_text.h"

namespace legal {

namespace {

/// Kanji that names write in several ways, as the common one.
constexpr std::array<std::pair<char32_t, char32_t>, 18> kVariants = {{
    {U'髙', U'高'},
    {U'﨑', U'崎'},
    {U'邊', U'辺'},
    {U'邉', U'辺'},
    {U'澤', U'沢'},
    {U'齋', U'斉'},
    {U'齊', U'斉'},
    {U'斎', U'斉'},
    {U'廣', U'広'},
    {U'濵', U'浜'},
    {U'濱', U'浜'},
    {U'國', U'国'},
    {U'嶋', U'島'},
    {U'嶌', U'島'},
    {U'龍', U'竜'},
    {U'眞', U'真'},
    {U'惠', U'恵'},
    {U'德', U'徳'},
}};

bool is_accent(char32_t letter) { return letter >= 0x0300 && letter <= 0x036F; }

char32_t common_form(char32_t letter) {
  if (letter >= 0x30A1 && letter <= 0x30F6) {
    return letter - 0x60;  // katakana as hiragana
  }
  for (const auto& [variant, common] : kVariants) {
    if (variant == letter) {
      return common;
    }
  }
  return letter;
}

bool is_separator(char32_t letter) {
  static const std::u32string others = U"\u00a0\u30fb\u3000\u2010\u2011\u2012\u2013\u2014\u2015\u00b7'\"";
  return letter <= 0x20 || letter == U'.' || letter == U'-' || letter == U'_' || letter == U',' ||
         others.find(letter) != std::u32string::npos;
}

}  // namespace

Letters letters_of(std::string_view text) {
  const core::FoldedLetters folded = core::folded_letters(text);
  Letters out;
  for (std::size_t i = 0; i < folded.letters.size(); ++i) {
    if (!is_accent(folded.letters[i])) {
      out.text += common_form(folded.letters[i]);
      out.begin.push_back(folded.begin[i]);
      out.end.push_back(folded.end[i]);
    }
  }
  return out;
}

Squeezed squeezed(const std::u32string& letters) {
  Squeezed out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (!is_separator(letters[i])) {
      out.text += letters[i];
      out.place.push_back(i);
    }
  }
  return out;
}

std::u32string squeezed_text(std::string_view text) { return squeezed(letters_of(text).text).text; }

bool is_digit(char32_t letter) { return letter >= U'0' && letter <= U'9'; }

bool is_latin_or_digit(char32_t letter) {
  return is_digit(letter) || (letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z') ||
         (letter >= 0xDF && letter <= 0x24F);
}

bool is_cjk(char32_t letter) {
  return (letter >= 0x3040 && letter <= 0x30FF) || (letter >= 0x3400 && letter <= 0x9FFF) ||
         letter == U'々' || letter == U'〆' || (letter >= 0xF900 && letter <= 0xFAFF) ||
         (letter >= 0x20000 && letter <= 0x3FFFF);
}

}  // namespace legal
