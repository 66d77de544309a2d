// SPDX-License-Identifier: Apache-2.0
// What two devices recorded of the same without knowing of each other, before the eyes of one that has seen either.
#include <catch2/catch.hpp>

#include "custody/answer.h"
#include "custody/as_known.h"
#include "custody/handover.h"
#include "tests/support/two_devices.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::Draft;
using custody::Ledger;
using support::check_forks;
using support::check_intact;
using support::SmallCase;
using support::TwoDevices;

namespace {

struct ThreeDevices : TwoDevices {
  ThreeDevices() { copy_folder(path(), third_path()); }
  core::Path third_path() const { return folder / "third"; }
  custody::KeyStore third_keys{folder / "third-home"};
  Ledger open_third() { return Ledger::open(third_path(), {third_keys, clock, random, {}}); }

  Draft link(const std::string& thing, const std::string& incident_number,
             const custody::UnlockedKey& by) const {
    return {"artifact_linked",
            {thing},
            Object{{"incident", incident_number}, {"shows", custody::committed("a file")}},
            {{&by, "author"}},
            {}};
  }
};

/// Rows in which the log "a" (index 2) has taken in as much of logs 0 and 1.
custody::MemoryRows rows_of_reader(std::uint64_t of_first, std::uint64_t of_second) {
  custody::MemoryRows out;
  const Object knows{{"0", Value(of_first)}, {"1", Value(of_second)}};
  out.put("log", "a", Object{{"index", 2}, {"steps", Array{Object{{"knows", knows}, {"seq", 0}}}}});
  return out;
}

struct SameRelease : TwoDevices {
  Ledger here = open();
  std::uint64_t release =
      add(here, {custody::draft_release({"D-1"}, bob, carol.card.key.name, {"to the safe"})})[0].seq;
  std::string text = custody::ReleaseRequest::make(here, release);
  Ledger there = open_other();

  SameRelease() { take_in(there, here, alice); }
  custody::Answer answer(bool accept = true) {
    return custody::sign_answer(custody::ReleaseRequest::parse(text), accept, {"intact", "matches", "good"},
                                accept ? "" : "bag is torn", carol, clock, random);
  }
  void record(Ledger& ledger, const custody::Answer& signed_answer, const custody::UnlockedKey& by) {
    add(ledger, {custody::draft_answer(ledger, signed_answer, by)});
  }
};

}  // namespace

TEST_CASE("an incident that two devices opened is there for a third that has seen either", "[custody]") {
  ThreeDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  Ledger third = test.open_third();
  SmallCase::add(here, {test.incident("INC-1")});
  SmallCase::add(there, {test.incident("INC-1")});
  test.take_in(third, GENERATE(true, false) ? here : there, test.alice);
  SmallCase::add(third, {test.link("D-1", "INC-1", test.alice)});
  check_intact(test.verify(test.third_path()));
  test.exchange(here, there);
  test.take_in(here, third, test.bob);
  check_intact(test.verify(test.path()));
  test.take_in(there, third, test.bob);
  test.take_in(there, here, test.carol);
  check_intact(test.verify(test.other_path()));
}

TEST_CASE("a key that two devices enrolled is known to a third that has seen either", "[custody]") {
  ThreeDevices test;
  Ledger here = test.open();
  Ledger there = test.open_other();
  Ledger third = test.open_third();
  const auto dora = support::person("dora", custody::Role::examiner);
  SmallCase::add(here, {test.enrolment(dora)});
  SmallCase::add(there, {test.enrolment(dora)});
  test.take_in(third, GENERATE(true, false) ? here : there, test.alice);
  SmallCase::add(third, {test.access("D-1", dora)});
  test.exchange(here, there);
  test.take_in(here, third, test.bob);
  check_intact(test.verify(test.path()));
}

TEST_CASE("who has seen one of two revocations of a key knows it as revoked, by that one", "[custody]") {
  const auto second = custody::entry_number(1, 3);
  const auto [of_first, of_second, expected] = GENERATE(table<std::uint64_t, std::uint64_t, std::int64_t>(
      {{9, 9, 5}, {9, 0, 5}, {0, 9, static_cast<std::int64_t>(custody::entry_number(1, 3))}, {0, 0, -1}}));
  custody::MemoryRows rows = rows_of_reader(of_first, of_second);
  rows.put("key", "k",
           Object{{"ended_again", Array{Object{{"last", Array{}}, {"revoked", Value(second)}}}},
                  {"last", Array{}},
                  {"replaced_by", "other"},
                  {"revoked", 5},
                  {"roles", Array{}}});
  const auto view = custody::LogView::of(rows, "a", 2, 1);
  const auto row = custody::AsKnown(rows, view).get("key", "k");
  REQUIRE(row);
  CHECK(row->integer_of("revoked").value_or(-1) == expected);
  CHECK((row->find("replaced_by") != nullptr) == (expected == 5));
}

