// SPDX-License-Identifier: Apache-2.0
#include "core/resumable_digest.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using core::Bytes;
using core::ByteView;

namespace {

Bytes some_bytes(std::size_t size) {
  Bytes out(size);
  std::uint32_t value = 1;
  for (auto& byte : out) {
    value = value * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(value >> 24U);
  }
  return out;
}

template <typename D>
D digest_of(ByteView data) {
  core::Hasher<D> hasher;
  hasher.update(data);
  return hasher.finish();
}

/// Puts the digest down at `cut` and takes it up again.
template <typename D>
D in_two_parts(ByteView data, std::size_t cut) {
  core::ResumableHasher<D> first;
  first.update(data.first(cut / 3));
  first.update(data.subspan(cut / 3, cut - cut / 3));
  core::ResumableHasher<D> second(first.state());
  CHECK(second.length() == cut);
  CHECK(second.state() == first.state());
  second.update(data.subspan(cut));
  return second.finish();
}

}  // namespace

TEMPLATE_TEST_CASE("a digest that was put down goes on as if it had not been", "[core]", core::Md5,
                   core::Sha1, core::Sha256) {
  const Bytes data = some_bytes(1000);
  const auto whole = digest_of<TestType>(data);
  for (std::size_t cut = 0; cut <= data.size(); ++cut) {
    REQUIRE(in_two_parts<TestType>(data, cut) == whole);
  }
}

TEST_CASE("a saved digest counts more than 512 MiB", "[core]") {
  const Bytes part = some_bytes(1U << 20U);
  core::Hasher<core::Sha256> whole;
  core::ResumableHasher<core::Sha256> first;
  for (int i = 0; i < 520; ++i) {
    whole.update(part);
    first.update(part);
  }
  core::ResumableHasher<core::Sha256> second(first.state());
  whole.update(part);
  second.update(part);
  CHECK(second.finish() == whole.finish());
}

TEST_CASE("what is no saved digest is refused", "[core]") {
  core::ResumableHasher<core::Md5> hasher;
  hasher.update(some_bytes(70));
  Bytes state = hasher.state();
  CHECK(state.size() == 16 + 8 + 6);
  state.pop_back();
  CHECK_THROWS_AS(core::ResumableHasher<core::Md5>(state), core::Error);
  CHECK_THROWS_AS(core::ResumableHasher<core::Md5>(Bytes{}), core::Error);
  CHECK_THROWS_AS(core::ResumableHasher<core::Sha1>(hasher.state()), core::Error);
}
