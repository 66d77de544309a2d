// SPDX-License-Identifier: Apache-2.0
#include "legal/assess.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "legal/warnings.h"

namespace legal {

namespace {

std::string joined(const std::vector<std::string>& texts, const char* between) {
  std::string out;
  for (const std::string& text : texts) {
    out += (out.empty() ? "" : between) + text;
  }
  return out;
}

Bilingual words_of_person(Person person) {
  switch (person) {
    case Person::none: return {"nobody", "なし"};
    case Person::counsel: return {"counsel", "弁護士"};
    case Person::expert: return {"an expert", "専門家"};
    case Person::certifier: return {"the certifier", "証明者"};
    case Person::custodian: return {"the custodian of the record", "記録の管理者"};
    case Person::witness: return {"a witness", "証人"};
    case Person::judge: return {"the judge", "裁判官"};
    case Person::prosecutor: return {"the prosecutor", "検察官"};
    case Person::translator: return {"a translator", "翻訳人"};
  }
  return {};
}

/// Counsel's finding that the element does not apply to the item.
std::optional<Record> set_aside(const ItemCase& item, const Rule& rule, const Element& element) {
  const Records& records = item.records();
  std::optional<Record> out;
  for (const Record& record : records.of("element_set_aside")) {
    const auto items = records.items(record);
    const bool here = std::any_of(items.begin(), items.end(), [&](const std::string& id) {
      return id == item.item() || id == item.thing();
    });
    if (here && records.text(record, "rule") == rule.id && records.text(record, "element") == element.id) {
      out = record;
    }
  }
  return out;
}

struct Needs {
  std::vector<std::string> missing, contradictory;
  std::set<std::uint64_t> entries;
  bool any_met = false;
};

void look_at(const FactLine& line, Needs& needs, bool one_of_many) {
  needs.entries.insert(line.fact.entries.begin(), line.fact.entries.end());
  if (line.fact.state == FactState::contradictory) {
    needs.contradictory.push_back(line.number);
  } else if (line.fact.state == FactState::recorded) {
    needs.any_met = needs.any_met || one_of_many;
  } else if (!one_of_many) {
    needs.missing.push_back(line.number);
  }
}

Bilingual reason(const Needs& needs, const Element& element, ElementState state) {
  const Bilingual person = words_of_person(element.person);
  const std::string missing = joined(needs.missing, ", "), against = joined(needs.contradictory, ", ");
  switch (state) {
    case ElementState::missing: return {"not recorded: " + missing, "未記録：" + missing};
    case ElementState::contradictory: return {"records contradict: " + against, "記録が矛盾：" + against};
    case ElementState::needs_a_person:
      return {"what is recorded is listed; " + person.en + " has to say the rest",
              "記録事項は下記のとおり。残りは" + person.ja + "の判断による"};
    default:
      return {"every fact that the element asks for is recorded", "要件に対応する事実はすべて記録されている"};
  }
}

AssessedElement assess_element(const ItemCase& item, const Rule& rule, const Element& element) {
  AssessedElement out;
  out.element = &element;
  Needs needs;
  for (const std::string& number : element.needs_all) {
    out.facts.push_back(fact_line(item, number));
    look_at(out.facts.back(), needs, false);
  }
  for (const std::string& number : element.needs_any) {
    out.facts.push_back(fact_line(item, number));
    look_at(out.facts.back(), needs, true);
  }
  if (!element.needs_any.empty() && !needs.any_met) {
    needs.missing.push_back(joined(element.needs_any, " / "));
  }
  out.entries.assign(needs.entries.begin(), needs.entries.end());
  out.warnings = warnings_of(item, element);
  if (const auto record = set_aside(item, rule, element)) {
    const std::string why = item.records().text(*record, "reason");
    const std::string who = item.view().person(item.records().author(*record));
    out.state = ElementState::not_applicable;
    out.entries = {record->number};
    out.text = {who + ": " + why, who + "：" + why};
    return out;
  }
  out.state = !needs.contradictory.empty()     ? ElementState::contradictory
              : !needs.missing.empty()         ? ElementState::missing
              : element.person != Person::none ? ElementState::needs_a_person
                                               : ElementState::facts_recorded;
  out.text = reason(needs, element, out.state);
  return out;
}

}  // namespace

const char* word_of(ElementState state) {
  switch (state) {
    case ElementState::facts_recorded: return "facts recorded";
    case ElementState::missing: return "missing";
    case ElementState::contradictory: return "contradictory";
    case ElementState::needs_a_person: return "needs a person";
    case ElementState::not_applicable: return "not applicable";
  }
  return "";
}

Bilingual words_of(ElementState state) {
  switch (state) {
    case ElementState::facts_recorded: return {word_of(state), "事実の記録あり"};
    case ElementState::missing: return {word_of(state), "未記録"};
    case ElementState::contradictory: return {word_of(state), "記録の矛盾"};
    case ElementState::needs_a_person: return {word_of(state), "人の判断が必要"};
    case ElementState::not_applicable: return {word_of(state), "該当なし"};
  }
  return {};
}

RuleStanding standing_of(const Records& records, const Rule& rule) {
  RuleStanding out;
  for (const Record& record : records.of("rules_confirmed")) {
    if (records.text(record, "rule") == rule.id && records.text(record, "digest") == rule.digest.hex()) {
      out.confirmed = records.flag(record, "confirmed");
      out.confirmed_by = record.number;
    }
  }
  const auto add = [&](const std::string& en, const std::string& ja) {
    out.notice.en += (out.notice.en.empty() ? "" : " ") + en;
    out.notice.ja += ja;
  };
  if (!out.confirmed) {
    add("UNCONFIRMED: no counsel has confirmed this rule for the case.",
        "未確認：この規則は弁護士の確認を受けていない。");
  }
  if (rule.law_status != LawStatus::in_force) {
    add("Status of the law: " + word_of(rule.law_status) + ".",
        "法令の状態：" + words_of(rule.law_status).ja + "。");
  }
  return out;
}

Assessment assess(const Records& records, const std::string& item, const Rule& rule) {
  if (std::holds_alternative<Offence>(rule.content)) {
    core::fail(
        "the rule " + rule.id +
        " is an offence, against which links are laid, not facts; 'exhibit document DIR offence-matrix "
        "--incident NO --rules " +
        rule.id + "' draws it up");
  }
  const auto* content = std::get_if<Admissibility>(&rule.content);
  if (content == nullptr) {
    core::fail("the rule " + rule.id +
               " is a duty to notify and has no elements; 'exhibit deadlines' counts it");
  }
  const ItemCase facts(records, item);
  Assessment out{&rule, item, standing_of(records, rule), {}};
  for (const Element& element : content->elements) {
    out.elements.push_back(assess_element(facts, rule, element));
  }
  return out;
}

}  // namespace legal
