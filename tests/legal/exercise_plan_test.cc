// SPDX-License-Identifier: Apache-2.0
// The plan of an exercise: what is read of it, and what is refused with file, line and reason.
#include "legal/exercise/exercise_plan.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/exercise_plan.h"

namespace {

using Catch::Matchers::Contains;

/// The plan with one text of it replaced.
std::string with(const std::string& before, const std::string& after) {
  std::string out = support::exercise_plan();
  const auto at = out.find(before);
  REQUIRE(at != std::string::npos);
  return out.replace(at, before.size(), after);
}

struct Bad {
  const char* before;
  const char* after;
  const char* reason;
};

}  // namespace

TEST_CASE("a plan of an exercise is read whole", "[legal]") {
  const legal::ExercisePlan plan = legal::parse_exercise_plan(support::exercise_plan(), "plan.yaml");
  CHECK(plan.overview.name == "Blue 2026");
  CHECK(plan.overview.starts->text() == "2026-12-01");
  CHECK(plan.overview.organisations == std::vector<std::string>{"Example Trading", "Sector CSIRT"});
  REQUIRE(plan.overview.objectives.size() == 1);
  CHECK(plan.overview.objectives[0].capabilities == std::vector<std::string>{"C-1"});
  REQUIRE(plan.capabilities.size() == 2);
  CHECK(plan.capability("C-1")->tasks.size() == 2);
  CHECK(plan.task("C-1", "T-1")->measures.at(0).text == "minutes from the report to triage");
  CHECK(plan.task("C-1", "T-3") == nullptr);
  CHECK(plan.capability("C-9") == nullptr);
  REQUIRE(plan.events.size() == 3);
  CHECK(plan.event("2")->is_protected);
  CHECK_FALSE(plan.event("1")->is_protected);
  CHECK(plan.event("2")->classification == "TLP:RED");
  CHECK(plan.event("2")->is_kept_from(""));
  CHECK(plan.event("2")->is_kept_from("help desk"));
  CHECK_FALSE(plan.event("2")->is_kept_from("HELP desk lead"));
  CHECK_FALSE(plan.event("1")->is_kept_from(""));
  CHECK(plan.event("9") == nullptr);
  const legal::ExpectedAction& triage = plan.event("1")->expected.at(1);
  CHECK(triage.type == "incident_triaged");
  CHECK(triage.within == 30);
  CHECK(triage.where.at("incident") == "INC-1");
  CHECK(triage.says == "ransom");
}

TEST_CASE("an event is due so long after the start, or at its own time", "[legal]") {
  const legal::ExercisePlan plan = legal::parse_exercise_plan(support::exercise_plan(), "plan.yaml");
  const core::UtcTime start = core::UtcTime::parse("2026-12-01T01:00:00.000000Z").value();
  CHECK(plan.event("1")->due(start).text() == "2026-12-01T01:15:00.000000Z");
  CHECK(plan.event("2")->due(start).text() == "2026-12-01T02:00:00.000000Z");
  CHECK(plan.event("3")->due(start).text() == "2026-12-01T03:00:00.000000Z");
}

TEST_CASE("a plan that is not as it must be is refused with file, line and reason", "[legal]") {
  const Bad all[] = {
      {"starts: 2026-12-01", "starts: 2026-12-32", "plan.yaml:3: starts of the exercise is '2026-12-32'"},
      {"ends: 2026-12-01", "ends: 2026-11-30", "plan.yaml:4: the exercise ends before it starts"},
      {"  name: \"Blue 2026\"", "  title: \"Blue 2026\"", "plan.yaml:2: the exercise holds 'title'"},
      {"capabilities: [C-1]", "capabilities: [C-7]", "plan.yaml:8: there is no capability 'C-7'"},
      {"id: T-2", "id: T-1", "plan.yaml:22: the id 'T-1' occurs twice"},
      {"id: M-1", "id: 'M 1'", "plan.yaml:21: id of a measure is 'M 1'"},
      {"\"+00:15\"", "\"+00:75\"", "plan.yaml:29: at of an event is '+00:75'"},
      {"\"+00:15\"", "\"+0:15\"", "plan.yaml:29: at of an event is '+0:15'"},
      {"\"+00:15\"", "\"2026-12-01T12:00:00\"", "plan.yaml:29: at of an event is"},
      {"number: \"3\"", "number: \"1\"", "the id '1' occurs twice"},
      {"task: T-1", "task: T-3", "plan.yaml:34: the capability 'C-1' has no task 'T-3'"},
      {"capability: C-2", "capability: C-3", "there is no capability 'C-3'"},
      {"type: intake_recorded", "type: intake_taken",
       "plan.yaml:36: there is no type of entry 'intake_taken'"},
      {"type: intake_recorded", "type: private", "there is no type of entry 'private'"},
      {"where: {collection: passive}", "where: {source: desk}", "has no member 'source' in clear"},
      {"where: {collection: passive}", "where: {colour: red}", "has no member 'colour' in clear"},
      {"where: {collection: passive}", "where: passive", "where is not a list of names and values"},
      {"within: 10", "within: 0", "is not a whole number from 1 to 1000"},
      {"within: 10", "within: soon", "is not a whole number from 1 to 1000"},
      {"protected: true", "protected: perhaps", "is neither true nor false"},
      {"protected: true", "protected: false", "a release list needs 'protected: true'"},
      {"release_to: [\"Help desk lead\"", "release_to: [\"legal counsel\"", "holds 'legal counsel' twice"},
      {"inject: \"the press asks\"", "inject: \"\"", "inject of an event is empty"},
      {"scope: \"night shift", "scope: \"night\\u202eshift", "control or hidden characters"},
  };
  for (const Bad& bad : all) {
    INFO(bad.after);
    CHECK_THROWS_WITH(legal::parse_exercise_plan(with(bad.before, bad.after), "plan.yaml"),
                      Contains(bad.reason));
  }
  for (const char* empty : {"", "# nothing\n"}) {
    CHECK_THROWS_WITH(legal::parse_exercise_plan(empty, "plan.yaml"),
                      Contains("plan.yaml:1: the file is empty"));
  }
  CHECK_THROWS_WITH(legal::parse_exercise_plan(std::string((1U << 20U) + 1, '#'), "plan.yaml"),
                    Contains("more than 1 MiB"));
}

TEST_CASE("a plan holds 500 events and no more", "[legal]") {
  const auto plan_of = [](int events) {
    std::string out =
        "exercise: {name: long}\ncapabilities: [{id: C, name: n, tasks: [{id: T, name: n}]}]\nevents:\n";
    for (int i = 1; i <= events; ++i) {
      out += "  - {number: E-" + std::to_string(i) +
             ", at: '+00:01', inject: i, from: f, to: t, capability: C}\n";
    }
    return out;
  };
  CHECK(legal::parse_exercise_plan(plan_of(500), "plan.yaml").events.size() == 500);
  CHECK_THROWS_WITH(legal::parse_exercise_plan(plan_of(501), "plan.yaml"), Contains("a list of 1 to 500"));
}
