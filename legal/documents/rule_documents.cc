// SPDX-License-Identifier: Apache-2.0
// Facts laid beside a rule, and the facts that a certification rests on.
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "legal/assess.h"
#include "legal/documents/counsel_facts.h"
#include "legal/documents/record_facts.h"
#include "legal/documents/rule_object.h"
#include "report/item_facts.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using report::text_or_null;

namespace {

Bilingual words_of(FactState state) {
  switch (state) {
    case FactState::recorded: return {"recorded", "記録あり"};
    case FactState::missing: return {"not recorded", "未記録"};
    case FactState::contradictory: return {"contradictory", "矛盾"};
  }
  return {};
}

Object fact_facts(const DocumentWork& work, const FactLine& line) {
  const std::string& lang = work.language();
  return Object{{"contradictory", line.fact.state == FactState::contradictory},
                {"entries", text_or_null(entry_text(work.ledger(), line.fact.entries))},
                {"missing", line.fact.state == FactState::missing},
                {"number", line.number},
                {"state", words_of(line.fact.state).in(lang)},
                {"text", text_or_null(line.fact.text.in(lang))},
                {"title", line.title.in(lang)}};
}

Object element_facts(const DocumentWork& work, const AssessedElement& element) {
  const std::string& lang = work.language();
  Array facts, warnings;
  for (const FactLine& line : element.facts) {
    facts.emplace_back(fact_facts(work, line));
  }
  for (const Bilingual& warning : element.warnings) {
    warnings.emplace_back(warning.in(lang));
  }
  return Object{{"asks", element.element->text.in(lang)},
                {"entries", text_or_null(entry_text(work.ledger(), element.entries))},
                {"facts", std::move(facts)},
                {"id", element.element->id},
                {"state", words_of(element.state).in(lang)},
                {"warnings", std::move(warnings)},
                {"why", text_or_null(element.text.in(lang))}};
}

Value day(const std::optional<CivilDate>& date) { return date ? Value(date->text()) : Value(nullptr); }

/// F01 to F49 by number; without a private document, as if no private entry existed.
Object known_facts(const DocumentWork& work, const ItemCase& item) {
  Object out;
  for (const FactRule& rule : fact_rules()) {
    out[rule.number] = fact_facts(work, fact_line(item, rule.number));
  }
  return out;
}

/// Recorded self-tests of the programs that imaged the item.
Array self_tests(const DocumentWork& work, const ItemCase& item) {
  std::set<std::string> programs;
  for (const custody::Entry* start : item.of("acquisition_started")) {
    const Value* digest = start->object.at_path("tool.digest");
    if (digest != nullptr && digest->string() != nullptr) {
      programs.insert(*digest->string());
    }
  }
  const Records& records = item.records();
  Array out;
  for (const Record& test : records.of("selftest_recorded")) {
    if (programs.count(records.text(test, "program")) == 0) {
      continue;
    }
    const core::UtcTime at = records.recorded_at(test);
    out.emplace_back(Object{{"at", at.text()},
                            {"at_local", core::local_text(at)},
                            {"entry", work.view().entry_value(test.number)},
                            {"failed", Value(records.integer(test, "failed").value_or(0))},
                            {"passed", Value(records.integer(test, "passed").value_or(0))},
                            {"program", records.text(test, "program")},
                            {"report", records.text(test, "report")}});
  }
  return out;
}

}  // namespace

Object rule_object(const DocumentWork& work, const Rule& rule) {
  const std::string& lang = work.language();
  return Object{{"citation", rule.citation},
                {"digest", rule.digest.hex()},
                {"file", rule.file},
                {"id", rule.id},
                {"jurisdiction", rule.jurisdiction},
                {"law_status", words_of(rule.law_status).in(lang)},
                {"note", text_or_null(rule.note.in(lang))},
                {"notice", text_or_null(standing_of(work.records, rule).notice.in(lang))},
                {"sources", Array(rule.sources.begin(), rule.sources.end())},
                {"text", rule.text.in(lang)},
                {"title", rule.title.in(lang)},
                {"valid_from", day(rule.valid_from)},
                {"valid_to", day(rule.valid_to)},
                {"version", rule.version}};
}

Object rule_comparison_facts(const DocumentWork& work) {
  const Rule* rule = work.law.rules().find(work.about.rule);
  if (rule == nullptr) {
    core::fail("no rule '" + core::shown(work.about.rule) + "'; 'exhibit rules list' lists them");
  }
  const Assessment result = assess(work.records, work.about.item, *rule);
  Object out = report::item_facts(work.view(), work.about.item, work.asked.created);
  out["rule"] = rule_object(work, *rule);
  Array elements;
  for (const AssessedElement& element : result.elements) {
    elements.emplace_back(element_facts(work, element));
  }
  out["assessment"] = Object{{"confirmed", result.standing.confirmed},
                             {"confirmed_entry", result.standing.confirmed_by == 0
                                                     ? Value(nullptr)
                                                     : work.view().entry_value(result.standing.confirmed_by)},
                             {"elements", std::move(elements)},
                             {"item", work.about.item}};
  return out;
}

Object certification_facts(const DocumentWork& work) {
  const Records records(work.view(), work.with_private);
  const ItemCase item(records, work.about.item);
  Object out = report::item_facts(work.view(), work.about.item, work.asked.created);
  out["known"] = known_facts(work, item);
  out["self_tests"] = self_tests(work, item);
  return out;
}

}  // namespace legal
