// SPDX-License-Identifier: Apache-2.0
// Gaps in custody: a table of what happened to D-1 and which gaps that leaves, and none where everything is explained.
#include "custody/gaps.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "custody/answer.h"
#include "custody/handover.h"
#include "custody/keeping.h"
#include "custody/recheck.h"
#include "custody/store_source.h"
#include "tests/support/log_story.h"
#include "tests/support/small_case.h"

using core::json::Object;
using core::json::Value;
using custody::Draft;
using custody::Gap;
using custody::Ledger;
using custody::UnlockedKey;
using support::SmallCase;

namespace {

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kDay = 24 * kHour;

/// A case in which one thing after the other happens, an hour apart. `case_` is the number of the newest entry.
class Story : public SmallCase {
 public:
  Story() : ledger_(begin()) { add(ledger_, {enrolment(dora)}); }

  UnlockedKey dora = support::person("dora", custody::Role::counsel);

  Ledger& ledger() { return ledger_; }
  std::uint64_t newest() const { return newest_; }
  std::string log_name() const { return ledger_.log().name; }

  void happens(const Draft& draft) {
    clock.pass(kHour);
    newest_ = add(ledger_, {draft}).back().seq;
  }
  void hand_over(const UnlockedKey& from, const UnlockedKey& to, const std::string& seal = "not stated") {
    happens(custody::draft_transfer({"D-1"}, from, to, {"shift", {seal, "not checked", ""}}));
  }
  void keep_at(const std::string& place, const UnlockedKey& by) {
    happens(custody::draft_move({"D-1"}, place, "kept", by));
  }
  void seal(const UnlockedKey& by) {
    happens(custody::draft_seal("D-1", "S-1", "", by, nullptr));
    sealed_by_ = newest_;
  }
  void break_seal(const UnlockedKey& by) {
    happens(custody::draft_seal_broken(ledger_, "D-1", sealed_by_, "", "to image it", by, nullptr));
  }
  void release(const UnlockedKey& from) {
    happens(custody::draft_release({"D-1"}, from, "", {"by courier"}));
    released_ = newest_;
  }
  void answer(const UnlockedKey& by, bool accept, std::int64_t clock_off = 0) {
    const auto request = custody::ReleaseRequest::parse(custody::ReleaseRequest::make(ledger_, released_));
    support::StepClock other;
    other.set({clock.now().micros + clock_off});
    const auto answer = custody::sign_answer(request, accept, {}, "seen", by, other, random);
    happens(custody::draft_answer(ledger_, answer, bob));
  }
  void withdraw(const UnlockedKey& by) {
    happens(custody::draft_release_withdrawn(ledger_, released_, "not sent", by));
  }
  void to_outside() {
    happens(custody::draft_to_outside({"D-1"}, bob, {{"Officer", "Police", ""}, receipt_, false},
                                      bob.card.key.name, {""}, nullptr));
  }
  void from_outside() {
    happens(
        custody::draft_from_outside({"D-1"}, carol, {{"Officer", "Police", ""}, receipt_}, {""}, nullptr));
  }
  void dispose() {
    happens(custody::draft_disposal({"D-1"}, {"returned", "by hand", "", "closed"}, bob));
    const std::uint64_t request = newest_;
    happens(custody::draft_about_same(ledger_, "disposal_approved", "request", request, {}, dora));
    happens(custody::draft_disposal_carried_out(ledger_, request, "by hand", nullptr, bob, carol));
  }
  /// A step of the stories for logs made by hand, by the same people.
  void happens_as(const support::Step& step) {
    happens({step.type, step.about, step.body, {{&bob, "author"}}, {}});
  }
  void image(bool finish = true) {
    happens_as(support::story::image(names_));
    happens_as(support::story::started(names_));
    if (finish) {
      happens_as(support::story::finished(names_));
      finished_ = newest_;
    }
  }
  void compare() { happens_as(support::story::verified(names_, finished_)); }
  void days_pass(std::int64_t days) { clock.pass(days * kDay); }

  /// "class item" of each gap as of now.
  std::vector<std::string> gaps() {
    std::vector<std::string> out;
    for (const Gap& gap : all()) {
      out.push_back(gap.class_name + " " + gap.item + (gap.to ? "" : " still"));
    }
    return out;
  }
  custody::Gaps all() {
    custody::Gaps out = custody::find_gaps(ledger_, {clock.now()});
    for (const Gap& gap : out) {  // told in both languages, each by itself
      CAPTURE(gap.text, gap.text_ja);
      CHECK_FALSE(gap.text.empty());
      CHECK_FALSE(gap.text_ja.empty());
      CHECK(std::none_of(gap.text.begin(), gap.text.end(), [](char c) { return (c & 0x80) != 0; }));
      CHECK(
          std::none_of(gap.text_ja.begin(), gap.text_ja.end(), [](char c) { return c >= 'A' && c <= 'z'; }));
    }
    return out;
  }

