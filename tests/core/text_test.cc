// SPDX-License-Identifier: Apache-2.0
// Text from people and from evidence: nothing that reads like something else is shown as it is.
#include "core/text.h"

#include <catch2/catch.hpp>
#include <random>

#include "core/error.h"

TEST_CASE("only well-formed UTF-8 has code points", "[core]") {
  CHECK(core::code_points("a\u00e4\u3042\U0001F600") == std::vector<char32_t>{'a', 0xe4, 0x3042, 0x1F600});
  CHECK(core::is_utf8(""));
  for (const char* text :
       {"\x80", "\xC3", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF", "a\xE3\x81"}) {
    CHECK_FALSE(core::is_utf8(text));
  }
}

TEST_CASE("code points are written as UTF-8 of one to four bytes", "[core]") {
  std::string out;
  for (const char32_t point : {U'a', U'\u00e4', U'\u3042', U'\U0001F600'}) {
    core::append_utf8(out, point);
  }
  CHECK(out == "a\u00e4\u3042\U0001F600");
}

TEST_CASE("typed text is put into NFC", "[core]") {
  CHECK(core::typed_text("e\u0301", "title") == "\u00e9");
  CHECK(core::typed_text("\u212B", "title") == "\u00c5");
  CHECK(core::typed_text("\u304B\u3099", "title") == "\u304C");
  CHECK(core::typed_text("\u1100\u1161\u11A8", "title") == "\uAC01");
  CHECK(core::typed_text("q\u0307\u0323", "title") == "q\u0323\u0307");
  CHECK(core::typed_text("\uFB01 \uFF21", "title") == "\uFB01 \uFF21");  // compatibility forms are left
  CHECK(core::typed_text("two\nlines", "title") == "two\nlines");
  CHECK(core::typed_text("", "title").empty());
}

TEST_CASE("typed text that is no UTF-8 or holds control characters is refused with the value's name",
          "[core]") {
  for (const std::string text : {"\xFF", "a\tb", "a\rb", "\x1b[31m", "a\x7f", "\u0085", "\u009f"}) {
    try {
      core::typed_text(text, "title");
      FAIL("accepted");
    } catch (const core::Error& error) {
      CHECK(error.code() == core::ErrorCode::usage);
      CHECK_THAT(error.what(), Catch::Contains("the title"));
    }
  }
  CHECK_THROWS_AS(core::typed_text(std::string("a\0b", 3), "title"), core::Error);
}

TEST_CASE("characters that hide or turn a line are deceptive", "[core]") {
  for (const char32_t point :
       {0x00,   0x0A,   0x1B,   0x7F,   0x9B,   0xAD,   0x061C, 0x200B, 0x200D, 0x200E, 0x202A,
        0x202E, 0x2028, 0x2029, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xFFF9, 0xE000, 0xFFFF, 0xE0041}) {
    INFO(static_cast<unsigned>(point));
    CHECK(core::is_deceptive(point));
  }
  for (const char32_t point : {0x20, 0x41, 0xE4, 0x0301, 0x3000, 0x3042, 0x6F22, 0xAC00, 0x1F600, 0xFF01}) {
    INFO(static_cast<unsigned>(point));
    CHECK_FALSE(core::is_deceptive(point));
  }
}

TEST_CASE("shown spells out what deceives and bytes that are no text", "[core]") {
  CHECK(core::shown("plain \u6F22\u5B57") == "plain \u6F22\u5B57");
  CHECK(core::shown("a\u202Eb") == "a\\u{202E}b");
  CHECK(core::shown("\x1b[2J") == "\\u{1B}[2J");
  CHECK(core::shown("a\nb") == "a\\u{0A}b");
  CHECK(core::shown("a\nb", true) == "a\nb");
  CHECK(core::shown("a\r\nb", true) == "a\\u{0D}\nb");
  CHECK(core::shown("a\xFF\xC3"
                    "b") == "a\\x{FF}\\x{C3}b");
  CHECK(core::shown("\xED\xA0\x80") == "\\x{ED}\\x{A0}\\x{80}");
  CHECK(core::shown(std::string("\0", 1)) == "\\u{00}");
}

TEST_CASE("shown gives harmless text for any bytes", "[core]") {
  std::mt19937 random(11);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes(random() % 24, '\0');
    for (char& c : bytes) {
      c = static_cast<char>(random());
    }
    const auto points = core::code_points(core::shown(bytes));
    REQUIRE(points);
    for (const char32_t point : *points) {
      REQUIRE_FALSE(core::is_deceptive(point));
    }
  }
}
