// SPDX-License-Identifier: Apache-2.0
#include "legal/assessment_record.h"

#include "core/error.h"
#include "custody/incoming.h"
#include "custody/private_entry.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Array entry_list(const std::vector<std::uint64_t>& entries) {
  Array out;
  for (const std::uint64_t entry : entries) {
    out.emplace_back(entry);
  }
  return out;
}

Object element_object(const AssessedElement& element, const std::string& language) {
  Array facts, warnings;
  for (const FactLine& line : element.facts) {
    facts.emplace_back(fact_object(line, language));
  }
  for (const Bilingual& warning : element.warnings) {
    warnings.emplace_back(warning.in(language));
  }
  return Object{{"asks", element.element->text.in(language)},
                {"entries", entry_list(element.entries)},
                {"facts", std::move(facts)},
                {"id", element.element->id},
                {"state", word_of(element.state)},
                {"text", element.text.in(language)},
                {"warnings", std::move(warnings)}};
}

}  // namespace

Object fact_object(const FactLine& line, const std::string& language) {
  return Object{{"entries", entry_list(line.fact.entries)},
                {"fact", line.number},
                {"state", word_of(line.fact.state)},
                {"text", line.fact.text.in(language)},
                {"title", line.title.in(language)}};
}

Value assessment_object(const Assessment& result, const std::string& language) {
  Array elements;
  for (const AssessedElement& element : result.elements) {
    elements.emplace_back(element_object(element, language));
  }
  return Object{{"confirmed", result.standing.confirmed},
                {"digest", result.rule->digest.hex()},
                {"elements", std::move(elements)},
                {"item", result.item},
                {"law_status", word_of(result.rule->law_status)},
                {"notice", result.standing.notice.in(language)},
                {"rules", result.rule->id},
                {"title", language == "ja" ? "規定要件と記録事実の対照表"
                                           : "Facts recorded against " + result.rule->id}};
}

custody::Draft draft_assessment(const custody::Ledger& ledger, const Assessment& result, const Value& object,
                                const custody::UnlockedKey& by) {
  const custody::Draft draft{"assessment_recorded",
                             {result.item},
                             Object{{"digest", result.rule->digest.hex()},
                                    {"result", custody::committed(object)},
                                    {"rule", result.rule->id}},
                             {{&by, "author"}},
                             {}};
  return custody::made_private(ledger, draft);
}

custody::Draft draft_self_test(const custody::Ledger& ledger, const SelfTestRecord& test,
                               const custody::UnlockedKey& by) {
  if (test.program.empty()) {
    core::fail(
        "the self-test cannot be recorded: the program's own file cannot be read, so nothing would say what "
        "was tested");
  }
  const auto report =
      custody::stage_attachment_bytes(ledger.folder(), "self-test.txt", core::as_bytes(test.report));
  Object body{{"failed", test.failed},
              {"passed", test.passed},
              {"program", test.program},
              {"report", report.sha256.hex()}};
  return {"selftest_recorded", {}, std::move(body), {{&by, "author"}}, {report}};
}

}  // namespace legal