TEST_CASE("a second revocation leaves the first as it was", "[custody]") {
  TwoDevices test;
  Ledger here = test.open();
  const auto dora = support::person("dora", custody::Role::examiner);
  const auto erik = support::person("erik", custody::Role::custodian);
  SmallCase::add(here, {test.enrolment(dora), test.enrolment(erik)});
  Ledger there = test.open_other();
  test.take_in(there, here, test.alice);
  const auto revocation = [&](std::uint64_t vouched) {
    return Draft{"key_revoked",
                 {},
                 Object{{"key", dora.card.key.name},
                        {"last", Array{Object{{"log", here.log().name}, {"size", Value(vouched)}}}},
                        {"reason", custody::committed("lost")}},
                 {{&test.bob, "author"}, {&test.carol, "approving"}},
                 {}};
  };
  const auto first = SmallCase::add(here, {revocation(7)})[0].seq;
  SmallCase::add(there, {revocation(6)});
  test.exchange(here, there);
  const auto row = here.store().get("key", dora.card.key.name);
  REQUIRE(row);
  CHECK(row->integer_of("revoked") == static_cast<std::int64_t>(first));
  CHECK(row->find("last")->array()->front().integer_of("size") == 7);
  CHECK(row->find("ended_again")->array()->size() == 1);
  check_intact(test.verify(test.path()));
  check_intact(test.verify(test.other_path()));
}

TEST_CASE("the state of an image is that of the steps its reader has seen", "[custody]") {
  const auto [of_first, of_second, expected] = GENERATE(table<std::uint64_t, std::uint64_t, const char*>(
      {{9, 9, "finished"}, {9, 0, "started"}, {0, 0, "registered"}}));
  custody::MemoryRows rows = rows_of_reader(of_first, of_second);
  const Value finished(custody::entry_number(1, 2));
  rows.put("image", "D-1.E01",
           Object{{"finished", finished},
                  {"started", 4},
                  {"state", "finished"},
                  {"state_steps", Array{Object{{"entry", 4}, {"state", "started"}},
                                        Object{{"entry", finished}, {"state", "finished"}}}}});
  const auto view = custody::LogView::of(rows, "a", 2, 1);
  const auto row = custody::AsKnown(rows, view).get("image", "D-1.E01");
  REQUIRE(row);
  CHECK(row->text_of("state") == expected);
  CHECK((row->find("finished") != nullptr) == (of_second > 0));
}

TEST_CASE("one answer recorded on two devices is one handover and no dispute", "[custody]") {
  SameRelease test;
  const auto answer = test.answer();
  test.record(test.here, answer, test.bob);
  const bool hands_on = GENERATE(false, true);
  if (hands_on) {
    SmallCase::add(test.here, {test.hand_over("D-1", test.carol, test.bob)});
  }
  test.record(test.there, answer, test.carol);
  test.exchange(test.here, test.there);
  for (const Ledger* ledger : {&test.here, &test.there}) {
    CHECK(custody::holder_of(*ledger, "D-1") == (hands_on ? test.bob : test.carol).card.key.name);
  }
  check_intact(test.verify(test.path()));
  check_intact(test.verify(test.other_path()));
  Ledger& next = GENERATE(true, false) ? test.here : test.there;
  SmallCase::add(next, {test.hand_over("D-1", hands_on ? test.bob : test.carol, test.alice)});
  test.exchange(test.here, test.there);
  check_intact(test.verify(test.path()));
  check_intact(test.verify(test.other_path()));
}

TEST_CASE("one answer recorded on two devices, each of which handed the thing on, is a dispute",
          "[custody]") {
  SameRelease test;
  const auto answer = test.answer();
  test.record(test.here, answer, test.bob);
  SmallCase::add(test.here, {test.hand_over("D-1", test.carol, test.bob)});
  test.record(test.there, answer, test.carol);
  SmallCase::add(test.there, {test.hand_over("D-1", test.carol, test.alice)});
  test.exchange(test.here, test.there);
  check_forks(test.verify(test.path()), 1);
  check_forks(test.verify(test.other_path()), 1);
}

TEST_CASE("one refusal recorded on two devices ends the release once", "[custody]") {
  SameRelease test;
  const auto answer = test.answer(false);
  test.record(test.here, answer, test.bob);
  test.record(test.there, answer, test.carol);
  test.exchange(test.here, test.there);
  CHECK(custody::holder_of(test.here, "D-1") == test.bob.card.key.name);
  check_intact(test.verify(test.path()));
  check_intact(test.verify(test.other_path()));
  SmallCase::add(test.here, {custody::draft_release({"D-1"}, test.bob, test.carol.card.key.name, {"again"})});
  check_intact(test.verify(test.path()));
}

TEST_CASE("a handover that overtakes a release contends with the answer another device recorded",
          "[custody]") {
  SameRelease test;
  test.record(test.here, test.answer(), test.bob);
  SmallCase::add(test.there,
                 {custody::draft_release_withdrawn(test.there, test.release, "no courier", test.bob)});
  SmallCase::add(test.there, {test.hand_over("D-1", test.bob, test.alice)});
  test.exchange(test.here, test.there);
  check_forks(test.verify(test.path()), 2);  // the withdrawal and what followed it
  check_forks(test.verify(test.other_path()), 2);
  SmallCase::add(test.here, {custody::draft_settlement("D-1", test.carol.card.key.name, "receipt", test.bob,
                                                       test.carol)});
  CHECK(custody::holder_of(test.here, "D-1") == test.carol.card.key.name);
  check_intact(test.verify(test.path()));
}
