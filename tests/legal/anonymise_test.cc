// SPDX-License-Identifier: Apache-2.0
// Names and marks in a person's words, found however they are spelled, and what takes their place.
#include "legal/sharing/anonymise.h"

#include <catch2/catch.hpp>
#include <set>

#include "core/error.h"
#include "legal/sharing/generalise.h"
#include "legal/sharing/pseudonym.h"

using legal::Anonymiser;
using legal::Identity;
using legal::IdentityKind;

namespace {

const std::vector<Identity> kKnown = {{IdentityKind::person, {"Rei Sato"}, {}},
                                      {IdentityKind::person, {"佐藤 玲子"}, {}},
                                      {IdentityKind::person, {"髙橋一郎"}, {}},
                                      {IdentityKind::organisation, {"Acorn Trading Ltd."}, {}},
                                      {IdentityKind::organisation, {"株式会社どんぐり"}, {}},
                                      {IdentityKind::host, {"FS-1", "fs1.acorn.example"}, {}},
                                      {IdentityKind::mark, {"WX41A99Z"}, {}},
                                      {IdentityKind::item, {"EV-001"}, {}},
                                      {IdentityKind::word, {"Project Heron"}, {}}};

legal::AnonymisationProfile profile() {
  return legal::parse_anonymisation(legal::shipped_anonymisation(), "the profile");
}

Anonymiser anonymiser(const std::string& language = "en", const std::string& salt = "0123456789abcdef",
                      const std::vector<std::string>& kept = {}) {
  return {kKnown, profile(), core::as_bytes(salt), language, kept};
}

/// The text made anonymous holds none of the words, and the search for residues agrees.
void check_gone(const std::string& text, const std::vector<std::string>& words) {
  Anonymiser by = anonymiser();
  const std::string out = by.text(text);
  INFO(text + " -> " + out);
  for (const std::string& word : words) {
    CHECK(out.find(word) == std::string::npos);
  }
  CHECK(by.residues("text", out).empty());
  CHECK_FALSE(by.residues("text", text).empty());
}

}  // namespace

TEST_CASE("a person is found by full name, family name and initials, in any case, order and width",
          "[legal]") {
  for (const char* text :
       {"called by Rei Sato", "called by REI SATO", "called by sato", "called by Sato, Rei",
        "called by R. Sato", "called by rsato", "called by Ｒｅｉ　Ｓａｔｏ", "called by Rei_Sato",
        "called by Re\u200Bi Sato", "Sato's laptop"}) {
    check_gone(text, {"Sato", "sato", "SATO", "Ｓａｔｏ", "rsato"});
  }
  Anonymiser by = anonymiser();
  CHECK(by.text("the satory of satoshi") == "the satory of satoshi");  // inside other words: nobody's name
}

TEST_CASE("a Japanese name is found with and without blanks, by family name, in variants of its kanji",
          "[legal]") {
  for (const char* text :
       {"佐藤玲子が連絡した", "佐藤　玲子が連絡した", "佐藤さんが連絡した", "玲子より連絡"}) {
    check_gone(text, {"佐藤", "玲子"});
  }
  for (const char* text : {"高橋一郎に確認", "髙橋部長に確認", "髙橋 一郎に確認"}) {
    check_gone(text, {"高橋", "髙橋", "一郎"});
  }
}

TEST_CASE("organisations are found without their legal form, marks, items and words of the deny list too",
          "[legal]") {
  check_gone("Acorn Trading was told", {"Acorn"});
  check_gone("ACORN was told", {"ACORN"});
  check_gone("どんぐりに連絡", {"どんぐり"});
  check_gone("serial wx-41a-99z on it", {"wx-41a"});
  check_gone("ＥＶ－００１を保全", {"ＥＶ"});
  check_gone("part of PROJECT  HERON", {"HERON"});
  check_gone("on fs-1 and FS1.acorn.example", {"fs-1", "FS1"});
}

TEST_CASE("addresses, paths, digests and numbers are taken out whoever they belong to", "[legal]") {
  for (const auto& [text, word] : std::vector<std::pair<std::string, std::string>>{
           {"from 192.0.2.17 at noon", "192"},
           {"from 192[.]0[.]2[.]17", "192"},
           {"from １９２．０．２．１７", "１９２"},
           {"to 2001:db8::8a2e:370:7334", "2001"},
           {"by 00:1b:44:11:3a:b7", "1b"},
           {"by 00-1B-44-11-3A-B7", "1B"},
           {"mail to x.y@mail.example", "x.y"},
           {"mail to x[at]mail[.]example", "mail["},
           {"see https://evil.example/a?b=1", "evil"},
           {"see hxxps://evil[.]example/a", "evil"},
           {"host evil.example answered", "evil"},
           {"in /home/kim/notes", "kim"},
           {"in C:\\Users\\kim\\Desktop", "kim"},
           {"on \\\\share7\\kim", "kim"},
           {"the file payroll.xlsx", "payroll"},
           {"call 03-1234-5678", "1234"},
           {"call +81 3 1234 5678", "1234"},
           {"card 4111 1111 1111 1111", "4111"},
           {"account 12345678901", "12345678901"},
           {"〒100-0001", "0001"},
           {"d41d8cd98f00b204e9800998ecf8427e", "d41d"},
           {"key AKIAIOSFODNN7EXAMPLE12", "AKIA"},
           {"id 123e4567-e89b-12d3-a456-426614174000", "e89b"}}) {
    check_gone(text, {word});
  }
}

