// SPDX-License-Identifier: Apache-2.0
// Several devices on one case: each keeps its own log, takes in the others' and never merges them.
#include <catch2/catch.hpp>

#include "custody/keeping.h"
#include "tests/support/two_devices.h"

using core::json::Object;
using custody::Draft;
using custody::FindingKind;
using custody::Ledger;
using support::check_forks;
using support::check_intact;
using support::SmallCase;
using support::TwoDevices;

namespace {

std::string holder(const Ledger& ledger, const std::string& thing) {
  return custody::holder_of(ledger, thing);
}

Draft settlement(const SmallCase& test, const custody::UnlockedKey& holder) {
  return {
      "conflict_resolved",
      {"D-1"},
      Object{{"holder", Object{{"key", holder.card.key.name}}}, {"reason", custody::committed("receipt")}},
      {{&test.bob, "author"}, {&test.carol, "approving"}},
      {}};
}

}  // namespace

TEST_CASE("a second device begins a log of its own and the first takes it in", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  CHECK_FALSE(there.has_own_log());
  SmallCase::add(there, {test.access("D-1", test.carol)});
  CHECK(there.has_own_log());
  CHECK(there.log().name != here.log().name);
  CHECK(there.checkpoint().size == 2);  // log_opened, accessed
  check_intact(test.verify(test.other_path()));

  SmallCase::add(here, {test.incident("INC-1")});
  CHECK(test.take_in(here, there, test.bob).size() == 1);
  CHECK(here.checkpoints().size() == 2);
  check_intact(test.verify(test.path()));
  CHECK(test.take_in(here, there, test.bob).empty());  // nothing new

  CHECK(test.take_in(there, here, test.carol).size() == 1);
  check_intact(test.verify(test.other_path()));
  CHECK(there.store().get("incident", "INC-1"));
}

TEST_CASE("accesses on two devices branch and the next entry joins them", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(here, {test.access("D-1", test.bob)});
  SmallCase::add(there, {test.access("D-1", test.carol)});
  test.exchange(here, there);
  SmallCase::add(here, {test.hand_over("D-1", test.bob, test.carol)});
  const auto about = here.entries_about("D-1");
  REQUIRE(about.size() == 4);
  CHECK(here.entry(about.back()).about[0].prev.size() == 2);
  check_intact(test.verify(test.path()));
  test.take_in(there, here, test.carol);
  CHECK(holder(there, "D-1") == test.carol.card.key.name);
  check_intact(test.verify(test.other_path()));
}

TEST_CASE("one handover that another device had not seen stands without dispute", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(here, {test.hand_over("D-1", test.bob, test.carol)});
  SmallCase::add(there, {test.access("D-1", test.alice), test.access("D-2", test.alice)});
  test.exchange(here, there);
  CHECK(holder(here, "D-1") == test.carol.card.key.name);
  CHECK(holder(there, "D-1") == test.carol.card.key.name);
  check_intact(test.verify(test.path()));
  check_intact(test.verify(test.other_path()));
}

TEST_CASE("two handovers of one thing on two devices are a fork until two roles settle it", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(here, {test.hand_over("D-1", test.bob, test.carol)});
  SmallCase::add(there, {test.hand_over("D-1", test.bob, test.alice)});
  test.exchange(here, there);
  for (const core::Path& path : {test.path(), test.other_path()}) {
    const auto report = test.verify(path);
    CHECK(support::has_finding(report.findings, FindingKind::fault, "forked"));
    CHECK(support::faults_of(report.findings).size() == 1);
  }
  CHECK_THROWS_WITH(SmallCase::add(here, {test.hand_over("D-1", test.carol, test.bob)}),
                    Catch::Contains("went two ways"));

  const Draft settled{"conflict_resolved",
                      {"D-1"},
                      Object{{"holder", Object{{"key", test.alice.card.key.name}}},
                             {"reason", custody::committed("the paper receipt is alice's")}},
                      {{&test.bob, "author"}, {&test.carol, "approving"}},
                      {}};
  SmallCase::add(here, {settled});
  CHECK(holder(here, "D-1") == test.alice.card.key.name);
  auto report = test.verify(test.path());
  check_intact(report);
  CHECK(support::has_finding(report.findings, FindingKind::limit, "settled"));
  test.take_in(there, here, test.carol);
  CHECK(holder(there, "D-1") == test.alice.card.key.name);
  check_intact(test.verify(test.other_path()));
}

