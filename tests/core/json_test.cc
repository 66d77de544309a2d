// SPDX-License-Identifier: Apache-2.0
// Any JSON in, one text out (RFC 8785).
#include "core/json.h"

#include <bit>
#include <catch2/catch.hpp>

#include "tests/support/shared_files.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;

TEST_CASE("the corpus of RFC 8785 is canonicalised as it expects", "[core]") {
  if (!support::has_shared("rfc8785")) {
    return;
  }
  for (const core::Path& file : support::shared_files("rfc8785/input", ".json")) {
    INFO(file.native());
    const auto value = core::json::parse(core::read_text_file(file));
    REQUIRE(value);
    const std::string expected =
        core::read_text_file(support::shared_folder("rfc8785/output") / file.filename());
    CHECK(encode(*value) == expected);
    CHECK(encode(*core::json::parse(expected)) == expected);
  }
}

TEST_CASE("numbers are written as RFC 8785 appendix B shows", "[core]") {
  const std::pair<std::uint64_t, const char*> kNumbers[] = {{0x0000000000000000, "0"},
                                                            {0x8000000000000000, "0"},
                                                            {0x0000000000000001, "5e-324"},
                                                            {0x8000000000000001, "-5e-324"},
                                                            {0x7fefffffffffffff, "1.7976931348623157e+308"},
                                                            {0xffefffffffffffff, "-1.7976931348623157e+308"},
                                                            {0x4340000000000000, "9007199254740992"},
                                                            {0xc340000000000000, "-9007199254740992"},
                                                            {0x4430000000000000, "295147905179352830000"},
                                                            {0x44b52d02c7e14af5, "9.999999999999997e+22"},
                                                            {0x44b52d02c7e14af6, "1e+23"},
                                                            {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
                                                            {0x444b1ae4d6e2ef4e, "999999999999999700000"},
                                                            {0x444b1ae4d6e2ef4f, "999999999999999900000"},
                                                            {0x444b1ae4d6e2ef50, "1e+21"},
                                                            {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
                                                            {0x3eb0c6f7a0b5ed8d, "0.000001"},
                                                            {0x41b3de4355555553, "333333333.3333332"},
                                                            {0x41b3de4355555554, "333333333.33333325"},
                                                            {0x41b3de4355555555, "333333333.3333333"},
                                                            {0xbecbf647612f3696, "-0.0000033333333333333333"},
                                                            {0x43143ff3c1cb0959, "1424953923781206.2"}};
  for (const auto& [bits, text] : kNumbers) {
    INFO(text);
    CHECK(encode(Value(std::bit_cast<double>(bits))) == text);
  }
}

TEST_CASE("integers keep every digit up to 2^53-1", "[core]") {
  CHECK(encode(*core::json::parse("9007199254740991")) == "9007199254740991");
  CHECK(encode(*core::json::parse("-9007199254740991")) == "-9007199254740991");
  CHECK(core::json::parse("9007199254740991")->integer() != nullptr);
  CHECK(core::json::parse("9007199254740992")->integer() == nullptr);
  CHECK(core::json::parse("99999999999999999999")->integer() == nullptr);
  CHECK(core::json::parse("-0")->integer() == nullptr);
}

TEST_CASE("members are sorted by UTF-16 code units", "[core]") {
  const Value value = Object{{"\u20ac", 1},     {"\r", 2},     {"\ufb33", 3}, {"1", 4},
                             {"\U0001F600", 5}, {"\u0080", 6}, {"\u00f6", 7}};
  CHECK(encode(value) ==
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001F600\":5,\"\ufb33\":3}");
}

TEST_CASE("what is no JSON is refused", "[core]") {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[",
                           "]",
                           "[1,]",
                           "[,1]",
                           "{\"a\":1,}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "{'a':1}",
                           "[1 2]",
                           "01",
                           "-",
                           "+1",
                           ".5",
                           "1.",
                           "1e",
                           "1e+",
                           "0x10",
                           "NaN",
                           "Infinity",
                           "-Infinity",
                           "1e400",
                           "tru",
                           "True",
                           "nul",
                           "\"",
                           "\"\\\"",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\u12g4\"",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0041\"",
                           "\"\\ud800\\ud800\"",
                           "\"a\nb\"",
                           "\"\t\"",
                           "\"\xff\"",
                           "\"\xed\xa0\x80\"",
                           "[1]]",
                           "1 2",
                           "{\"a\":1,\"a\":2}",
                           "{\"a\":1,\"\\u0061\":2}",
                           "\xef\xbb\xbf[]",
                           "/**/[]",
                           "[1]\v",
                           "\"\\u+123\"",
                           "\"\\u 123\""}) {
    INFO(text);
    CHECK_FALSE(core::json::parse(text));
  }
  CHECK_FALSE(core::json::parse(std::string_view("[\0]", 3)));
  CHECK_FALSE(core::json::parse(std::string_view("\"\0\"", 3)));
}

TEST_CASE("any JSON within the limits is read", "[core]") {
  CHECK(encode(*core::json::parse(
            " { \"b\" : [ 1 , 2.50 ,\t-3e2 ] ,\r\n \"a\" : null , \"c\":\"\\u00e9\\/\\ud83d\\ude00\" } ")) ==
        "{\"a\":null,\"b\":[1,2.5,-300],\"c\":\"\u00e9/\U0001F600\"}");
  CHECK(core::json::parse("[[1]]", {.depth = 2}));
  CHECK_FALSE(core::json::parse("[[[1]]]", {.depth = 2}));
  CHECK_FALSE(core::json::parse("[1,2,3]", {.bytes = 6}));
  CHECK_FALSE(core::json::parse(std::string(1'000'000, '[')));
}

TEST_CASE("values are found by name and by path", "[core]") {
  const Value value = *core::json::parse(R"({"a":[{"b":"x"},7],"n":3,"t":true})");
  CHECK(*value.at_path("a.0.b")->string() == "x");
  CHECK(*value.at_path("a.1")->integer() == 7);
  CHECK(value.at_path("a.2") == nullptr);
  CHECK(value.at_path("a.-1") == nullptr);
  CHECK(value.at_path("a.0x") == nullptr);
  CHECK(value.at_path("a.b") == nullptr);
  CHECK(value.at_path("n.a") == nullptr);
  CHECK(value.integer_of("n") == 3);
  CHECK(value.boolean_of("t") == true);
  CHECK_FALSE(value.text_of("n"));
  CHECK_FALSE(value.integer_of("t"));
  CHECK_FALSE(Value(1).text_of("n"));
  Value made;
  made.set("a", 1);
  made.set("a", "two");
  CHECK(encode(made) == R"({"a":"two"})");
}

TEST_CASE("the indented form reads back as the same value", "[core]") {
  const Value value = *core::json::parse(R"({"a":[],"b":{},"c":[1,{"d":"\n"}]})");
  CHECK(core::json::parse(encode_indented(value)) == value);
  CHECK(encode_indented(value) ==
        "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": \"\\n\"\n    }\n  ]\n}");
}
