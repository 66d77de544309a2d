// SPDX-License-Identifier: Apache-2.0
// selftest: known data imaged, damaged and compared; with --case the result is recorded.
#include <algorithm>

#include "acquire/acquire.h"
#include "acquire/self_test.h"
#include "cli/commands.h"
#include "cli/entries.h"
#include "core/scratch_folder.h"
#include "core/version.h"
#include "legal/assessment_record.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::string report_of(const std::vector<acquire::SelfTestResult>& results, Session& session) {
  std::string out = std::string("Self-test of ") + core::kProgramName + " " + core::kProgramVersion +
                    "\nat " + session.clock().now().text() + "\nprogram " + own_digest() + "\n";
  for (const std::string& library : acquire::library_versions()) {
    out += "library " + library + "\n";
  }
  out += std::string("known data SHA-256 ") + acquire::kKnownSha256 + "\n\n";
  for (const acquire::SelfTestResult& result : results) {
    out += std::string(result.passed ? "passed" : "FAILED") + "  " + result.name + ": " + result.got + "\n";
  }
  return out;
}

}  // namespace

int run(const SelfTest& args, const Common& common) {
  Session session(common);
  const core::ScratchFolder scratch = core::ScratchFolder::temporary("selftest");
  const auto results = acquire::self_test(scratch.path(), session.clock());
  const auto passed =
      std::count_if(results.begin(), results.end(), [](const auto& result) { return result.passed; });
  const auto failed = static_cast<std::int64_t>(results.size()) - passed;
  const std::string report = report_of(results, session);
  Object object{{"failed", failed}, {"passed", std::int64_t{passed}}, {"program", own_digest()}};
  if (!args.folder.empty()) {
    custody::Ledger ledger = session.open(args.folder);
    const custody::UnlockedKey by = session.signer();
    const legal::SelfTestRecord test{own_digest(), report, passed, failed};
    const auto done = ledger.append(
        [&](const custody::Ledger& open) { return Drafts{legal::draft_self_test(open, test, by)}; })[0];
    object["entry"] = Value(done.seq);
    object["label"] = done.label;
  }
  if (common.json) {
    Array tests;
    for (const acquire::SelfTestResult& result : results) {
      tests.emplace_back(Object{{"got", result.got}, {"name", result.name}, {"passed", result.passed}});
    }
    object["tests"] = std::move(tests);
    print_json(object);
  } else {
    print(report.substr(0, report.size() - 1));
    print(std::to_string(passed) + " passed, " + std::to_string(failed) + " failed" +
          (args.folder.empty() ? "" : "; recorded as entry " + *object["label"].string()));
  }
  return failed == 0 ? 0 : 3;
}

}  // namespace cli
