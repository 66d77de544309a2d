// SPDX-License-Identifier: Apache-2.0
// A rule from the bytes of its file, checked strictly (docs/rules.md).
#include <algorithm>
#include <cctype>
#include <set>

#include "core/text.h"
#include "legal/law/rule_members.h"
#include "legal/law/rule_set.h"
#include "legal/law/rule_words.h"

namespace legal {
namespace {

using Strings = std::vector<std::string>;

constexpr std::size_t kMaxId = 40;

const Strings& rule_members(const std::string& kind) {
  static const Strings shared = {"id",       "aliases", "jurisdiction", "kind",       "version",
                                 "title",    "text",    "citation",     "law_status", "valid_from",
                                 "valid_to", "sources", "note"};
  static const auto with = [](Strings more) {
    more.insert(more.end(), shared.begin(), shared.end());
    return more;
  };
  static const Strings with_elements = with({"elements"});
  static const Strings of_duty = with({"regime", "roles", "intakes", "families", "trigger", "recipient",
                                       "zone", "calendar", "national_law_needed", "stages"});
  return kind == "duty" ? of_duty : with_elements;
}

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// Two capitals, then parts of letters and digits, each after a hyphen.
bool is_rule_id(const std::string& id) {
  if (id.size() < 4 || id.size() > kMaxId || !is_capital(id[0]) || !is_capital(id[1]) || id[2] != '-') {
    return false;
  }
  for (std::size_t i = 3; i < id.size(); ++i) {
    if (!is_letter_or_digit(id[i]) && (id[i] != '-' || id[i - 1] == '-' || i + 1 == id.size())) {
      return false;
    }
  }
  return id[3] != '-';
}

/// JP, EU, or a part of a federation: US-CA.
bool is_jurisdiction(const std::string& text) {
  return (text.size() == 2 && is_capital(text[0]) && is_capital(text[1])) ||
         (text.size() <= 6 && is_rule_id(text) && text.find('-', 3) == std::string::npos &&
          std::all_of(text.begin() + 3, text.end(),
                      [](char c) { return is_capital(c) || std::isdigit(c) != 0; }));
}

/// Small letters, digits and one kind of joint.
bool is_word(const std::string& text, char joint) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [joint](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == joint;
  });
}

bool is_zone(const std::string& text) {
  return text.find('/') != std::string::npos && std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
         });
}

constexpr const char* kIdForm =
    "two capitals and parts of letters and digits joined by hyphens, such as EU-NIS2-23";

const Strings& fact_numbers() {
  static const Strings all = [] {
    Strings out;
    for (char tens = '0'; tens <= '4'; ++tens) {
      for (char ones = '0'; ones <= '9'; ++ones) {
        if (const std::string fact{'F', tens, ones}; is_fact_number(fact)) {
          out.push_back(fact);
        }
      }
    }
    return out;
  }();
  return all;
}

template <typename Enum>
Enum named(RuleMembers& map, const std::string& name, std::optional<Enum> (*find)(std::string_view),
           const Strings& words, Enum otherwise) {
  const std::string word = map.formed(
      name, [find](const std::string& text) { return find(text).has_value(); }, one_of(words));
  return find(word).value_or(otherwise);
}

bool is_element_id(const std::string& id) { return is_word(id, '-'); }
constexpr const char* kElementIdForm = "small letters and digits";

Element read_element(const YamlNode& node, RuleFaults& faults) {
  static const Strings known = {"id", "text", "needs_all", "needs_any", "person", "warn_if"};
  RuleMembers map(node, "an element", known, faults);
  Element out;
  out.id = map.formed("id", is_element_id, kElementIdForm);
  out.text = map.bilingual("text", TextLimit::paragraph);
  out.needs_all = map.words("needs_all", fact_numbers());
  out.needs_any = map.words("needs_any", fact_numbers());
  if (map.has("person")) {
    out.person = named(map, "person", person_named, person_words(), Person::none);
  }
  out.warn_if = map.words("warn_if", warning_names());
  if (!map.has("needs_all") && !map.has("needs_any") && out.person == Person::none) {
    map.fault(map.line(), "an element asks for no fact and for no person");
  }
  return out;
}

