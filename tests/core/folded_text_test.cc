// SPDX-License-Identifier: Apache-2.0
#include "core/folded_text.h"

#include <catch2/catch.hpp>

TEST_CASE("texts that a searcher takes for the same fold to the same", "[core]") {
  CHECK(core::folded("SATO") == core::folded("sato"));
  CHECK(core::folded("e\xCC\x81") == core::folded("\xC3\x89"));  // e with a combining accent, capital E acute
  CHECK(core::folded("ﾛｸﾞ") == core::folded("ログ"));
  CHECK(core::folded("ＦＳ－１") == core::folded("fs-1"));
  CHECK(core::folded("Straße") == core::folded("STRASSE"));
  CHECK(core::folded("証拠") != core::folded("証言"));
}

TEST_CASE("what is no UTF-8 folds to itself", "[core]") { CHECK(core::folded("a\xFFZ") == "a\xFFZ"); }
