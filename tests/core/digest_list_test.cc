// SPDX-License-Identifier: Apache-2.0
#include "core/digest_list.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/error.h"
#include "tests/support/temp_folder.h"

namespace {

/// A digest that says which it is.
core::Sha256 numbered(std::uint64_t number) {
  core::Sha256 out;
  for (std::size_t i = 0; i < sizeof number; ++i) {
    out.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return out;
}

}  // namespace

TEST_CASE("digests that are gathered come back in order, also those that no longer fit in memory", "[core]") {
  static constexpr std::uint64_t kMost = core::DigestGatherer::kInMemory;
  const std::uint64_t count =
      GENERATE(std::uint64_t{0}, std::uint64_t{1}, kMost - 1, kMost + 0, kMost + 1, 3 * kMost + 7);
  CAPTURE(count);
  core::DigestGatherer gatherer;
  core::merkle::Frontier frontier;
  for (std::uint64_t i = 0; i < count; ++i) {
    gatherer.add(std::vector{numbered(i)});
    frontier.push_leaf(core::merkle::leaf_hash(numbered(i).view()));
  }
  const core::DigestList list = gatherer.take();
  REQUIRE(list.size() == count);
  for (std::uint64_t i = 0; i < count; i += 1 + count / 1000) {
    REQUIRE(list.at(i) == numbered(i));
  }
  CHECK((count == 0 || list.at(count - 1) == numbered(count - 1)));
  CHECK(list.root() == frontier.root());
  CHECK(gatherer.take().size() == 0);
  const core::DigestList begin = list.first(count / 2);
  CHECK((count < 2 || begin.at(count / 2 - 1) == numbered(count / 2 - 1)));
}

TEST_CASE("what is gathered in a temporary file leaves none behind", "[core]") {
  const support::TempFolder folder;
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  REQUIRE(::setenv("TMPDIR", folder.path().c_str(), 1) == 0);
  {
    core::DigestGatherer gatherer;
    gatherer.add(std::vector<core::Sha256>(2 * core::DigestGatherer::kInMemory));
    CHECK(core::fs::is_empty(folder.path()));
    CHECK(gatherer.take().size() == 2 * core::DigestGatherer::kInMemory);
  }
  CHECK(core::fs::is_empty(folder.path()));
  (void)(before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1));
}
