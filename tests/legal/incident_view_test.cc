// SPDX-License-Identifier: Apache-2.0
// What is worth saying of an incident, and the numbers of a statement.
#include "legal/incident_view.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/error.h"
#include "legal/statement.h"
#include "legal/timeline.h"
#include "tests/support/legal_case.h"

using custody::Ledger;
using support::LegalCase;

namespace {

constexpr std::int64_t kHour = 3'600'000'000;

bool says(const legal::IncidentView& view, const std::string& words) {
  return std::any_of(view.notes.begin(), view.notes.end(),
                     [&](const legal::Bilingual& note) { return note.en.find(words) != std::string::npos; });
}

legal::IncidentView view_at(const Ledger& ledger, std::int64_t hours_after_now) {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const core::UtcTime now = ledger.environment().clock.now();
  return legal::incident_of(records, "INC-1", {now.micros + hours_after_now * kHour});
}

std::vector<std::int64_t> values(const std::string& text) {
  std::vector<std::int64_t> out;
  for (const legal::StatedNumber& number : legal::numbers_in(text)) {
    out.push_back(number.value);
  }
  return out;
}

}  // namespace

TEST_CASE(
    "an incident that nobody has is overdue after an hour, one that somebody has when its time has passed",
    "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  CHECK(view_at(ledger, 0).state == "detected");
  CHECK_FALSE(says(view_at(ledger, 0), "overdue"));
  CHECK(says(view_at(ledger, 2), "not assigned to anybody"));
  test.fill(ledger, "incident triage",
            {{"--number", {"INC-1"}},
             {"--priority", {"high"}},
             {"--reason", {"r"}},
             {"--override", {"no criteria"}}},
            test.bob);
  const core::UtcTime due{ledger.environment().clock.now().micros + 3 * kHour};
  test.fill(ledger, "incident assign",
            {{"--number", {"INC-1"}},
             {"--response", {"technical"}},
             {"--owner", {"night shift"}},
             {"--due", {due.text()}}},
            test.bob);
  CHECK(view_at(ledger, 0).state == "responding");
  CHECK_FALSE(says(view_at(ledger, 2), "overdue"));
  CHECK(says(view_at(ledger, 4), "overdue since"));
}

TEST_CASE("criteria that are newer than the incident are said", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  const std::string criteria =
      "criteria:\n  - id: C1\n    priority: high\n    when: {en: a server, ja: サーバ}\n";
  core::write_new_file(test.folder / "criteria.yaml", core::as_bytes(criteria));
  const auto fixed = test.fill(ledger, "policy",
                               {{"--kind", {"triage criteria"}},
                                {"--name", {"t"}},
                                {"--version", {"1"}},
                                {"--document", {(test.folder / "criteria.yaml").native()}}},
                               test.bob);
  test.fill(ledger, "incident triage",
            {{"--number", {"INC-1"}},
             {"--priority", {"high"}},
             {"--reason", {"r"}},
             {"--criteria", {fixed.label}},
             {"--criterion", {"C1"}}},
            test.bob);
  CHECK(says(view_at(ledger, 0), "are newer than the incident"));
}

TEST_CASE("a waived review, an action without counsel and open improvements are said", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  test.fill(ledger, "action",
            {{"--incident", {"INC-1"}},
             {"--kind", {"management"}},
             {"--name", {"pay-ransom"}},
             {"--text", {"t"}},
             {"--override", {"counsel not reached"}}},
            test.bob);
  test.fill(ledger, "improvement",
            {{"--incident", {"INC-1"}}, {"--kind", {"protect"}}, {"--owner", {"o"}}, {"--text", {"t"}}},
            test.bob);
  test.fill(ledger, "incident close",
            {{"--number", {"INC-1"}}, {"--reason", {"r"}}, {"--waive-review", {"reviewed elsewhere"}}},
            test.counsel);
  const legal::IncidentView view = view_at(ledger, 0);
  CHECK(view.state == "closed");
  CHECK(says(view, "waived by k. abe: reviewed elsewhere"));
  CHECK(says(view, "pay-ransom went ahead without counsel: counsel not reached"));
  CHECK(says(view, "improvements still open: 1"));
}

