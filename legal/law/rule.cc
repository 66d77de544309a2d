// SPDX-License-Identifier: Apache-2.0
#include "legal/law/rule.h"

#include <array>
#include <utility>

#include "legal/law/rule_words.h"

namespace legal {
namespace {

template <typename Enum, std::size_t N>
using Words = std::array<std::pair<Enum, const char*>, N>;

constexpr Words<LawStatus, 4> kStatuses{{{LawStatus::in_force, "in_force"},
                                         {LawStatus::proposed, "proposed"},
                                         {LawStatus::repealed, "repealed"},
                                         {LawStatus::unverified, "unverified"}}};
constexpr Words<Person, 9> kPersons{{{Person::none, "none"},
                                     {Person::counsel, "counsel"},
                                     {Person::expert, "expert"},
                                     {Person::certifier, "certifier"},
                                     {Person::custodian, "custodian"},
                                     {Person::witness, "witness"},
                                     {Person::judge, "judge"},
                                     {Person::prosecutor, "prosecutor"},
                                     {Person::translator, "translator"}}};
constexpr Words<Counting, 9> kCountings{{{Counting::hours, "hours"},
                                         {Counting::dora, "dora"},
                                         {Counting::business_days, "business_days"},
                                         {Counting::calendar_days, "calendar_days"},
                                         {Counting::jp_promptly, "jp_promptly"},
                                         {Counting::jp_final, "jp_final"},
                                         {Counting::jp_civil, "jp_civil"},
                                         {Counting::months, "months"},
                                         {Counting::none, "none"}}};

template <typename Enum, std::size_t N>
std::string word_in(const Words<Enum, N>& words, Enum value) {
  for (const auto& [known, word] : words) {
    if (known == value) {
      return word;
    }
  }
  return "?";
}

template <typename Enum, std::size_t N>
std::optional<Enum> named_in(const Words<Enum, N>& words, std::string_view text) {
  for (const auto& [known, word] : words) {
    if (text == word) {
      return known;
    }
  }
  return std::nullopt;
}

template <typename Enum, std::size_t N>
std::vector<std::string> all_in(const Words<Enum, N>& words) {
  std::vector<std::string> out;
  for (const auto& [known, word] : words) {
    out.emplace_back(word);
  }
  return out;
}

}  // namespace

std::string word_of(LawStatus status) { return word_in(kStatuses, status); }
std::string word_of(Person person) { return word_in(kPersons, person); }
std::string word_of(Counting counting) { return word_in(kCountings, counting); }

Bilingual words_of(LawStatus status) {
  switch (status) {
    case LawStatus::in_force: return {"in force", "施行中"};
    case LawStatus::proposed: return {"proposed", "未成立（提案段階）"};
    case LawStatus::repealed: return {"repealed", "廃止"};
    case LawStatus::unverified: return {"unverified", "未検証"};
  }
  return {};
}

std::string kind_of(const Rule& rule) {
  return std::holds_alternative<Duty>(rule.content)      ? "duty"
         : std::holds_alternative<Offence>(rule.content) ? "offence"
                                                         : "admissibility";
}

const Bilingual* element_text(const Rule& rule, const std::string& element) {
  const auto among = [&](const auto& elements) -> const Bilingual* {
    for (const auto& one : elements) {
      if (one.id == element) {
        return &one.text;
      }
    }
    return nullptr;
  };
  if (const auto* offence = std::get_if<Offence>(&rule.content)) {
    return among(offence->elements);
  }
  const auto* evidence = std::get_if<Admissibility>(&rule.content);
  return evidence == nullptr ? nullptr : among(evidence->elements);
}

std::optional<LawStatus> law_status_named(std::string_view word) { return named_in(kStatuses, word); }
std::optional<Person> person_named(std::string_view word) { return named_in(kPersons, word); }
std::optional<Counting> counting_named(std::string_view word) { return named_in(kCountings, word); }

std::vector<std::string> law_status_words() { return all_in(kStatuses); }
std::vector<std::string> person_words() { return all_in(kPersons); }
std::vector<std::string> counting_words() { return all_in(kCountings); }

const std::vector<std::string>& warning_names() {
  static const std::vector<std::string> names = {"authority_missing",
                                                 "certificate_signed_abroad",
                                                 "clock_offset_unknown",
                                                 "custody_gap",
                                                 "digest_mismatch",
                                                 "facts_recorded_later",
                                                 "handled_before_collection",
                                                 "ledger_not_qualified",
                                                 "live_source",
                                                 "model_output",
                                                 "no_comparison",
                                                 "personal_data_not_reviewed",
                                                 "personal_signature_needed",
                                                 "privileged_material",
                                                 "report_made_for_litigation",
                                                 "secrecy_order_running",
                                                 "time_not_proven",
                                                 "unreadable_ranges",
                                                 "weak_digest_only"};
  return names;
}

const std::vector<std::string>& clock_events() {
  static const std::vector<std::string> names = {"aware_active_exploitation",
                                                 "aware_personal_data",
                                                 "aware_secrecy_leak",
                                                 "aware_security_event",
                                                 "aware_severe_incident",
                                                 "aware_significant_incident",
                                                 "breach_discovered",
                                                 "classified_major",
                                                 "covered_system_changed",
                                                 "danger_noticed",
                                                 "delay_requested",
                                                 "determined_incident",
                                                 "discovery_year_ended",
                                                 "emergency_order_received",
                                                 "incident_identified",
                                                 "major_incident_determined",
                                                 "material_information_available",
                                                 "materiality_determined",
                                                 "measure_available",
                                                 "occurred",
                                                 "offender_known",
                                                 "order_received",
                                                 "preservation_order_received",
                                                 "ransom_paid",
                                                 "system_identified_by_soc"};
  return names;
}

const std::vector<std::string>& intake_names() {
  static const std::vector<std::string> names = {"incident", "vulnerability", "other"};
  return names;
}

const std::vector<std::string>& family_names() {
  static const std::vector<std::string> names = {"leak", "unauthorised_access", "system_failure"};
  return names;
}

bool is_fact_number(std::string_view text) {
  return text.size() == 3 && text[0] == 'F' && text[1] >= '0' && text[1] <= '4' && text[2] >= '0' &&
         text[2] <= '9' && text != "F00";
}

std::optional<std::string> stage_awaited(const std::string& clock) {
  constexpr std::string_view kSent = "notification_sent:";
  return clock.rfind(kSent, 0) == 0 ? std::optional(clock.substr(kSent.size())) : std::nullopt;
}

std::string one_of(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "" : (i + 1 == words.size() ? " or " : ", ")) + words[i];
  }
  return out;
}

}  // namespace legal
