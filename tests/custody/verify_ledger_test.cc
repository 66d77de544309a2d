// SPDX-License-Identifier: Apache-2.0
// Verification of a ledger from its bytes: every damage is a finding, none is an exception.
#include "custody/verify_ledger.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "tests/support/log_story.h"
#include "tests/support/shared_files.h"

using core::json::Array;
using core::json::Value;
using custody::FindingKind;
using support::has_finding;
using support::LogMaker;
using support::MemoryLedger;
namespace story = support::story;

namespace {

custody::Findings verify(const MemoryLedger& ledger, const custody::LedgerTrust& trust = {}) {
  return custody::verify_ledger(ledger, trust).findings;
}

LogMaker told() {
  LogMaker log;
  story::tell(log);
  return log;
}

void drop_disclosures(MemoryLedger& ledger, std::uint64_t seq) {
  std::erase_if(ledger.disclosures, [seq](const custody::Disclosure& d) { return d.seq == seq; });
}

void withhold(MemoryLedger& ledger, std::uint64_t seq) {
  ledger.exported = true;
  ledger.all_leaves[seq].reset();
  drop_disclosures(ledger, seq);
}

}  // namespace

TEST_CASE("a ledger written by another program from the format's document has no fault", "[custody]") {
  const Value file = support::golden("ledger.json");
  MemoryLedger ledger;
  ledger.exported = true;
  for (const Value& leaf : *file.find("leaves")->array()) {
    ledger.add_leaf(*leaf.string());
  }
  for (const Value& note : *file.find("checkpoints")->array()) {
    ledger.checkpoints.push_back(*note.string());
  }
  for (const Value& item : *file.find("disclosures")->array()) {
    const Array& list = *item.array();
    ledger.disclosures.push_back(
        {static_cast<std::uint64_t>(*list[0].integer()), *list[1].string(), *list[2].string(), list[3]});
  }
  REQUIRE(ledger.all_leaves.size() > 20);
  const auto report = custody::verify_ledger(ledger, {});
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK_FALSE(has_fault(report.findings));
  CHECK(report.case_id == file.text_of("case"));
  for (std::size_t i = 0; i < ledger.all_leaves.size(); ++i) {
    MemoryLedger damaged = ledger;
    core::Bytes& leaf = *damaged.all_leaves[i];
    leaf[leaf.size() / 2] ^= 0x01;
    CHECK(has_fault(verify(damaged)));
  }
}

TEST_CASE("what is always true of a ledger nobody outside has seen is a limit", "[custody]") {
  const LogMaker log = told();
  const auto plain = log.verify().findings;
  for (const char* name :
       {"unwitnessed", "time unproven", "signers not identified", "no earlier head known"}) {
    CHECK(has_finding(plain, FindingKind::limit, name));
  }
  custody::LedgerTrust trust;
  trust.case_id = core::Sha256::parse(log.verify().case_id);
  trust.seen_heads = {log.head()};
  const auto trusted = log.verify(trust).findings;
  CHECK(support::faults_of(trusted).empty());
  CHECK_FALSE(has_finding(trusted, FindingKind::limit, "signers not identified"));
  CHECK_FALSE(has_finding(trusted, FindingKind::limit, "no earlier head known"));
}

TEST_CASE("every flipped byte of a leaf is found, with and without checkpoints", "[custody]") {
  LogMaker log;
  story::begin(log);
  story::register_items(log);
  const std::uint64_t seq = GENERATE(0U, 4U, 6U);
  MemoryLedger bare = log.ledger;
  bare.checkpoints.resize(
      1);  // covers entries 0 to 3 only; the rest is held by signatures and the second chain
  const std::size_t size = log.ledger.all_leaves[seq]->size();
  for (std::size_t at = 0; at < size; ++at) {
    for (MemoryLedger* ledger : {&log.ledger, &bare}) {
      const std::uint8_t bit = ledger == &bare ? 0x01 : 0x80;
      std::uint8_t& byte = (*ledger->all_leaves[seq])[at];
      byte ^= bit;
      const auto findings = verify(*ledger);
      if (!has_finding(findings, FindingKind::fault, "tampered", seq) &&
          !has_finding(findings, FindingKind::fault, "unauthorised", seq)) {
        FAIL_CHECK("byte " << at << " of entry " << seq);
      }
      byte ^= bit;
    }
  }
  CHECK_FALSE(has_fault(verify(log.ledger)));
}

