// SPDX-License-Identifier: Apache-2.0
// Checkpoints: three lines, one form, signed by the log; and the small log of the tlog-tiles corpus.
#include "custody/checkpoint.h"

#include <catch2/catch.hpp>

#include "core/merkle.h"
#include "tests/support/log_maker.h"
#include "tests/support/shared_files.h"

using custody::Checkpoint;
using custody::Note;

namespace {

const std::string kRoot = core::to_base64(core::Bytes(32, 0x5a));

/// C2SP tlog-tiles: each entry is preceded by its length, two bytes, big end first.
std::vector<core::Sha256> leaves_of_bundle(const core::Bytes& bundle) {
  std::vector<core::Sha256> out;
  core::ByteView rest(bundle);
  while (!rest.empty()) {
    REQUIRE(rest.size() >= 2);
    const std::size_t length = rest[0] * 256U + rest[1];
    REQUIRE(rest.size() >= 2 + length);
    out.push_back(core::merkle::leaf_hash(rest.subspan(2, length)));
    rest = rest.subspan(2 + length);
  }
  return out;
}

}  // namespace

TEST_CASE("the checkpoints of the tlog-tiles corpus open and have the roots of its entries", "[custody]") {
  if (!support::has_shared("tlog-tiles")) {
    return;
  }
  const auto key = custody::VerifierKey::parse(
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  REQUIRE(key);
  const core::Path folder = support::shared_folder("tlog-tiles");
  std::vector<core::Sha256> before;
  for (std::uint64_t size = 0; size <= 15; ++size) {
    INFO("checkpoint " << size);
    const auto checkpoint =
        Checkpoint::open(core::read_text_file(folder / ("checkpoint." + std::to_string(size))), *key);
    REQUIRE(checkpoint);
    CHECK(checkpoint->size == size);
    std::vector<core::Sha256> leaves;
    if (size > 0) {
      leaves = leaves_of_bundle(core::read_file(folder / "tile/entries/000.p" / std::to_string(size)));
      const core::Bytes tile = core::read_file(folder / "tile/0/000.p" / std::to_string(size));
      REQUIRE(tile.size() == 32 * size);
      CHECK(core::Sha256::from(core::ByteView(tile).last(32)) == leaves.back());
    }
    REQUIRE(leaves.size() == size);
    CHECK(core::merkle::root_of(leaves) == checkpoint->root);
    CHECK(std::equal(before.begin(), before.end(), leaves.begin()));
    before = leaves;
  }
}

TEST_CASE("a checkpoint's text has exactly one form", "[custody]") {
  const auto good = Checkpoint::parse_text("log\n18446744073709551615\n" + kRoot + "\n");
  REQUIRE(good);
  CHECK(good->size == ~std::uint64_t{0});
  CHECK(good->text() == "log\n18446744073709551615\n" + kRoot + "\n");
  for (const std::string& text :
       {std::string(), std::string("\n"), "log\n1\n" + kRoot, "log\n1\n" + kRoot + "\n\n",
        "log\n1\n" + kRoot + "\nmore\n", "\n1\n" + kRoot + "\n", "log\n\n" + kRoot + "\n",
        "log\n01\n" + kRoot + "\n", "log\n+1\n" + kRoot + "\n", "log\n-1\n" + kRoot + "\n",
        "log\n 1\n" + kRoot + "\n", "log\n1 \n" + kRoot + "\n", "log\n1x\n" + kRoot + "\n",
        "log\n0x1\n" + kRoot + "\n", "log\n18446744073709551616\n" + kRoot + "\n", std::string("log\n1\n\n"),
        "log\n1\n" + kRoot.substr(1) + "\n", "log\n1\n" + kRoot.substr(0, 40) + "\n",
        "log\n1\n" + core::to_base64(core::Bytes(33)) + "\n"}) {
    INFO(text);
    CHECK_FALSE(Checkpoint::parse_text(text));
  }
}

TEST_CASE("a checkpoint opens only under its own log's key and name", "[custody]") {
  const support::LogMaker log;
  const support::LogMaker same;
  const Checkpoint checkpoint{log.log.name, 7, core::sha256({})};
  const std::string note = checkpoint.signed_by(log.log, log.log_private);
  CHECK(Checkpoint::open(note, log.log) == checkpoint);
  CHECK(note == checkpoint.signed_by(same.log, same.log_private));
  CHECK_FALSE(Checkpoint::open(note, log.alice.card.key));
  CHECK_FALSE(Checkpoint::open(checkpoint.signed_by(log.alice.card.key, log.alice.private_key), log.log));
  const Checkpoint foreign{"example.org/log", 7, core::sha256({})};
  CHECK_FALSE(Checkpoint::open(foreign.signed_by(log.log, log.log_private), log.log));
  CHECK_FALSE(Checkpoint::open("", log.log));
  for (std::size_t at = 0; at < note.size(); ++at) {
    std::string damaged = note;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x02);
    CHECK_FALSE(Checkpoint::open(damaged, log.log));
  }
}

TEST_CASE("the log signs first; lines by others may follow", "[custody]") {
  const support::LogMaker log;
  const Checkpoint checkpoint{log.log.name, 7, core::sha256({})};
  Note note = *Note::parse(checkpoint.signed_by(log.log, log.log_private));
  note.signatures.push_back(sign_note(note.text, log.bob.card.key, log.bob.private_key));
  CHECK(Checkpoint::open(note.encode(), log.log) == checkpoint);
  std::swap(note.signatures[0], note.signatures[1]);
  CHECK_FALSE(Checkpoint::open(note.encode(), log.log));
}

TEST_CASE("a signed note with extension lines is no checkpoint", "[custody]") {
  const support::LogMaker log;
  const std::string text = Checkpoint{log.log.name, 7, core::sha256({})}.text() + "extension\n";
  const Note note{text, {sign_note(text, log.log, log.log_private)}};
  CHECK_FALSE(Checkpoint::open(note.encode(), log.log));
}
