// SPDX-License-Identifier: Apache-2.0
// A case that is an exercise: for ever, with keys of its own, and with entries that stand nowhere else.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "custody/exercise.h"
#include "custody/keeping.h"
#include "tests/support/exercise_case.h"

using Catch::Matchers::Contains;
using custody::Draft;
using custody::Ledger;
using support::ExerciseCase;
using support::LegalCase;

namespace {

using core::json::Array;
using core::json::Object;

bool has_exercise_limit(const custody::VerifyReport& report) {
  return std::any_of(report.findings.begin(), report.findings.end(), [](const custody::Finding& finding) {
    return finding.class_name == "exercise" && finding.kind == custody::FindingKind::limit &&
           finding.entry == std::uint64_t{0} && finding.text.find("EXERCISE") != std::string::npos;
  });
}

Draft played(const char* type, const std::string& plan, const custody::UnlockedKey& by, Object more = {}) {
  more["at"] = "2026-11-20T01:00:00.000000Z";
  more["plan"] = plan;
  return {type, {}, std::move(more), {{&by, "author"}}, {}};
}

Object delivery(const std::string& event) {
  return Object{{"event", event}, {"receiver", custody::committed("desk")}};
}

Object seen(const Array& entries) {
  return Object{{"capability", "C-1"}, {"entries", entries}, {"text", custody::committed("late")}};
}

}  // namespace

TEST_CASE("a case opened as an exercise says so when it is verified, and another does not", "[custody]") {
  ExerciseCase test;
  {
    const Ledger ledger = test.begin_exercise();
    CHECK(custody::exercise_of(ledger.store()) == "Blue 2026");
    CHECK(ledger.entry(0).body().text_of("exercise") == "Blue 2026");
  }
  const auto report = test.verify();
  CHECK(report.intact());
  CHECK(has_exercise_limit(report));
  LegalCase real;
  { CHECK_FALSE(custody::exercise_of(real.begin().store())); }
  CHECK_FALSE(has_exercise_limit(real.verify()));
}

TEST_CASE("the name of an exercise is one line of bounded length", "[custody]") {
  CHECK_FALSE(custody::exercise_name_fault("演習2026"));
  CHECK_FALSE(custody::exercise_name_fault(std::string(200, 'x')));
  ExerciseCase test;
  for (const std::string& bad : {std::string("a\nb"), std::string(201, 'x')}) {
    CHECK(custody::exercise_name_fault(bad));
    CHECK_THROWS_WITH(Ledger::create(test.path(), {"1", "t", "en", bad}, test.alice, test.environment()),
                      Contains("the name of an exercise is one line"));
  }
}

TEST_CASE("an exercise refuses keys of real cases, and a real case keys of exercises", "[custody]") {
  ExerciseCase exercise;
  LegalCase real;
  Ledger played_case = exercise.begin_exercise();
  Ledger real_case = real.begin();
  const auto real_key = support::person("dan", custody::Role::examiner);
  const auto player = ExerciseCase::player("dan", custody::Role::examiner);
  CHECK_THROWS_WITH(LegalCase::add(played_case, {exercise.enrolment(real_key)}),
                    Contains("the key is one for real cases"));
  CHECK_THROWS_WITH(LegalCase::add(real_case, {real.enrolment(player)}),
                    Contains("the key was made for exercises"));
  CHECK_NOTHROW(LegalCase::add(played_case, {exercise.enrolment(player)}));
  CHECK_NOTHROW(LegalCase::add(real_case, {real.enrolment(real_key)}));
  CHECK_THROWS_WITH(
      LegalCase::add(real_case, {custody::draft_rotation(
                                    ExerciseCase::player("eve", custody::Role::examiner).card, real_key)}),
      Contains("the key was made for exercises"));
  CHECK_THROWS_WITH(
      Ledger::create(real.folder / "mixed", {"1", "t", "en", "Blue"}, real.alice, real.environment()),
      Contains("the key is one for real cases"));
  CHECK_THROWS_WITH(
      Ledger::create(real.folder / "mixed", {"1", "t", "en", ""}, exercise.alice, real.environment()),
      Contains("the key was made for exercises"));
}

