// SPDX-License-Identifier: Apache-2.0
// Appending: what is recorded is durable and verifies; what breaks a rule is not recorded at all.
#include "custody/ledger.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/small_case.h"

using core::json::Object;
using core::json::Value;
using custody::Draft;
using custody::FindingKind;
using custody::Ledger;
using support::SmallCase;

namespace {

std::uint64_t size_of(const Ledger& ledger) { return ledger.checkpoint().size; }

/// Drafts that must not be recorded, each with words of the reason.
std::vector<std::pair<std::string, Draft>> drafts_against_a_rule(const SmallCase& test,
                                                                 const custody::UnlockedKey& stranger) {
  std::vector<std::pair<std::string, Draft>> out;
  Draft bad = test.incident("INC-9");
  bad.signers = {{&stranger, "author"}};
  out.emplace_back("not enrolled", bad);
  bad = test.enrolment(stranger);
  bad.signers = {{&test.bob, "author"}};
  out.emplace_back("holds no role", bad);
  out.emplace_back("not registered",
                   Draft{"accessed",
                         {"D-9"},
                         Object{{"action", "viewed"}, {"range", ""}, {"reason", custody::committed("r")}},
                         {{&test.bob, "author"}},
                         {}});
  out.emplace_back("registered twice", test.thing("D-1"));
  out.emplace_back("not held by", custody::draft_transfer({"D-1"}, test.carol, test.bob, {"r"}));
  bad = test.incident("INC-9");
  bad.body.set("more", 1);
  out.emplace_back("unknown member", bad);
  out.emplace_back("identifier", test.thing("../D"));
  bad.body = Object{{"number", std::string(70'000, 'x')}, {"title", custody::committed("t")}};
  out.emplace_back("65,535", bad);
  bad = test.incident("INC-9");
  bad.signers[0].capacity = "witness";
  out.emplace_back("signers", bad);
  bad.signers = {};
  out.emplace_back("", bad);
  bad = test.thing("D-7");
  bad.about = {};
  out.emplace_back("not about 0", bad);
  return out;
}

}  // namespace

TEST_CASE("a new case holds its opening and its first administrator, and verifies", "[custody]") {
  SmallCase test;
  const Ledger ledger = test.create();
  CHECK(size_of(ledger) == 2);
  CHECK(ledger.entry(0).type == "case_opened");
  CHECK(ledger.entry(1).type == "key_enrolled");
  CHECK(ledger.store().disclosed(0, "body.title") == Value("A small case"));
  CHECK(ledger.case_id() == core::merkle::leaf_hash(*ledger.store().leaf(0)));
  for (const char* name : {"evidence", "attachments", "documents"}) {
    CHECK(core::fs::is_directory(test.path() / name));
  }
  CHECK(test.keys.seen_head(ledger.log()) == ledger.checkpoint());
  const auto report = test.verify(false);
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK(report.intact());
  CHECK(report.entries == 2);
  CHECK(report.case_id == ledger.case_id().hex());
  CHECK(std::distance(core::fs::directory_iterator(test.folder.path()), core::fs::directory_iterator()) == 2);
}

TEST_CASE("a case is not made where something is, and leaves nothing when it fails", "[custody]") {
  SmallCase test;
  core::create_new_directory(test.path());
  CHECK_THROWS_WITH(test.create(), Catch::Contains("exists already"));
  core::fs::remove(test.path());
  core::fs::create_symlink("nowhere", test.path());
  CHECK_THROWS_AS(test.create(), core::Error);
  core::fs::remove(test.path());
  CHECK_THROWS_AS(
      Ledger::create(test.folder / "no/such/case", "1", "t", "en", test.alice, test.environment()),
      core::Error);
  CHECK_THROWS_AS(Ledger::create(test.path(), "1", "t", "no language", test.alice, test.environment()),
                  core::Error);
  CHECK_FALSE(core::fs::exists(test.path()));
  for (const auto& left : core::fs::directory_iterator(test.folder.path())) {
    CHECK(left.path().filename() == "home");
  }
}

TEST_CASE("opening refuses what is no case", "[custody]") {
  SmallCase test;
  CHECK_THROWS_WITH(test.open(), Catch::Contains("no such folder"));
  core::create_new_directory(test.path());
  CHECK_THROWS_WITH(test.open(), Catch::Contains("no case.db"));
  core::write_new_file(test.path() / "case.db",
                       core::as_bytes("this is no database, whatever its name says"));
  CHECK_THROWS_AS(test.open(), core::Error);
}

TEST_CASE("what is appended is there after opening again", "[custody]") {
  SmallCase test;
  std::vector<custody::Appended> appended;
  {
    Ledger ledger = test.begin();
    test.clock.synchronise(true);
    appended = SmallCase::add(ledger, {test.incident("INC-1"), test.incident("INC-2")});
    CHECK(appended.at(0).seq == 6);
    CHECK(appended.at(1).seq == 7);
  }
  const Ledger ledger = test.open();
  CHECK(size_of(ledger) == 8);
  CHECK(ledger.store().leaf_hashes().at(7) == appended[1].leaf_hash);
  const custody::Entry entry = ledger.entry(7);
  CHECK(entry.body().text_of("number") == "INC-2");
  CHECK(entry.object.at_path("clock.source")->string() != nullptr);
  CHECK(*entry.object.at_path("clock.offset_us")->integer() == 17);
  CHECK(entry.case_id == ledger.case_id());
  CHECK(ledger.entries_about("D-1") == std::vector<std::uint64_t>{4});
  CHECK(ledger.entries_about("D-9").empty());
  CHECK_THROWS_AS(ledger.entry(8), core::Error);
  CHECK(test.verify(false).intact());
}

TEST_CASE("nothing of a transaction is recorded when one of its entries breaks a rule", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const custody::Checkpoint before = ledger.checkpoint();
  const auto mallory = support::person("mallory");
  for (const auto& [why, bad] : drafts_against_a_rule(test, mallory)) {
    INFO(why);
    CHECK_THROWS_WITH(SmallCase::add(ledger, {test.incident("INC-1"), bad}), Catch::Contains(why));
    CHECK(ledger.checkpoint() == before);
    CHECK_FALSE(ledger.store().get("incident", "INC-1"));
  }
  CHECK(SmallCase::add(ledger, {test.incident("INC-1")}).at(0).seq == 6);
  CHECK(test.verify().intact());
}

TEST_CASE("nothing is recorded when drafting fails", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  CHECK_THROWS_WITH(
      ledger.append([](const Ledger&) -> std::vector<Draft> { throw std::runtime_error("no"); }), "no");
  CHECK(size_of(ledger) == 6);
  CHECK(SmallCase::add(ledger, {test.incident("INC-1")}).size() == 1);
}

TEST_CASE("values that could not be exported again are not recorded", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const Value value = GENERATE(Value("tab\there"), Value("\xff"), Value(1.5), Value(Object{{"Name", 1}}));
  Draft draft = test.incident("INC-1");
  draft.body.set("title", custody::committed(value));
  CHECK_THROWS_AS(SmallCase::add(ledger, {draft}), core::Error);
  CHECK(size_of(ledger) == 6);
}

TEST_CASE("a log that is behind what this device has seen takes no entries", "[custody]") {
  SmallCase test;
  { const Ledger made = test.begin(); }
  support::copy_folder(test.path(), test.folder / "old");
  {
    Ledger ledger = test.open();
    SmallCase::add(ledger, {test.incident("INC-1")});
  }
  core::fs::remove_all(test.path());
  core::fs::rename(test.folder / "old", test.path());
  Ledger rolled = test.open();
  CHECK_THROWS_WITH(SmallCase::add(rolled, {test.incident("INC-2")}), Catch::Contains("rolled back"));
  const auto report = test.verify();
  CHECK(support::has_finding(report.findings, FindingKind::fault, "rolled back"));
}

TEST_CASE("a log that was written on with the device's key elsewhere is a fork", "[custody]") {
  SmallCase test;
  { const Ledger made = test.begin(); }
  support::copy_folder(test.path(), test.folder / "old");
  support::copy_folder(test.folder / "home", test.folder / "other-home");
  {
    Ledger ledger = test.open();
    SmallCase::add(ledger, {test.incident("INC-1")});
  }
  custody::KeyStore other(test.folder / "other-home");
  Ledger fork = Ledger::open(test.folder / "old", {other, test.clock, test.random, {}});
  SmallCase::add(fork, {test.incident("INC-2"), test.incident("INC-3")});
  Ledger here = Ledger::open(test.folder / "old", test.environment());
  CHECK_THROWS_WITH(SmallCase::add(here, {test.incident("INC-4")}), Catch::Contains("rewritten"));
  custody::VerifyOptions options;
  options.ledger_only = true;
  options.keys = &test.keys;
  CHECK(support::has_finding(custody::verify_case(test.folder / "old", options).findings, FindingKind::fault,
                             "forked"));
}

TEST_CASE("a device without the log's key never appends to that log but to one of its own", "[custody]") {
  SmallCase test;
  { const Ledger made = test.begin(); }
  custody::KeyStore empty(test.folder / "elsewhere");
  Ledger ledger = Ledger::open(test.path(), {empty, test.clock, test.random, {}});
  CHECK(size_of(ledger) == 6);
  const std::string first = ledger.log().name;
  SmallCase::add(ledger, {test.incident("INC-1")});
  CHECK(ledger.log().name != first);
  CHECK(ledger.checkpoints().front().size == 6);
  CHECK(size_of(ledger) == 2);
}

TEST_CASE("six hundred entries in few transactions have complete tiles and verify", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  std::uint64_t number = 0;
  for (const std::size_t count : {1U, 248U, 2U, 349U}) {  // crosses 256 and 512 inside a transaction
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < count; ++i) {
      drafts.push_back(test.incident("INC-" + std::to_string(number++)));
    }
    const auto appended = SmallCase::add(ledger, drafts);
    REQUIRE(appended.size() == count);
    CHECK(appended.back().seq + 1 == size_of(ledger));
  }
  CHECK(size_of(ledger) == 606);
  CHECK(ledger.checkpoint().root == core::merkle::root_of(ledger.store().leaf_hashes()));
  CHECK(ledger.store().head().tree.root() == ledger.checkpoint().root);
  custody::Database db(Ledger::database_file(test.path()), custody::Database::Mode::read_only);
  CHECK(db.number("SELECT count(*) FROM tile") == 2);
  CHECK(db.number("SELECT count(*) FROM checkpoint") == 7);
  const auto report = test.verify();
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK(report.intact());
  CHECK(report.entries == 606);
}

TEST_CASE("the narrower role signs where a key has several", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const std::string key = test.alice.card.key.name;
  CHECK(custody::signing_role(ledger.store(), key, "incident_opened") == custody::Role::administrator);
  SmallCase::add(
      ledger,
      {{"role_granted", {}, Object{{"key", key}, {"role", "counsel"}}, {{&test.alice, "author"}}, {}}});
  CHECK(custody::signing_role(ledger.store(), key, "incident_opened") == custody::Role::counsel);
  CHECK(custody::signing_role(ledger.store(), key, "role_granted") == custody::Role::administrator);
  CHECK_FALSE(custody::signing_role(ledger.store(), test.bob.card.key.name, "role_granted"));
  CHECK_FALSE(custody::signing_role(ledger.store(), "nobody", "incident_opened"));
  CHECK_FALSE(custody::signing_role(ledger.store(), key, "no such type"));
}

TEST_CASE("reading consistently sees one state while another connection appends", "[custody]") {
  SmallCase test;
  const Ledger reader = test.begin();
  Ledger writer = test.open();
  reader.read_consistently([&] {
    CHECK(size_of(reader) == 6);
    SmallCase::add(writer, {test.incident("INC-1")});
    CHECK(size_of(reader) == 6);
  });
  CHECK(size_of(reader) == 7);
  CHECK_THROWS_AS(reader.read_consistently([] { throw core::Error(core::ErrorCode::failed, "x"); }),
                  core::Error);
  reader.read_consistently([&] { CHECK(size_of(reader) == 7); });
}
