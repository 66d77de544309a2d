// SPDX-License-Identifier: Apache-2.0
// Facts F01 to F49: what shows each, and that it turns when that is taken away.
#include "legal/fact.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "custody/incoming.h"
#include "custody/outsider_rows.h"
#include "legal/fact_file.h"
#include "tests/support/legal_case.h"

using core::json::Object;
using custody::committed;
using custody::Ledger;
using legal::FactState;
using support::LegalCase;

namespace {

/// The fact of S-1 as the ledger has it now.
legal::Fact fact_now(const Ledger& ledger, const char* number, const std::string& item = "S-1") {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  return legal::ItemCase(records, item).fact(number);
}
FactState state_now(const Ledger& ledger, const char* number) { return fact_now(ledger, number).state; }

/// Facts that only a person can tell.
const std::vector<const char*> kTold = {"F06", "F17", "F18", "F29", "F33", "F34", "F36", "F37",
                                        "F39", "F41", "F42", "F43", "F45", "F47", "F48", "F49"};
/// Facts of an acquisition that was compared.
const std::vector<const char*> kOfImage = {"F07", "F09", "F10", "F11", "F12",
                                           "F13", "F14", "F15", "F27", "F46"};
/// Facts that nothing shows in a case where a thing was collected and nothing done with it.
const std::vector<const char*> kNotYet = {"F04", "F05", "F08", "F16", "F19", "F20", "F24", "F26",
                                          "F28", "F30", "F31", "F32", "F35", "F38", "F40", "F44"};

}  // namespace

TEST_CASE("there is one place for each fact from F01 to F49", "[legal]") {
  REQUIRE(legal::fact_rules().size() == 49);
  for (int i = 1; i <= 49; ++i) {
    const std::string number = (i < 10 ? "F0" : "F") + std::to_string(i);
    const legal::FactRule* rule = legal::fact_rule(number);
    REQUIRE(rule != nullptr);
    CHECK(legal::fact_rules()[static_cast<std::size_t>(i - 1)].number == number);
    CHECK_FALSE(rule->title.en.empty());
    CHECK_FALSE(rule->title.ja.empty());
  }
  CHECK(legal::fact_rule("F50") == nullptr);
}

TEST_CASE("what only a person can tell is missing until it is told, and two records that differ contradict",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  for (const char* number : kTold) {
    INFO(number);
    CHECK(state_now(ledger, number) == FactState::missing);
    const auto told = test.fact(ledger, number, "as it was");
    const legal::Fact fact = fact_now(ledger, number);
    CHECK(fact.state == FactState::recorded);
    CHECK(fact.text.en == "as it was");
    CHECK(fact.entries == std::vector<std::uint64_t>{told.seq});
    test.fact(ledger, number, "as it was");
    CHECK(state_now(ledger, number) == FactState::recorded);
    test.fact(ledger, number, "otherwise");
    CHECK(state_now(ledger, number) == FactState::contradictory);
  }
}

TEST_CASE("a correction settles two records that differ", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto wrong = test.fact(ledger, "F18", "+3 s");
  test.fact(ledger, "F18", "+30 s");
  CHECK(state_now(ledger, "F18") == FactState::contradictory);
  LegalCase::add(ledger, {{"corrected",
                           {"S-1"},
                           Object{{"entry", wrong.leaf_hash.hex()},
                                  {"field", "body.value"},
                                  {"reason", committed("typed wrongly")},
                                  {"value", committed("+30 s")}},
                           {{&test.bob, "author"}},
                           {}}});
  CHECK(state_now(ledger, "F18") == FactState::recorded);
}

TEST_CASE("a thing that was collected shows its number, description, collection, signer and custody",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  for (const char* number : {"F01", "F02", "F03", "F21", "F22", "F23", "F25"}) {
    INFO(number);
    CHECK(state_now(ledger, number) == FactState::recorded);
  }
  for (const char* number : kNotYet) {
    INFO(number);
    CHECK(state_now(ledger, number) == FactState::missing);
  }
  // D-1 was registered without saying where, when and by whom it was collected.
  CHECK(fact_now(ledger, "F03", "D-1").state == FactState::missing);
}

