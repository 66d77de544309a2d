// SPDX-License-Identifier: Apache-2.0
#include "core/joint_hasher.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <ctime>

#include "core/error.h"
#include "core/resumable_digest.h"

using core::Bytes;
using core::ByteView;
using core::JointHasher;
using core::Md5;
using core::Sha1;
using core::Sha256;

namespace {

constexpr std::uint64_t kPart = 4 * core::kJointBlock;

Bytes some_bytes(std::size_t size) {
  Bytes out(size);
  std::uint32_t value = 7;
  for (auto& byte : out) {
    value = value * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(value >> 24U);
  }
  return out;
}

template <typename D>
D library_digest(ByteView data) {
  core::Hasher<D> hasher;
  hasher.update(data);
  return hasher.finish();
}

std::vector<Sha256> library_parts(ByteView data) {
  std::vector<Sha256> out;
  for (; !data.empty(); data = data.subspan(std::min<std::size_t>(kPart, data.size()))) {
    out.push_back(core::sha256(data.first(std::min<std::size_t>(kPart, data.size()))));
  }
  return out;
}

void need_same(JointHasher& joint, ByteView data) {
  REQUIRE(joint.digest<Md5>() == library_digest<Md5>(data));
  REQUIRE(joint.digest<Sha1>() == library_digest<Sha1>(data));
  REQUIRE(joint.digest<Sha256>() == library_digest<Sha256>(data));
}

#if defined(__x86_64__)
/// As code does that uses wide vectors and does not clear them at its end, the fast compressor among it.
void leave_wide_vectors() { asm volatile("vpcmpeqd %%ymm5, %%ymm5, %%ymm5" ::: "xmm5"); }

double seconds_of(ByteView data) {
  const auto now = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  };
  JointHasher joint(kPart);
  const double start = now();
  joint.update(data);
  return now() - start;
}
#endif

}  // namespace

#if defined(__x86_64__)
TEST_CASE("joint digests are as fast behind code that leaves wide vectors in the registers", "[core]") {
  if (!JointHasher::is_available()) {
    return;
  }
  const Bytes data = some_bytes(4U << 20U);
  double clean = seconds_of(data);
  double dirty = 1e9;
  for (int i = 0; i < 3; ++i) {
    clean = std::min(clean, seconds_of(data));
    leave_wide_vectors();
    dirty = std::min(dirty, seconds_of(data));
  }
  CHECK(dirty < 5 * clean);
}
#endif

TEST_CASE("joint digests are those of the standards' examples", "[core]") {
  if (!JointHasher::is_available()) {
    WARN("this processor has no instructions for joint digests");
    return;
  }
  const auto of = [](const std::string& text) {
    JointHasher out(kPart);
    out.update(core::as_bytes(text));
    return out;
  };
  // RFC 1321, A.5; FIPS 180-4 by way of the examples that NIST publishes with it.
  CHECK(of("").digest<Md5>().hex() == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(of("message digest").digest<Md5>().hex() == "f96b697d7cb7938d525a2f31aaf161d0");
  CHECK(of("abc").digest<Sha1>().hex() == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(of("abc").digest<Sha256>().hex() ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string long_text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  CHECK(of(long_text).digest<Sha1>().hex() == "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(of(long_text).digest<Sha256>().hex() ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  const std::string million(1'000'000, 'a');
  CHECK(of(million).digest<Md5>().hex() == "7707d6ae4e027c70eea2a935c2296f21");
  CHECK(of(million).digest<Sha1>().hex() == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  CHECK(of(million).digest<Sha256>().hex() ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("joint digests of any length, in pieces of any size, are those of the library", "[core]") {
  if (!JointHasher::is_available()) {
    return;
  }
  const Bytes data = some_bytes(1100);
  for (std::size_t length = 0; length <= data.size(); ++length) {
    const ByteView all = ByteView(data).first(length);
    JointHasher joint(kPart);
    std::size_t piece = 1 + length % 150;
    for (ByteView left = all; !left.empty(); piece = 1 + piece * 31 % 150) {
      joint.update(left.first(std::min(piece, left.size())));
      left = left.subspan(std::min(piece, left.size()));
    }
    need_same(joint, all);
    joint.end_part();
    joint.end_part();
    REQUIRE(joint.take_parts() == library_parts(all));
    REQUIRE(joint.take_parts().empty());
  }
}

TEST_CASE("joint digests go on from saved ones, and save what others go on from", "[core]") {
  if (!JointHasher::is_available()) {
    return;
  }
  const Bytes data = some_bytes(5 * kPart + 77);
  for (std::size_t cut = 0; cut <= data.size(); cut += cut == 5 * kPart ? 77 : kPart) {
    const ByteView before = ByteView(data).first(cut);
    const ByteView after = ByteView(data).subspan(cut);
    core::ResumableHasher<Md5> md5;
    core::ResumableHasher<Sha1> sha1;
    core::ResumableHasher<Sha256> sha256;
    md5.update(before);
    sha1.update(before);
    sha256.update(before);
    JointHasher joint(kPart, md5.state(), sha1.state(), sha256.state());
    REQUIRE(joint.state<Md5>() == md5.state());
    REQUIRE(joint.state<Sha1>() == sha1.state());
    REQUIRE(joint.state<Sha256>() == sha256.state());
    joint.update(after);
    need_same(joint, data);
    joint.end_part();
    REQUIRE(joint.take_parts() == library_parts(after));
    md5.update(after);
    REQUIRE(joint.state<Md5>() == md5.state());
  }
}

TEST_CASE("saved digests of different bytes are not taken up together", "[core]") {
  if (!JointHasher::is_available()) {
    return;
  }
  core::ResumableHasher<Md5> md5;
  core::ResumableHasher<Sha1> sha1;
  core::ResumableHasher<Sha256> sha256;
  sha1.update(some_bytes(64));
  CHECK_THROWS_AS(JointHasher(kPart, md5.state(), sha1.state(), sha256.state()), core::Error);
  CHECK_THROWS_AS(JointHasher(kPart, md5.state(), Bytes{}, sha256.state()), core::Error);
}