TEST_CASE("a dispute is settled by two roles, neither of whom enrolled the other", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(here, {test.hand_over("D-1", test.bob, test.carol)});
  SmallCase::add(there, {test.hand_over("D-1", test.bob, test.alice)});
  test.take_in(here, there, test.bob);
  Draft settled{
      "conflict_resolved",
      {"D-1"},
      Object{{"holder", Object{{"key", test.alice.card.key.name}}}, {"reason", custody::committed("r")}},
      {{&test.alice, "author"}, {&test.bob, "approving"}},
      {}};
  CHECK_THROWS_WITH(SmallCase::add(here, {settled}), Catch::Contains("two people"));
  settled.about = {"D-2"};
  settled.signers = {{&test.bob, "author"}, {&test.carol, "approving"}};
  CHECK_THROWS_WITH(SmallCase::add(here, {settled}), Catch::Contains("not in dispute"));
}

TEST_CASE("a copy that contradicts what is here is refused, and nothing is taken in", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(there, {test.access("D-1", test.carol)});
  test.take_in(here, there, test.bob);
  const std::uint64_t before = here.checkpoint().size;
  {
    custody::Database db(test.other_path() / "case.db", custody::Database::Mode::read_write);
    db.execute(
        "DROP TRIGGER no_entry_UPDATE; UPDATE entry SET leaf=CAST(leaf||x'0a' AS BLOB) WHERE log=2 AND "
        "seq=1");
  }
  Ledger changed = test.open_other();
  CHECK_THROWS_WITH(test.take_in(here, changed, test.bob), Catch::Contains("contradict"));
  CHECK(here.checkpoint().size == before);
  check_intact(test.verify(test.path()));
}

TEST_CASE("a log with a bad entry is not taken in", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  {
    Ledger there = test.open_other();
    SmallCase::add(there, {test.access("D-1", test.carol)});
    custody::Database db(test.other_path() / "case.db", custody::Database::Mode::read_write);
    db.execute(
        "DROP TRIGGER no_entry_UPDATE; UPDATE entry SET leaf=CAST(replace(CAST(leaf AS TEXT), 'viewed', "
        "'copied') AS BLOB) WHERE log=2 "
        "AND seq=1");
  }
  Ledger there = test.open_other();
  CHECK_THROWS_WITH(test.take_in(here, there, test.bob), Catch::Contains("does not verify"));
  CHECK(here.checkpoints().size() == 1);
  check_intact(test.verify(test.path()));
}

TEST_CASE("a log that is cut or missing is told by the entries that built on it", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(there, {test.access("D-1", test.carol), test.access("D-2", test.carol)});
  test.take_in(here, there, test.bob);
  const std::string dropped =
      "DROP TRIGGER no_entry_DELETE; DROP TRIGGER no_checkpoint_DELETE; DROP TRIGGER no_log_DELETE;";
  SECTION("cut") {
    custody::Database db(test.path() / "case.db", custody::Database::Mode::read_write);
    db.execute(dropped +
               "DELETE FROM entry WHERE log=2 AND seq=2; DELETE FROM disclosure WHERE log=2 AND seq=2;");
    CHECK(support::has_finding(test.verify(test.path()).findings, FindingKind::fault, "truncated"));
  }
  SECTION("gone") {
    custody::Database db(test.path() / "case.db", custody::Database::Mode::read_write);
    db.execute(dropped +
               "DELETE FROM entry WHERE log=2; DELETE FROM disclosure WHERE log=2; DELETE FROM checkpoint "
               "WHERE log=2; DELETE FROM log WHERE id=2;");
    CHECK(support::has_finding(test.verify(test.path()).findings, FindingKind::fault, "missing"));
  }
}

