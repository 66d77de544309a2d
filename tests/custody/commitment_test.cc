// SPDX-License-Identifier: Apache-2.0
// Committed fields and the second chain, against values of an independent script.
#include "custody/commitment.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "custody/store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/shared_files.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::committed;
using custody::Disclosure;

TEST_CASE("commitments are those that an independent script computed", "[custody]") {
  const Value file = support::golden("format.json");
  REQUIRE(file.find("commitments")->array()->size() >= 5);
  for (const Value& golden : *file.find("commitments")->array()) {
    const Disclosure disclosure{0, *golden.text_of("name"), *golden.text_of("salt"), *golden.find("value")};
    CHECK(custody::commitment(disclosure).hex() == golden.text_of("commit"));
  }
}

TEST_CASE("the second chain is the one that an independent script computed", "[custody]") {
  const Value file = support::golden("format.json");
  core::Sha3 chain;
  std::size_t number = 0;
  for (const Value& golden : *file.find("chains")->array()) {
    const std::string leaf = "leaf " + std::to_string(number++);
    chain = custody::next_chain(chain, core::sha3(core::as_bytes(leaf)));
    CHECK(chain.hex() == *golden.string());
  }
  CHECK(number == 5);
}

TEST_CASE("a commitment depends on salt, name and value, and on where one ends", "[custody]") {
  const std::string salt(32, '0');
  const Disclosure base{3, "body.a", salt, "b"};
  std::vector<core::Sha256> all = {custody::commitment(base)};
  for (const Disclosure& other :
       {Disclosure{3, "body.b", salt, "b"}, Disclosure{3, "body.a", std::string(32, '1'), "b"},
        Disclosure{3, "body.a", salt, "c"}, Disclosure{3, "body.a", salt, Array{"b"}},
        Disclosure{3, "body.a", salt, nullptr}, Disclosure{3, "body.a\",\"b", salt, ""}}) {
    all.push_back(custody::commitment(other));
  }
  std::sort(all.begin(), all.end());
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

TEST_CASE("sealing replaces every marked value and keeps what opens it", "[custody]") {
  Value object = Object{{"a", committed("one")},
                        {"b", Object{{"c", committed(Object{{"x", 1}})}, {"d", 4}}},
                        {"e", Array{committed("two"), "open", Array{committed(nullptr)}}}};
  support::FixedRandom random;
  const auto disclosures = custody::seal_commitments(object, 9, random);
  std::vector<std::string> names;
  for (const Disclosure& disclosure : disclosures) {
    names.push_back(disclosure.name);
    CHECK(disclosure.seq == 9);
    CHECK(disclosure.salt.size() == 32);
    CHECK(core::from_hex(disclosure.salt));
    CHECK(custody::commitment_in(*object.at_path(disclosure.name)) == custody::commitment(disclosure));
  }
  CHECK(names == std::vector<std::string>{"a", "b.c", "e.0", "e.2.0"});
  CHECK(*object.at_path("e.1")->string() == "open");
  CHECK(disclosures[0].salt != disclosures[1].salt);
  const auto found = custody::commitments_in(object);
  REQUIRE(found.size() == 4);
  CHECK(found[1].name == "b.c");
  CHECK(custody::seal_commitments(object, 9, random).empty());
}

TEST_CASE("only an object with the one member commit of 64 digits is a commitment", "[custody]") {
  const std::string hex(64, 'a');
  CHECK(custody::commitment_in(Object{{"commit", hex}}));
  for (const Value& value :
       {Value(hex), Value(nullptr), Value(Object{}), Value(Object{{"commit", hex.substr(1)}}),
        Value(Object{{"commit", std::string(64, 'A')}}), Value(Object{{"commit", 1}}),
        Value(Object{{"commit", hex}, {"x", 1}}), Value(Object{{"Commit", hex}}),
        Value(Array{Object{{"commit", hex}}})}) {
    CHECK_FALSE(custody::commitment_in(value));
  }
}
