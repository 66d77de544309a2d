// SPDX-License-Identifier: Apache-2.0
// Playing by the plan: what is due, what is scored how, and what an after-action report rests on.
#include "legal/exercise/exercise.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "legal/exercise/after_action.h"
#include "tests/support/exercise_case.h"

using Catch::Matchers::Contains;
using custody::Ledger;
using legal::ActionResult;
using support::ExerciseCase;

namespace {

struct Asked {
  explicit Asked(const Ledger& ledger)
      : view(ledger),
        records(view),
        state(legal::started_exercise(records)),
        plan(legal::plan_of(ledger, state)) {}

  report::CaseView view;
  legal::Records records;
  legal::ExerciseState state;
  legal::ExercisePlan plan;
};

legal::ScoredAction scored(const Ledger& ledger, std::size_t event, std::size_t action) {
  const Asked asked(ledger);
  const auto rows = legal::score(asked.plan, asked.state, asked.records, ledger.environment().clock.now());
  legal::ScoredAction out = rows.at(event).actions.at(action);
  out.action = nullptr;
  return out;
}

std::vector<std::string> open_at(const Ledger& ledger, std::int64_t minutes_after_start) {
  const Asked asked(ledger);
  std::vector<std::string> out;
  for (const legal::DueInject& inject : legal::open_injects(asked.plan, asked.state)) {
    if (inject.due.micros <= asked.state.started.micros + minutes_after_start * 60'000'000) {
      out.push_back(inject.event->number);
    }
  }
  return out;
}

/// What happens after the inject of event 1, in minutes; -1: never.
struct Row {
  const char* what;
  int taken_in, asked, ended;
  ActionResult result;
  std::optional<std::int64_t> minutes;
};

legal::AfterAction report_of(const Ledger& ledger, bool without_protected, const std::string& reader = "") {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  return legal::after_action(records,
                             {"", without_protected, reader, false, ledger.environment().clock.now()});
}

/// Every text of the facts.
std::string all_words(const legal::AfterAction& report) {
  std::string out = report.name + report.overview.scenario + report.overview.scope;
  for (const legal::ReviewedEvent& event : report.events) {
    out += event.number + event.inject + event.from + event.to;
    out += event.delivery ? event.delivery->receiver + event.delivery->text : "";
  }
  for (const legal::Observation& seen : report.observations) {
    out += seen.text;
  }
  for (const legal::PlannedImprovement& item : report.improvements) {
    out += item.issue + item.action + item.organisation + item.poc;
  }
  return out;
}

}  // namespace

TEST_CASE("injects are due by the clock of the exercise until they are delivered", "[legal]") {
  ExerciseCase test;
  Ledger ledger = test.begin_exercise();
  {
    const report::CaseView view(ledger);
    CHECK_THROWS_WITH(legal::started_exercise(legal::Records(view)), Contains("has not been started"));
  }
  test.start(ledger);
  CHECK(open_at(ledger, 14).empty());
  CHECK(open_at(ledger, 15) == std::vector<std::string>{"1"});
  CHECK(open_at(ledger, 60) == std::vector<std::string>{"1", "2"});
  test.inject(ledger, "1");
  CHECK(open_at(ledger, 60) == std::vector<std::string>{"2"});
  CHECK_THROWS_WITH(test.inject(ledger, "1"), Contains("delivered already"));
  CHECK_THROWS_WITH(test.inject(ledger, "9"), Contains("the plan has no event '9'"));
}

TEST_CASE("an expected action is scored by when it was recorded after the inject", "[legal]") {
  const Row rows[] = {
      {"at once", 0, 5, -1, ActionResult::done, 0},
      {"within its time", 9, 12, -1, ActionResult::done, 9},
      {"too late", 25, 30, -1, ActionResult::late, 25},
      {"nothing yet, time left", -1, 5, -1, ActionResult::not_yet_due, std::nullopt},
      {"nothing, time over", -1, 11, -1, ActionResult::not_done, std::nullopt},
      {"nothing, and the exercise ended", -1, 5, 4, ActionResult::not_done, std::nullopt},
      {"done after the end", 8, 9, 4, ActionResult::not_done, std::nullopt},
      {"done, asked long after the end", 9, 5000, 100, ActionResult::done, 9},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    ExerciseCase test;
    Ledger ledger = test.begin_exercise();
    test.start(ledger);
    test.intake(ledger);  // before the inject: it counts for nothing
    test.pass_minutes(15);
    test.inject(ledger, "1");
    std::uint64_t entry = 0;
    for (int minute = 0; minute < row.asked; ++minute) {
      if (minute == row.ended) {
        test.fill(ledger, "exercise end", {}, test.bob);
      }
      if (minute == row.taken_in) {
        test.intake(ledger, "active");  // of another kind than the plan asks for
        entry = test.intake(ledger).seq;
      }
      test.pass_minutes(1);
    }
    const legal::ScoredAction found = scored(ledger, 0, 0);
    CHECK(found.result == row.result);
    CHECK(found.minutes == row.minutes);
    CHECK(found.entry == (row.minutes ? std::optional(entry) : std::nullopt));
    CHECK(scored(ledger, 2, 0).result == ActionResult::not_delivered);
  }
}

