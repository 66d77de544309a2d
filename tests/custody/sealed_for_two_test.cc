// SPDX-License-Identifier: Apache-2.0
// A text that two people must open together.
#include "custody/sealed_for_two.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/small_case.h"

using custody::open_with_two;

namespace {

const std::string kText = "Person KDB is CANARY-NAME";

std::string sealed_for(const custody::UnlockedKey& one, const custody::UnlockedKey& other) {
  core::SystemRandom random;
  return custody::seal_for_two(kText, {one.card.key, other.card.key}, random);
}

core::json::Value parsed(const std::string& file) { return *core::json::parse(file); }
std::string written(const core::json::Value& value) { return core::json::encode(value) + "\n"; }

}  // namespace

TEST_CASE("what is sealed for two opens with both keys, in either order", "[custody]") {
  const support::SmallCase test;
  const std::string file = sealed_for(test.alice, test.carol);
  CHECK(open_with_two(file, test.alice, test.carol).view() == kText);
  CHECK(open_with_two(file, test.carol, test.alice).view() == kText);
  CHECK(custody::sealed_for(file)->front() == test.alice.card.key.name);
  CHECK(file.find("CANARY") == std::string::npos);
}

TEST_CASE("one key alone opens nothing, nor does a third person's", "[custody]") {
  const support::SmallCase test;
  const std::string file = sealed_for(test.alice, test.carol);
  CHECK_THROWS_WITH(open_with_two(file, test.alice, test.alice), Catch::Contains("both keys are the same"));
  CHECK_THROWS_WITH(open_with_two(file, test.alice, test.bob),
                    Catch::Contains("nothing in the file is sealed for"));
  CHECK_THROWS_AS(sealed_for(test.alice, test.alice), core::Error);
}

TEST_CASE("half of the key that one person holds says nothing of the other half or of the text",
          "[custody]") {
  const support::SmallCase test;
  const auto half_of = [&](const std::string& file) {
    const auto sealed = core::from_base64(*parsed(file).at_path("halves.0")->text_of("sealed"));
    return *test.alice.private_key.open_sealed(*sealed);
  };
  const std::string one = sealed_for(test.alice, test.carol), other = sealed_for(test.alice, test.carol);
  CHECK(half_of(one).size() == 32);
  CHECK(half_of(one) != half_of(other));  // the halves are drawn anew, and the key is neither of them
  // Both halves set to the one that Alice opened: as if hers were the whole key.
  core::json::Value forged = parsed(one);
  const auto twice = test.carol.card.key.key.seal(core::Bytes(32, 0));
  forged.find("halves");
  core::json::Array halves = *forged.find("halves")->array();
  halves[1].set("sealed", core::to_base64(*twice));
  forged.set("halves", std::move(halves));
  CHECK_THROWS_WITH(open_with_two(written(forged), test.alice, test.carol), Catch::Contains("was changed"));
}

TEST_CASE("a sealed text that was changed, cut or bound to other names does not open", "[custody]") {
  const support::SmallCase test;
  const std::string file = sealed_for(test.alice, test.carol);
  core::json::Value changed = parsed(file);
  core::Bytes content = *core::from_base64(*changed.text_of("content"));
  content[0] ^= 1U;
  changed.set("content", core::to_base64(content));
  CHECK_THROWS_AS(open_with_two(written(changed), test.alice, test.carol), core::Error);
  CHECK_THROWS_AS(open_with_two(file.substr(0, file.size() / 2), test.alice, test.carol), core::Error);
  CHECK_THROWS_AS(open_with_two("{}", test.alice, test.carol), core::Error);
  core::json::Value turned = parsed(file);
  core::json::Array halves = *turned.find("halves")->array();
  std::swap(halves[0], halves[1]);
  turned.set("halves", std::move(halves));
  CHECK_THROWS_AS(open_with_two(written(turned), test.alice, test.carol), core::Error);
}