TEST_CASE("an acquisition that was compared shows how and what was read, and that it agrees", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  for (const char* number : kOfImage) {
    INFO(number);
    CHECK(state_now(ledger, number) == FactState::missing);
  }
  const auto ids = test.image(ledger);
  for (const char* number : kOfImage) {
    INFO(number);
    CHECK(state_now(ledger, number) == FactState::recorded);
    CHECK(fact_now(ledger, number, ids.image).state == FactState::recorded);
  }
}

TEST_CASE("an image that was not compared lacks F11 and F12, one that differs contradicts F12", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  test.image(ledger, std::nullopt);
  CHECK(state_now(ledger, "F10") == FactState::recorded);
  CHECK(state_now(ledger, "F11") == FactState::missing);
  CHECK(state_now(ledger, "F12") == FactState::missing);
  test.image(ledger, false);
  CHECK(state_now(ledger, "F11") == FactState::recorded);
  CHECK(state_now(ledger, "F12") == FactState::contradictory);
}

TEST_CASE("an authority shows F04, a consent F05, and one that ended before the collection contradicts",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto authority = [&](const char* kind, std::optional<core::UtcTime> expires) {
    legal::Authority given{kind, "disk of FS-1", "the owner", expires, std::nullopt, {"S-1"}};
    LegalCase::add(ledger, {legal::record_authority(given, test.bob)});
  };
  authority("policy", core::UtcTime::parse("2001-01-01T00:00:00.000000Z"));
  CHECK(state_now(ledger, "F04") == FactState::recorded);  // nothing was collected after it ended
  test.image(ledger);
  CHECK(state_now(ledger, "F04") == FactState::contradictory);
  CHECK(state_now(ledger, "F05") == FactState::missing);
  authority("consent", std::nullopt);
  CHECK(state_now(ledger, "F04") == FactState::recorded);
  CHECK(state_now(ledger, "F05") == FactState::recorded);
}

TEST_CASE("what was collected when every authority names other items was collected outside of its scope",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const legal::Authority other{"warrant", "the laptop", "a court", std::nullopt, std::nullopt, {"D-1"}};
  LegalCase::add(ledger, {legal::record_authority(other, test.bob)});
  CHECK(state_now(ledger, "F04") == FactState::missing);  // nothing was collected yet
  test.image(ledger);
  CHECK(state_now(ledger, "F04") == FactState::contradictory);
  const legal::Authority own{"consent", "FS-1", "the owner", std::nullopt, std::nullopt, {"S-1"}};
  LegalCase::add(ledger, {legal::record_authority(own, test.bob)});
  CHECK(state_now(ledger, "F04") == FactState::recorded);
}

TEST_CASE("a write blocker that was named shows F08", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  test.image(ledger);
  CHECK(state_now(ledger, "F08") == FactState::missing);
  test.fact(ledger, "F47", "bridge T8-R2, serial 118");
  CHECK(state_now(ledger, "F08") == FactState::recorded);
}

TEST_CASE("a source that was held read-only at the start and not when imaging went on contradicts F08",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  custody::AcquisitionStart begun(*core::EvidenceId::parse("S-1"));
  begun.source.read_only = true;
  const auto ids = custody::choose_ids(ledger, begun, [](const std::string&) { return false; });
  LegalCase::add(ledger, custody::draft_start(ledger, begun, ids, test.bob));
  CHECK(state_now(ledger, "F08") == FactState::recorded);
  custody::Resumption again;
  again.source.read_only = true;
  LegalCase::add(ledger, {custody::draft_resumed(ids, again, test.bob)});
  CHECK(state_now(ledger, "F08") == FactState::recorded);
  again.source.read_only = false;
  LegalCase::add(ledger, {custody::draft_resumed(ids, again, test.bob)});
  CHECK(state_now(ledger, "F08") == FactState::contradictory);
  test.fact(ledger, "F47", "bridge T8-R2, serial 118");
  CHECK(state_now(ledger, "F08") == FactState::recorded);
}