 private:
  Ledger ledger_;
  support::LogMaker names_;
  custody::DraftAttachment receipt_{"receipt.pdf", core::sha256(core::as_bytes("paper")), 5};
  std::uint64_t newest_ = 0, released_ = 0, sealed_by_ = 0, finished_ = 0;
};

struct Row {
  const char* what;
  std::function<void(Story&)> story;
  std::vector<std::string> gaps;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Story story;
    row.story(story);
    INFO(row.what);
    CHECK(story.gaps() == row.gaps);
    custody::VerifyOptions options;
    options.ledger_only = true;
    CHECK(custody::verify_case(story.path(), options).intact());
  }
}

}  // namespace

TEST_CASE("a release without an answer waits, and what answers it ends that", "[custody]") {
  check({{"nothing happened", [](Story&) {}, {}},
         {"released, no answer", [](Story& s) { s.release(s.bob); }, {"waiting D-1 still"}},
         {"released and taken back", [](Story& s) { s.release(s.bob), s.withdraw(s.bob); }, {}},
         {"released and refused",
          [](Story& s) { s.release(s.bob), s.answer(s.carol, false); },
          {"refused D-1"}},
         {"refused, then received",
          [](Story& s) {
            s.release(s.bob), s.answer(s.carol, false), s.release(s.bob), s.answer(s.carol, true);
            s.keep_at("safe", s.carol);
          },
          {"refused D-1"}},
         {"released, received, put away",
          [](Story& s) { s.release(s.bob), s.answer(s.carol, true), s.keep_at("safe", s.carol); },
          {}},
         {"released, then looked at",
          [](Story& s) {
            s.release(s.bob);
            s.happens(custody::draft_access("D-1", "viewed", "all", "look", s.carol));
          },
          {"waiting D-1 still"}}});
}

TEST_CASE("a place is explained by a move that follows a handover", "[custody]") {
  check(
      {{"handed over and put away",
        [](Story& s) { s.hand_over(s.bob, s.carol), s.keep_at("safe", s.carol); },
        {}},
       {"handed over, no place ever", [](Story& s) { s.hand_over(s.bob, s.carol); }, {"no place D-1 still"}},
       {"kept, then handed over",
        [](Story& s) { s.keep_at("safe", s.bob), s.hand_over(s.bob, s.carol); },
        {"stale place D-1 still"}},
       {"handed over twice between two moves",
        [](Story& s) {
          s.keep_at("safe", s.bob), s.hand_over(s.bob, s.carol), s.hand_over(s.carol, s.bob);
          s.keep_at("shelf", s.bob);
        },
        {"stale place D-1"}},
       {"received, no place",
        [](Story& s) { s.release(s.bob), s.answer(s.carol, true); },
        {"no place D-1 still"}},
       {"moved only", [](Story& s) { s.keep_at("safe", s.bob), s.keep_at("shelf", s.bob); }, {}}});
}

TEST_CASE("outside is no gap with a receipt, and the way back needs a place", "[custody]") {
  check({{"outside with a receipt", [](Story& s) { s.to_outside(); }, {}},
         {"back from outside", [](Story& s) { s.to_outside(), s.from_outside(); }, {"no place D-1 still"}},
         {"back and put away",
          [](Story& s) { s.to_outside(), s.from_outside(), s.keep_at("safe", s.carol); },
          {}},
         {"registered as held outside",
          [](Story& s) {
            Draft thing = s.thing("D-3");
            thing.body.set("holder", Object{{"outside", custody::committed("the owner")}});
            s.happens(thing);
          },
          {"no receipt D-3 still"}},
         {"registered as held outside, then handed in",
          [](Story& s) {
            Draft thing = s.thing("D-3");
            thing.body.set("holder", Object{{"outside", custody::committed("the owner")}});
            s.happens(thing);
            const custody::DraftAttachment receipt{"r", core::sha256(core::as_bytes("paper")), 5};
            s.happens(
                custody::draft_from_outside({"D-3"}, s.carol, {{"Owner", "-", ""}, receipt}, {""}, nullptr));
            s.happens(custody::draft_move({"D-3"}, "safe", "kept", s.carol));
          },
          {"no receipt D-3"}}});
}

