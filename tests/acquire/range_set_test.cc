// SPDX-License-Identifier: Apache-2.0
// Ranges that merge: compared with one flag per byte.
#include "acquire/range_set.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using acquire::Range;
using acquire::RangeSet;

namespace {

/// The same by one flag per byte.
std::vector<Range> ranges_of(const std::vector<bool>& touched) {
  std::vector<Range> out;
  for (std::size_t i = 0; i < touched.size(); ++i) {
    if (!touched[i]) {
      continue;
    }
    if (i > 0 && touched[i - 1]) {
      ++out.back().length;
    } else {
      out.push_back({i, 1});
    }
  }
  return out;
}

}  // namespace

TEST_CASE("ranges that overlap or touch become one, and no others do", "[acquire]") {
  std::mt19937 generator(11);
  for (int round = 0; round < 200; ++round) {
    const std::size_t size = 1 + generator() % 300;
    RangeSet set(size);
    std::vector<bool> touched(size);
    for (auto i = generator() % 40; i > 0; --i) {
      const std::size_t offset = generator() % size;
      const std::size_t length = generator() % std::min<std::size_t>(size - offset + 1, 20);
      set.add({offset, length});
      std::fill_n(touched.begin() + static_cast<std::ptrdiff_t>(offset), length, true);
      REQUIRE(set.ranges() == ranges_of(touched));
    }
    CHECK(set.unit() == 1);
  }
}

TEST_CASE("more ranges than may be kept are rounded outward, and nothing touched is left out", "[acquire]") {
  constexpr std::uint64_t kSize = 1'000'003;
  RangeSet set(kSize, 50);
  std::mt19937 generator(12);
  std::vector<Range> added = {{kSize - 1, 1}, {0, 1}};
  for (int i = 0; i < 2000; ++i) {
    added.push_back({generator() % kSize, 1});
  }
  for (const Range& range : added) {
    set.add(range);
  }
  const std::vector<Range> kept = set.ranges();
  CHECK(kept.size() <= 50);
  CHECK(set.unit() > 1);
  for (const Range& range : kept) {
    CHECK(range.offset % set.unit() == 0);
    CHECK((range.length % set.unit() == 0 || range.offset + range.length == kSize));
    CHECK(range.offset + range.length <= kSize);
  }
  for (const Range& range : added) {
    CHECK(std::any_of(kept.begin(), kept.end(), [&](const Range& whole) {
      return whole.offset <= range.offset && range.offset < whole.offset + whole.length;
    }));
  }
}

TEST_CASE("ranges at the far end of the largest media do not overflow", "[acquire]") {
  constexpr std::uint64_t kSize = ~std::uint64_t{0};
  RangeSet set(kSize, 1);
  set.add({kSize - 1, 1});
  set.add({kSize - 5000, 1});
  set.add({7, 1});
  CHECK(set.ranges() == std::vector<Range>{{0, kSize}});
}
