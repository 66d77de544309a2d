// SPDX-License-Identifier: Apache-2.0
#include "legal/law/rule_json.h"

#include <map>

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Value bilingual(const Bilingual& text) { return Object{{"en", text.en}, {"ja", text.ja}}; }

Array list(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

Value date(const std::optional<CivilDate>& day) { return day ? Value(day->text()) : Value(); }

Object to_json(const Element& element) {
  return {{"id", element.id},
          {"needs_all", list(element.needs_all)},
          {"needs_any", list(element.needs_any)},
          {"person", word_of(element.person)},
          {"text", bilingual(element.text)},
          {"warn_if", list(element.warn_if)}};
}

Object to_json(const OffenceElement& element) {
  return {{"id", element.id}, {"text", bilingual(element.text)}};
}

Object to_json(const Stage& stage) {
  return {{"amount", stage.counting == Counting::none ? Value() : Value(stage.amount)},
          {"amount_from", stage.counting == Counting::jp_promptly ? Value(stage.amount_from) : Value()},
          {"clock", stage.clock},
          {"counting", word_of(stage.counting)},
          {"id", stage.id},
          {"name", bilingual(stage.name)},
          {"note_1182", stage.note_1182}};
}

template <typename Part>
Array parts(const std::vector<Part>& of_rule) {
  Array out;
  for (const Part& part : of_rule) {
    out.emplace_back(to_json(part));
  }
  return out;
}

void add_duty(const Duty& duty, Object& out) {
  out["regime"] = duty.regime;
  out["roles"] = list(duty.roles);
  out["intakes"] = list(duty.intakes);
  out["families"] = list(duty.families);
  out["trigger"] = bilingual(duty.trigger);
  out["recipient"] = bilingual(duty.recipient);
  out["zone"] = duty.zone;
  out["calendar"] = duty.calendar.empty() ? Value() : Value(duty.calendar);
  out["national_law_needed"] = duty.national_law_needed;
  out["stages"] = parts(duty.stages);
}

/// Members of members as paths; a list of maps with ids is told by them, any other list is one value.
void flatten(const Value& value, const std::string& path, std::map<std::string, std::string>& out) {
  if (const Object* object = value.object()) {
    for (const auto& [name, member] : *object) {
      flatten(member, path.empty() ? name : path + "." + name, out);
    }
    return;
  }
  const Array* array = value.array();
  if (array != nullptr && !array->empty() && array->front().object() != nullptr) {
    for (const Value& item : *array) {
      flatten(item, path + "." + item.text_of("id").value_or("?"), out);
    }
    return;
  }
  const std::string* text = value.string();
  if (!value.is_null() && !(array != nullptr && array->empty())) {
    out[path] = text != nullptr ? *text : core::json::encode(value);
  }
}

}  // namespace

Object to_json(const Rule& rule) {
  Object out{{"aliases", list(rule.aliases)},
             {"citation", rule.citation},
             {"digest", rule.digest.hex()},
             {"id", rule.id},
             {"jurisdiction", rule.jurisdiction},
             {"kind", kind_of(rule)},
             {"law_status", word_of(rule.law_status)},
             {"note", rule.note.en.empty() ? Value() : bilingual(rule.note)},
             {"sources", list(rule.sources)},
             {"text", bilingual(rule.text)},
             {"title", bilingual(rule.title)},
             {"valid_from", date(rule.valid_from)},
             {"valid_to", date(rule.valid_to)},
             {"version", rule.version}};
  if (const auto* duty = std::get_if<Duty>(&rule.content)) {
    add_duty(*duty, out);
  } else if (const auto* offence = std::get_if<Offence>(&rule.content)) {
    out["elements"] = parts(offence->elements);
  } else {
    out["elements"] = parts(std::get<Admissibility>(rule.content).elements);
  }
  return out;
}

std::vector<MemberChange> changes_between(const Rule& before, const Rule& after) {
  std::map<std::string, std::string> old_members;
  std::map<std::string, std::string> new_members;
  const auto flattened = [](const Rule& rule, auto& into) {
    Object object = to_json(rule);
    object.erase("digest");
    flatten(object, "", into);
  };
  flattened(before, old_members);
  flattened(after, new_members);
  std::map<std::string, MemberChange> changes;
  for (const auto& [name, value] : old_members) {
    changes[name] = {name, value, ""};
  }
  for (const auto& [name, value] : new_members) {
    changes[name].member = name;
    changes[name].after = value;
  }
  std::vector<MemberChange> out;
  for (auto& [name, change] : changes) {
    if (change.before != change.after) {
      out.push_back(std::move(change));
    }
  }
  return out;
}

}  // namespace legal