void read_period(RuleMembers& map, Stage& out) {
  out.counting = named(map, "counting", counting_named, counting_words(), Counting::none);
  if (out.counting != Counting::none) {
    out.amount = map.number("amount");
  } else if (map.has("amount") && map.has("counting") && map.find("counting")->text == "none") {
    map.fault(map.line_of("amount"), map.what() + " has an amount, but its counting is none");
  }
  if (out.counting == Counting::jp_promptly) {
    out.amount_from = map.number("amount_from");
    if (out.amount_from > out.amount) {
      map.fault(map.line_of("amount_from"), "amount_from of " + map.what() + " is larger than amount");
    }
  } else if (map.has("amount_from")) {
    map.fault(map.line_of("amount_from"), map.what() + " has amount_from, which only jp_promptly counts");
  }
}

Stage read_stage(const YamlNode& node, RuleFaults& faults) {
  static const Strings known = {"id", "name", "clock", "amount", "amount_from", "counting", "note_1182"};
  RuleMembers map(node, "a stage", known, faults);
  Stage out;
  out.id = map.formed("id", is_rule_id, kIdForm);
  out.name = map.bilingual("name", TextLimit::line);
  out.clock = map.formed(
      "clock",
      [](const std::string& clock) {
        const Strings& events = clock_events();
        const auto stage = stage_awaited(clock);
        return stage ? is_rule_id(*stage) : std::find(events.begin(), events.end(), clock) != events.end();
      },
      "an event of docs/rules.md or notification_sent:STAGE");
  read_period(map, out);
  out.note_1182 = map.truth("note_1182");
  return out;
}

/// Notes what occurs twice; `what` is "element" or "stage".
template <typename Part>
void check_ids(const std::vector<Part>& parts, const std::vector<const YamlNode*>& nodes,
               const std::string& what, RuleFaults& faults) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].id.empty() && !seen.insert(parts[i].id).second) {
      faults.add(nodes[i]->line, "two " + what + "s have the id " + parts[i].id);
    }
  }
}

Admissibility read_admissibility(RuleMembers& map) {
  Admissibility out;
  const auto nodes = map.list("elements");
  for (const YamlNode* node : nodes) {
    out.elements.push_back(read_element(*node, map.faults()));
  }
  check_ids(out.elements, nodes, "element", map.faults());
  return out;
}

Offence read_offence(RuleMembers& map) {
  static const Strings known = {"id", "text"};
  Offence out;
  const auto nodes = map.list("elements");
  for (const YamlNode* node : nodes) {
    RuleMembers element(*node, "an element of an offence", known, map.faults());
    OffenceElement& read = out.elements.emplace_back();
    read.id = element.formed("id", is_element_id, kElementIdForm);
    read.text = element.bilingual("text", TextLimit::paragraph);
  }
  check_ids(out.elements, nodes, "element", map.faults());
  return out;
}

void check_calendar(const Duty& duty, RuleMembers& map) {
  for (const Stage& stage : duty.stages) {
    const bool counts_days_of_work = stage.counting == Counting::business_days ||
                                     stage.counting == Counting::jp_final ||
                                     stage.counting == Counting::jp_civil;
    if (counts_days_of_work && duty.calendar.empty()) {
      map.fault(map.line_of("stages"), "stage " + stage.id + " counts " + word_of(stage.counting) +
                                           ", which needs a calendar, and the rule names none");
    }
  }
}

