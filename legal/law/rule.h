// SPDX-License-Identifier: Apache-2.0
// A rule of evidence law or a duty to notify, as data: one YAML file of legal/rules (docs/rules.md gives every member).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/digest.h"
#include "legal/law/civil_time.h"

namespace legal {

/// The same words in both languages of the project.
struct Bilingual {
  std::string en, ja;
  const std::string& in(const std::string& language) const { return language == "ja" ? ja : en; }
};

/// What the law itself is, as far as the file's author knows. `proposed` and `unverified` never yield a date.
enum class LawStatus { in_force, proposed, repealed, unverified };
std::string word_of(LawStatus status);
Bilingual words_of(LawStatus status);

/// Whose word an element needs beyond recorded facts.
enum class Person { none, counsel, expert, certifier, custodian, witness, judge, prosecutor, translator };
std::string word_of(Person person);

/// One thing that a rule asks for.
struct Element {
  std::string id;  // "e2": unique within the rule
  Bilingual text;
  std::vector<std::string> needs_all, needs_any;  // fact numbers, F01 to F49
  Person person = Person::none;
  std::vector<std::string> warn_if;  // names of warnings, docs/rules.md
};

/// Elements against which recorded facts are laid.
struct Admissibility {
  std::vector<Element> elements;
};

/// One thing that has to be there for an offence.
struct OffenceElement {
  std::string id;  // unique within the rule
  Bilingual text;
};

/// An offence: what links from artifacts are laid against.
struct Offence {
  std::vector<OffenceElement> elements;
};

/// How a period is counted: docs/rules.md, "Counting time".
enum class Counting {
  hours,
  dora,
  business_days,
  calendar_days,
  jp_promptly,
  jp_final,
  jp_civil,
  months,
  none
};
std::string word_of(Counting counting);

/// One notification that a duty asks for, with the event that starts its clock.
struct Stage {
  std::string id;       // unique among all rules: EU-NIS2-23-4-a
  Bilingual name;       // "early warning"
  std::string clock;    // an awareness event, or notification_sent:<stage id>
  int amount = 0;       // of the unit that the counting has: hours, days, months; 0 where `counting` is none
  int amount_from = 0;  // jp_promptly alone: the first day of the guideline
  Counting counting = Counting::none;
  bool note_1182 = false;  // print what Regulation 1182/71 would give as a note
};

struct Duty {
  std::string regime;
  std::vector<std::string> roles;     // of the entity: essential, telecom_operator
  std::vector<std::string> intakes;   // incident, vulnerability, other
  std::vector<std::string> families;  // leak, unauthorised_access, system_failure; empty: any
  Bilingual trigger, recipient;
  std::string zone;      // of the recipient, an IANA name
  std::string calendar;  // of legal/calendars; empty: no day is skipped
  bool national_law_needed = false;
  std::vector<Stage> stages;  // at least one
};

struct Rule {
  std::string id, jurisdiction, version;
  std::vector<std::string> aliases;  // other names under which it is known
  Bilingual title, text;
  std::string citation;
  LawStatus law_status = LawStatus::unverified;
  std::optional<CivilDate> valid_from, valid_to;  // both days included
  std::vector<std::string> sources;
  Bilingual note;  // empty: none
  std::variant<Admissibility, Duty, Offence> content;
  core::Sha256 digest;   // of the file's bytes: what counsel confirms
  std::string file;      // its name
  bool shipped = false;  // with the program; otherwise a user's own
};

/// "admissibility", "duty", "offence".
std::string kind_of(const Rule& rule);
/// The words of the element with that id; null when the rule has none.
const Bilingual* element_text(const Rule& rule, const std::string& element);

}  // namespace legal