TEST_CASE("a device whose log was lost goes on in another, signed by an administrator", "[custody]") {
  TwoDevices test;
  {
    Ledger here = test.open();
    SmallCase::add(here, {test.access("D-1", test.bob)});
  }
  TwoDevices::copy_folder(test.path(), test.folder / "new");
  custody::KeyStore keys(test.folder / "new-home");
  Ledger next = Ledger::open(test.folder / "new", {keys, test.clock, test.random, {}});
  const std::string ended = next.log().name;
  next.start_log({"continued",
                  {{"ended", ended}, {"reason", custody::committed("laptop stolen")}},
                  {{&test.alice, "author"}}});
  SmallCase::add(next, {test.access("D-1", test.bob)});
  check_intact(test.verify(test.folder / "new"));

  // The old log goes on after that: whoever has its key is not believed.
  Ledger here = test.open();
  SmallCase::add(here, {test.access("D-2", test.bob)});
  const custody::StoreSources logs(here.store());
  CHECK_THROWS_WITH(next.take_in(logs.all(), test.alice), Catch::Contains("was ended"));
}

TEST_CASE("an older copy put back is refused until two people record it", "[custody]") {
  SmallCase test;
  {
    Ledger made = test.begin();
    SmallCase::add(made, {test.enrolment(support::person("dora", custody::Role::counsel))});
  }
  TwoDevices::copy_folder(test.path(), test.folder / "backup");
  std::uint64_t size = 0;
  std::string root;
  {
    Ledger ledger = test.open();
    SmallCase::add(ledger, {test.incident("INC-1")});
    size = ledger.checkpoint().size;
    root = ledger.checkpoint().root.hex();
  }
  Ledger back = Ledger::open(test.folder / "backup", test.environment());
  CHECK_THROWS_WITH(SmallCase::add(back, {test.incident("INC-2")}), Catch::Contains("rolled back"));
  custody::LogStart start{"restored",
                          {{"ended", back.log().name},
                           {"lost", Object{{"root", root}, {"size", core::json::Value(size)}}},
                           {"reason", custody::committed("disk failed")}},
                          {{&test.alice, "author"}, {&test.bob, "approving"}}};
  CHECK_THROWS_WITH(back.start_log(start), Catch::Contains("two people"));  // alice enrolled bob
  start.signers = {{&test.carol, "author"}, {&test.bob, "approving"}};
  back.start_log(start);
  SmallCase::add(back, {test.incident("INC-2")});
  custody::VerifyOptions options;
  options.keys = &test.keys;
  const auto report = custody::verify_case(test.folder / "backup", options);
  check_intact(report);
  CHECK(support::has_finding(report.findings, FindingKind::limit, "restored"));
}

TEST_CASE("custody handed on twice on one device contends as a whole", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(here, {test.hand_over("D-1", test.bob, test.carol)});
  SmallCase::add(there, {test.hand_over("D-1", test.bob, test.alice)});
  SmallCase::add(there, {test.hand_over("D-1", test.alice, test.carol)});
  test.exchange(here, there);
  for (const core::Path& path : {test.path(), test.other_path()}) {
    check_forks(test.verify(path), 2);
  }
  SmallCase::add(here, {settlement(test, test.carol)});
  check_intact(test.verify(test.path()));
}

TEST_CASE("a log that took in a third is taken in together with that one", "[custody]") {
  TwoDevices test;
  TwoDevices::copy_folder(test.path(), test.folder / "third");
  custody::KeyStore third_keys(test.folder / "third-home");
  Ledger here = test.open();
  Ledger there = test.open_other();
  Ledger third = Ledger::open(test.folder / "third", {third_keys, test.clock, test.random, {}});
  SmallCase::add(there, {test.access("D-1", test.carol)});
  SmallCase::add(third, {test.access("D-1", test.alice)});
  test.take_in(here, third, test.bob);
  SmallCase::add(here, {test.access("D-1", test.bob)});      // knows of the third
  CHECK(test.take_in(there, here, test.carol).size() == 1);  // and so does who takes that in
  SmallCase::add(third, {test.access("D-2", test.alice)});
  test.take_in(here, third, test.bob);
  SmallCase::add(third, {test.access("D-2", test.alice)});
  test.take_in(there, third, test.carol);
  test.take_in(there, here, test.carol);
  check_intact(test.verify(test.other_path()));
  check_intact(test.verify(test.path()));
}