Duty read_duty(RuleMembers& map) {
  Duty out;
  out.regime = map.text("regime", TextLimit::line);
  out.roles = map.texts("roles", TextLimit::word);
  for (const std::string& role : out.roles) {
    if (!is_word(role, '_')) {
      map.fault(map.line_of("roles"),
                "the role '" + role + "' is not of small letters, digits and underscores");
    }
  }
  out.intakes = map.words("intakes", intake_names());
  out.families = map.words("families", family_names());
  out.trigger = map.bilingual("trigger", TextLimit::paragraph);
  out.recipient = map.bilingual("recipient", TextLimit::line);
  out.zone = map.formed("zone", is_zone, "the IANA name of a time zone, such as Asia/Tokyo");
  if (map.has("calendar")) {
    out.calendar = map.formed(
        "calendar", [](const std::string& name) { return is_word(name, '-'); },
        "the name of a calendar: small letters, digits and hyphens");
  }
  out.national_law_needed = map.truth("national_law_needed");
  const auto nodes = map.list("stages");
  for (const YamlNode* node : nodes) {
    out.stages.push_back(read_stage(*node, map.faults()));
  }
  check_ids(out.stages, nodes, "stage", map.faults());
  check_calendar(out, map);
  return out;
}

void read_validity(RuleMembers& map, Rule& out) {
  out.law_status = named(map, "law_status", law_status_named, law_status_words(), LawStatus::unverified);
  out.valid_from = map.date("valid_from");
  out.valid_to = map.date("valid_to");
  if (out.valid_from && out.valid_to && *out.valid_to < *out.valid_from) {
    map.fault(map.line_of("valid_to"), "valid_to lies before valid_from");
  }
  if (out.law_status == LawStatus::repealed && !map.has("valid_to")) {
    map.fault(map.line_of("law_status"), "the rule is repealed, but has no valid_to");
  }
}

void read_sources(RuleMembers& map, Rule& out) {
  map.need("sources");
  out.sources = map.texts("sources", TextLimit::line);
  if (map.has("sources") && out.sources.empty()) {
    map.fault(map.line_of("sources"), "sources of the rule names none");
  }
}

void read_names(RuleMembers& map, Rule& out) {
  out.id = map.formed("id", is_rule_id, kIdForm);
  out.aliases = map.texts("aliases", TextLimit::word);
  for (const std::string& alias : out.aliases) {
    if (!is_rule_id(alias)) {
      map.fault(map.line_of("aliases"), "the alias '" + alias + "' is not " + kIdForm);
    }
  }
  out.jurisdiction =
      map.formed("jurisdiction", is_jurisdiction, "two capitals, such as JP, or with a part of it, US-CA");
}

}  // namespace

std::variant<Rule, std::vector<RuleFault>> parse_rule(const std::string& bytes, const std::string& file) {
  const auto read = read_yaml(bytes, file);
  if (const auto* fault = std::get_if<RuleFault>(&read)) {
    return std::vector<RuleFault>{*fault};
  }
  const auto& node = std::get<YamlNode>(read);
  RuleFaults faults(file);
  const auto kind = std::find_if(node.members.begin(), node.members.end(),
                                 [](const auto& member) { return member.name.text == "kind"; });
  const std::string named_kind = kind == node.members.end() ? "" : kind->value.text;
  RuleMembers map(node, "the rule", rule_members(named_kind), faults);
  Rule out;
  read_names(map, out);
  map.formed(
      "kind",
      [](const std::string& text) { return text == "admissibility" || text == "duty" || text == "offence"; },
      "admissibility, duty or offence");
  out.version = map.text("version", TextLimit::word);
  out.title = map.bilingual("title", TextLimit::line);
  out.text = map.bilingual("text", TextLimit::paragraph);
  out.citation = map.text("citation", TextLimit::line);
  read_validity(map, out);
  read_sources(map, out);
  if (map.has("note")) {
    out.note = map.bilingual("note", TextLimit::paragraph);
  }
  if (named_kind == "duty") {
    out.content = read_duty(map);
  } else if (named_kind == "offence") {
    out.content = read_offence(map);
  } else {
    out.content = read_admissibility(map);
  }
  out.digest = core::sha256(core::as_bytes(bytes));
  out.file = file;
  if (!faults.empty()) {
    return faults.take();
  }
  return out;
}

}  // namespace legal