TEST_CASE("every cut and every appended byte of a leaf is found", "[custody]") {
  LogMaker log = told();
  for (std::size_t seq = 0; seq < log.size(); ++seq) {
    const core::Bytes whole = *log.ledger.all_leaves[seq];
    for (std::size_t keep = 0; keep < whole.size(); keep += 1 + whole.size() / 16) {
      log.ledger.all_leaves[seq]->assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(keep));
      REQUIRE(has_fault(verify(log.ledger)));
    }
    *log.ledger.all_leaves[seq] = whole;
    for (const char extra : {'\n', ' ', '\0'}) {
      log.ledger.all_leaves[seq]->push_back(static_cast<std::uint8_t>(extra));
      REQUIRE(has_fault(verify(log.ledger)));
      log.ledger.all_leaves[seq]->pop_back();
    }
  }
}

TEST_CASE("missing, swapped and repeated entries are found", "[custody]") {
  LogMaker log = told();
  MemoryLedger& ledger = log.ledger;
  const auto remove = [&](std::size_t from, std::size_t to) {
    const auto at = [](std::size_t i) { return static_cast<std::ptrdiff_t>(i); };
    ledger.numbers.resize(ledger.all_leaves.size());
    std::iota(ledger.numbers.begin(), ledger.numbers.end(), 0U);
    ledger.all_leaves.erase(ledger.all_leaves.begin() + at(from), ledger.all_leaves.begin() + at(to));
    ledger.leaf_sha3.erase(ledger.leaf_sha3.begin() + at(from), ledger.leaf_sha3.begin() + at(to));
    ledger.numbers.erase(ledger.numbers.begin() + at(from), ledger.numbers.begin() + at(to));
    for (std::size_t seq = from; seq < to; ++seq) {
      drop_disclosures(ledger, seq);
    }
  };
  SECTION("the end is cut off") {
    remove(ledger.all_leaves.size() - 3, ledger.all_leaves.size());
    CHECK(has_finding(verify(ledger), FindingKind::fault, "truncated"));
  }
  SECTION("all is gone") {
    remove(0, ledger.all_leaves.size());
    CHECK(has_fault(verify(ledger)));
  }
  SECTION("one in the middle is gone") {
    remove(9, 10);
    CHECK(has_finding(verify(ledger), FindingKind::fault, "missing", 9));
  }
  SECTION("the first is gone") {
    remove(0, 1);
    CHECK(has_finding(verify(ledger), FindingKind::fault, "missing", 0));
  }
  SECTION("one is gone and the rest renumbered") {
    remove(9, 10);
    ledger.numbers.clear();
    CHECK(has_finding(verify(ledger), FindingKind::fault, "tampered", 9));
  }
  SECTION("two are swapped") {
    std::swap(ledger.all_leaves[9], ledger.all_leaves[10]);
    CHECK(has_finding(verify(ledger), FindingKind::fault, "tampered", 9));
  }
  SECTION("one stands twice") {
    ledger.all_leaves.insert(ledger.all_leaves.begin() + 9, ledger.all_leaves[9]);
    ledger.leaf_sha3.insert(ledger.leaf_sha3.begin() + 9, ledger.leaf_sha3[9]);
    CHECK(has_finding(verify(ledger), FindingKind::fault, "tampered", 10));
  }
}

TEST_CASE("entries after the newest checkpoint are uncovered", "[custody]") {
  LogMaker log = told();
  log.add(story::incident(log, "INC-2"));
  CHECK(has_finding(log.verify().findings, FindingKind::fault, "uncovered", log.size() - 1));
}

TEST_CASE("checkpoints that are damaged, foreign, out of order or absent are found", "[custody]") {
  LogMaker log = told();
  auto& notes = log.ledger.checkpoints;
  SECTION("none") {
    notes.clear();
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "missing"));
  }
  SECTION("a byte of each flipped") {
    for (std::string* note : {&notes.front(), &notes.back()}) {
      for (char& c : *note) {
        c = static_cast<char>(c ^ 0x01);
        if (!has_fault(log.verify().findings)) {
          FAIL_CHECK("a checkpoint's byte " << &c - note->data());
        }
        c = static_cast<char>(c ^ 0x01);
      }
    }
  }
  SECTION("out of order") {
    std::swap(notes[0], notes[1]);
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "tampered"));
  }
  SECTION("twice") {
    notes.push_back(notes.back());
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "tampered"));
  }
  SECTION("signed by an actor's key") {
    const custody::Checkpoint head{log.log.name, log.size(), log.head().root};
    notes.back() = head.signed_by(log.bob.card.key, log.bob.private_key);
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "tampered"));
  }
  SECTION("of another root, signed by the log's key") {
    custody::Checkpoint head = log.head();
    head.root.bytes[0] ^= 1;
    notes.back() = head.signed_by(log.log, log.log_private);
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "tampered"));
  }
  SECTION("of size zero or larger than the log") {
    custody::Checkpoint head = log.head();
    head.size = GENERATE(std::uint64_t{0}, std::uint64_t{1000}, ~std::uint64_t{0});
    notes.push_back(head.signed_by(log.log, log.log_private));
    CHECK(has_fault(log.verify().findings));
  }
}