TEST_CASE("a seal that is found broken needs an entry that says who broke it", "[custody]") {
  const auto handed = [](Story& s, const char* seal) {
    s.hand_over(s.bob, s.carol, seal);
    s.keep_at("safe", s.carol);
  };
  check({{"sealed, found intact", [&](Story& s) { s.seal(s.bob), handed(s, "intact"); }, {}},
         {"sealed, found broken", [&](Story& s) { s.seal(s.bob), handed(s, "broken"); }, {"seal broken D-1"}},
         {"sealed, found gone", [&](Story& s) { s.seal(s.bob), handed(s, "none"); }, {"seal broken D-1"}},
         {"sealed, broken on record, found broken",
          [&](Story& s) { s.seal(s.bob), s.break_seal(s.bob), handed(s, "broken"); },
          {}},
         {"sealed, found broken, explained afterwards",
          [&](Story& s) { s.seal(s.bob), handed(s, "broken"), s.break_seal(s.carol); },
          {}},
         {"never sealed, said to be broken", [&](Story& s) { handed(s, "broken"); }, {"seal broken D-1"}},
         {"broken on record, said to be intact",
          [&](Story& s) { s.seal(s.bob), s.break_seal(s.bob), handed(s, "intact"); },
          {"seal contradicted D-1"}},
         {"broken, sealed again, found intact",
          [&](Story& s) { s.seal(s.bob), s.break_seal(s.bob), s.seal(s.bob), handed(s, "intact"); },
          {}},
         {"not stated", [&](Story& s) { s.seal(s.bob), handed(s, "not stated"); }, {}},
         {"no seal on record, said to be intact", [&](Story& s) { handed(s, "intact"); }, {}}});
}

TEST_CASE("an image is compared again within the interval of the case", "[custody]") {
  const auto set_days = [](Story& s, std::int64_t days) {
    s.happens(custody::draft_recheck_days(days, "rule", s.alice));
  };
  check(
      {{"imaged and compared", [](Story& s) { s.image(), s.compare(), s.days_pass(179); }, {}},
       {"compared too long ago",
        [](Story& s) { s.image(), s.compare(), s.days_pass(181); },
        {"not compared again D-1-I1 still"}},
       {"compared too late",
        [](Story& s) { s.image(), s.compare(), s.days_pass(181), s.compare(); },
        {"not compared again D-1-I1"}},
       {"compared in time by hand",
        [](Story& s) {
          s.image(), s.compare(), s.days_pass(100);
          s.happens(custody::draft_access("D-1-I1", "verified", "whole image; no fault found", "r", s.carol));
          s.days_pass(100);
        },
        {}},
       {"a look at the ledger is no comparison",
        [](Story& s) {
          s.image(), s.compare(), s.days_pass(100);
          s.happens(custody::draft_access("D-1-I1", "verified", "ledger only; no fault found", "r", s.carol));
          s.days_pass(100);
        },
        {"not compared again D-1-I1 still"}},
       {"a shorter interval",
        [&](Story& s) { set_days(s, 30), s.image(), s.compare(), s.days_pass(31); },
        {"not compared again D-1-I1 still"}},
       {"the newest interval counts",
        [&](Story& s) { set_days(s, 30), set_days(s, 365), s.image(), s.compare(), s.days_pass(200); },
        {}},
       {"never compared", [](Story& s) { s.image(), s.days_pass(181); }, {"not compared again D-1-I1 still"}},
       {"started, never ended", [](Story& s) { s.image(false); }, {"not ended D-1-I1 still"}},
       {"started and failed",
        [](Story& s) {
          s.image(false);
          s.happens({"acquisition_failed",
                     {"D-1", "D-2", "D-1-I1"},
                     Object{{"error", custody::committed("cable")}, {"image", "D-1-I1"}},
                     {{&s.bob, "author"}},
                     {}});
        },
        {}}});
}

TEST_CASE("disposal ends what was open, and nothing is asked after it", "[custody]") {
  check({{"disposed of", [](Story& s) { s.dispose(), s.days_pass(400); }, {}},
         {"handed over, never placed, disposed of",
          [](Story& s) { s.hand_over(s.bob, s.carol), s.dispose(), s.days_pass(400); },
          {"no place D-1"}}});
}

TEST_CASE("a holder whose key was ended can no longer be asked", "[custody]") {
  const auto revoke_bob = [](Story& s) {
    s.happens({"role_granted",
               {},
               Object{{"key", s.dora.card.key.name}, {"role", "administrator"}},
               {{&s.alice, "author"}},
               {}});
    UnlockedKey other = support::person("emil", custody::Role::counsel);
    s.happens(custody::draft_enrolment(other.card, custody::Role::counsel, s.dora));
    s.happens(custody::draft_revocation(s.bob.card.key.name, {{s.log_name(), 5}}, "left", s.alice, other));
  };
  check({{"revoked while holding", revoke_bob, {"holder ended D-1 still", "holder ended D-2 still"}}});
}

