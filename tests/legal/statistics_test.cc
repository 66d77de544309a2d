// SPDX-License-Identifier: Apache-2.0
// Numbers of a year, counted by hand from what the case below records.
#include "legal/sharing/statistics.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/legal_case.h"

using custody::Ledger;
using support::LegalCase;

namespace {

core::UtcTime at(const std::string& text) { return *core::parse_zoned_time(text); }

/// Two incidents of 2026, one of 2027.
class YearCase : public LegalCase {
 public:
  Ledger ledger = told();

  Ledger told() {
    clock.set(at("2026-03-01T09:00:00Z"));
    Ledger out = begin_case();
    clock.set(at("2026-03-01T12:00:00Z"));
    intake(out, "passive", "incident", "2026-03-01T10:00:00Z");
    const std::string report = std::to_string(out.checkpoint().size - 1);
    intake(out, "active", "vulnerability", "2026-03-01T11:00:00Z");
    intake(out, "passive", "incident", "2025-12-31T23:30:00Z");  // of 2025 in UTC, of 2026 in Tokyo
    add(out, {incident("INC-1")});
    clock.set(at("2026-03-01T12:30:00Z"));
    triage(out, "INC-1", "high", {report});
    clock.set(at("2026-03-01T13:00:00Z"));
    fill(out, "incident assign",
         {{"--number", {"INC-1"}}, {"--response", {"technical"}}, {"--owner", {"shift"}}}, bob);
    fill(
        out, "aware",
        {{"--incident", {"INC-1"}}, {"--event", {"aware_personal_data"}}, {"--at", {"2026-03-01T11:00:00Z"}}},
        bob);
    fill(out, "loss",
         {{"--incident", {"INC-1"}},
          {"--amount", {"2500000"}},
          {"--currency", {"JPY"}},
          {"--basis", {"bill"}}},
         bob);
    fill(out, "incident review", {{"--number", {"INC-1"}}, {"--findings", {"f"}}}, bob);
    fill(out, "improvement",
         {{"--incident", {"INC-1"}}, {"--kind", {"protect"}}, {"--owner", {"net"}}, {"--text", {"a"}}}, bob);
    const std::string better = std::to_string(out.checkpoint().size - 1);
    fill(out, "improvement",
         {{"--incident", {"INC-1"}}, {"--kind", {"protect"}}, {"--owner", {"net"}}, {"--text", {"b"}}}, bob);
    fill(out, "improvement-done",
         {{"--incident", {"INC-1"}}, {"--improvement", {better}}, {"--text", {"done"}}}, bob);
    clock.set(at("2026-03-03T10:00:00Z"));
    fill(out, "incident close", {{"--number", {"INC-1"}}, {"--reason", {"done"}}}, bob);
    clock.set(at("2026-06-01T00:00:00Z"));
    add(out, {incident("INC-2")});
    clock.set(at("2026-06-01T04:00:00Z"));
    triage(out, "INC-2", "low", {});
    clock.set(at("2027-01-02T00:00:00Z"));
    add(out, {incident("INC-3")});
    return out;
  }

  std::map<std::string, std::int64_t> counted(int year, const std::string& zone,
                                              std::int64_t at_least = 0) const {
    legal::Statistics statistics(year, legal::Zone::find(zone));
    const report::CaseView view(ledger);
    const legal::Records records(view);
    statistics.add(records, {}, at("2027-02-01T00:00:00Z"));
    std::map<std::string, std::int64_t> out;
    for (const legal::StatisticsCell& cell : statistics.cells(at_least)) {
      out[cell.group + "/" + cell.name + "/" + cell.measure] = cell.withheld ? -1 : cell.value;
    }
    return out;
  }

 private:
  void intake(Ledger& to, const char* collection, const char* kind, const char* received) const {
    fill(to, "intake",
         {{"--collection", {collection}},
          {"--kind", {kind}},
          {"--source", {"desk"}},
          {"--text", {"t"}},
          {"--received-at", {received}}},
         bob);
  }
  void triage(Ledger& to, const char* number, const char* priority,
              const std::vector<std::string>& intakes) const {
    Given given{{"--number", {number}}, {"--priority", {priority}},
                {"--reason", {"r"}},    {"--override", {"none fixed"}},
                {"--family", {"leak"}}, {"--category", {"malware", "SATO's"}}};
    if (!intakes.empty()) {
      given["--intake"] = intakes;
    }
    fill(to, "incident triage", given, bob);
  }
};

}  // namespace

TEST_CASE("the numbers of a year are those counted by hand", "[legal]") {
  const YearCase test;
  const auto got = test.counted(2026, "UTC");
  const std::map<std::string, std::int64_t> expected = {
      {"intakes/passive incident/count", 1},
      {"intakes/active vulnerability/count", 1},
      {"incidents/opened/count", 2},
      {"incidents by state/closed/count", 1},
      {"incidents by state/triaged/count", 1},
      {"incidents by priority/high/count", 1},
      {"incidents by priority/low/count", 1},
      {"incidents by family/leak/count", 2},
      {"incidents by category/malware/count", 2},
      {"incidents by category/other/count", 2},
      {"incidents by loss/1,000,000 to 9,999,999 JPY/count", 1},
      {"reviews/reviewed/count", 1},
      {"reviews/not reviewed/count", 1},
      {"overrides/triage/count", 2},
      {"improvements/protect done/count", 1},
      {"improvements/protect open/count", 1},
      // INC-1 was reported at 10:00 and triaged at 12:30, INC-2 opened at 0:00 and triaged at 4:00.
      {"time to/triage/count", 2},
      {"time to/triage/median_minutes", 195},
      {"time to/triage/max_minutes", 240},
      {"time to/assign/count", 1},
      {"time to/assign/median_minutes", 180},
      {"time to/assign/max_minutes", 180},
      {"time to/close/count", 1},
      {"time to/close/median_minutes", 2880},
      {"time to/close/max_minutes", 2880}};
  CHECK(got == expected);
}

TEST_CASE("the year begins and ends by the clocks of its zone", "[legal]") {
  const YearCase test;
  CHECK(test.counted(2026, "Asia/Tokyo").at("intakes/passive incident/count") == 2);
  CHECK(test.counted(2025, "UTC").at("intakes/passive incident/count") == 1);
  CHECK(test.counted(2027, "UTC").at("incidents/opened/count") == 1);
  CHECK_THROWS_AS(test.counted(1200, "UTC"), core::Error);
}

TEST_CASE("small counts are withheld, and with a lone one the smallest other of its group", "[legal]") {
  const YearCase test;
  const auto got = test.counted(2026, "UTC", 2);
  CHECK(got.at("incidents/opened/count") == 2);
  CHECK(got.at("intakes/passive incident/count") == -1);
  CHECK(got.at("time to/assign/median_minutes") == -1);
  CHECK(got.at("time to/triage/median_minutes") == 195);
  legal::Statistics none(2026, legal::Zone::find("UTC"));
  CHECK(none.cells(0).empty());
}
