// SPDX-License-Identifier: Apache-2.0
// A witness's verdicts over the log of the tlog-tiles corpus, its memory, and two requests at once.
#include "custody/witness.h"

#include <catch2/catch.hpp>
#include <thread>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/merkle.h"
#include "tests/support/log_maker.h"
#include "tests/support/shared_files.h"
#include "tests/support/temp_folder.h"

using custody::CheckpointRequest;
using custody::Witness;
using custody::WitnessVerdict;

namespace {

/// A log of growing size, and a witness that knows it.
class Watched {
 public:
  Watched() {
    for (int i = 0; i < 40; ++i) {
      hashes.push_back(core::merkle::leaf_hash(core::as_bytes(std::to_string(i))));
    }
  }
  custody::UnlockedWitness key() const {
    custody::PrivateKey key = custody::PrivateKey::from_seed(core::sha256(core::as_bytes("w")).view());
    custody::WitnessKey name{"witness.example/w", key.public_key()};
    return {std::move(name), std::move(key)};
  }
  Witness witness() const { return {folder / "heads", key(), {maker.log}, clock}; }
  std::string note(std::size_t size) const {
    const custody::Checkpoint head{maker.log.name, size,
                                   core::merkle::root_of(std::span(hashes).first(size))};
    return head.signed_by(maker.log, maker.log_private);
  }
  CheckpointRequest request(std::size_t old_size, std::size_t size) const {
    CheckpointRequest out{old_size, {}, note(size)};
    if (old_size > 0) {
      out.proof = core::merkle::Tree({hashes.begin(), hashes.begin() + static_cast<std::ptrdiff_t>(size)})
                      .consistency_proof(old_size);
    }
    return out;
  }

  support::TempFolder folder;
  support::StepClock clock;
  support::LogMaker maker;
  std::vector<core::Sha256> hashes;
};

}  // namespace

TEST_CASE("a witness cosigns every step of a growing log, and no step back", "[custody]") {
  Watched log;
  const Witness witness = log.witness();
  std::size_t last = 0;
  for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 9U, 9U, 31U, 32U, 40U}) {
    const auto answer = witness.add_checkpoint(log.request(last, size));
    INFO(answer.why);
    REQUIRE(answer.verdict == WitnessVerdict::cosigned);
    const auto note = custody::Note::parse(answer.note);
    REQUIRE(note);
    CHECK(custody::verify_cosignature(note->text, note->signatures.back(), witness.key()));
    CHECK(answer.lines == custody::signature_line(note->signatures.back()));
    CHECK(witness.last_size(log.maker.log.name) == size);
    CHECK(witness.newest(core::sha256(core::as_bytes(log.maker.log.name)).hex()) == answer.note);
    last = size;
  }
  for (std::size_t size = 1; size < 40; ++size) {
    const auto answer = witness.add_checkpoint(log.request(size, size));
    CHECK(answer.verdict == WitnessVerdict::other_size);
    CHECK(answer.last_size == 40);
  }
  CHECK(witness.last_size(log.maker.log.name) == 40);
}

TEST_CASE("another tree is refused at every size, with every proof there is", "[custody]") {
  Watched log;
  const Witness witness = log.witness();
  REQUIRE(witness.add_checkpoint(log.request(0, 11)).verdict == WitnessVerdict::cosigned);
  Watched other;
  other.hashes[4] = core::sha256({});
  for (std::size_t size = 11; size <= 40; ++size) {
    CheckpointRequest request = other.request(11, size);
    CHECK(witness.add_checkpoint(request).verdict == WitnessVerdict::inconsistent);
    request.proof = log.request(11, size).proof;
    CHECK(witness.add_checkpoint(request).verdict == WitnessVerdict::inconsistent);
    request.proof.clear();
    CHECK(witness.add_checkpoint(request).verdict == WitnessVerdict::inconsistent);
  }
  CHECK(witness.last_size(log.maker.log.name) == 11);
  CHECK(witness.add_checkpoint(log.request(11, 12)).verdict == WitnessVerdict::cosigned);
}

TEST_CASE("the empty log may be cosigned, with the root of the empty tree only", "[custody]") {
  Watched log;
  const Witness witness = log.witness();
  const custody::Checkpoint wrong{log.maker.log.name, 0, core::sha256(core::as_bytes("x"))};
  CHECK(witness.add_checkpoint({0, {}, wrong.signed_by(log.maker.log, log.maker.log_private)}).verdict ==
        WitnessVerdict::inconsistent);
  CHECK(witness.add_checkpoint(log.request(0, 0)).verdict == WitnessVerdict::cosigned);
  CHECK(witness.add_checkpoint(log.request(0, 5)).verdict == WitnessVerdict::cosigned);
}

TEST_CASE("a memory that is damaged or of another log is not overwritten", "[custody]") {
  Watched log;
  const Witness witness = log.witness();
  REQUIRE(witness.add_checkpoint(log.request(0, 3)).verdict == WitnessVerdict::cosigned);
  const core::Path file = log.folder / "heads" / core::sha256(core::as_bytes(log.maker.log.name)).hex();
  const std::string kept = core::read_text_file(file);
  for (const std::string& damaged :
       {std::string("x"), std::string(), log.note(2), kept.substr(0, kept.size() - 1)}) {
    core::replace_file(file, core::as_bytes(damaged));
    CHECK_THROWS_AS(witness.add_checkpoint(log.request(0, 5)), core::Error);
    CHECK(core::read_text_file(file) == damaged);
  }
}

TEST_CASE("of many requests at once from one size, one is cosigned", "[custody]") {
  Watched log;
  const Witness witness = log.witness();
  REQUIRE(witness.add_checkpoint(log.request(0, 3)).verdict == WitnessVerdict::cosigned);
  std::vector<CheckpointRequest> requests;
  for (std::size_t size = 20; size < 28; ++size) {
    requests.push_back(log.request(3, size));
  }
  std::vector<WitnessVerdict> verdicts(requests.size());
  {
    std::vector<std::jthread> all;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      all.emplace_back([&, i] { verdicts[i] = witness.add_checkpoint(requests[i]).verdict; });
    }
  }
  CHECK(std::count(verdicts.begin(), verdicts.end(), WitnessVerdict::cosigned) == 1);
  CHECK(std::count(verdicts.begin(), verdicts.end(), WitnessVerdict::other_size) ==
        static_cast<std::ptrdiff_t>(verdicts.size()) - 1);
}

TEST_CASE("the checkpoints of the tlog-tiles corpus are cosigned one after the other", "[custody]") {
  if (!support::has_shared("tlog-tiles")) {
    return;
  }
  Watched own;
  const auto key = custody::VerifierKey::parse(
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  REQUIRE(key);
  const Witness witness(own.folder / "heads", own.key(), {*key}, own.clock);
  const core::Path folder = support::shared_folder("tlog-tiles");
  std::vector<core::Sha256> leaves;
  const core::Bytes tile = core::read_file(folder / "tile/0/000.p/15");
  for (std::size_t i = 0; i < 15; ++i) {
    leaves.push_back(*core::Sha256::from(core::ByteView(tile).subspan(32 * i, 32)));
  }
  for (std::size_t size = 0; size <= 15; ++size) {
    INFO(size);
    CheckpointRequest request{
        size == 0 ? 0 : size - 1, {}, core::read_text_file(folder / ("checkpoint." + std::to_string(size)))};
    if (request.old_size > 0) {
      request.proof = core::merkle::Tree({leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size)})
                          .consistency_proof(request.old_size);
    }
    CHECK(witness.add_checkpoint(request).verdict == WitnessVerdict::cosigned);
  }
}