TEST_CASE("an action counts only with the members and words that the plan asks for", "[legal]") {
  ExerciseCase test;
  Ledger ledger = test.begin_exercise();
  test.start(ledger);
  test.add(ledger, {test.incident("INC-1"), test.incident("INC-2")});
  test.inject(ledger, "1");
  const auto triage = [&](const std::string& number, const std::string& family, const std::string& reason) {
    return test
        .fill(ledger, "incident triage",
              {{"--number", {number}},
               {"--family", {family}},
               {"--priority", {"high"}},
               {"--reason", {reason}},
               {"--override", {"no criteria"}}},
              test.bob)
        .seq;
  };
  triage("INC-2", "leak", "a ransom note");
  triage("INC-1", "unauthorised_access", "a ransom note");
  triage("INC-1", "leak", "a note");
  CHECK(scored(ledger, 0, 1).result == ActionResult::not_yet_due);
  const std::uint64_t entry = triage("INC-1", "leak", "a RANSOM note");
  const legal::ScoredAction found = scored(ledger, 0, 1);
  CHECK(found.result == ActionResult::done);
  CHECK(found.entry == entry);
}

TEST_CASE("a private entry counts as what it holds", "[legal]") {
  ExerciseCase test;
  Ledger ledger = test.begin_exercise();
  test.start(ledger);
  test.inject(ledger, "1");
  const auto done = ledger.append([&](const Ledger& open) {
    const core::json::Object body{{"collection", "passive"},
                                  {"kind", "incident"},
                                  {"received_at", "2026-11-20T01:00:00.000000Z"},
                                  {"source", custody::committed("desk")},
                                  {"text", custody::committed("note")}};
    return std::vector{
        custody::made_private(open, {"intake_recorded", {}, body, {{&test.bob, "author"}}, {}})};
  });
  CHECK(scored(ledger, 0, 0).entry == done[0].seq);
}

TEST_CASE("a rating stands with its words, on a capability and task that the plan has", "[legal]") {
  ExerciseCase test;
  Ledger ledger = test.begin_exercise();
  test.start(ledger);
  const auto observe = [&](support::LegalCase::Given given) {
    return test.fill(ledger, "exercise observe", std::move(given), test.bob);
  };
  CHECK_THROWS_WITH(observe({{"--capability", {"C-1"}}, {"--rating", {"P"}}}), Contains("--text is missing"));
  CHECK_THROWS_WITH(observe({{"--capability", {"C-1"}}, {"--rating", {"P"}}, {"--text", {" "}}}),
                    Contains("--text is empty"));
  CHECK_THROWS_WITH(observe({{"--capability", {"C-1"}}, {"--rating", {"Q"}}, {"--text", {"t"}}}),
                    Contains("'Q' is none of"));
  CHECK_THROWS_WITH(observe({{"--capability", {"C-9"}}, {"--text", {"t"}}}), Contains("no capability 'C-9'"));
  CHECK_THROWS_WITH(observe({{"--capability", {"C-1"}}, {"--task", {"T-3"}}, {"--text", {"t"}}}),
                    Contains("has no task 'T-3'"));
  observe({{"--capability", {"C-1"}}, {"--task", {"T-1"}}, {"--rating", {"M"}}, {"--text", {"slow"}}});
  const auto later =
      observe({{"--capability", {"C-1"}}, {"--task", {"T-1"}}, {"--rating", {"S"}}, {"--text", {"better"}}});
  const legal::AfterAction report = report_of(ledger, false);
  REQUIRE(report.capabilities.size() == 2);
  REQUIRE(report.capabilities[0].ratings.size() == 1);
  CHECK(report.capabilities[0].ratings[0].rating == "S");
  CHECK(report.capabilities[0].ratings[0].entry == later.seq);
  CHECK(report.capabilities[1].ratings.empty());
}

