// SPDX-License-Identifier: Apache-2.0
// Secrets leave nothing behind where they were.
#include "core/secret.h"

#include <algorithm>
#include <catch2/catch.hpp>

TEST_CASE("a secret cleanses the text it takes over", "[core]") {
  std::string text = "a passphrase that is longer than a short string";
  const std::size_t size = text.size();
  const char* place = text.data();
  const core::Secret secret(std::move(text));
  CHECK(secret.view() == "a passphrase that is longer than a short string");
  CHECK(std::all_of(place, place + size, [](char c) { return c == 0; }));
}

TEST_CASE("moving a secret, however short, hands its memory on and makes no copy", "[core]") {
  core::Secret first(std::string("short"));
  const char* place = first.view().data();
  core::Secret second(std::move(first));
  CHECK(second.view().data() == place);
  core::Secret third(std::string("another"));
  third = std::move(second);
  CHECK(third.view().data() == place);
  CHECK(third.view() == "short");
  CHECK_FALSE(third.empty());
  CHECK(core::Secret().empty());
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<core::Secret>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<core::Secret>);
}

TEST_CASE("a secret moved onto itself stays whole", "[core]") {
  core::Secret secret(std::string("keep"));
  core::Secret& same = secret;
  secret = std::move(same);
  CHECK(secret.view() == "keep");
}
