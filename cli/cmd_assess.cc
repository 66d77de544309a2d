// SPDX-License-Identifier: Apache-2.0
// Facts recorded against a rule, and the facts of an item.
#include "cli/commands.h"
#include "cli/entries.h"
#include "cli/legal_reading.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/assessment_record.h"
#include "legal/documents/record_facts.h"
#include "legal/law/rule_set.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

legal::RuleSet own_rules() {
  return legal::RuleSet::load(legal::RuleSet::folders(custody::KeyStore::default_home()));
}

const legal::Rule& rule_named(const legal::RuleSet& rules, const std::string& id) {
  const legal::Rule* rule = rules.find(id);
  if (rule == nullptr) {
    core::fail("no rule '" + core::shown(id) + "'; 'exhibit rules list' lists them");
  }
  return *rule;
}

void print_result(const custody::Ledger& ledger, const legal::Assessment& result, const std::string& lang) {
  const bool ja = lang == "ja";
  print(ja ? "規定要件と記録事実の対照表：" + result.rule->title.ja
           : "Facts recorded against " + result.rule->title.en);
  print(result.rule->id + ", " + result.rule->citation + ", " + result.item);
  if (!result.standing.notice.en.empty()) {
    print(result.standing.notice.in(lang));
  }
  for (const legal::AssessedElement& element : result.elements) {
    print("");
    print(element.element->id + "  " + legal::words_of(element.state).in(lang) + ": " +
          element.element->text.in(lang));
    const std::string shown_by = legal::entry_text(ledger, element.entries);
    print("    " + element.text.in(lang) +
          (shown_by.empty() ? "" : (ja ? "（項番 " : " (entries ") + shown_by + (ja ? "）" : ")")));
    for (const legal::FactLine& line : element.facts) {
      print("    " + line.number + " " + line.title.in(lang) + ": " +
            (line.fact.state == legal::FactState::missing ? (ja ? "未記録" : "not recorded")
                                                          : core::shown(line.fact.text.in(lang))));
    }
    for (const legal::Bilingual& warning : element.warnings) {
      print("    ! " + warning.in(lang));
    }
  }
  print("");
  print(ja ? "証拠の採否は裁判所が判断する。この表は記録された事実を並べたものにすぎない。"
           : "Whether evidence is received is for the court to say. This lists what is recorded, and "
             "concludes nothing.");
}

}  // namespace

int run(const Assess& args, const Common& common) {
  const legal::RuleSet rules = own_rules();
  Session session(common);
  LegalReading reading(session, args.folder);
  const std::string lang = reading.language(args.lang);
  check_item(reading.ledger, args.item);
  const legal::Assessment result = legal::assess(reading.records, args.item, rule_named(rules, args.rules));
  Value object = legal::assessment_object(result, lang);
  if (args.record) {
    const custody::UnlockedKey by = session.signer();
    const auto done = reading.ledger.append([&](const custody::Ledger& open) {
      return Drafts{legal::draft_assessment(open, result, object, by)};
    })[0];
    object.set("entry", Value(done.seq));
    object.set("label", done.label);
  }
  if (common.json) {
    print_json(object);
  } else {
    print_result(reading.ledger, result, lang);
    if (args.record) {
      print("entry " + *object.find("label")->string() + ": assessment recorded, as a private entry");
    }
  }
  return 0;
}

int run(const Facts& args, const Common& common) {
  Session session(common);
  const LegalReading reading(session, args.folder);
  const std::string lang = reading.language(args.lang);
  check_item(reading.ledger, args.item);
  const legal::ItemCase item(reading.records, args.item);
  Array list;
  for (const legal::FactRule& rule : legal::fact_rules()) {
    const legal::FactLine line = legal::fact_line(item, rule.number);
    if (common.json) {
      list.emplace_back(legal::fact_object(line, lang));
      continue;
    }
    const std::string shown_by = legal::entry_text(reading.ledger, line.fact.entries);
    print(line.number + "  " + legal::word_of(line.fact.state) + ": " + line.title.in(lang) +
          (line.fact.text.in(lang).empty() ? "" : ": " + core::shown(line.fact.text.in(lang))) +
          (shown_by.empty() ? "" : " (" + shown_by + ")"));
  }
  if (common.json) {
    print_json(Object{{"facts", std::move(list)}, {"item", args.item}});
  }
  return 0;
}

}  // namespace cli