TEST_CASE("without protected injects their words appear nowhere", "[legal]") {
  ExerciseCase test;
  Ledger ledger = test.begin_exercise();
  test.start(ledger);
  test.inject(ledger, "1");
  const std::string delivered = ledger.label(test.inject(ledger, "2").seq);
  const auto observe = [&](support::LegalCase::Given given) {
    given["--capability"] = {"C-2"};
    given["--rating"] = {"U"};
    return ledger.label(test.fill(ledger, "exercise observe", std::move(given), test.bob).seq);
  };
  const std::string cites = observe({{"--text", {"CANARY-ONE nobody looked"}}, {"--entry", {delivered}}});
  observe({{"--text", {"CANARY-TWO: The Attacker has the administrator's PASSWORD"}}});
  observe({{
               "--text",
               {"CANARY-THREE"},
           },
           {"--protected", {"yes"}}});
  observe({{"--text", {"open to all"}}});
  test.fill(ledger, "exercise improve",
            {{"--capability", {"C-2"}},
             {"--issue", {"CANARY-FOUR"}},
             {"--action", {"change it"}},
             {"--element", {"planning"}},
             {"--organisation", {"us"}},
             {"--poc", {"bob"}},
             {"--observation", {cites}}},
            test.bob);
  const legal::AfterAction whole = report_of(ledger, false);
  CHECK(all_words(whole).find(support::kProtectedInject) != std::string::npos);
  CHECK(whole.observations.size() == 4);
  CHECK(whole.observations[0].rests_on.size() == 1);
  CHECK(whole.left_out == 0);
  const legal::AfterAction open = report_of(ledger, true);
  CHECK_THAT(all_words(open), !Contains(support::kProtectedInject) && !Contains("CANARY"));
  CHECK(open.events.size() == 2);
  REQUIRE(open.observations.size() == 1);
  CHECK(open.observations[0].text == "open to all");
  CHECK(open.improvements.empty());
  CHECK(open.left_out == 5);
  REQUIRE(open.capabilities[1].ratings.size() == 1);
  CHECK(open.capabilities[1].ratings[0].entry == open.observations[0].entry);
  // Released to one reader: what rests on the inject goes with it, what its author marked stays.
  const legal::AfterAction released = report_of(ledger, false, "help desk LEAD");
  CHECK_THAT(all_words(released), Contains(support::kProtectedInject) && !Contains("CANARY-THREE"));
  CHECK(released.observations.size() == 3);
  CHECK(released.improvements.size() == 1);
  CHECK(released.left_out == 1);
  CHECK(report_of(ledger, false, "the press").left_out == open.left_out);
}

TEST_CASE("a report on a real incident rests on what was observed in it", "[legal]") {
  support::LegalCase test;
  Ledger ledger = test.begin_case();
  test.add(ledger, {test.incident("INC-1"), test.incident("INC-2")});
  const auto observe = [&](const std::string& incident, const std::string& text) {
    test.fill(
        ledger, "exercise observe",
        {{"--incident", {incident}}, {"--capability", {"logs"}}, {"--rating", {"S"}}, {"--text", {text}}},
        test.bob);
  };
  observe("INC-1", "logs were kept");
  observe("INC-2", "logs were lost");
  CHECK_THROWS_WITH(
      test.fill(ledger, "exercise observe", {{"--capability", {"logs"}}, {"--text", {"t"}}}, test.bob),
      Contains("name the incident"));
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const legal::AfterAction report = legal::after_action(records, {"INC-1", false, "", false, {}});
  CHECK_FALSE(report.is_exercise);
  CHECK(report.name == "INC-1: t");
  REQUIRE(report.observations.size() == 1);
  CHECK(report.observations[0].text == "logs were kept");
  CHECK(report.events.empty());
  CHECK_THROWS_WITH(legal::after_action(records, {"INC-9", false, "", false, {}}),
                    Contains("no incident 'INC-9'"));
  CHECK_THROWS_WITH(legal::after_action(records, {"", false, "", false, {}}),
                    Contains("the case is no exercise"));
}
