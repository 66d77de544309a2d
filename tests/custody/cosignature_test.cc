// SPDX-License-Identifier: Apache-2.0
// Cosignatures and the bodies and proofs around them, by the examples of the C2SP pages; each has exactly one form.
#include "custody/cosignature.h"

#include <catch2/catch.hpp>

#include "custody/checkpoint.h"
#include "custody/checkpoint_request.h"
#include "custody/tlog_proof.h"
#include "tests/support/log_maker.h"

using custody::Checkpoint;
using custody::CheckpointRequest;
using custody::Note;
using custody::TlogProof;
using custody::WitnessKey;

namespace {

// c2sp.org/tlog-cosignature, "Transparency Log Cosignatures".
const std::string kCosigned =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/"
    "zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

// c2sp.org/tlog-witness, "add-checkpoint".
const std::string kRequest =
    "old "
    "20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 example.com/behind-the-sofa "
    "opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

const std::string kHash = core::to_base64(core::Bytes(32, 0x5a));

custody::PrivateKey witness_private() {
  return custody::PrivateKey::from_seed(core::sha256(core::as_bytes("witness")).view());
}

}  // namespace

TEST_CASE("the example of the cosignature page parses, and its time is the one the page gives", "[custody]") {
  const auto note = Note::parse(kCosigned);
  REQUIRE(note);
  CHECK(note->encode() == kCosigned);
  CHECK(Checkpoint::parse_head(note->text)->size == 20852163);
  const core::Bytes& bytes = note->signatures[1].bytes;
  REQUIRE(bytes.size() == 4 + 8 + 64);
  std::uint64_t time = 0;
  for (std::size_t i = 4; i < 12; ++i) {
    time = time << 8U | bytes[i];
  }
  CHECK(time == 1679315147);
}

TEST_CASE("a cosignature signs the page's message and verifies under its own name, key, time and text only",
          "[custody]") {
  const custody::PrivateKey key = witness_private();
  const WitnessKey witness{"witness.example.com/w1", key.public_key()};
  const std::string text = Note::parse(kCosigned)->text;
  const auto line = custody::cosign(text, witness, key, 1679315147);
  CHECK(custody::verify_cosignature(text, line, witness) == 1679315147);
  CHECK(key.public_key().verify(core::as_bytes("cosignature/v1\ntime 1679315147\n" + text),
                                core::ByteView(line.bytes).subspan(12)));
  const core::Sha256 id = [&] {
    core::Hasher<core::Sha256> hasher;
    hasher.update(core::as_bytes("witness.example.com/w1\n\x04"));
    hasher.update(witness.key.raw());
    return hasher.finish();
  }();
  CHECK(std::equal(line.bytes.begin(), line.bytes.begin() + 4, id.bytes.begin()));
  CHECK_FALSE(custody::verify_cosignature(text + "more\n", line, witness));
  CHECK_FALSE(custody::verify_cosignature(text, line, WitnessKey{"other", witness.key}));
  CHECK_FALSE(
      custody::verify_cosignature(text, line, WitnessKey{witness.name, support::person("x").card.key.key}));
  for (std::size_t at = 0; at < line.bytes.size(); ++at) {
    auto damaged = line;
    damaged.bytes[at] ^= 1U;
    CHECK_FALSE(custody::verify_cosignature(text, damaged, witness));
  }
  CHECK_FALSE(
      custody::verify_cosignature(text, custody::cosign(text, witness, key, ~std::uint64_t{0}), witness));
}

TEST_CASE("keys of logs and keys of witnesses are not taken for each other", "[custody]") {
  const WitnessKey witness{"w", witness_private().public_key()};
  const custody::VerifierKey log{"w", witness.key};
  CHECK(WitnessKey::parse(witness.text()) == witness);
  CHECK_FALSE(WitnessKey::parse(log.text()));
  CHECK_FALSE(custody::VerifierKey::parse(witness.text()));
  CHECK(witness.id() != log.id());
  const std::string text = "a\n1\n" + kHash + "\n";
  CHECK_FALSE(custody::verify_signature(text, custody::cosign(text, witness, witness_private(), 7), log));
  CHECK_FALSE(custody::verify_cosignature(text, custody::sign_note(text, log, witness_private()), witness));
}

TEST_CASE("the example of the witness page parses and is written back to the byte", "[custody]") {
  const auto request = CheckpointRequest::parse(kRequest);
  REQUIRE(request);
  CHECK(request->old_size == 20852014);
  CHECK(request->proof.size() == 4);
  CHECK(request->text() == kRequest);
  REQUIRE(Note::parse(request->note));
  CHECK(Note::parse(request->note)->signatures.size() == 2);
}

TEST_CASE("a request has exactly one form", "[custody]") {
  const std::string most([] {
    std::string out;
    for (int i = 0; i < 63; ++i) {
      out += kHash + "\n";
    }
    return out;
  }());
  CHECK(CheckpointRequest::parse("old 0\n\nx"));
  CHECK(CheckpointRequest::parse("old 18446744073709551615\n" + most + "\nx"));
  for (const std::string& text :
       {std::string(), std::string("old 0\n"), std::string("old 0\n\n"), std::string("old 00\n\nx"),
        std::string("old +1\n\nx"), std::string("old -1\n\nx"), std::string("old  1\n\nx"),
        std::string("old 1 \n\nx"), std::string("old \n\nx"), std::string("old\n\nx"),
        std::string("Old 1\n\nx"), std::string(" old 1\n\nx"), std::string("old 1\r\n\r\nx"),
        std::string("old 18446744073709551616\n\nx"), "old 1\n" + kHash + "x\n\nx",
        "old 1\n" + kHash.substr(4) + "\n\nx", "old 1\n" + most + kHash + "\n\nx",
        "old 1 " + kHash + "\n\nx"}) {
    INFO(text);
    CHECK_FALSE(CheckpointRequest::parse(text));
  }
}

TEST_CASE("a proof has exactly one form, with and without extra data", "[custody]") {
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  for (const std::string& good :
       {head + "index 0\n\nnote", head + "index 73894\n" + kHash + "\n" + kHash + "\n\nnote",
        head + "extra YWdl\nindex 1\n" + kHash + "\n\nnote", head + "extra \nindex 1\n\n"}) {
    INFO(good);
    const auto proof = TlogProof::parse(good);
    REQUIRE(proof);
    CHECK(proof->text() == good);
  }
  for (const std::string& bad :
       {std::string(), head, head + "index 0\n", head + "index 00\n\nn", head + "index -1\n\nn",
        head + "index\n\nn", head + "index 1\n" + kHash + "\n", head + "index 1\nAAAA\n\nn",
        head + "extra YWd\nindex 1\n\nn", head + "index 1\nextra YWdl\n\nn",
        head + "extra YWdl\nextra YWdl\nindex 1\n\nn", std::string("c2sp.org/tlog-proof@v2\nindex 1\n\nn"),
        head + "index 1\r\n\r\nn"}) {
    INFO(bad);
    CHECK_FALSE(TlogProof::parse(bad));
  }
}

TEST_CASE("a head of another log may have extension lines, none of them empty", "[custody]") {
  const std::string lines = "log\n7\n" + kHash + "\n";
  CHECK(Checkpoint::parse_head(lines));
  CHECK(Checkpoint::parse_head(lines + "more\nand more\n"));
  CHECK_FALSE(Checkpoint::parse_text(lines + "more\n"));
  for (const std::string& bad :
       {lines + "\n", lines + "more", lines + "more\n\n", lines + "\nmore\n", lines.substr(4)}) {
    INFO(bad);
    CHECK_FALSE(Checkpoint::parse_head(bad));
  }
}
