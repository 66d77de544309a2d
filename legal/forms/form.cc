// SPDX-License-Identifier: Apache-2.0
#include "legal/forms/form.h"

#include <algorithm>
#include <charconv>

#include "core/error.h"
#include "core/ids.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "custody/incoming.h"
#include "custody/private_entry.h"
#include "custody/reference.h"
#include "custody/type_rule.h"
#include "report/case_view.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::committed;
using Texts = std::vector<std::string>;

namespace {

constexpr std::size_t kMostText = 20'000;  // bytes of one answer; an entry holds commitments only
constexpr std::size_t kMostLabel = 200;    // of one in clear
constexpr std::size_t kMostAnswers = 100;  // to one option
constexpr std::int64_t kMostNumber = (std::int64_t{1} << 53) - 1;

std::string words_of(const Texts& words) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : ", ") + word;
  }
  return out;
}

std::string typed(const std::string& text, const FormField& field, std::size_t most) {
  if (text.size() > most) {
    core::fail_usage(std::string(field.option) + " has " + std::to_string(text.size()) + " bytes; at most " +
                     std::to_string(most) + " are recorded; attach a longer text as a file");
  }
  std::string out = core::typed_text(text, field.option);
  if (out.find_first_not_of(" \n") == std::string::npos) {
    core::fail_usage(std::string(field.option) + " is empty");
  }
  return out;
}

std::string word(const std::string& text, const FormField& field) {
  if (std::find(field.words.begin(), field.words.end(), text) == field.words.end()) {
    core::fail_usage(std::string(field.option) + " '" + core::shown(text) +
                     "' is none of: " + words_of(field.words));
  }
  return text;
}

std::string identifier(const std::string& text, const FormField& field) {
  if (!core::is_identifier(text)) {
    const std::string what = std::string(field.member) == "incident" ? "an incident number" : field.option;
    core::fail_usage("'" + core::shown(text) + "' cannot be " + what +
                     ": use 1 to 64 letters, digits, '.', '_' and '-', for example INC-2026-7");
  }
  return text;
}

std::int64_t number(const std::string& text, const FormField& field) {
  std::int64_t out = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out < 0 || out > kMostNumber) {
    core::fail_usage(std::string(field.option) + " '" + core::shown(text) + "' is no whole number from 0 on");
  }
  return out;
}

std::string time(const std::string& text, const FormField& field) {
  const auto time = core::parse_zoned_time(text);
  if (!time) {
    core::fail_usage(
        std::string(field.option) + " '" + core::shown(text) +
        "' is no time with a zone; write it as 2026-11-22T18:53:00+09:00 or 2026-11-22T09:53:00Z");
  }
  return time->text();
}

/// By name of the key, by the beginning of its fingerprint, or by the name of the only person who has it.
std::string key(const custody::Ledger& ledger, const std::string& text, const FormField& field) {
  const report::CaseView view(ledger);
  std::string of_person;
  int persons = 0;
  for (const auto& [name, row] : ledger.store().list("key", "")) {
    if (name == text || row.text_of("vkey") == text ||
        (text.size() >= 6 && custody::fingerprint_of(name).starts_with(text))) {
      return name;
    }
    if (view.person(name) == text) {
      of_person = name;
      ++persons;
    }
  }
  if (persons == 1) {
    return of_person;
  }
  core::fail(std::string(field.option) + ": " +
             (persons == 0 ? "no key '" + core::shown(text) + "' is enrolled in this case"
                           : "several keys of '" + core::shown(text) +
                                 "' are enrolled in this case; name one by its fingerprint"));
}

Array each(const Texts& texts, const FormField& field,
           std::string (*read)(const std::string&, const FormField&)) {
  Array out;
  for (const std::string& text : texts) {
    out.emplace_back(read(text, field));
  }
  return out;
}

std::string reference(const custody::Ledger& ledger, const std::string& label) {
  return custody::reference_to(ledger, custody::entry_labelled(ledger, label));
}

Value file(Answers& answers, const std::string& path) {
  answers.attachments.push_back(custody::stage_attachment(answers.ledger.folder(), path));
  return {answers.attachments.back().sha256.hex()};
}

