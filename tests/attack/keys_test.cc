// SPDX-License-Identifier: Apache-2.0
// What somebody can do who holds keys of the device, up to an administrator with all of them: everything is signed anew,
// and nothing in the folder contradicts itself. What tells then is what somebody else has kept.
#include <catch2/catch.hpp>
#include <fstream>

#include "core/error.h"
#include "tests/attack/attacked_case.h"
#include "tests/support/keeping_story.h"

using attack::AttackedCase;
using custody::FindingKind;
using support::has_finding;
using support::LogMaker;
namespace story = support::story;

namespace {

/// A forger with the key of the case's log and the keys of all its people.
LogMaker forger(const AttackedCase& test) {
  const auto ledger = const_cast<AttackedCase&>(test).open();
  LogMaker out;
  out.log = ledger.log();
  out.log_private = std::move(*test.keys.log_key(ledger.log()));
  return out;
}

/// Puts a forged log in place of the one in the case database, with everything that follows from it.
void install(const LogMaker& forged, const core::Path& case_folder) {
  const core::Path file = case_folder / "case.db";
  core::fs::remove(file);
  custody::Store store = custody::Store::create(file);
  custody::Transaction transaction(store.database());
  custody::Statement row = store.database().prepare("INSERT INTO log(id, origin, vkey) VALUES(1,?,?)");
  row.bind(1, forged.log.name).bind(2, forged.log.text()).run();
  custody::LogHead head;
  for (const auto& leaf : forged.ledger.all_leaves) {
    const core::Sha256 hash = core::merkle::leaf_hash(*leaf);
    store.append(0, head, *leaf, hash);
    const auto parsed = custody::parse_entry(*leaf);
    custody::apply_entry(std::get<custody::Entry>(parsed), hash, store);
  }
  for (const std::string& note : forged.ledger.checkpoints) {
    store.add_checkpoint(0, custody::Checkpoint::open(note, forged.log)->size, note);
  }
  for (const custody::Disclosure& disclosure : forged.ledger.disclosures) {
    store.add_disclosure(0, disclosure);
  }
  transaction.commit();
}

/// The first `count` entries of the case as they are.
void keep(LogMaker& forged, const AttackedCase& test, std::uint64_t count) {
  const custody::Store store =
      custody::Store::open(test.path() / "case.db", custody::Database::Mode::read_only);
  for (std::uint64_t seq = 0; seq < count; ++seq) {
    const core::Bytes leaf = *store.leaf(seq);
    const auto parsed = custody::parse_entry(leaf);
    std::vector<std::string> about;
    for (const custody::About& item : std::get<custody::Entry>(parsed).about) {
      about.push_back(item.id);
    }
    forged.append(std::string(core::as_text(leaf)), about);
  }
  store.each_disclosure(0, [&](const custody::Disclosure& disclosure) {
    if (disclosure.seq < count) {
      forged.ledger.disclosures.push_back(disclosure);
    }
  });
}

/// The case with everything behind `kept` entries written and signed anew, as long as it was.
core::Path rewritten(const AttackedCase& test, std::uint64_t kept) {
  LogMaker forged = forger(test);
  keep(forged, test, kept);
  if (kept == 0) {
    story::begin(forged);
    forged.ledger.checkpoints.clear();
  }
  for (int number = 0; forged.size() < test.head.size; ++number) {
    forged.add(story::incident(forged, ("OTHER-" + std::to_string(number)).c_str()));
  }
  forged.checkpoint();
  const core::Path at = test.fresh();
  install(forged, at);
  return at;
}

/// The forger's log of one more entry, signed and sealed as if it were in order, has this fault at it.
void refused(const AttackedCase& test, LogMaker& forged, const std::string& class_name) {
  forged.checkpoint();
  const core::Path at = test.fresh();
  install(forged, at);
  const auto report = test.stranger(at);
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK(has_finding(report.findings, FindingKind::fault, class_name, forged.size() - 1));
}

}  // namespace

TEST_CASE("an entry by a key that is not enrolled", "[attack]") {
  const AttackedCase test;
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  forged.bob = support::person("mallory");
  forged.add(story::incident(forged, "INC-9"));
  refused(test, forged, "unauthorised");
}

TEST_CASE("an entry by a key in a role that it does not hold", "[attack]") {
  const AttackedCase test;
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  auto step = story::incident(forged, "INC-9");
  SECTION("not granted") { step.signers = {{&forged.carol, custody::Role::counsel}}; }
  SECTION("not for this type") {
    step = story::enrolled(forged, support::person("mallory"));
    step.signers = {{&forged.carol, custody::Role::custodian}};
  }
  forged.add(step);
  refused(test, forged, "unauthorised");
}

TEST_CASE("an entry by a key that was revoked", "[attack]") {
  const AttackedCase test;
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  forged.add(story::enrolled(forged, story::dave()));
  auto note = story::incident(forged, "INC-9");
  SECTION("behind the revocation, on the device that knows of it") {
    forged.add(story::revoked(forged, forged.bob, forged.size()));
  }
  SECTION("behind one that vouches for what the thief is still to write") {
    forged.add(story::revoked(forged, forged.bob, forged.size() + 5));
  }
  SECTION("the revocation itself by the one it takes the key from") {
    note = story::revoked(forged, forged.carol, forged.size());
  }
  forged.add(note);
  refused(test, forged, "unauthorised");
}