TEST_CASE("one settlement ends all contentions that its signers knew", "[custody]") {
  TwoDevices test;
  TwoDevices::copy_folder(test.path(), test.folder / "third");
  custody::KeyStore third_keys(test.folder / "third-home");
  Ledger here = test.open();
  Ledger there = test.open_other();
  Ledger third = Ledger::open(test.folder / "third", {third_keys, test.clock, test.random, {}});
  SmallCase::add(here, {test.hand_over("D-1", test.bob, test.carol)});
  SmallCase::add(there, {test.hand_over("D-1", test.bob, test.alice)});
  SmallCase::add(third, {test.hand_over("D-1", test.bob, test.carol)});
  test.take_in(here, there, test.bob);
  SECTION("of both devices") {
    test.take_in(here, third, test.bob);
    SmallCase::add(here, {settlement(test, test.carol)});
    check_intact(test.verify(test.path()));
  }
  SECTION("but not of one that comes to light later") {
    SmallCase::add(here, {settlement(test, test.carol)});
    check_intact(test.verify(test.path()));
    test.take_in(here, third, test.bob);
    check_forks(test.verify(test.path()), 1);
    SmallCase::add(here, {settlement(test, test.carol)});
    check_intact(test.verify(test.path()));
  }
}

TEST_CASE("what another device withdrew or lifted does not bind one that has not taken it in", "[custody]") {
  TwoDevices test;
  const auto change = [&](const char* type) {
    return Draft{type,
                 {},
                 Object{{"key", test.bob.card.key.name}, {"role", "counsel"}},
                 {{&test.alice, "author"}},
                 {}};
  };
  std::string hold;
  const auto lift = [&](const custody::UnlockedKey& by) {
    return Draft{"hold_lifted",
                 {"D-2"},
                 Object{{"hold", hold}, {"reason", custody::committed("over")}},
                 {{&by, "author"}},
                 {}};
  };
  {
    Ledger made = test.open();
    SmallCase::add(made, {change("role_granted")});
    SmallCase::add(made, {Draft{"hold_placed",
                                {"D-2"},
                                Object{{"reason", custody::committed("r")}},
                                {{&test.alice, "author"}},
                                {}}});
    hold = made.store().leaf_hashes(0).back().hex();
  }
  core::fs::remove_all(test.other_path());
  TwoDevices::copy_folder(test.path(), test.other_path());
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(here, {lift(test.alice)});
  SmallCase::add(here, {change("role_withdrawn")});
  SmallCase::add(there, {lift(test.bob)});  // as counsel
  test.exchange(here, there);
  check_intact(test.verify(test.path()));
  check_intact(test.verify(test.other_path()));
  CHECK_THROWS_WITH(SmallCase::add(there, {lift(test.alice)}), Catch::Contains("ended already"));
}

TEST_CASE("a restriction binds who knows of it", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  SmallCase::add(here, {Draft{"restricted",
                              {"D-1"},
                              Object{{"kind", "secrecy"}, {"reason", custody::committed("r")}},
                              {{&test.bob, "author"}},
                              {}}});
  const Draft mounted = custody::draft_access("D-1", "mounted", "all", "look", test.carol);
  SmallCase::add(there, {mounted});
  test.exchange(here, there);
  check_intact(test.verify(test.path()));
  CHECK_THROWS_WITH(SmallCase::add(there, {mounted}), Catch::Contains("restricted"));
}

TEST_CASE("a key that two devices enrol keeps the roles that both gave it", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  const auto dora = support::person("dora", custody::Role::counsel);
  SmallCase::add(here, {test.enrolment(dora)});
  SmallCase::add(here, {Draft{"role_granted",
                              {},
                              Object{{"key", dora.card.key.name}, {"role", "custodian"}},
                              {{&test.alice, "author"}},
                              {}}});
  SmallCase::add(there, {test.enrolment(dora)});
  SmallCase::add(there, {test.access("D-1", dora)});
  test.exchange(here, there);
  check_intact(test.verify(test.path()));
  const auto row = here.store().get("key", dora.card.key.name);
  REQUIRE(row);
  CHECK(custody::texts_in(*row, "roles") == std::vector<std::string>{"counsel", "custodian"});
}
