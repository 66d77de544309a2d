// SPDX-License-Identifier: Apache-2.0
// Digests against RFC 1321, RFC 3174, FIPS 180-4 and FIPS 202 example values.
#include "core/digest.h"

#include <catch2/catch.hpp>

namespace {

template <typename D>
std::string hex_of(std::string_view text) {
  core::Hasher<D> hasher;
  hasher.update(core::as_bytes(text));
  return hasher.finish().hex();
}

constexpr const char* kLong = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

}  // namespace

TEST_CASE("digests give the values of their standards", "[core]") {
  CHECK(hex_of<core::Md5>("") == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(hex_of<core::Md5>("abc") == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(hex_of<core::Md5>("message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
  CHECK(hex_of<core::Sha1>("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(hex_of<core::Sha1>("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex_of<core::Sha1>(kLong) == "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(hex_of<core::Sha256>("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex_of<core::Sha256>("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex_of<core::Sha256>(kLong) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex_of<core::Sha3>("") == "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
  CHECK(hex_of<core::Sha3>("abc") == "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
  CHECK(hex_of<core::Sha3>(kLong) == "41c0dba2a9d6240849100376a8235e2c82e1b9998a999e21db32dd97496d3376");
}

TEST_CASE("a million letters a, given in uneven pieces, have the digests of the standards", "[core]") {
  core::Hasher<core::Md5> md5;
  core::Hasher<core::Sha1> sha1;
  core::Hasher<core::Sha256> sha256;
  std::size_t left = 1'000'000;
  for (std::size_t piece = 1; left > 0; piece = piece * 3 % 1009 + 1) {
    const std::string part(std::min(piece, left), 'a');
    md5.update(core::as_bytes(part));
    sha1.update(core::as_bytes(part));
    sha256.update(core::as_bytes(part));
    left -= part.size();
  }
  CHECK(md5.finish().hex() == "7707d6ae4e027c70eea2a935c2296f21");
  CHECK(sha1.finish().hex() == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  CHECK(sha256.finish().hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a hasher starts anew after finish and can be moved", "[core]") {
  core::Hasher<core::Sha256> hasher;
  hasher.update(core::as_bytes("ab"));
  core::Hasher<core::Sha256> moved = std::move(hasher);
  moved.update(core::as_bytes("c"));
  CHECK(moved.finish() == core::sha256(core::as_bytes("abc")));
  moved.update(core::as_bytes("abc"));
  CHECK(moved.finish() == core::sha256(core::as_bytes("abc")));
  CHECK(moved.finish() == core::sha256({}));
}

TEST_CASE("a digest is parsed from exactly its own length in lower case", "[core]") {
  const std::string hex = core::sha256(core::as_bytes("abc")).hex();
  CHECK(core::Sha256::parse(hex) == core::sha256(core::as_bytes("abc")));
  CHECK_FALSE(core::Sha256::parse(hex.substr(2)));
  CHECK_FALSE(core::Sha256::parse(hex + "00"));
  CHECK_FALSE(core::Sha256::parse(""));
  std::string upper = hex;
  upper[0] = 'B';
  CHECK_FALSE(core::Sha256::parse(upper));
  CHECK_FALSE(core::Sha256::from(core::Bytes(31)));
  CHECK_FALSE(core::Sha256::from(core::Bytes(33)));
  CHECK_FALSE(core::Md5::parse(hex));
}
