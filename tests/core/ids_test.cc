// SPDX-License-Identifier: Apache-2.0
// Identifiers are safe as file names and hold nothing that looks like something else.
#include "core/ids.h"

#include <catch2/catch.hpp>

TEST_CASE("identifiers of letters, digits, dot, underscore and dash are accepted", "[core]") {
  for (const char* text : {"EV-001", "EV-001-I1", "a", "0", "a.b", "A_b-c.d", "9-", "9_"}) {
    INFO(text);
    const auto id = core::EvidenceId::parse(text);
    REQUIRE(id);
    CHECK(id->value() == text);
  }
  CHECK(core::is_identifier(std::string(64, 'x')));
}

TEST_CASE("identifiers that could leave a folder or hide something are refused", "[core]") {
  for (const char* text :
       {"",    ".",  "..", "a..b", "a.",       ".a",  "-a",   "_a", "a/b",   "/",
        "a b", " a", "a ", "a\n",  "\xC3\xA4", "a:b", "a\\b", "~",  "a\x7f", "\xD0\x95V"}) {
    INFO(text);
    CHECK_FALSE(core::EvidenceId::parse(text));
  }
  CHECK_FALSE(core::is_identifier(std::string(65, 'x')));
  CHECK_FALSE(core::is_identifier(std::string_view("a\0b", 3)));
}

TEST_CASE("strong types compare by value and are made explicitly", "[core]") {
  CHECK(core::ByteOffset(3) == core::ByteOffset(3));
  CHECK(core::ByteOffset(3) < core::ByteOffset(4));
  CHECK(core::ByteOffset(7).value() == 7);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::uint64_t, core::ByteOffset>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<core::EvidenceId, core::IncidentNumber>);
}
