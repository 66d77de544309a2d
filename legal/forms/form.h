// SPDX-License-Identifier: Apache-2.0
// The forms of the legal work: what each kind of record asks for, as a table; the command line and the web show the same.
// Filling one in checks the answers and drafts the entry.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "custody/ledger.h"
#include "legal/law/rule_set.h"

namespace legal {

enum class FieldKind {
  text,        // a person's words, committed
  texts,       // several, committed as one list
  word,        // one of `words`, in clear
  words,       // several of them
  label,       // a short text in clear
  labels,      // several
  identifier,  // in clear
  number,      // a whole number, not negative
  time,        // with a zone
  entry,       // the label of an earlier entry
  entries,
  file,  // kept by its digest
  key,   // of a person enrolled in the case
  flag,  // given or not
  opposite_flag,
  own  // the form's check reads it; several where it says so
};

struct FormField {
  const char* option;  // "--shows"
  const char* member;  // of the entry's body; several options may fill one
  FieldKind kind;
  const char* help;
  bool required = false;
  std::vector<std::string> words = {};
};

enum class FormItems { none, any, one };  // which things and images it may name

struct Answers;
struct Form {
  const char* command;  // "incident triage"
  const char* type;     // of the entry
  const char* what;     // one line of help
  const char* example;
  std::vector<FormField> fields;
  FormItems items = FormItems::none;
  bool always_private = false;  // counsel's words: committed whole
  /// Further checks and members; null where there are none. Throws Error.
  void (*check)(Answers& answers) = nullptr;
};

/// What somebody answered, and what is known when they do.
struct Answers {
  const custody::Ledger& ledger;
  std::function<const RuleSet&()> rules;  // read when first asked for
  const Form& form;
  std::map<std::string, std::vector<std::string>> given;  // by option
  std::vector<std::string> items;
  const custody::UnlockedKey* by = nullptr;  // who signs
  core::json::Object body = {};
  std::vector<custody::DraftAttachment> attachments = {};
  std::vector<std::string> notices = {};  // for the person, beside the entry

  bool has(const char* option) const { return given.find(option) != given.end(); }
  /// The first answer; empty when there is none.
  std::string text(const char* option) const;
  /// A text of the body as it stands so far; empty when there is none.
  std::string in_body(const char* member) const;
  /// Likewise, as a time.
  std::optional<core::UtcTime> time_in_body(const char* member) const {
    return core::UtcTime::parse(in_body(member));
  }
  core::UtcTime now() const { return ledger.environment().clock.now(); }
};

/// Whether the type's entries may be private at all.
bool may_be_private(const Form& form);

/// All forms, by command.
const std::vector<Form>& forms();
/// Null when no form records that type.
const Form* form_of(const std::string& type);

/// The entry, to be signed by `by`. Files are staged to be attached. Throws Error, `usage` where an answer has the wrong form.
custody::Draft fill_form(Answers& answers, const custody::UnlockedKey& by);

std::vector<Form> incident_forms();
std::vector<Form> counsel_forms();
std::vector<Form> authority_forms();
std::vector<Form> hold_forms();
std::vector<Form> exercise_forms();
std::vector<Form> package_forms();

}  // namespace legal
