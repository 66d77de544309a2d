// SPDX-License-Identifier: Apache-2.0
// What an export leaves out: chosen values and entries, and nothing that custody rests on.
#include "custody/redaction.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "custody/export.h"
#include "custody/keeping.h"
#include "tests/support/small_case.h"

using custody::FindingKind;
using support::has_finding;
using support::SmallCase;

namespace {

custody::Redaction chosen(const custody::Ledger& ledger, const custody::RedactionRequest& request) {
  return custody::choose_redaction(ledger, request);
}

}  // namespace

TEST_CASE("a star in a pattern stands for any text", "[custody]") {
  const auto [text, pattern, fits] = GENERATE(
      table<std::string, std::string, bool>({{"body.reason", "body.reason", true},
                                             {"body.reason", "body.*", true},
                                             {"body.reason", "*", true},
                                             {"body.reason", "*.re*n", true},
                                             {"body.party.name", "body.*.name", true},
                                             {"body.reason", "body", false},
                                             {"body.reason", "*x", false},
                                             {"body.reasons", "body.reason", false},
                                             {"aab", "*ab", true},
                                             {"", "*", true},
                                             {"", "", true},
                                             {"a", "", false},
                                             {std::string(5000, 'a') + "b", "*a*a*a*a*a*c", false}}));
  INFO(text.substr(0, 20) << " " << pattern);
  CHECK(custody::fits_pattern(text, pattern) == fits);
}

TEST_CASE("values are chosen by field, entry, item and person", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  test.add(ledger,
           {custody::draft_note({"D-1"}, "one", test.bob), custody::draft_note({}, "two", test.carol)});
  CHECK(chosen(ledger, {false, {"body.text"}, {}}).disclosures.size() == 2);
  CHECK(chosen(ledger, {false, {"entry:6"}, {}}).disclosures ==
        decltype(custody::Redaction::disclosures){{6, "body.text"}});
  const auto of_item = chosen(ledger, {false, {"item:D-1"}, {}}).disclosures;
  CHECK(of_item.contains({4, "body.description"}));
  CHECK(of_item.contains({6, "body.text"}));
  CHECK_FALSE(of_item.contains({7, "body.text"}));
  const auto of_person = chosen(ledger, {false, {"person:carol"}, {}}).disclosures;
  CHECK(of_person.contains({7, "body.text"}));
  CHECK(of_person.contains({3, "body.name"}));
  CHECK_FALSE(of_person.contains({6, "body.text"}));
  CHECK_FALSE(of_person.contains({2, "body.name"}));
}

TEST_CASE("a pattern that fits nothing is refused", "[custody]") {
  SmallCase test;
  const custody::Ledger ledger = test.begin();
  for (const char* pattern : {"body.txet", "item:D-9", "person:nobody", "entry:99", "entry:x", "entry:"}) {
    INFO(pattern);
    CHECK_THROWS_AS(chosen(ledger, {false, {pattern}, {}}), core::Error);
  }
}

TEST_CASE("entries that keys and custody rest on cannot be withheld", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  test.add(ledger, {test.incident("INC-1"), custody::draft_move({"D-1"}, "safe", "r", test.bob),
                    custody::draft_hold({"D-1"}, "", "r", test.alice)});
  for (const char* entry : {"0", "1", "2", "4", "7", "8"}) {
    INFO(entry);
    CHECK_THROWS_AS(chosen(ledger, {false, {}, {entry}}), core::Error);
  }
  CHECK(chosen(ledger, {false, {}, {"6"}}).leaves == std::set<std::uint64_t>{6});
  CHECK_THROWS_AS(chosen(ledger, {false, {}, {"private"}}), core::Error);
}

TEST_CASE("with a leaf withheld the root is known, and a key withheld by hand is found", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  test.add(ledger,
           {custody::draft_note({"D-1"}, "one", test.bob), custody::draft_note({"D-1"}, "two", test.bob),
            custody::draft_note({"D-1"}, "three", test.bob)});
  custody::Redaction redaction;
  bool fault = false;
  SECTION("a note in the middle of a history") { redaction.leaves = {7}; }
  SECTION("two notes on end") { redaction.leaves = {6, 7}; }
  SECTION("the newest entry") { redaction.leaves = {8}; }
  SECTION("an enrolment") {
    redaction.leaves = {2};
    fault = true;
  }
  SECTION("a registration") {
    redaction.leaves = {4};
    fault = true;
  }
  ledger.read_consistently([&] { custody::export_ledger(ledger, test.folder / "export", {redaction, ""}); });
  const custody::ExportSources sources(test.folder / "export");
  const auto report = custody::verify_ledger(sources.all(), {});
  auto findings = report.findings;
  const auto files = custody::check_export_files(sources, report);
  findings.insert(findings.end(), files.begin(), files.end());
  INFO(Catch::rangeToString(support::faults_of(findings)));
  CHECK(has_fault(findings) == fault);
  CHECK(has_finding(findings, FindingKind::limit, "withheld", *redaction.leaves.begin()));
  CHECK(report.first().root_known);
  CHECK(report.first().root() == ledger.checkpoint().root);
}
