// SPDX-License-Identifier: Apache-2.0
// Hexadecimal and base64: what decodes has one form only.
#include "core/bytes.h"

#include <catch2/catch.hpp>
#include <random>

namespace {

std::string base64(std::string_view text) { return core::to_base64(core::as_bytes(text)); }

std::string decoded(std::string_view text) {
  const auto bytes = core::from_base64(text);
  return bytes ? std::string(core::as_text(*bytes)) : "refused";
}

}  // namespace

TEST_CASE("base64 gives the values of RFC 4648 section 10", "[core]") {
  const std::pair<const char*, const char*> kVectors[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : kVectors) {
    CHECK(base64(plain) == coded);
    CHECK(decoded(coded) == plain);
  }
}

TEST_CASE("base64 that is not in the one form of an encoder is refused", "[core]") {
  for (const char* text :
       {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v=", "Zm9v====", "=", "====", "Z===", "Zg==Zg==", "Zm 9",
        "Zm9v\n", "Zm-_", "Zm9v ", "Z=g=", "Zg=a", "Zm8=Zm9v", "Zm8\xC3"}) {
    INFO(text);
    CHECK_FALSE(core::from_base64(text));
  }
}

TEST_CASE("hexadecimal accepts an even number of lower-case digits only", "[core]") {
  CHECK(core::to_hex(core::Bytes{0x00, 0x0f, 0xa5, 0xff}) == "000fa5ff");
  CHECK(core::from_hex("000fa5ff") == core::Bytes{0x00, 0x0f, 0xa5, 0xff});
  CHECK(core::from_hex("") == core::Bytes{});
  for (const char* text : {"0", "0F", "fF", "0x", " 00", "00 ", "g0", "0g", "00\n", "-1", "+1", "\xC3\xA4"}) {
    INFO(text);
    CHECK_FALSE(core::from_hex(text));
  }
}

TEST_CASE("random bytes survive both texts, and every text that decodes encodes to itself", "[core]") {
  std::mt19937 random(7);
  constexpr std::string_view kLetters = "ABCDwxyz0189+/=== ";
  for (int round = 0; round < 2000; ++round) {
    core::Bytes bytes(random() % 40);
    for (std::uint8_t& byte : bytes) {
      byte = static_cast<std::uint8_t>(random());
    }
    REQUIRE(core::from_hex(core::to_hex(bytes)) == bytes);
    REQUIRE(core::from_base64(core::to_base64(bytes)) == bytes);
    std::string text(random() % 13, 'A');
    for (char& c : text) {
      c = kLetters[random() % kLetters.size()];
    }
    if (const auto found = core::from_base64(text)) {
      REQUIRE(core::to_base64(*found) == text);
    }
  }
}