TEST_CASE("installing a host anew without an image of it is warned of", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  const LegalCase::Given given = {{"--incident", {"INC-1"}},
                                  {"--kind", {"technical"}},
                                  {"--name", {"reimage-host"}},
                                  {"--text", {"t"}},
                                  {"--override", {"o"}}};
  const auto warned = [&] {
    bool out = false;
    ledger.append([&](const Ledger& open) {
      legal::Answers answers{open,
                             []() -> const legal::RuleSet& { return LegalCase::rules(); },
                             LegalCase::named("action"),
                             given,
                             {"S-1"}};
      const auto draft = legal::fill_form(answers, test.bob);
      out = std::any_of(answers.notices.begin(), answers.notices.end(), [](const std::string& notice) {
        return notice.find("no image of S-1") != std::string::npos;
      });
      return std::vector{draft};
    });
    return out;
  };
  CHECK(warned());
  test.image(ledger);
  CHECK_FALSE(warned());
}

TEST_CASE("numbers of a statement are found in either width and with Japanese units, dates and times are not",
          "[legal]") {
  CHECK(values("data of 1,204 persons in 3 countries") == std::vector<std::int64_t>{1204, 3});
  CHECK(values("約１，２０４人、１２万件、1億2000万円") ==
        std::vector<std::int64_t>{1204, 120'000, 120'000'000});
  CHECK(values("on 22 November 2026 at 02:14, 2026-11-22, 2026年11月22日").empty());
  CHECK(values("version 2.5, FS-1, IPv4, 3.5 %").empty());
  CHECK(values("99999999999999999999").empty());
  CHECK(values("").empty());
}

TEST_CASE("a number with a figure's unit differs, one that no figure records is flagged as that", "[legal]") {
  const std::vector<legal::Figure> figures = {{"persons", "人", 1204, 7}, {"hosts", "hosts", 3, 8}};
  CHECK(legal::statement_flags("1,204人、3 hosts", figures).empty());
  const auto flags = legal::statement_flags("1,500人、5 countries", figures);
  REQUIRE(flags.size() == 2);
  CHECK(flags[0].differs);
  CHECK(flags[0].text.find("entry 7") != std::string::npos);
  CHECK_FALSE(flags[1].differs);
}

TEST_CASE("private entries stand in a timeline only when they are asked for", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  test.fill(
      ledger, "advice",
      {{"--incident", {"INC-1"}}, {"--question", {"q"}}, {"--answer", {"none"}}, {"--text", {"CANARY"}}},
      test.counsel);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  CHECK(legal::timeline_of(records, "INC-1", false).size() == 1);
  const auto all = legal::timeline_of(records, "INC-1", true);
  REQUIRE(all.size() == 2);
  CHECK(all[1].is_private);
  CHECK_THROWS_AS(legal::timeline_of(records, "INC-2", false), core::Error);
}

TEST_CASE("the sum of losses leaves out what another entry took the place of", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  const auto loss = [&](const char* amount, const char* currency, const std::string& instead) {
    LegalCase::Given given = {
        {"--incident", {"INC-1"}}, {"--amount", {amount}}, {"--currency", {currency}}, {"--basis", {"b"}}};
    if (!instead.empty()) {
      given["--supersedes"] = {instead};
    }
    return test.fill(ledger, "loss", given, test.bob).label;
  };
  const std::string first = loss("100", "JPY", "");
  loss("250", "USD", "");
  loss("300", "JPY", first);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  CHECK(legal::losses_of(records, "INC-1") ==
        std::vector<std::pair<std::string, std::int64_t>>{{"JPY", 300}, {"USD", 250}});
}
