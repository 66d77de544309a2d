// SPDX-License-Identifier: Apache-2.0
// rules list, rules show, rules check, rules diff.
#include <algorithm>
#include <map>

#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/key_store.h"
#include "legal/law/rule_json.h"
#include "legal/law/rule_set.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using legal::Rule;
using legal::RuleFault;

namespace {

core::Path own_folder() { return custody::KeyStore::default_home() / "rules"; }

legal::RuleSet known_rules() {
  return legal::RuleSet::load(legal::RuleSet::folders(custody::KeyStore::default_home()));
}

/// Counsel confirms a rule within a case, by an entry; outside of a case none is confirmed.
std::string confirmation_of(const Rule&) { return "UNCONFIRMED"; }

bool lies_in(const Rule& rule, const std::string& jurisdiction) {
  return jurisdiction.empty() || rule.jurisdiction == jurisdiction ||
         rule.jurisdiction.rfind(jurisdiction + "-", 0) == 0;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(text.size() < width ? width - text.size() : 0, ' ');
}

Object listed(const Rule& rule) {
  const auto object = legal::to_json(rule);
  Object out;
  for (const char* name : {"citation", "digest", "id", "jurisdiction", "kind", "law_status", "title",
                           "valid_from", "valid_to", "version"}) {
    out[name] = object.at(name);
  }
  out["confirmed"] = false;
  out["own"] = !rule.shipped;
  return out;
}

// show

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : ", ") + word;
  }
  return out;
}

void print_field(const std::string& name, const std::string& value) {
  if (!value.empty()) {
    print(padded(name, 14) + value);
  }
}

void print_element(const legal::Element& element, const std::string& language) {
  print("\n" + element.id + "  " + element.text.in(language));
  print_field("  facts", joined(element.needs_all) +
                             (element.needs_all.empty() || element.needs_any.empty() ? "" : "; ") +
                             (element.needs_any.empty() ? "" : "any of " + joined(element.needs_any)));
  print_field("  person", element.person == legal::Person::none ? "" : word_of(element.person));
  print_field("  warns of", joined(element.warn_if));
}

std::string unit_of(legal::Counting counting) {
  switch (counting) {
    case legal::Counting::hours:
    case legal::Counting::dora: return "hours";
    case legal::Counting::months: return "months";
    default: return "days";
  }
}

std::string period_of(const legal::Stage& stage) {
  const std::string counting = word_of(stage.counting);
  if (stage.counting == legal::Counting::none) {
    return "no fixed period";
  }
  const std::string unit = unit_of(stage.counting);
  return (stage.amount_from > 0 ? std::to_string(stage.amount_from) + " to " : "") +
         std::to_string(stage.amount) + " " + unit + (unit == counting ? "" : ", counted as " + counting) +
         (stage.note_1182 ? ", with a note on Regulation 1182/71" : "");
}

void print_duty(const legal::Duty& duty, const std::string& language) {
  print_field("regime", duty.regime);
  print_field("roles", joined(duty.roles));
  print_field("about", joined(duty.intakes) + (duty.families.empty() ? "" : "; " + joined(duty.families)));
  print_field("trigger", duty.trigger.in(language));
  print_field("recipient", duty.recipient.in(language));
  print_field("zone", duty.zone);
  print_field("calendar", duty.calendar);
  print_field("national law", duty.national_law_needed ? "needed" : "");
  for (const legal::Stage& stage : duty.stages) {
    print("\n" + stage.id + "  " + stage.name.in(language));
    print_field("  clock", stage.clock);
    print_field("  period", period_of(stage));
  }
}

std::string status_of(const Rule& rule) {
  const bool dates =
      rule.law_status == legal::LawStatus::in_force || rule.law_status == legal::LawStatus::repealed;
  return word_of(rule.law_status) +
         (dates || legal::kind_of(rule) != "duty" ? "" : ": no date is computed from it");
}