TEST_CASE("a head known from elsewhere tells a rollback from a fork", "[custody]") {
  LogMaker log = told();
  custody::LedgerTrust trust;
  trust.seen_heads = {log.head()};
  SECTION("more was seen") {
    ++trust.seen_heads.front().size;
    CHECK(has_finding(log.verify(trust).findings, FindingKind::fault, "rolled back"));
  }
  SECTION("something else was seen") {
    trust.seen_heads.front().root.bytes[31] ^= 1;
    CHECK(has_finding(log.verify(trust).findings, FindingKind::fault, "forked"));
  }
  SECTION("an earlier head") {
    trust.seen_heads = {*custody::Checkpoint::open(log.ledger.checkpoints.front(), log.log)};
    CHECK(support::faults_of(log.verify(trust).findings).empty());
  }
  SECTION("another case id") {
    trust.case_id = core::sha256({});
    CHECK(has_finding(log.verify(trust).findings, FindingKind::fault, "unauthorised", 0));
  }
}

TEST_CASE("a claimed time that goes back is a limit", "[custody]") {
  LogMaker log;
  log.edit = [](std::uint64_t seq, Value& object) {
    if (seq == 3) {
      object.set("time", "2020-01-01T00:00:00.000000Z");
    }
  };
  story::begin(log);
  const auto findings = log.verify().findings;
  CHECK(support::faults_of(findings).empty());
  CHECK(has_finding(findings, FindingKind::limit, "clock anomaly", 3));
}

TEST_CASE("disclosures that are changed, absent, too many or doubled are found", "[custody]") {
  LogMaker log = told();
  auto& all = log.ledger.disclosures;
  const auto victim = GENERATE(std::size_t{0}, std::size_t{5}, std::size_t{12});
  SECTION("another value") {
    all[victim].value = "other";
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "mismatch", all[victim].seq));
  }
  SECTION("another salt") {
    all[victim].salt[0] = all[victim].salt[0] == '0' ? '1' : '0';
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "mismatch", all[victim].seq));
  }
  SECTION("another place") {
    all[victim].name += "_";
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "mismatch", all[victim].seq));
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "missing", all[victim].seq));
  }
  SECTION("doubled") {
    all.push_back(all[victim]);
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "mismatch"));
  }
  SECTION("absent from a case is missing, from an export withheld") {
    const std::uint64_t seq = all[victim].seq;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(victim));
    CHECK(has_finding(log.verify().findings, FindingKind::fault, "missing", seq));
    log.ledger.exported = true;
    CHECK(support::faults_of(log.verify().findings).empty());
    CHECK(has_finding(log.verify().findings, FindingKind::limit, "withheld", seq));
  }
}

TEST_CASE("a withheld leaf of an export is a limit, of a case a fault", "[custody]") {
  LogMaker log = told();
  const std::uint64_t seq = log.size() - 4;  // an access nobody builds on
  withhold(log.ledger, seq);
  const auto findings = log.verify().findings;
  INFO(Catch::rangeToString(support::faults_of(findings)));
  CHECK_FALSE(has_fault(findings));
  CHECK(has_finding(findings, FindingKind::limit, "withheld", seq));
  log.ledger.exported = false;
  CHECK(has_finding(log.verify().findings, FindingKind::fault, "missing", seq));
}

TEST_CASE("the opening and the first enrolment cannot be withheld", "[custody]") {
  LogMaker log = told();
  const std::uint64_t seq = GENERATE(0U, 1U);
  withhold(log.ledger, seq);
  CHECK(has_finding(log.verify().findings, FindingKind::fault, "missing", seq));
}

TEST_CASE("a withheld leaf does not make a head seen before look forked", "[custody]") {
  LogMaker log = told();
  withhold(log.ledger, log.size() - 4);
  custody::LedgerTrust trust;
  trust.seen_heads = {log.head()};
  CHECK_FALSE(has_finding(log.verify(trust).findings, FindingKind::fault, "forked"));
}

TEST_CASE("a withheld leaf does not hide that what stands before it was rewritten", "[custody]") {
  LogMaker log;
  story::begin(log);  // its checkpoint covers entries 0 to 3
  LogMaker other;
  other.edit = [](std::uint64_t seq, Value& object) {
    if (seq == 3) {
      object.set("time", "2030-01-01T00:00:00.000000Z");
    }
  };
  story::begin(other);
  other.ledger.checkpoints = log.ledger.checkpoints;
  other.edit = [](std::uint64_t, Value&) {};
  other.add(story::incident(other));
  other.checkpoint();
  withhold(other.ledger, 4);
  CHECK(has_finding(other.verify().findings, FindingKind::fault, "tampered"));
}
