// SPDX-License-Identifier: Apache-2.0
// Facts recorded against a rule, and the facts of an item.
#include "cli/commands.h"
#include "cli/entries.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/private_entry.h"
#include "legal/assess.h"
#include "legal/rule_set.h"

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

std::string entries_text(const custody::Ledger& ledger, const std::vector<std::uint64_t>& entries) {
  constexpr std::size_t kShown = 12;
  std::string out;
  for (std::size_t i = 0; i < entries.size() && i < kShown; ++i) {
    out += (out.empty() ? "" : ", ") + ledger.label(entries[i]);
  }
  return entries.size() > kShown ? out + ", ... (" + std::to_string(entries.size()) + ")" : out;
}

Array entry_list(const std::vector<std::uint64_t>& entries) {
  Array out;
  for (const std::uint64_t entry : entries) {
    out.emplace_back(entry);
  }
  return out;
}

const char* word_of(legal::FactState state) {
  switch (state) {
    case legal::FactState::recorded: return "recorded";
    case legal::FactState::missing: return "missing";
    case legal::FactState::contradictory: return "contradictory";
  }
  return "";
}

Object fact_object(const legal::FactLine& line, const std::string& lang) {
  return Object{{"entries", entry_list(line.fact.entries)},
                {"fact", line.number},
                {"state", word_of(line.fact.state)},
                {"text", line.fact.text.in(lang)},
                {"title", line.title.in(lang)}};
}

Value result_object(const legal::Assessment& result, const std::string& lang) {
  Array elements;
  for (const legal::AssessedElement& element : result.elements) {
    Array facts, warnings;
    for (const legal::FactLine& line : element.facts) {
      facts.emplace_back(fact_object(line, lang));
    }
    for (const legal::Bilingual& warning : element.warnings) {
      warnings.emplace_back(warning.in(lang));
    }
    elements.emplace_back(Object{{"asks", element.element->text.in(lang)},
                                 {"entries", entry_list(element.entries)},
                                 {"facts", std::move(facts)},
                                 {"id", element.element->id},
                                 {"state", legal::word_of(element.state)},
                                 {"text", element.text.in(lang)},
                                 {"warnings", std::move(warnings)}});
  }
  return Object{
      {"confirmed", result.standing.confirmed},
      {"digest", result.rule->digest.hex()},
      {"elements", std::move(elements)},
      {"item", result.item},
      {"law_status", legal::word_of(result.rule->law_status)},
      {"notice", result.standing.notice.in(lang)},
      {"rules", result.rule->id},
      {"title", lang == "ja" ? "規定要件と記録事実の対照表" : "Facts recorded against " + result.rule->id}};
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
    const std::string shown_by = entries_text(ledger, element.entries);
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

/// Counsel's private record of the result.
custody::Appended keep_result(custody::Ledger& ledger, const legal::Assessment& result, const Value& object,
                              const custody::UnlockedKey& by) {
  const auto done = ledger.append([&](const custody::Ledger& open) {
    custody::Draft draft{"assessment_recorded",
                         {result.item},
                         Object{{"digest", result.rule->digest.hex()},
                                {"result", custody::committed(object)},
                                {"rule", result.rule->id}},
                         {{&by, "author"}},
                         {}};
    return Drafts{custody::made_private(open, draft)};
  });
  return done[0];
}

std::string language_of(const std::string& asked, const report::CaseView& view) {
  return asked.empty() ? view.language() : asked;
}

}  // namespace

int run(const Assess& args, const Common& common) {
  const legal::RuleSet rules = own_rules();
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const std::string lang = language_of(args.lang, view);
  check_item(ledger, args.item);
  const legal::Assessment result = legal::assess(records, args.item, rule_named(rules, args.rules));
  Value object = result_object(result, lang);
  if (args.record) {
    const auto done = keep_result(ledger, result, object, session.signer());
    object.set("entry", Value(done.seq));
    object.set("label", done.label);
  }
  if (common.json) {
    print_json(object);
  } else {
    print_result(ledger, result, lang);
    if (args.record) {
      print("entry " + *object.find("label")->string() + ": assessment recorded, as a private entry");
    }
  }
  return 0;
}

int run(const Facts& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const std::string lang = language_of(args.lang, view);
  check_item(ledger, args.item);
  const legal::ItemCase item(records, args.item);
  Array list;
  for (const legal::FactRule& rule : legal::fact_rules()) {
    const legal::FactLine line{rule.number, rule.title, item.fact(rule.number)};
    if (common.json) {
      list.emplace_back(fact_object(line, lang));
      continue;
    }
    const std::string shown_by = entries_text(ledger, line.fact.entries);
    print(line.number + "  " + word_of(line.fact.state) + ": " + line.title.in(lang) +
          (line.fact.text.in(lang).empty() ? "" : ": " + core::shown(line.fact.text.in(lang))) +
          (shown_by.empty() ? "" : " (" + shown_by + ")"));
  }
  if (common.json) {
    print_json(Object{{"facts", std::move(list)}, {"item", args.item}});
  }
  return 0;
}

}  // namespace cli
