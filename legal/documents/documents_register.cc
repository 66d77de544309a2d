// SPDX-License-Identifier: Apache-2.0
// Documents about one record, and registers over the whole case.
#include "legal/assess.h"
#include "legal/documents/disclosure_register.h"
#include "legal/documents/document.h"
#include "legal/documents/incident_facts.h"
#include "legal/documents/record_facts.h"
#include "legal/law/rule_set.h"
#include "legal/statement.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// Records of a type whose member names another record.
std::vector<Record> naming(const DocumentWork& work, const char* type, const char* member,
                           const Record& named) {
  std::vector<Record> out;
  for (const Record& record : work.records.of(type)) {
    const bool shown = !record.is_private || work.with_private;
    if (shown && work.records.text(record, member) == named.hash) {
      out.push_back(record);
    }
  }
  return out;
}
Array naming_list(const DocumentWork& work, const char* type, const char* member, const Record& named) {
  Array out;
  for (const Record& record : naming(work, type, member, named)) {
    out.emplace_back(record_facts(work, record));
  }
  return out;
}

Object hold_facts(const DocumentWork& work) {
  const Record notice = record_asked(work, "hold_notice_recorded");
  return Object{{"acknowledgements", naming_list(work, "hold_notice_acknowledged", "notice", notice)},
                {"contact_points", contact_points(work)},
                {"notice", record_facts(work, notice)},
                {"releases", naming_list(work, "hold_notice_released", "notice", notice)}};
}

/// Numbers of the text that no figure of the case records or that differ from one.
Array flags_of(const DocumentWork& work, const Record& statement) {
  const std::string text = attached_text(work.ledger(), work.records.text(statement, "document"));
  Array out;
  for (const StatementFlag& flag : statement_flags(text, figures(work.records, statement.incident))) {
    out.emplace_back(Object{{"differs", flag.differs}, {"text", flag.text}});
  }
  return out;
}

Object press_facts(const DocumentWork& work) {
  const Record statement = record_asked(work, "statement_drafted");
  Array reviews, releases;
  for (const Record& review : naming(work, "statement_reviewed", "statement", statement)) {
    reviews.emplace_back(record_facts(work, review));
    for (Value& release : naming_list(work, "statement_released", "review", review)) {
      releases.emplace_back(std::move(release));
    }
  }
  return Object{{"figures", record_list(work, "figure_recorded", statement.incident)},
                {"flags", flags_of(work, statement)},
                {"releases", std::move(releases)},
                {"reviews", std::move(reviews)},
                {"statement", record_facts(work, statement)}};
}

/// Agreements with what was shared under each, and what was shared without one.
Object sharing_facts(const DocumentWork& work) {
  Array agreements;
  for (const Record& agreement : work.records.of("agreement_recorded")) {
    if (agreement.is_private && !work.with_private) {
      continue;
    }
    Object facts = record_facts(work, agreement);
    facts["ends"] = naming_list(work, "agreement_ended", "agreement", agreement);
    facts["shares"] = naming_list(work, "sharing_recorded", "agreement", agreement);
    agreements.emplace_back(std::move(facts));
  }
  Array without;
  for (const Record& share : shown_records(work, "sharing_recorded")) {
    if (work.records.text(share, "agreement").empty()) {
      without.emplace_back(record_facts(work, share));
    }
  }
  return Object{{"agreements", std::move(agreements)},
                {"shares", std::move(without)},
                {"uses", record_list(work, "use_released")}};
}

Object register_facts(const DocumentWork& work) { return Object{{"disclosures", disclosure_list(work)}}; }

/// The duty as the rules have it today: null where they no longer hold it.
Value duty_facts(const DocumentWork& work, const std::string& id) {
  const Rule* rule = work.law.rules().find(id);
  const auto* duty = rule == nullptr ? nullptr : std::get_if<Duty>(&rule->content);
  if (duty == nullptr) {
    return {nullptr};
  }
  const std::string& lang = work.language();
  return Object{{"citation", rule->citation},
                {"id", rule->id},
                {"law_status", word_of(rule->law_status)},
                {"recipient", duty->recipient.in(lang)},
                {"regime", duty->regime},
                {"title", rule->title.in(lang)},
                {"trigger", duty->trigger.in(lang)},
                {"unconfirmed", !standing_of(work.records, *rule).confirmed}};
}

Object notification_facts(const DocumentWork& work) {
  const Record decision = record_asked(work, "notification_recorded");
  const std::string duty = work.records.text(decision, "duty");
  Array deadlines;
  for (Value& clock : deadline_list(work, decision.incident)) {
    if (clock.text_of("stage") == duty) {
      deadlines.emplace_back(std::move(clock));
    }
  }
  return Object{{"awareness", record_list(work, "awareness_recorded", decision.incident)},
                {"deadlines", std::move(deadlines)},
                {"decision", record_facts(work, decision)},
                {"duty", duty_facts(work, duty)},
                {"incident_number", decision.incident}};
}

}  // namespace

std::vector<DocumentKind> register_documents() {
  return {
      {"disclosure-register",
       {"what left the case, to whom, on what basis", "開示・提供記録簿"},
       DocumentNeeds::nothing,
       false,
       &register_facts},
      {"hold-notice",
       {"notice to keep data, with who confirmed it", "証拠保存通知書"},
       DocumentNeeds::entry,
       false,
       &hold_facts},
      {"notification-decision",
       {"decision to notify or not, with its clock", "通知要否判断記録"},
       DocumentNeeds::entry,
       false,
       &notification_facts},
      {"press-review",
       {"review of a statement, with its numbers against the fact base", "公表文確認記録"},
       DocumentNeeds::entry,
       false,
       &press_facts},
      {"sharing-record",
       {"agreements, and what was shared under each", "情報共有・秘密保持契約記録"},
       DocumentNeeds::nothing,
       false,
       &sharing_facts},
  };
}

}  // namespace legal
