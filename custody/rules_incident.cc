// SPDX-License-Identifier: Apache-2.0
// From detection to review: reports taken in, incidents and their steps, artifacts and what they are said to show, actions
// and decisions. docs/ledger-format.md section 6, "Incidents".
#include <array>

#include "custody/exercise.h"
#include "custody/record.h"
#include "custody/record_graph.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using K = MemberKind;

namespace {

bool has_step(const EntryCheck& entry, IncidentStep step) {
  const auto row = entry.rows().get("incident", entry.text("incident"));
  return row && row->find(mark_of(step)) != nullptr;
}

void need_open(EntryCheck& entry) {
  check_record(entry);
  if (has_step(entry, IncidentStep::closed)) {
    entry.tampered("body.incident", "the incident " + entry.text("incident") + " is closed");
  }
}

/// `step` has been taken before; `words` name it for people.
void need_step(EntryCheck& entry, IncidentStep step, const char* words) {
  if (entry.rows().get("incident", entry.text("incident")) && !has_step(entry, step)) {
    entry.not_there("body.incident", "the incident " + entry.text("incident") + " is not " + words + " yet");
  }
}

void check_assigned(EntryCheck& entry) {
  need_open(entry);
  need_step(entry, IncidentStep::triaged, "triaged");
}

void check_reviewed(EntryCheck& entry) {
  need_open(entry);
  need_step(entry, IncidentStep::assigned, "assigned to anybody");
}

/// Closed after a review, or with a signed waiver of it.
void check_closed(EntryCheck& entry) {
  need_open(entry);
  if (entry.member("waiver") == nullptr) {
    need_step(entry, IncidentStep::reviewed, "reviewed");
  } else if (entry.entry().signers.front().role == Role::responder ||
             entry.entry().signers.front().role == Role::examiner) {
    entry.unauthorised("signers", "a review is waived by an administrator, a custodian or counsel");
  }
}

template <IncidentStep Step>
void put_step(EntryEffect& entry) {
  put_record(entry);
  if (entry.rows().get("incident", entry.text("incident"))) {
    entry.mark("incident", entry.text("incident"), mark_of(Step));
  }
}

void check_relation(EntryCheck& entry) {
  check_record(entry);
  const std::string from = entry.text("incident"), to = entry.text("other");
  if (!entry.rows().get("incident", to)) {
    entry.not_there("body.other", "the incident " + to + " is not opened in this case");
  }
  const bool may_circle = entry.text("kind") == "related";
  if (from == to || (!may_circle && leads_to(entry.rows(), "incident_leads", "incident_related", to, from))) {
    entry.tampered("body.other", "the incident " + to + " leads back to " + from + ": links in a circle");
  }
}

void put_incident_relation(EntryEffect& entry) {
  put_record(entry);
  if (entry.text("kind") != "related") {
    put_relation(entry, "incident_leads", entry.text("incident"), entry.text("other"));
  }
}

/// An artifact is linked about what it was recorded of; one that doubles another does so in one direction.
void check_link(EntryCheck& entry) {
  check_record(entry);
  const bool doubles = entry.text("kind") == "duplicate-of";
  const std::string artifact = entry.text("artifact"), other = entry.text("other");
  if (doubles != (entry.member("other") != nullptr) || (doubles && artifact.empty())) {
    entry.tampered("body.other", "a link of the kind duplicate-of, and only that, names two artifacts");
  } else if (doubles && leads_to(entry.rows(), "artifact_leads", "artifact_linked", other, artifact)) {
    entry.tampered("body.other", "the other artifact leads back to this one: links in a circle");
  }
  const auto row = artifact.empty() ? std::nullopt : entry.rows().get("artifact_recorded", artifact);
  if (row && !entry.entry().about.empty() && row->text_of("item") != entry.entry().about.front().id) {
    entry.tampered("body.artifact", "that artifact is of another thing or image");
  }
}

void put_link(EntryEffect& entry) {
  put_record(entry);
  if (entry.text("kind") == "duplicate-of") {
    put_relation(entry, "artifact_leads", entry.text("artifact"), entry.text("other"));
  }
}

void check_artifact(EntryCheck& entry) {
  check_record(entry);
  if (const auto* file = entry.member("ranges.file"); file != nullptr) {
    entry.need_attachment("ranges.file");
  }
}

void put_artifact(EntryEffect& entry) {
  put_record(entry);
  if (!entry.entry().about.empty()) {
    entry.set("artifact_recorded", entry.leaf_hash().hex(), "item", entry.entry().about.front().id);
  }
}

MemberRule opt(const char* name, K kind) { return optional_member(name, kind); }

void add_steps(TypeRules& out) {
  out["intake_recorded"] = {
      {opt("channel", K::committed),
       one_of("collection", {"active", "passive"}),
       opt("document", K::hex),
       one_of("kind", {"incident", "vulnerability", "other"}),
       opt("purpose", K::committed),
       {"received_at", K::time},
       opt("received_under", K::committed),
       opt("reporter", K::committed),
       {"source", K::committed},
       {"text", K::committed},
       optional_member(one_of("tlp", {"clear", "green", "amber", "amber+strict", "red"}))},
      AboutRule::any,
      kHandlers,
      &check_record,
      &put_record};
  out["policy_fixed"] = {{{"document", K::hex},
                          one_of("kind", {"triage criteria", "playbook", "organisation", "sharing profile",
                                          "procedure", "exercise plan", "anonymisation profile"}),
                          {"name", K::identifier},
                          {"version", K::text}},
                         AboutRule::none,
                         kHandlers,
                         &check_record,
                         &put_plan};
  out["incident_triaged"] = {{{"categories", K::text_list},
                              opt("criteria", K::hex),
                              opt("criterion", K::identifier),
                              {"families", K::text_list},
                              {"incident", K::identifier},
                              {"intakes", K::hex_list},
                              {"issues", K::text_list},
                              opt("override", K::committed),
                              {"priority", K::text},
                              {"reason", K::committed},
                              {"valid", K::boolean}},
                             AboutRule::none,
                             kHandlers,
                             &need_open,
                             &put_step<IncidentStep::triaged>};
}

void add_later_steps(TypeRules& out) {
  out["incident_assigned"] = {{opt("due", K::time),
                               {"incident", K::identifier},
                               opt("key", K::text),
                               {"owner", K::committed},
                               one_of("response", {"technical", "management", "legal"})},
                              AboutRule::none,
                              kHandlers,
                              &check_assigned,
                              &put_step<IncidentStep::assigned>};
  out["incident_reviewed"] = {
      {opt("document", K::hex), {"findings", K::committed}, {"incident", K::identifier}},
      AboutRule::none,
      kHandlers,
      &check_reviewed,
      &put_step<IncidentStep::reviewed>};
  out["incident_closed"] = {
      {{"incident", K::identifier}, {"reason", K::committed}, opt("waiver", K::committed)},
      AboutRule::none,
      kHandlers,
      &check_closed,
      &put_step<IncidentStep::closed>};
  out["incident_related"] = {{{"incident", K::identifier},
                              one_of("kind", {"part-of", "duplicate-of", "continues", "related"}),
                              {"other", K::identifier},
                              {"reason", K::committed}},
                             AboutRule::none,
                             kHandlers,
                             &check_relation,
                             &put_incident_relation};
}

void add_response(TypeRules& out) {
  out["action_recorded"] = {{opt("advice", K::hex),
                             {"agreed", K::boolean},
                             {"incident", K::identifier},
                             one_of("kind", {"technical", "management", "legal"}),
                             {"name", K::identifier},
                             opt("override", K::committed),
                             opt("playbook", K::hex),
                             opt("taken_at", K::time),
                             {"text", K::committed}},
                            AboutRule::any,
                            kHandlers,
                            &need_open,
                            &put_record};
  out["decision_recorded"] = {{{"decided_at", K::time},
                               {"decider", K::committed},
                               {"decision", K::committed},
                               object_with("head", {{"root", K::hex}, {"size", K::integer}}),
                               {"incident", K::identifier},
                               {"known", K::committed},
                               {"options", K::committed},
                               {"question", K::committed}},
                              AboutRule::none,
                              kHandlers,
                              &check_record,
                              &put_record};
  out["decision_addendum"] = {{{"decision", K::hex}, {"incident", K::identifier}, {"text", K::committed}},
                              AboutRule::none,
                              kHandlers,
                              &check_record,
                              &put_record};
  out["improvement_recorded"] = {{opt("due", K::time),
                                  {"incident", K::identifier},
                                  one_of("kind", {"prepare", "protect", "detect", "triage", "respond"}),
                                  {"owner", K::committed},
                                  {"text", K::committed}},
                                 AboutRule::none,
                                 kHandlers,
                                 &check_record,
                                 &put_record};
  out["improvement_done"] = {{{"improvement", K::hex}, {"incident", K::identifier}, {"text", K::committed}},
                             AboutRule::none,
                             kHandlers,
                             &check_record,
                             &put_record};
}

void add_artifacts(TypeRules& out) {
  out["artifact_recorded"] = {{opt("digest", K::hex),
                               opt("inode", K::text),
                               one_of("kind", {"file", "range", "log line", "memory finding", "item"}),
                               {"method", K::text},
                               opt("occurred_at", K::time),
                               opt("path", K::committed),
                               optional_member(object_with("ranges", {{"bytes", K::integer},
                                                                      {"count", K::integer},
                                                                      opt("file", K::hex),
                                                                      opt("list", K::integer_list)})),
                               opt("text", K::committed),
                               opt("volume", K::integer)},
                              AboutRule::one_thing_or_image,
                              kHandlers,
                              &check_artifact,
                              &put_artifact};
  out["artifact_linked"] = {
      {opt("artifact", K::hex),
       optional_member(one_of("confidence", {"certain", "probable", "possible", "doubtful"})),
       {"incident", K::identifier},
       optional_member(one_of("kind", {"evidences", "contradicts", "context", "duplicate-of"})),
       opt("other", K::hex),
       optional_member("serves", K::text_list),
       {"shows", K::committed},
       opt("supersedes", K::hex)},
      AboutRule::one_thing_or_image,
      kHandlers,
      &check_link,
      &put_link};
}

/// What points to an attack: a value that others can look for.
void add_indicators(TypeRules& out) {
  out["indicator_recorded"] = {
      {optional_member("artifact", K::hex),
       one_of("confidence", {"certain", "probable", "possible", "doubtful"}),
       optional_member("first_seen", K::time),
       {"incident", K::identifier},
       one_of("kind", {"md5", "sha-1", "sha-256", "ipv4", "ipv6", "domain", "url", "email"}),
       optional_member("last_seen", K::time),
       optional_member("note", K::committed),
       optional_member("supersedes", K::hex),
       optional_member(one_of("tlp", {"clear", "green", "amber", "amber+strict", "red"})),
       {"value", K::committed}},
      AboutRule::none,
      kHandlers,
      &check_record,
      &put_record};
}

}  // namespace

TypeRules incident_rules() {
  TypeRules out;
  add_steps(out);
  add_later_steps(out);
  add_response(out);
  add_artifacts(out);
  add_indicators(out);
  for (auto& [type, rule] : out) {
    rule.discreet = true;
    rule.may_be_private = true;
  }
  for (const char* step : {"incident_assigned", "incident_closed", "incident_related", "incident_reviewed",
                           "incident_triaged", "policy_fixed"}) {
    out[step].may_be_private = false;  // others rest on it
  }
  return out;
}

}  // namespace custody
