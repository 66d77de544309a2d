// SPDX-License-Identifier: Apache-2.0
#include "custody/record.h"

#include <algorithm>
#include <map>

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

using Table = std::map<std::string, std::vector<RecordReference>>;

const Table& table() {
  static const Table references = {
      {"incident_triaged", {{"criteria", "policy_fixed"}, {"intakes", "intake_recorded"}}},
      {"action_recorded", {{"advice", nullptr}, {"playbook", "policy_fixed"}}},
      {"decision_addendum", {{"decision", "decision_recorded"}}},
      {"hold_notice_recorded", {{"supersedes", "hold_notice_recorded", true}}},
      {"hold_notice_acknowledged", {{"notice", "hold_notice_recorded"}}},
      {"hold_notice_released", {{"notice", "hold_notice_recorded", true}}},
      {"impact_recorded", {{"supersedes", "impact_recorded", true}}},
      {"referral_prepared", {{"supersedes", "referral_prepared", true}}},
      {"improvement_done", {{"improvement", "improvement_recorded", true}}},
      {"artifact_linked",
       {{"artifact", "artifact_recorded"},
        {"other", "artifact_recorded"},
        {"supersedes", "artifact_linked", true}}},
      {"agreement_ended", {{"agreement", "agreement_recorded", true}}},
      {"statement_reviewed", {{"statement", "statement_drafted"}}},
      {"statement_released", {{"review", "statement_reviewed"}}},
      {"figure_recorded", {{"supersedes", "figure_recorded", true}}},
      {"loss_recorded", {{"supersedes", "loss_recorded", true}}},
      {"review_done", {{"request", "review_asked", true}}},
      {"request_answered", {{"request", "request_received", true}}},
      {"awareness_recorded", {{"supersedes", "awareness_recorded", true}}},
      {"notification_recorded", {{"supersedes", "notification_recorded", true}}},
      {"use_released", {{"intake", "intake_recorded"}}},
      {"sharing_recorded",
       {{"agreement", "agreement_recorded"}, {"intakes", "intake_recorded"}, {"profile", "policy_fixed"}}},
      {"brief_made", {{"profile", "policy_fixed"}}},
      {"mapping_opened", {{"brief", "brief_made"}}},
      {"indicator_recorded", {{"artifact", "artifact_recorded"}, {"supersedes", "indicator_recorded", true}}},
      {"delegation_recorded", {{"agreement", "agreement_recorded"}}},
      {"delegation_ended", {{"delegation", "delegation_recorded", true}}},
      {"package_made", {{"agreement", "agreement_recorded"}}},
      {"package_received", {{"package", "package_made"}}},
      {"outside_review_recorded", {{"package", "package_made"}}},
      {"readiness_recorded", {{"supersedes", "readiness_recorded", true}}},
      {"exercise_started", {{"plan", "policy_fixed"}}},
      {"inject_delivered", {{"plan", "policy_fixed"}}},
      {"exercise_ended", {{"plan", "policy_fixed"}}},
      {"observation_recorded", {{"supersedes", "observation_recorded", true}}},
      {"exercise_improvement_recorded",
       {{"observation", "observation_recorded"}, {"supersedes", "exercise_improvement_recorded", true}}},
      {"exhibit_designated", {{"supersedes", "exhibit_designated", true}}},
      {"intent_noticed", {{"exhibits", "exhibit_designated"}, {"supersedes", "intent_noticed", true}}},
      {"suspect_named", {{"supersedes", nullptr}}},
  };
  return references;
}

std::vector<std::string> named(const Value& body, const char* member) {
  const Value* value = body.find(member);
  if (value != nullptr && value->string() != nullptr) {
    return {*value->string()};
  }
  return texts_in(body, member);
}

/// True when an earlier entry about nothing has that leaf hash.
bool is_about_nothing(const Rows& rows, const std::string& hash) {
  const auto list = rows.list("about", "/");
  return std::any_of(list.begin(), list.end(),
                     [&](const auto& row) { return row.second.text_of("hash") == hash; });
}

void check_reference(EntryCheck& entry, const RecordReference& reference, const std::string& hash) {
  const std::string field = std::string("body.") + reference.member;
  if (reference.type == nullptr) {
    if (!is_about_nothing(entry.rows(), hash)) {
      entry.not_there(field, "no earlier entry about nothing has that leaf hash");
    }
    return;
  }
  const auto row = entry.rows().get(reference.type, hash);
  if (!row && entry.is_private() && is_about_nothing(entry.rows(), hash)) {
    return;
  }
  if (!row) {
    entry.not_there(field,
                    std::string("no earlier entry of the type ") + reference.type + " has that leaf hash");
    return;
  }
  const auto incident = row->text_of("incident");
  if (reference.of_incident && incident && entry.member("incident") != nullptr &&
      *incident != entry.text("incident")) {
    entry.tampered(field, "the entry it names is of the incident " + *incident);
  }
  if (reference.ends && row->find("ended") != nullptr) {
    entry.tampered(field, "another entry has taken the place of that one or ended it");
  }
}

}  // namespace

const std::vector<RecordReference>& references_of(const std::string& type) {
  static const std::vector<RecordReference> none;
  const auto found = table().find(type);
  return found == table().end() ? none : found->second;
}

void check_record(EntryCheck& entry) {
  const std::string incident = entry.text("incident");
  if (entry.member("incident") != nullptr && !entry.rows().get("incident", incident)) {
    entry.not_there("body.incident", "the incident " + incident + " is not opened in this case");
  }
  for (const char* document : {"document", "report"}) {
    if (entry.member(document) != nullptr) {
      entry.need_attachment(document);
    }
  }
  entry.need_enrolled("key", "the key is not enrolled");
  for (const RecordReference& reference : references_of(entry.entry().type)) {
    for (const std::string& hash : named(entry.entry().body(), reference.member)) {
      check_reference(entry, reference, hash);
    }
  }
}

void put_record(EntryEffect& entry) {
  const std::string& type = entry.entry().type;
  Object row{{"entry", entry.seq()}};
  if (const auto incident = entry.entry().body().text_of("incident")) {
    row["incident"] = *incident;
  }
  entry.rows().put(type, entry.leaf_hash().hex(), std::move(row));
  for (const RecordReference& reference : references_of(type)) {
    const std::string hash = entry.text(reference.member);
    if (reference.ends && entry.rows().get(reference.type, hash)) {
      entry.mark(reference.type, hash, "ended");
    }
  }
}

const char* mark_of(IncidentStep step) {
  switch (step) {
    case IncidentStep::triaged: return "triaged";
    case IncidentStep::assigned: return "assigned";
    case IncidentStep::reviewed: return "reviewed";
    case IncidentStep::closed: return "closed";
  }
  return "";
}

}  // namespace custody
