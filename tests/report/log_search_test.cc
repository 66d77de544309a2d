// SPDX-License-Identifier: Apache-2.0
// Search over all logs of a case, and the CSV.
#include "report/log_search.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "custody/handover.h"
#include "custody/store_source.h"
#include "tests/support/small_case.h"

using custody::Ledger;
using report::LogFilter;
using report::LogLine;
using support::SmallCase;

namespace {

std::vector<std::string> labels(const std::vector<LogLine>& lines) {
  std::vector<std::string> out;
  for (const LogLine& line : lines) {
    out.push_back(line.label);
  }
  return out;
}

LogLine line_with(const std::string& summary) {
  LogLine out;
  out.label = "3";
  out.number = 3;
  out.type = "noted";
  out.items = {"D-1", "D-2"};
  out.summary = summary;
  return out;
}

}  // namespace

TEST_CASE("entries of all logs are found, each with what its own log discloses", "[report]") {
  SmallCase test;
  Ledger here = test.begin();
  support::copy_folder(test.path(), test.folder / "other");
  custody::KeyStore keys(test.folder / "other-home");
  Ledger there = Ledger::open(test.folder / "other", {keys, test.clock, test.random, {}});
  SmallCase::add(there, {custody::draft_access("D-1", "viewed", "all", "seen in the field", test.carol)});
  SmallCase::add(here, {custody::draft_access("D-1", "viewed", "all", "seen in the office", test.bob)});
  const custody::StoreSources logs(there.store());
  here.take_in(logs.all(), test.bob);
  const report::CaseView view(here);

  LogFilter filter;
  filter.text = "SEEN IN";
  const auto found = report::find_entries(view, filter);
  REQUIRE(found.size() == 2);
  CHECK(found[0].label == std::string(custody::fingerprint_of(there.log().name)).substr(0, 8) + ":1");
  CHECK_THAT(found[0].summary, Catch::Contains("seen in the field"));
  CHECK_THAT(found[1].summary, Catch::Contains("seen in the office"));

  filter = {};
  filter.person = "carol";
  filter.type = "accessed";
  CHECK(labels(report::find_entries(view, filter)) == std::vector<std::string>{found[0].label});
  CHECK(report::find_entries(view, {}).size() == here.store().size());
}

TEST_CASE("CSV quotes what has to be quoted and defuses formulas", "[report]") {
  const std::string head = "entry,log,seq,time,type,items,signers,summary\r\n";
  CHECK(report::csv_of({}) == head);
  CHECK(report::csv_of({line_with("a \"b\", c")}) == head +
                                                         "\"3\",\"\",\"3\",\"1970-01-01T00:00:00.000000Z\","
                                                         "\"noted\",\"D-1 D-2\",\"\",\"a \"\"b\"\", c\"\r\n");
  for (const char* formula : {"=1", "+1", "-1", "@x"}) {
    CHECK_THAT(report::csv_of({line_with(formula)}),
               Catch::EndsWith(std::string(",\"'") + formula + "\"\r\n"));
  }
}

// Run by hand: test_report "[measure]"
TEST_CASE("a search over 10,000 entries", "[.measure]") {
  SmallCase test;
  Ledger ledger = test.begin();
  for (int batch = 0; batch < 10; ++batch) {
    std::vector<custody::Draft> drafts;
    for (int i = 0; i < 1000; ++i) {
      drafts.push_back(custody::draft_access("D-" + std::to_string(i % 2 + 1), "viewed", "all",
                                             "look " + std::to_string(batch * 1000 + i), test.bob));
    }
    SmallCase::add(ledger, drafts);
  }
  const report::CaseView view(ledger);
  const auto timed = [&](const char* what, const LogFilter& filter, std::size_t expected) {
    const auto start = std::chrono::steady_clock::now();
    CHECK(report::find_entries(view, filter).size() == expected);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    WARN(what << ": " << took.count() << " s");
  };
  LogFilter filter;
  filter.text = "look 4242";
  timed("one text", filter, 1);
  filter = {};
  filter.person = "bob";
  timed("one person", filter, 10'003);
  timed("everything", {}, ledger.store().size());
}