TEST_CASE("a handover by somebody who does not hold the thing", "[attack]") {
  const AttackedCase test;  // D-1 is with carol
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  forged.add(story::transferred(forged));
  refused(test, forged, "unauthorised");
}

TEST_CASE("an entry of the case recorded a second time", "[attack]") {
  const AttackedCase test;
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  const core::Bytes again = *forged.ledger.all_leaves[6];
  forged.append(std::string(core::as_text(again)));
  refused(test, forged, "tampered");
}

TEST_CASE("a document issued in the place of another", "[attack]") {
  const AttackedCase test;
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  forged.add(story::document(forged));
  forged.add(story::document(forged));
  refused(test, forged, "tampered");
}

TEST_CASE("a comparison that claims digests of its own", "[attack]") {
  const AttackedCase test;
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  forged.add(story::image(forged));
  forged.add(story::started(forged));
  forged.add(story::finished(forged));
  auto step = story::verified(forged, forged.size() - 1);
  step.body["blocks_root"] = std::string(64, 'd');
  forged.add(step);
  refused(test, forged, "mismatch");
}

TEST_CASE("everything rewritten and signed anew by an administrator who holds all keys", "[attack]") {
  AttackedCase test;
  const core::Path at = rewritten(test, 0);
  REQUIRE(test.stranger(at).intact());  // nothing in the folder tells
  SECTION("the device that wrote the case knows its head") {
    CHECK(has_finding(test.device(at).findings, FindingKind::fault, "forked"));
  }
  SECTION("a receipt with the case id") {
    test.paper_case_id = test.case_id;
    CHECK(has_finding(test.stranger(at).findings, FindingKind::fault, "unauthorised", 0));
  }
  SECTION("a document with the head") {
    test.paper_head = test.early_head;
    CHECK(has_finding(test.stranger(at).findings, FindingKind::fault, "forked", test.early_head.size - 1));
  }
}

TEST_CASE("everything behind the first entry rewritten and signed anew", "[attack]") {
  AttackedCase test;
  const std::uint64_t kept = GENERATE(1, 2, 6);
  LogMaker forged = forger(test);
  keep(forged, test, kept);
  if (kept == 1) {
    forged.add(story::enrolled(forged, forged.alice));
  }
  if (kept <= 2) {
    forged.add(story::enrolled(forged, forged.bob));
  }
  while (forged.size() < test.head.size) {
    forged.add(story::incident(forged, ("OTHER-" + std::to_string(forged.size())).c_str()));
  }
  forged.checkpoint();
  const core::Path at = test.fresh();
  install(forged, at);
  test.paper_case_id = test.case_id;
  REQUIRE(test.stranger(at).intact());  // the case id fixes the first entry and no other
  CHECK(has_finding(test.device(at).findings, FindingKind::fault, "forked", test.head.size - 1));
  test.paper_head = test.early_head;
  CHECK(has_finding(test.stranger(at).findings, FindingKind::fault, "forked", test.early_head.size - 1));
}

TEST_CASE("a log that shows two heads of one size", "[attack]") {
  AttackedCase test;
  const core::Path at = rewritten(test, test.head.size - 1);
  REQUIRE(test.stranger(at).intact());
  SECTION("the device has seen the other") {
    CHECK(has_finding(test.device(at).findings, FindingKind::fault, "forked", test.head.size - 1));
  }
  SECTION("paper shows the other") {
    test.paper_head = test.head;
    CHECK(has_finding(test.stranger(at).findings, FindingKind::fault, "forked", test.head.size - 1));
  }
  SECTION("both heads in one folder") {
    const custody::Store store =
        custody::Store::open(test.path() / "case.db", custody::Database::Mode::read_only);
    std::string note = *store.newest_checkpoint();
    attack::edit(
        at, "INSERT INTO checkpoint VALUES(1," + std::to_string(test.head.size + 1) + ",'" + note + "')");
    CHECK(has_finding(test.stranger(at).findings, FindingKind::fault, "tampered"));
  }
}

TEST_CASE("a clock that jumps back is said and is no fault", "[attack]") {
  const AttackedCase test;
  LogMaker forged = forger(test);
  keep(forged, test, test.head.size);
  const bool first = GENERATE(true, false);
  forged.edit = [&](std::uint64_t seq, core::json::Value& object) {
    object.set("time",
               first || seq > test.head.size ? "2001-01-01T00:00:00.000000Z" : "2041-01-01T00:00:00.000000Z");
  };
  forged.add(story::incident(forged, "INC-8"));
  forged.add(story::incident(forged, "INC-9"));
  forged.checkpoint();
  const core::Path at = test.fresh();
  install(forged, at);
  const auto report = test.stranger(at);
  CHECK(report.intact());
  CHECK(has_finding(report.findings, FindingKind::limit, "clock anomaly",
                    first ? test.head.size : test.head.size + 1));
}