TEST_CASE("of a source behind a USB bridge the serial on the disk's label is asked for, until it was told",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto asked = [&ledger] {
    const report::CaseView view(ledger);
    const legal::Records records(view);
    const auto facts = legal::facts_not_told(legal::ItemCase(records, "S-1"));
    return std::find(facts.begin(), facts.end(), &legal::label_serial()) != facts.end();
  };
  const auto start = [&](const char* transport) {
    custody::AcquisitionStart begun(*core::EvidenceId::parse("S-1"));
    begun.source.transport = transport;
    begun.again = true;
    const auto ids = custody::choose_ids(ledger, begun, [](const std::string&) { return false; });
    LegalCase::add(ledger, custody::draft_start(ledger, begun, ids, test.bob));
  };
  start("ata");
  CHECK_FALSE(asked());
  start("usb");
  CHECK(asked());
  test.fact(ledger, "F02", "label: WD-WX11A1234567");
  CHECK_FALSE(asked());
}

TEST_CASE("a waiting time stamp shows nothing, an answered one over the finish shows F19", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto stamped = [&] {
    custody::TimeStamp stamp;
    stamp.note = ledger.store().newest_checkpoint().value();
    stamp.query = {1};
    return custody::add_time_stamp(ledger.database(), 0, stamp);
  };
  const auto answer = [&](std::int64_t id) {
    custody::keep_reply(ledger.database(), id, core::Bytes{2}, "", "");
  };
  const auto before = stamped();
  test.image(ledger);
  const auto after = stamped();
  answer(before);
  CHECK(state_now(ledger, "F19") == FactState::missing);
  answer(after);
  CHECK(state_now(ledger, "F19") == FactState::recorded);
}

TEST_CASE("what was done with a thing shows handovers, storage, checks, disclosures and disposal",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto by_bob = [&](const char* type, Object body) {
    LegalCase::add(ledger, {{type, {"S-1"}, std::move(body), {{&test.bob, "author"}}, {}}});
  };
  by_bob("moved", Object{{"place", committed("safe 1")}, {"reason", committed("r")}});
  CHECK(state_now(ledger, "F24") == FactState::recorded);
  for (int i = 0; i < 2; ++i) {
    by_bob("accessed", Object{{"action", "verified"}, {"range", "whole image"}, {"reason", committed("r")}});
  }
  CHECK(state_now(ledger, "F20") == FactState::recorded);
  CHECK(state_now(ledger, "F26") == FactState::recorded);
  CHECK(fact_now(ledger, "F25").entries.size() == 2);
  LegalCase::add(ledger, {custody::draft_transfer({"S-1"}, test.bob, test.carol, {"to the safe"})});
  CHECK(fact_now(ledger, "F22").text.en == "handovers recorded: 1");
  LegalCase::add(ledger, {{"restricted",
                           {"S-1"},
                           Object{{"kind", "privilege"}, {"reason", committed("mail with counsel")}},
                           {{&test.counsel, "author"}},
                           {}}});
  CHECK(state_now(ledger, "F35") == FactState::recorded);
  CHECK(test.verify().intact());
}

TEST_CASE("a release that waits for its answer is a gap that contradicts F23", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  CHECK(state_now(ledger, "F23") == FactState::recorded);
  LegalCase::add(ledger, {{"released",
                           {"S-1"},
                           Object{{"checks", Object{{"digest", "not checked"}, {"seal", "not stated"}}},
                                  {"from", test.bob.card.key.name},
                                  {"reason", committed("by courier")}},
                           {{&test.bob, "releasing"}},
                           {}}});
  const legal::Fact fact = fact_now(ledger, "F23");
  CHECK(fact.state == FactState::contradictory);
  CHECK_FALSE(fact.entries.empty());
}