TEST_CASE("dates, laws, shares of words and small numbers stay as they are", "[legal]") {
  Anonymiser by = anonymiser();
  for (const char* text : {"on 2026-11-22 and/or later", "Article 33 GDPR", "about 40% of 3 floors, 24/7",
                           "e.g. on 22 November", "2026年11月22日、法第26条", "version 10.2 of it"}) {
    CHECK(by.text(text) == text);
    CHECK(by.residues("text", text).empty());
  }
}

TEST_CASE("times of day go, numbers and sums become bands", "[legal]") {
  Anonymiser by = anonymiser();
  CHECK(by.text("at 02:14:07 on 2026-11-22") == "at [time] on 2026-11-22");
  CHECK(by.text("2026-11-22T02:14:07+09:00") == "2026-11-22");
  CHECK(by.text("1,204 persons") == "[1,000 to 9,999] persons");
  CHECK(by.text("paid ¥1,500,000 then") == "paid [1,000,000 to 9,999,999 JPY] then");
  CHECK(by.text("paid USD 250 then") == "paid [fewer than 10,000 USD] then");
  Anonymiser ja = anonymiser("ja");
  CHECK(ja.text("午前2時14分に１２万件") == "午前［時刻］に［100,000以上1,000,000未満］件");
  CHECK(ja.text("損害は300万円") == "損害は［1,000,000以上10,000,000未満 JPY］");
  CHECK(legal::band_of(0, {10, 100}).en == "none");
  CHECK(legal::band_of(9, {10, 100}).en == "fewer than 10");
  CHECK(legal::band_of(10, {10, 100}).en == "10 to 99");
  CHECK(legal::band_of(100, {10, 100}).en == "100 or more");
  CHECK(legal::sum_band(1'000'001, "USD", {10'000, 100'000}).en == "10,000 to 99,999 USD");
}

TEST_CASE("the same salt gives the same pseudonyms, another salt others, whatever the order of names",
          "[legal]") {
  Anonymiser one = anonymiser(), again = anonymiser(), other = anonymiser("en", "another salt of x");
  const std::string text = "Rei Sato called 佐藤玲子";
  const std::string said = one.text(text);
  CHECK(again.text("佐藤玲子") + again.text(text) == one.text("佐藤玲子") + said);
  CHECK(other.text(text) != said);
  std::vector<Identity> turned(kKnown.rbegin(), kKnown.rend());
  CHECK(Anonymiser(turned, profile(), core::as_bytes("0123456789abcdef"), "en", {}).text(text) == said);
  CHECK(legal::series_of(core::as_bytes("0123456789abcdef")) !=
        legal::series_of(core::as_bytes("another salt of x")));
  CHECK(one.used().size() == 2);
}

TEST_CASE("no two of many people share a pseudonym", "[legal]") {
  std::vector<Identity> many;
  for (int i = 0; i < 1500; ++i) {
    many.push_back({IdentityKind::person, {"person number " + std::to_string(i)}, {}});
  }
  const auto codes = legal::codes_of(many, core::as_bytes("0123456789abcdef"));
  std::set<std::string> distinct;
  for (const auto& [place, code] : codes) {
    distinct.insert(code);
  }
  CHECK(codes.size() == 1500);
  CHECK(distinct.size() == 1500);
}

TEST_CASE("a family name that two people share stands for neither of them", "[legal]") {
  Anonymiser by({{IdentityKind::person, {"Rei Sato"}, {}}, {IdentityKind::person, {"Ken Sato"}, {}}},
                profile(), core::as_bytes("0123456789abcdef"), "en", {});
  CHECK(by.text("Sato called") == "[person] called");
  CHECK(by.used().empty());
}

TEST_CASE("what is left is named with its place, and what may stand is left alone", "[legal]") {
  const auto found = anonymiser().residues("statement 3", "call Sato at x@y.example");
  REQUIRE(found.size() == 2);
  CHECK(found[0].where == "statement 3");
  CHECK(found[0].what == "Sato");
  CHECK(found[1].kind == IdentityKind::address);
  Anonymiser lenient = anonymiser("en", "0123456789abcdef", {"FS-1"});
  CHECK(lenient.text("on FS-1") == "on FS-1");
  CHECK(lenient.residues("s", "on FS-1").empty());
  CHECK(anonymiser().host_like("s", "the note on web03 and SHA-256")[0].what == "web03");
  CHECK(anonymiser().residues("s", "xxacorntradingxx").size() == 1);  // run together with other letters
}

TEST_CASE("a profile is read strictly, a fault names its line", "[legal]") {
  const auto parse = [](const std::string& text) { return legal::parse_anonymisation(text, "p.yaml"); };
  const std::string good = "body: board\ntexts: [title]\ncounts: [10]\nsums: [1000]\n";
  CHECK(parse(good).body == "board");
  CHECK(parse(good + "identities:\n  - {kind: host, names: [FS-1], shown: {en: a server, ja: サーバ}}\n")
            .identities.size() == 1);
  CHECK_THROWS_WITH(parse(good + "salt: x\n"), Catch::Contains("p.yaml:5"));
  CHECK_THROWS_WITH(parse("body: b\ntexts: [gossip]\ncounts: [10]\nsums: [10]\n"),
                    Catch::Contains("p.yaml:2"));
  CHECK_THROWS_WITH(parse("body: b\ntexts: [title]\ncounts: [100, 10]\nsums: [10]\n"),
                    Catch::Contains("rise"));
  CHECK_THROWS_WITH(parse(good + "identities:\n  - {kind: pet, names: [Rex]}\n"),
                    Catch::Contains("'pet' is not known"));
}