TEST_CASE("a clock that jumps beside a handover is a gap, elsewhere it is not", "[custody]") {
  const auto jump = [](Story& s, std::int64_t by) { s.clock.set({s.clock.now().micros + by}); };
  const auto handed = [](Story& s) { s.hand_over(s.bob, s.carol), s.keep_at("safe", s.carol); };
  check(
      {{"set back before a handover", [&](Story& s) { jump(s, -3 * kHour), handed(s); }, {"clock D-1"}},
       {"set forward before a handover", [&](Story& s) { jump(s, 3 * kHour), handed(s); }, {"clock D-1"}},
       {"set back after a handover",
        [&](Story& s) { s.hand_over(s.bob, s.carol), jump(s, -3 * kHour), s.keep_at("safe", s.carol); },
        {"clock D-1"}},
       {"set back long before a handover",
        [&](Story& s) {
          jump(s, -3 * kHour);
          s.happens(custody::draft_note({}, "a", s.bob)), s.happens(custody::draft_note({}, "b", s.bob));
          handed(s);
        },
        {}},
       {"an answer from before the release",
        [&](Story& s) { s.release(s.bob), s.answer(s.carol, true, -5 * kHour), s.keep_at("safe", s.carol); },
        {"clock D-1"}},
       {"an answer from after its receipt",
        [&](Story& s) { s.release(s.bob), s.answer(s.carol, true, 5 * kHour), s.keep_at("safe", s.carol); },
        {"clock D-1"}}});
}

TEST_CASE("a gap names its entries and its stretch of time", "[custody]") {
  Story story;
  story.release(story.bob);
  const std::uint64_t released = story.newest();
  const core::UtcTime since = story.ledger().entry(released).time;
  story.answer(story.carol, false);
  const auto gaps = story.all();
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].entries == std::vector<std::uint64_t>{released, story.newest()});
  CHECK(gaps[0].from == since);
  CHECK(gaps[0].to == story.ledger().entry(story.newest()).time);

  SECTION("and as things stood before, it was another") {
    const auto before = custody::find_gaps(story.ledger(), {{since.micros + 1}, true});
    REQUIRE(before.size() == 1);
    CHECK(before[0].class_name == "waiting");
    CHECK_FALSE(before[0].to);
  }
  SECTION("and before it began there was none") {
    CHECK(custody::find_gaps(story.ledger(), {{since.micros - 1}, true}).empty());
  }
}

TEST_CASE("custody that went two ways on two devices is disputed until it is settled", "[custody]") {
  Story story;
  const core::Path other = story.folder / "other";
  support::copy_folder(story.path(), other);
  custody::KeyStore keys(story.folder / "other-home");
  Ledger there = Ledger::open(other, {keys, story.clock, story.random, {}});
  story.hand_over(story.bob, story.carol);
  story.keep_at("safe", story.carol);
  SmallCase::add(there, {custody::draft_transfer({"D-1"}, story.bob, story.alice, {"shift"})});
  const custody::StoreSources logs(there.store());
  story.ledger().take_in(logs.all(), story.bob);
  CHECK(story.gaps() == std::vector<std::string>{"disputed D-1 still"});
  story.happens(
      {"conflict_resolved",
       {"D-1"},
       Object{{"holder", Object{{"key", story.alice.card.key.name}}}, {"reason", custody::committed("r")}},
       {{&story.bob, "author"}, {&story.carol, "approving"}},
       {}});
  const auto gaps = story.all();
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].class_name == "disputed");
  CHECK(gaps[0].to == story.ledger().entry(story.newest()).time);
  CHECK(gaps[0].entries.size() == 3);
}

TEST_CASE("images are due by their newest comparison, one never compared at once", "[custody]") {
  Story story;
  story.image();
  auto due = custody::images_by_due_time(story.ledger());
  REQUIRE(due.size() == 1);
  CHECK_FALSE(due[0].last.compared);
  CHECK(due[0].due < story.clock.now());
  story.compare();
  due = custody::images_by_due_time(story.ledger());
  REQUIRE(due.size() == 1);
  CHECK(due[0].last.entry == story.newest());
  CHECK(due[0].due.micros == story.ledger().entry(story.newest()).time.micros + 180 * kDay);
}

TEST_CASE("an interval out of bounds is refused", "[custody]") {
  Story story;
  CHECK_THROWS_WITH(story.happens(custody::draft_recheck_days(0, "r", story.alice)),
                    Catch::Contains("out of bounds"));
  CHECK_THROWS_WITH(story.happens(custody::draft_recheck_days(36'501, "r", story.alice)),
                    Catch::Contains("out of bounds"));
  CHECK_THROWS_WITH(story.happens(custody::draft_recheck_days(30, "r", story.bob)), Catch::Contains("role"));
  CHECK(custody::recheck_interval(story.ledger().store()).days == 180);
  CHECK_FALSE(custody::recheck_interval(story.ledger().store()).entry);
}