TEST_CASE("a witness at the collection shows F38", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  custody::Draft draft = test.collected("S-2");
  core::json::Value collected = *draft.body.find("collected");
  collected.set("witness", committed("t. ono"));
  draft.body.set("collected", collected);
  LegalCase::add(ledger, {draft});
  CHECK(fact_now(ledger, "F38", "S-2").text.en == "t. ono");
}

TEST_CASE("training, procedure, artifacts and links show F28, F30, F31 and F32", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  test.fill(ledger, "ready",
            {{"--register", {"training"}},
             {"--name", {"bob: imaging course"}},
             {"--verified-at", {"2001-01-01T00:00:00Z"}}},
            test.bob);
  CHECK(state_now(ledger, "F28") == FactState::recorded);
  core::write_new_file(test.folder / "sop.txt", core::as_bytes("1. read only"));
  test.fill(ledger, "policy",
            {{"--kind", {"procedure"}},
             {"--name", {"SOP-1"}},
             {"--version", {"4"}},
             {"--document", {(test.folder / "sop.txt").native()}}},
            test.bob);
  CHECK(state_now(ledger, "F30") == FactState::recorded);
  const auto artifact =
      test.fill(ledger, "artifact",
                {{"--kind", {"file"}}, {"--path", {"/etc/passwd"}}, {"--digest", {std::string(64, 'a')}}},
                test.bob, {"S-1"});
  CHECK(state_now(ledger, "F31") == FactState::recorded);
  LegalCase::add(ledger, {test.incident("INC-1")});
  CHECK(state_now(ledger, "F32") == FactState::missing);
  const auto link = test.fill(
      ledger, "link", {{"--incident", {"INC-1"}}, {"--artifact", {artifact.label}}, {"--shows", {"x"}}},
      test.bob, {"S-1"});
  CHECK(state_now(ledger, "F32") == FactState::recorded);
  test.fill(ledger, "link",
            {{"--incident", {"INC-1"}},
             {"--kind", {"contradicts"}},
             {"--shows", {"y"}},
             {"--supersedes", {link.label}}},
            test.bob, {"S-1"});
  CHECK(state_now(ledger, "F32") == FactState::contradictory);
}

TEST_CASE("only a self-test of the program that acquired shows F16, and one that failed contradicts",
          "[legal]") {
  LegalCase test;
  test.begin_case();
  const std::string program(64, 'b');
  Ledger ledger =
      Ledger::open(test.path(), {test.keys, test.clock, test.random, [program] { return program; }});
  test.image(ledger);
  const auto tested = [&](const std::string& digest, int failed) {
    const core::Path file = test.folder / ("report" + std::to_string(failed) + digest.substr(0, 1));
    core::write_new_file(file, core::as_bytes("report " + digest));
    ledger.append([&](const Ledger&) {
      const auto report = custody::stage_attachment(test.path(), file);
      Object body{{"failed", failed}, {"passed", 9}, {"program", digest}, {"report", report.sha256.hex()}};
      return std::vector{
          custody::Draft{"selftest_recorded", {}, std::move(body), {{&test.bob, "author"}}, {report}}};
    });
  };
  tested(std::string(64, 'c'), 0);  // another program
  CHECK(state_now(ledger, "F16") == FactState::missing);
  tested(program, 0);
  CHECK(state_now(ledger, "F16") == FactState::recorded);
  tested(program, 1);
  CHECK(state_now(ledger, "F16") == FactState::contradictory);
}

TEST_CASE("a package for the whole case shows F40", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {{"package_made",
                           {},
                           Object{{"bytes", 1},
                                  {"files", 1},
                                  {"head", Object{{"root", ledger.checkpoint().root.hex()},
                                                  {"size", core::json::Value(ledger.checkpoint().size)}}},
                                  {"manifest_sha256", std::string(64, 'a')},
                                  {"recipient", committed("police")}},
                           {{&test.bob, "author"}},
                           {}}});
  CHECK(state_now(ledger, "F40") == FactState::recorded);
}