void print_rule(const Rule& rule, const std::string& language) {
  print(rule.id + "  " + rule.title.in(language));
  print(rule.text.in(language) + "\n");
  print_field("citation", rule.citation);
  print_field("jurisdiction", rule.jurisdiction);
  print_field("law status", status_of(rule));
  print_field("valid", (rule.valid_from ? "from " + rule.valid_from->text() : "") +
                           (rule.valid_from && rule.valid_to ? " " : "") +
                           (rule.valid_to ? "to " + rule.valid_to->text() : ""));
  print_field("counsel", confirmation_of(rule));
  print_field("also called", joined(rule.aliases));
  for (const std::string& source : rule.sources) {
    print_field("source", source);
  }
  print_field("note", rule.note.in(language));
  print_field("file", rule.file + (rule.shipped ? "" : " (your own)") + ", version " + rule.version);
  print_field("SHA-256", rule.digest.hex());
  if (const auto* duty = std::get_if<legal::Duty>(&rule.content)) {
    print_duty(*duty, language);
    return;
  }
  if (const auto* offence = std::get_if<legal::Offence>(&rule.content)) {
    for (const legal::OffenceElement& element : offence->elements) {
      print("\n" + element.id + "  " + element.text.in(language));
    }
    return;
  }
  for (const legal::Element& element : std::get<legal::Admissibility>(rule.content).elements) {
    print_element(element, language);
  }
}

// check

bool is_folder(const core::Path& path) {
  boost::system::error_code ignored;
  return core::fs::is_directory(path, ignored);
}

/// Files as they are; for a folder the rule files in it, with their paths.
legal::RuleFolder read_rules(const core::Path& path) {
  if (!is_folder(path)) {
    return legal::read_rule_file(path);
  }
  legal::RuleFolder out = legal::read_rule_folder(path);
  for (Rule& rule : out.rules) {
    rule.file = (path / rule.file).string();
  }
  for (RuleFault& fault : out.faults) {
    fault.file = (path / fault.file).string();
  }
  return out;
}

bool same_file(const std::string& a, const std::string& b) {
  boost::system::error_code ignored;
  return core::fs::equivalent(a, b, ignored);
}

/// What no file can tell of itself alone, beside the rules that ship and the user's other ones.
void add_faults_of_set(const std::vector<Rule>& checked, std::vector<RuleFault>& faults) {
  const auto folders = legal::RuleSet::folders(custody::KeyStore::default_home());
  std::vector<Rule> all;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    for (Rule& rule : read_rules(folders[i]).rules) {
      if (std::none_of(checked.begin(), checked.end(),
                       [&](const Rule& one) { return same_file(one.file, rule.file); })) {
        rule.shipped = i == 0;
        all.push_back(std::move(rule));
      }
    }
  }
  all.insert(all.end(), checked.begin(), checked.end());
  for (RuleFault& fault : legal::faults_among(all)) {
    if (std::any_of(checked.begin(), checked.end(),
                    [&](const Rule& rule) { return rule.file == fault.file; })) {
      faults.push_back(std::move(fault));
    }
  }
}

void add_unknown_zones(const std::vector<Rule>& checked, std::vector<RuleFault>& faults) {
  for (const Rule& rule : checked) {
    if (const auto* duty = std::get_if<legal::Duty>(&rule.content)) {
      try {
        static_cast<void>(legal::Zone::find(duty->zone));
      } catch (const core::Error& error) {
        faults.push_back({rule.file, 0, error.what()});
      }
    }
  }
}

// diff

/// The rules of a file or folder by id. Throws Error for the first fault: what cannot be read cannot be compared.
std::map<std::string, Rule> rules_by_id(const core::Path& path) {
  legal::RuleFolder read = read_rules(path);
  if (!read.faults.empty()) {
    core::fail("cannot compare the rule " + legal::text_of(read.faults.front()));
  }
  std::map<std::string, Rule> out;
  for (Rule& rule : read.rules) {
    const std::string id = rule.id;
    if (!out.emplace(id, std::move(rule)).second) {
      core::fail("cannot compare the rules in " + core::shown(path.native()) + ": two have the id " + id);
    }
  }
  return out;
}

Object difference(const Rule* before, const Rule* after) {
  Object out{{"id", (before != nullptr ? before : after)->id},
             {"change", before == nullptr ? "added" : (after == nullptr ? "removed" : "changed")}};
  if (before != nullptr && after != nullptr) {
    Array members;
    for (const auto& change : legal::changes_between(*before, *after)) {
      members.emplace_back(
          Object{{"after", change.after}, {"before", change.before}, {"member", change.member}});
    }
    out["members"] = std::move(members);
  }
  return out;
}

Array differences(const std::map<std::string, Rule>& before, const std::map<std::string, Rule>& after) {
  std::map<std::string, std::pair<const Rule*, const Rule*>> pairs;
  for (const auto& [id, rule] : before) {
    pairs[id].first = &rule;
  }
  for (const auto& [id, rule] : after) {
    pairs[id].second = &rule;
  }
  Array out;
  for (const auto& [id, pair] : pairs) {
    const bool same = pair.first != nullptr && pair.second != nullptr &&
                      legal::changes_between(*pair.first, *pair.second).empty();
    if (!same) {
      out.emplace_back(difference(pair.first, pair.second));
    }
  }
  return out;
}