Value read_field(Answers& answers, const FormField& field, const Texts& given) {
  const std::string& first = given.front();
  switch (field.kind) {
    case FieldKind::text: return committed(typed(first, field, kMostText));
    case FieldKind::texts:
      return committed(each(given, field, [](const std::string& text, const FormField& of) {
        return typed(text, of, kMostText);
      }));
    case FieldKind::word: return word(first, field);
    case FieldKind::words: return each(given, field, word);
    case FieldKind::label: return typed(first, field, kMostLabel);
    case FieldKind::labels:
      return each(given, field,
                  [](const std::string& text, const FormField& of) { return typed(text, of, kMostLabel); });
    case FieldKind::identifier: return identifier(first, field);
    case FieldKind::number: return number(first, field);
    case FieldKind::time: return time(first, field);
    case FieldKind::entry: return reference(answers.ledger, first);
    case FieldKind::entries: {
      Array out;
      for (const std::string& label : given) {
        out.emplace_back(reference(answers.ledger, label));
      }
      return out;
    }
    case FieldKind::file: return file(answers, first);
    case FieldKind::key: return key(answers.ledger, first, field);
    case FieldKind::flag: return true;
    case FieldKind::opposite_flag: return false;
    case FieldKind::own: break;
  }
  return {};
}

bool takes_several(FieldKind kind) {
  return kind == FieldKind::texts || kind == FieldKind::words || kind == FieldKind::labels ||
         kind == FieldKind::entries || kind == FieldKind::own;
}

/// What stands in the body where nothing was answered.
std::optional<Value> unanswered(FieldKind kind) {
  switch (kind) {
    case FieldKind::words:
    case FieldKind::labels:
    case FieldKind::entries: return Value(Array{});
    case FieldKind::flag: return Value(false);
    case FieldKind::opposite_flag: return Value(true);
    default: return std::nullopt;
  }
}

void read_answer(Answers& answers, const FormField& field) {
  const auto found = answers.given.find(field.option);
  if (found == answers.given.end() || found->second.empty()) {
    if (field.required) {
      core::fail_usage(std::string(field.option) + " is missing: " + field.help);
    }
    if (auto value = unanswered(field.kind); value && answers.body.find(field.member) == answers.body.end()) {
      answers.body[field.member] = std::move(*value);
    }
    return;
  }
  if (found->second.size() > (takes_several(field.kind) ? kMostAnswers : 1)) {
    core::fail_usage(std::string(field.option) + " is given too often");
  }
  if (field.kind != FieldKind::own) {
    answers.body[field.member] = read_field(answers, field, found->second);
  }
}

void check_items(const Answers& answers) {
  const std::size_t count = answers.items.size();
  if (answers.form.items == FormItems::one && count != 1) {
    core::fail_usage("--item is missing: name the one thing or image it is about");
  }
  for (const std::string& id : answers.items) {
    if (!answers.ledger.store().get("thing", id) && !answers.ledger.store().get("image", id)) {
      core::fail("no item '" + core::shown(id) +
                 "' in this case; 'exhibit case show' lists things and images");
    }
  }
}

void need_incident(const Answers& answers) {
  const std::string incident = answers.in_body("incident");
  if (!incident.empty() && !answers.ledger.store().get("incident", incident)) {
    core::fail("no incident " + incident + " is opened in this case; 'exhibit incident open' opens one");
  }
}

}  // namespace

std::string Answers::text(const char* option) const {
  const auto found = given.find(option);
  return found == given.end() || found->second.empty() ? "" : found->second.front();
}

bool may_be_private(const Form& form) {
  const custody::TypeRule* rule = custody::rule_of(form.type);
  return rule != nullptr && rule->may_be_private;
}

std::string Answers::in_body(const char* member) const {
  const auto found = body.find(member);
  return found == body.end() || found->second.string() == nullptr ? "" : *found->second.string();
}

const std::vector<Form>& forms() {
  static const std::vector<Form> all = [] {
    std::vector<Form> out = incident_forms();
    for (auto* more : {&counsel_forms, &authority_forms, &hold_forms, &exercise_forms, &package_forms}) {
      for (Form& form : more()) {
        out.push_back(std::move(form));
      }
    }
    return out;
  }();
  return all;
}

const Form* form_of(const std::string& type) {
  const auto found =
      std::find_if(forms().begin(), forms().end(), [&](const Form& form) { return form.type == type; });
  return found == forms().end() ? nullptr : &*found;
}

custody::Draft fill_form(Answers& answers, const custody::UnlockedKey& by) {
  answers.by = &by;
  check_items(answers);
  for (const FormField& field : answers.form.fields) {
    read_answer(answers, field);
  }
  need_incident(answers);
  if (answers.form.check != nullptr) {
    answers.form.check(answers);
  }
  std::vector<std::string> items = answers.items;
  std::sort(items.begin(), items.end());
  custody::Draft draft{answers.form.type, items, answers.body, {{&by, "author"}}, answers.attachments};
  return answers.form.always_private ? custody::made_private(answers.ledger, draft) : draft;
}

}  // namespace legal
