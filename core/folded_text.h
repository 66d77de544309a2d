// SPDX-License-Identifier: Apache-2.0
// The form in which texts are compared when somebody searches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace core {

/// NFKC with case folded, so that composed and decomposed letters, upper and lower case, full and half width are alike.
/// Text that is no UTF-8 is returned as it is.
std::string folded(std::string_view text);

/// Folded letters, each with the bytes of the text that it comes from.
struct FoldedLetters {
  std::u32string letters;
  std::vector<std::size_t> begin, end;  // of each letter, in the text
};
/// As folded(), but decomposed (NFKD), letter by letter; what is ignored in comparing, such as zero-width characters, is left
/// out. Text that is no UTF-8 gives the letters before the first fault.
FoldedLetters folded_letters(std::string_view text);

}  // namespace core