TEST_CASE("a key card says what its key was made for, and cannot say otherwise", "[custody]") {
  const custody::KeyCard card = ExerciseCase::player("dan", custody::Role::examiner).card;
  const auto read = custody::KeyCard::parse(card.text());
  REQUIRE(read);
  CHECK(read->use == custody::KeyUse::exercise);
  std::string other = card.text();
  const std::string flag = "\"exercise\":true,";
  REQUIRE(other.find(flag) != std::string::npos);
  CHECK_FALSE(custody::KeyCard::parse(other.erase(other.find(flag), flag.size())));
  const custody::KeyCard real = support::person("dan").card;
  CHECK(real.text().find("exercise\":") == std::string::npos);
  CHECK(custody::KeyCard::parse(real.text())->use == custody::KeyUse::evidence);
}

TEST_CASE("an exercise is started once, by a plan, and ends once", "[custody]") {
  ExerciseCase test;
  Ledger ledger = test.begin_exercise();
  const auto hash = [&](const std::string& label) {
    return ledger.store().leaf_hashes()[std::stoul(label)].hex();
  };
  const std::string plan = hash(test.fix(ledger, support::exercise_plan()));
  const std::string other = hash(test.fix(ledger, support::exercise_plan() + "\n"));
  const auto adds = [&](const char* type, const std::string& by_plan, Object more = {}) {
    LegalCase::add(ledger, {played(type, by_plan, test.bob, std::move(more))});
  };
  CHECK_THROWS_WITH(adds("inject_delivered", plan, delivery("1")), Contains("has not been started"));
  CHECK_THROWS_WITH(adds("exercise_ended", plan), Contains("has not been started"));
  CHECK_THROWS_WITH(adds("exercise_started", std::string(64, '0')), Contains("no earlier entry of the type"));
  adds("exercise_started", plan);
  CHECK_THROWS_WITH(adds("exercise_started", plan), Contains("has been started already"));
  adds("inject_delivered", plan, delivery("1"));
  CHECK_THROWS_WITH(adds("inject_delivered", plan, delivery("1")), Contains("delivered already"));
  CHECK_THROWS_WITH(adds("inject_delivered", other, delivery("2")), Contains("by another plan"));
  adds("exercise_ended", plan);
  CHECK_THROWS_WITH(adds("inject_delivered", plan, delivery("2")), Contains("has ended"));
  CHECK_THROWS_WITH(adds("exercise_ended", plan), Contains("has ended"));
  CHECK(test.verify().intact());
}

TEST_CASE("a real case takes no play, and observations of an incident alone", "[custody]") {
  LegalCase test;
  Ledger ledger = test.begin();
  LegalCase::add(ledger, {test.incident("INC-1")});
  CHECK_THROWS_WITH(LegalCase::add(ledger, {played("exercise_started", std::string(64, '0'), test.bob)}),
                    Contains("the case is no exercise"));
  const auto observes = [&](Object body) {
    LegalCase::add(ledger, {Draft{"observation_recorded", {}, std::move(body), {{&test.bob, "author"}}, {}}});
  };
  CHECK_THROWS_WITH(observes(seen({})), Contains("belongs to an incident"));
  Object with_incident = seen({ledger.store().leaf_hashes()[4].hex()});
  with_incident["incident"] = "INC-1";
  CHECK_NOTHROW(observes(with_incident));
  with_incident["entries"] = Array{std::string(64, '0')};
  CHECK_THROWS_WITH(observes(with_incident), Contains("no earlier entry has that leaf hash"));
  with_incident["entries"] = Array{};
  with_incident["rating"] = "A";
  CHECK_THROWS_WITH(observes(with_incident), Contains("body.rating is not of its kind"));
  CHECK(test.verify().intact());
}
