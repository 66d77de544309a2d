// SPDX-License-Identifier: Apache-2.0
// Values of indicators, and the identifiers of their STIX objects against ones computed elsewhere.
#include "legal/sharing/stix.h"

#include <catch2/catch.hpp>

#include "core/uuid.h"

using legal::indicator_value;

TEST_CASE("a UUID of version 5 is the one RFC 9562 gives for its example", "[legal]") {
  const core::Uuid dns = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                          0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
  CHECK(core::uuid5_text(dns, "www.example.com") == "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST_CASE("values of indicators are of their kind, whole and in one case", "[legal]") {
  CHECK(indicator_value("ipv4", "192[.]0[.]2[.]1") == "192.0.2.1");
  CHECK(indicator_value("domain", "Evil[.]Example") == "evil.example");
  CHECK(indicator_value("url", "hxxps://evil.example/A") == "https://evil.example/A");
  CHECK(indicator_value("email", "a[at]evil[.]example") == "a@evil.example");
  CHECK(indicator_value("sha-256", std::string(64, 'A')) == std::string(64, 'a'));
  CHECK(indicator_value("ipv6", "2001:DB8::1") == "2001:db8::1");
  for (const auto& [kind, text] :
       std::vector<std::pair<std::string, std::string>>{{"ipv4", "192.0.2"},
                                                        {"ipv4", "192.0.2.256"},
                                                        {"ipv4", "192.0.2.01"},
                                                        {"ipv6", "2001:db8"},
                                                        {"ipv6", "1::2::3"},
                                                        {"ipv6", ":1:2:3:4:5:6:7"},
                                                        {"md5", "abc"},
                                                        {"sha-1", std::string(64, 'a')},
                                                        {"domain", "localhost"},
                                                        {"domain", "a..b"},
                                                        {"domain", "-a.example"},
                                                        {"domain", "192.0.2.1"},
                                                        {"url", "evil.example/a"},
                                                        {"url", "http://a b"},
                                                        {"url", "http://a'b"},
                                                        {"email", "a.example"},
                                                        {"email", "@evil.example"},
                                                        {"pet", "rex"}}) {
    INFO(kind + " " + text);
    CHECK_FALSE(indicator_value(kind, text));
  }
}

TEST_CASE("the identifier of an observable follows from its value alone, as STIX 2.1 section 2.9 says",
          "[legal]") {
  const core::UtcTime day{1'795'000'000'000'000};
  const auto bundle = legal::stix_bundle(
      {{"ipv4", "198.51.100.3", "probable", "green", "", day, {}, {}},
       {"md5", "d41d8cd98f00b204e9800998ecf8427e", "certain", "amber", "n", day, day, day}});
  const auto& objects = *bundle.find("objects")->array();
  REQUIRE(objects.size() == 6);  // two markings, then an observable and an indicator each
  CHECK(objects[2].text_of("id") == "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4");
  CHECK(objects[4].text_of("id") == "file--02fff920-f614-527c-81d1-6353633a6d21");
  CHECK(objects[3].text_of("pattern") == "[ipv4-addr:value = '198.51.100.3']");
  CHECK(objects[5].text_of("pattern") == "[file:hashes.'MD5' = 'd41d8cd98f00b204e9800998ecf8427e']");
  CHECK(legal::stix_bundle({}) == legal::stix_bundle({}));
}