/// Between two files or folders; otherwise between what is given, or the user's own folder, and what ships of the same ids.
Array chosen_differences(const std::vector<std::string>& files) {
  if (files.size() == 2) {
    return differences(rules_by_id(files[0]), rules_by_id(files[1]));
  }
  std::map<std::string, Rule> given;
  for (const std::string& file : files) {
    given.merge(rules_by_id(file));
  }
  if (files.empty() && is_folder(own_folder())) {
    given = rules_by_id(own_folder());
  }
  auto shipped = rules_by_id(legal::RuleSet::folders(custody::KeyStore::default_home()).front());
  for (auto at = shipped.begin(); at != shipped.end();) {
    at = given.count(at->first) == 0 ? shipped.erase(at) : std::next(at);
  }
  return differences(shipped, given);
}

void print_difference(const Value& difference) {
  print(padded(*difference.text_of("change"), 8) + " " + *difference.text_of("id"));
  const Value* members = difference.find("members");
  if (members == nullptr) {
    return;
  }
  for (const Value& member : *members->array()) {
    print("  " + *member.text_of("member"));
    for (const auto& [name, sign] : {std::pair("before", "    - "), std::pair("after", "    + ")}) {
      if (const std::string text = *member.text_of(name); !text.empty()) {
        print(sign + core::shown(text));
      }
    }
  }
}

}  // namespace

int run(const RulesList& args, const Common& common) {
  const legal::RuleSet rules = known_rules();
  Array out;
  for (const Rule& rule : rules.all()) {
    if ((!args.kind.empty() && legal::kind_of(rule) != args.kind) || !lies_in(rule, args.jurisdiction)) {
      continue;
    }
    out.emplace_back(listed(rule));
    if (!common.json) {
      print(padded(rule.id, 20) + padded(legal::kind_of(rule), 15) + padded(word_of(rule.law_status), 12) +
            padded(confirmation_of(rule), 13) + rule.title.en + (rule.shipped ? "" : " (your own)"));
    }
  }
  if (common.json) {
    print_json(Object{{"rules", std::move(out)}});
  } else if (out.empty()) {
    print("no rule is known for that");
  }
  return 0;
}

int run(const RulesShow& args, const Common& common) {
  const legal::RuleSet rules = known_rules();
  const Rule* rule = rules.find(args.id);
  if (rule == nullptr) {
    core::fail("there is no rule '" + core::shown(args.id) + "'; 'exhibit rules list' lists them");
  }
  if (common.json) {
    Object out = legal::to_json(*rule);
    out["confirmed"] = false;
    out["own"] = !rule->shipped;
    print_json(std::move(out));
  } else {
    print_rule(*rule, args.lang);
  }
  return 0;
}

int run(const RulesCheck& args, const Common& common) {
  legal::RuleFolder all;
  for (const std::string& file : args.files) {
    legal::RuleFolder read = read_rules(file);
    std::move(read.rules.begin(), read.rules.end(), std::back_inserter(all.rules));
    std::move(read.faults.begin(), read.faults.end(), std::back_inserter(all.faults));
  }
  add_faults_of_set(all.rules, all.faults);
  add_unknown_zones(all.rules, all.faults);
  Array faults;
  for (const RuleFault& fault : all.faults) {
    faults.emplace_back(Object{{"file", fault.file}, {"line", Value(fault.line)}, {"why", fault.why}});
    if (!common.json) {
      print(legal::text_of(fault));
    }
  }
  if (common.json) {
    print_json(Object{{"faults", std::move(faults)}, {"rules", Value(static_cast<int>(all.rules.size()))}});
  } else if (all.faults.empty()) {
    print(std::to_string(all.rules.size()) + (all.rules.size() == 1 ? " rule has" : " rules have") +
          " no fault");
  }
  return all.faults.empty() ? 0 : 3;
}

int run(const RulesDiff& args, const Common& common) {
  const Array found = chosen_differences(args.files);
  if (common.json) {
    print_json(Object{{"differences", found}});
    return 0;
  }
  for (const Value& one : found) {
    print_difference(one);
  }
  if (found.empty()) {
    print("no differences");
  }
  return 0;
}

}  // namespace cli
