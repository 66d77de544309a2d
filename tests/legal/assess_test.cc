// SPDX-License-Identifier: Apache-2.0
// Facts recorded against a rule, element by element.
#include "legal/assess.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/legal_case.h"

using custody::Ledger;
using legal::ElementState;
using support::LegalCase;

namespace {

legal::Assessment assessed(const Ledger& ledger, const std::string& rule, const std::string& item = "S-1") {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  return legal::assess(records, item, *LegalCase::rules().find(rule));
}

ElementState state_of(const legal::Assessment& result, const std::string& element) {
  for (const legal::AssessedElement& one : result.elements) {
    if (one.element->id == element) {
      return one.state;
    }
  }
  FAIL("no element " << element);
  return {};
}

}  // namespace

TEST_CASE("an element turns with the fact it asks for", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  CHECK(state_of(assessed(ledger, "US-FRE-902-14"), "e1") == ElementState::facts_recorded);
  CHECK(state_of(assessed(ledger, "US-FRE-902-14"), "e3") == ElementState::missing);
  test.image(ledger, std::nullopt);
  CHECK(state_of(assessed(ledger, "US-FRE-902-14"), "e3") == ElementState::missing);
  test.image(ledger, false);
  CHECK(state_of(assessed(ledger, "US-FRE-902-14"), "e3") == ElementState::contradictory);
  test.image(ledger);
  const auto result = assessed(ledger, "us-902-14");  // an alias, in small letters
  CHECK(state_of(result, "e3") == ElementState::facts_recorded);
  CHECK(state_of(result, "e4") == ElementState::missing);
  test.fact(ledger, "F28", "ten years, course in 2024");
  CHECK(state_of(assessed(ledger, "US-FRE-902-14"), "e4") == ElementState::needs_a_person);
}

TEST_CASE("counsel sets an element aside by a private entry, for that item and rule alone", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto entry =
      test.fill(ledger, "set-aside",
                {{"--rule", {"US-FRE-902-14"}}, {"--element", {"e6"}}, {"--reason", {"no trial is pending"}}},
                test.counsel, {"S-1"});
  CHECK(ledger.entry(entry.seq).type == "private");
  const auto result = assessed(ledger, "US-FRE-902-14");
  CHECK(state_of(result, "e6") == ElementState::not_applicable);
  CHECK(result.elements.back().text.en.find("no trial is pending") != std::string::npos);
  CHECK(state_of(assessed(ledger, "US-FRE-902-14", "D-1"), "e6") == ElementState::missing);
  CHECK_THROWS_AS(test.fill(ledger, "set-aside",
                            {{"--rule", {"US-FRE-902-14"}}, {"--element", {"e77"}}, {"--reason", {"r"}}},
                            test.counsel, {"S-1"}),
                  core::Error);
}

TEST_CASE("a rule says UNCONFIRMED until counsel confirms its very file, and again once that is withdrawn",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  CHECK_FALSE(assessed(ledger, "US-FRE-902-14").standing.confirmed);
  CHECK(assessed(ledger, "US-FRE-902-14").standing.notice.en.find("UNCONFIRMED") == 0);
  CHECK_THROWS_AS(test.fill(ledger, "rules confirm", {{"--rule", {"US-FRE-902-14"}}}, test.bob), core::Error);
  test.fill(ledger, "rules confirm", {{"--rule", {"US-FRE-902-14"}}}, test.counsel);
  CHECK(assessed(ledger, "US-FRE-902-14").standing.confirmed);
  CHECK(assessed(ledger, "US-FRE-902-14").standing.notice.en.empty());
  test.fill(ledger, "rules confirm", {{"--rule", {"US-FRE-902-14"}}, {"--withdraw", {"yes"}}}, test.counsel);
  CHECK_FALSE(assessed(ledger, "US-FRE-902-14").standing.confirmed);
}

TEST_CASE("the same ledger and rule give the same result, and a duty has no elements", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  test.image(ledger);
  const auto one = assessed(ledger, "US-FRE-901-A"), two = assessed(ledger, "US-FRE-901-A");
  REQUIRE(one.elements.size() == two.elements.size());
  for (std::size_t i = 0; i < one.elements.size(); ++i) {
    CHECK(one.elements[i].state == two.elements[i].state);
    CHECK(one.elements[i].entries == two.elements[i].entries);
    CHECK(one.elements[i].text.ja == two.elements[i].text.ja);
  }
  CHECK_THROWS_AS(assessed(ledger, "EU-GDPR-33"), core::Error);
}

TEST_CASE("every rule of evidence that ships can be laid against an item, and none of it says admissible",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  test.image(ledger);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  std::size_t rules = 0;
  for (const legal::Rule& rule : LegalCase::rules().all()) {
    if (std::holds_alternative<legal::Admissibility>(rule.content)) {
      ++rules;
      const legal::Assessment result = legal::assess(records, "S-1", rule);
      for (const legal::AssessedElement& element : result.elements) {
        INFO(rule.id << " " << element.element->id);
        CHECK(element.text.en.find("admissible") == std::string::npos);
        CHECK_FALSE(element.text.ja.empty());
      }
    }
  }
  CHECK(rules > 50);
}

TEST_CASE("an element warns of what the records show", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  test.image(ledger, true, false);  // MD5 alone
  const auto result = assessed(ledger, "US-FRE-902-14");
  std::string warnings;
  for (const legal::Bilingual& warning : result.elements.at(2).warnings) {
    warnings += warning.en + "\n";
  }
  CHECK(warnings.find("no SHA-256 was computed") != std::string::npos);
  CHECK(warnings.find("was not compared") == std::string::npos);
}
