// SPDX-License-Identifier: Apache-2.0
// Ed25519 against RFC 8032 and Wycheproof; private keys in files that stock tools read.
#include "custody/signature.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/error.h"
#include "tests/support/shared_files.h"
#include "tests/support/temp_folder.h"

using core::from_hex;
using custody::PrivateKey;
using custody::PublicKey;

namespace {

struct Rfc8032 {
  const char *seed, *key, *message, *signature;
};

// RFC 8032 section 7.1, tests 1, 2, 3 and SHA(abc).
constexpr Rfc8032 kVectors[] = {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                                 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                                 "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a"
                                 "33bacc61e39701cf9b46bd25bf5f0595bbe24"
                                 "655141438e7a100b"},
                                {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                                 "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                                 "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e1"
                                 "5996e458f3613d0f11d8c387b2eaeb4302aee"
                                 "b00d291612bb0c00"},
                                {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                                 "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                                 "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d1"
                                 "6f290ae67f760984dc6594a7c15e9716ed28d"
                                 "c027beceea1ec40a"},
                                {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
                                 "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
                                 "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274"
                                 "fc1a836ba3c23a3feebbd454d4423643ce80e"
                                 "2a9ac94fa54ca49f",
                                 "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac9"
                                 "0b3ecfdfbc7c66431e0303dca179c138ac17a"
                                 "d9bef1177331a704"}};

int run(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()); }

}  // namespace

TEST_CASE("keys and signatures are those of RFC 8032", "[custody]") {
  for (const Rfc8032& vector : kVectors) {
    const PrivateKey key = PrivateKey::from_seed(*from_hex(vector.seed));
    const core::Bytes message = *from_hex(vector.message);
    CHECK(core::to_hex(key.public_key().raw()) == vector.key);
    CHECK(core::to_hex(key.sign(message)) == vector.signature);
    CHECK(key.public_key().verify(message, *from_hex(vector.signature)));
  }
}

TEST_CASE("what OpenSSL takes for a valid signature is valid, though the key is of small order",
          "[custody]") {
  const auto point = [](const std::string& hex) { return hex + std::string(64 - hex.size(), '0'); };
  const auto verifies = [](const std::string& key, const std::string& signature) {
    return PublicKey::from(*from_hex(key))->verify(core::Bytes{0xaf, 0x82}, *from_hex(signature));
  };
  const std::string neutral = point("01");
  CHECK(verifies(neutral, neutral + point("00")));  // 0 B = R + h A for any h
  CHECK_FALSE(verifies(neutral, point("02") + point("00")));
  CHECK_FALSE(verifies(neutral, neutral + point("01")));
  // R = (1 mod p) written as p + 1, which RFC 8032 section 5.1.3 does not allow.
  CHECK_FALSE(verifies(neutral, "ee" + std::string(60, 'f') + "7f" + point("00")));
}

TEST_CASE("a signature that is changed, cut, longer or over other bytes does not verify", "[custody]") {
  const Rfc8032& vector = kVectors[2];
  const PublicKey key = *PublicKey::from(*from_hex(vector.key));
  const core::Bytes message = *from_hex(vector.message);
  const core::Bytes good = *from_hex(vector.signature);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    core::Bytes bad = good;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    REQUIRE_FALSE(key.verify(message, bad));
  }
  CHECK_FALSE(key.verify(message, {}));
  CHECK_FALSE(key.verify(message, core::ByteView(good).first(63)));
  core::Bytes longer = good;
  longer.push_back(0);
  CHECK_FALSE(key.verify(message, longer));
  CHECK_FALSE(key.verify(core::Bytes{0xaf}, good));
  CHECK_FALSE(PrivateKey::generate().public_key().verify(message, good));
  CHECK_FALSE(PublicKey::from(core::ByteView(good).first(31)));
  CHECK_FALSE(PublicKey::from(core::ByteView(good).first(33)));
  CHECK_THROWS_AS(PrivateKey::from_seed(core::Bytes(31)), core::Error);
}

TEST_CASE("the corpus of Wycheproof gives its expected answers", "[custody]") {
  if (!support::has_shared("wycheproof")) {
    return;
  }
  REQUIRE_FALSE(support::shared_files("wycheproof", ".json").empty());
  const auto file = support::json_file(support::shared_folder("wycheproof") / "ed25519_test.json");
  int valid = 0;
  int invalid = 0;
  for (const auto& group : *file.find("testGroups")->array()) {
    const PublicKey key = *PublicKey::from(*from_hex(*group.at_path("publicKey.pk")->string()));
    for (const auto& test : *group.find("tests")->array()) {
      INFO("test " << *test.integer_of("tcId") << " " << *test.text_of("comment"));
      const bool expected = test.text_of("result") == "valid";
      CHECK(key.verify(*from_hex(*test.text_of("msg")), *from_hex(*test.text_of("sig"))) == expected);
      ++(expected ? valid : invalid);
    }
  }
  CHECK(valid > 50);
  CHECK(invalid > 50);
}

TEST_CASE("an encrypted private key opens with its passphrase only", "[custody]") {
  const PrivateKey key = PrivateKey::generate();
  const std::string pem = key.encrypt("corr\u00e9ct horse", 1000);
  CHECK_THAT(pem, Catch::StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  const auto opened = PrivateKey::decrypt(pem, "corr\u00e9ct horse");
  REQUIRE(opened);
  CHECK(opened->public_key() == key.public_key());
  for (const char* wrong : {"", "correct horse", "corr\u00e9ct horse ", "corr\u00e9ct hors"}) {
    CHECK_FALSE(PrivateKey::decrypt(pem, wrong));
  }
  CHECK(key.encrypt("same", 1000) != key.encrypt("same", 1000));
}

TEST_CASE("what is no encrypted Ed25519 key does not open", "[custody]") {
  const std::string pem = PrivateKey::generate().encrypt("word", 1000);
  CHECK_FALSE(PrivateKey::decrypt("", "word"));
  CHECK_FALSE(PrivateKey::decrypt("no pem", "word"));
  for (std::size_t keep = 0; keep < pem.size() - 1; keep += 7) {
    CHECK_FALSE(PrivateKey::decrypt(pem.substr(0, keep), "word"));
  }
  int opened = 0;
  for (std::size_t at = 40; at < pem.size() - 40; ++at) {
    std::string damaged = pem;
    damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
    opened += PrivateKey::decrypt(damaged, "word") ? 1 : 0;
  }
  CHECK(opened < 30);  // CBC does not authenticate; whoever opens a key compares its public half
}

TEST_CASE("the openssl program reads public and private key files", "[custody]") {
  if (run("openssl version") != 0) {
    WARN("skipped: there is no openssl program here");
    return;
  }
  const support::TempFolder folder;
  const PrivateKey key = PrivateKey::generate();
  const std::string message = "signed here, verified elsewhere\n";
  core::write_new_file(folder / "key.pem", core::as_bytes(key.encrypt("word", 1000)));
  core::write_new_file(folder / "pub.pem", core::as_bytes(key.public_key().pem()));
  core::write_new_file(folder / "text", core::as_bytes(message));
  core::write_new_file(folder / "sig", key.sign(core::as_bytes(message)));
  const std::string in = "cd " + folder.path().native() + " && openssl ";
  CHECK(run(in + "pkey -in key.pem -passin pass:word -pubout -out again.pem") == 0);
  CHECK(core::read_text_file(folder / "again.pem") == key.public_key().pem());
  CHECK(run(in + "pkey -in key.pem -passin pass:wrong") != 0);
  CHECK(run(in + "pkeyutl -verify -pubin -inkey pub.pem -rawin -in text -sigfile sig") == 0);
  CHECK(run(in + "genpkey -algorithm ED25519 -aes-256-cbc -pass pass:word -out theirs.pem") == 0);
  CHECK(PrivateKey::decrypt(core::read_text_file(folder / "theirs.pem"), "word"));
  CHECK(run(in + "genpkey -algorithm X25519 -aes-256-cbc -pass pass:word -out other.pem") == 0);
  CHECK_FALSE(PrivateKey::decrypt(core::read_text_file(folder / "other.pem"), "word"));
}
