// SPDX-License-Identifier: Apache-2.0
// The law's side of a case: counsel's advice and reviews, agreements, statements and the figures they quote, requests of
// authorities, clocks and notifications, readiness. docs/ledger-format.md section 6, "Legal work".
#include "custody/record.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using K = MemberKind;

namespace {

const std::vector<Role> kCounsel = {Role::counsel};

MemberRule opt(const char* name, K kind) { return optional_member(name, kind); }
MemberRule tlp() {
  return optional_member(one_of("tlp", {"clear", "green", "amber", "amber+strict", "red"}));
}

/// What is claimed of a text; whether it holds is not for a ledger to say.
void add_privilege(std::vector<MemberRule>& members) {
  for (const char* name : {"privilege_basis", "privilege_by", "privilege_jurisdiction"}) {
    members.push_back(opt(name, K::committed));
  }
}

TypeRule record(std::vector<MemberRule> members, const std::vector<Role>& roles = kHandlers,
                AboutRule about = AboutRule::none) {
  return {std::move(members), about, roles, &check_record, &put_record};
}

void add_counsel(TypeRules& out) {
  out["advice_recorded"] =
      record({opt("action", K::identifier),
              one_of("answer", {"permitted", "permitted with conditions", "not permitted", "none"}),
              opt("conditions", K::committed),
              opt("document", K::hex),
              opt("incident", K::identifier),
              {"question", K::committed},
              {"text", K::committed}},
             kCounsel);
  add_privilege(out["advice_recorded"].body);
  out["review_asked"] = record({opt("document", K::hex),
                                opt("incident", K::identifier),
                                opt("litigation", K::boolean),
                                opt("prepared_at", K::time),
                                opt("recipients", K::committed),
                                {"title", K::committed}});
  add_privilege(out["review_asked"].body);
  out["review_done"] = record({opt("document", K::hex),
                               opt("incident", K::identifier),
                               {"outcome", K::committed},
                               {"privileged", K::boolean},
                               {"request", K::hex}},
                              kCounsel);
  add_privilege(out["review_done"].body);
  out["element_set_aside"] =
      record({{"element", K::identifier}, {"reason", K::committed}, {"rule", K::identifier}}, kCounsel,
             AboutRule::one_thing_or_image);
  out["assessment_recorded"] = record({{"digest", K::hex}, {"result", K::committed}, {"rule", K::identifier}},
                                      kCounsel, AboutRule::any);
  out["rules_confirmed"] = record(
      {{"confirmed", K::boolean}, {"digest", K::hex}, opt("reason", K::committed), {"rule", K::identifier}},
      kCounsel);
  out["exhibit_designated"] = record({opt("author", K::committed),
                                      opt("created", K::committed),
                                      {"number", K::committed},
                                      opt("offered_by", K::committed),
                                      one_of("original", {"original", "copy", "not stated"}),
                                      {"purpose", K::committed},
                                      opt("remarks", K::committed),
                                      opt("supersedes", K::hex),
                                      {"title", K::committed}},
                                     kCounsel, AboutRule::one_thing_or_image);
  out["intent_noticed"] = record({{"exhibits", K::hex_list},
                                  {"inspect", K::committed},
                                  opt("method", K::committed),
                                  opt("objection", K::committed),
                                  {"party", K::committed},
                                  {"rules", K::text_list},
                                  opt("served_at", K::time),
                                  opt("supersedes", K::hex)},
                                 kCounsel);
  out["suspect_named"] = record({{"basis", K::committed},
                                 {"incident", K::identifier},
                                 {"name", K::committed},
                                 opt("supersedes", K::hex)},
                                kCounsel);
}

void add_agreements(TypeRules& out) {
  out["agreement_recorded"] = record({opt("document", K::hex),
                                      opt("from", K::time),
                                      one_of("kind", {"nda", "sharing", "engagement", "processing"}),
                                      {"name", K::identifier},
                                      {"party", K::committed},
                                      opt("return_duty", K::committed),
                                      {"scope", K::committed},
                                      tlp(),
                                      opt("until", K::time)});
  out["agreement_ended"] = record({{"agreement", K::hex}, {"reason", K::committed}});
  out["use_released"] = record({one_of("basis", {"consent", "duty"}),
                                opt("document", K::hex),
                                {"intake", K::hex},
                                {"purpose", K::committed},
                                {"text", K::committed}});
  out["sharing_recorded"] = record({opt("agreement", K::hex),
                                    opt("allowed", K::committed),
                                    opt("duty", K::identifier),
                                    {"fields", K::text_list},
                                    opt("incident", K::identifier),
                                    {"intakes", K::hex_list},
                                    {"party", K::committed},
                                    opt("profile", K::hex),
                                    {"purpose", K::committed},
                                    {"sha256", K::hex},
                                    tlp()});
  out["delegation_recorded"] = record({opt("agreement", K::hex),
                                       {"key", K::text},
                                       {"power", K::text},
                                       {"reason", K::committed},
                                       opt("until", K::time)},
                                      {Role::administrator, Role::counsel});
  out["delegation_ended"] =
      record({{"delegation", K::hex}, {"reason", K::committed}}, {Role::administrator, Role::counsel});
}

void add_statements(TypeRules& out) {
  out["statement_drafted"] = record(
      {{"document", K::hex}, opt("embargo", K::time), {"incident", K::identifier}, {"title", K::committed}});
  out["statement_reviewed"] = record({opt("changes", K::committed),
                                      {"cleared", K::boolean},
                                      opt("flags", K::committed),
                                      {"incident", K::identifier},
                                      {"statement", K::hex}},
                                     kCounsel);
  out["statement_released"] =
      record({{"channel", K::committed}, {"incident", K::identifier}, {"review", K::hex}});
  out["figure_recorded"] = record({{"basis", K::committed},
                                   {"incident", K::identifier},
                                   {"name", K::identifier},
                                   opt("supersedes", K::hex),
                                   {"unit", K::text},
                                   {"value", K::integer}});
  out["loss_recorded"] = record({{"amount", K::integer},
                                 {"basis", K::committed},
                                 {"currency", K::text},
                                 opt("document", K::hex),
                                 {"incident", K::identifier},
                                 opt("supersedes", K::hex)});
}

void add_authorities(TypeRules& out) {
  out["contact_recorded"] = record({opt("agency", K::committed),
                                    {"at", K::time},
                                    opt("channel", K::committed),
                                    one_of("direction", {"made", "received"}),
                                    opt("incident", K::identifier),
                                    {"party", K::committed},
                                    {"text", K::committed}});
  out["request_received"] = record(
      {opt("answer_by", K::time),
       {"authority", K::committed},
       opt("document", K::hex),
       opt("incident", K::identifier),
       {"items", K::committed},
       one_of("kind", {"preservation", "production order", "inquiry", "epoc", "epoc-pr", "seizure", "other"}),
       opt("preserve_until", K::time),
       {"received_at", K::time},
       {"reference", K::committed},
       opt("secrecy_until", K::time)});
  out["request_answered"] = record({{"answered", K::boolean},
                                    {"at", K::time},
                                    opt("document", K::hex),
                                    opt("incident", K::identifier),
                                    {"reason", K::committed},
                                    {"request", K::hex}});
  out["awareness_recorded"] = record({{"at", K::time},
                                      {"event", K::identifier},
                                      {"incident", K::identifier},
                                      opt("supersedes", K::hex),
                                      opt("text", K::committed)});
  out["notification_recorded"] =
      record({{"at", K::time},
              {"decider", K::committed},
              one_of("decision", {"sent", "not required", "deferred", "delayed by request"}),
              opt("document", K::hex),
              {"duty", K::identifier},
              {"incident", K::identifier},
              {"reason", K::committed},
              opt("reference", K::committed),
              {"rule", K::hex},
              opt("supersedes", K::hex)});
}

/// Notices that tell people to keep what they have, and what is given to the police.
void add_holds(TypeRules& out) {
  out["hold_notice_recorded"] = record({{"contact", K::committed},
                                        {"custodians", K::committed},
                                        opt("data", K::committed),
                                        opt("from", K::time),
                                        opt("incident", K::identifier),
                                        {"matter", K::committed},
                                        opt("stopped", K::committed),
                                        opt("supersedes", K::hex),
                                        opt("systems", K::committed),
                                        {"text", K::committed},
                                        opt("until", K::time)});
  out["hold_notice_acknowledged"] =
      record({{"at", K::time}, {"custodian", K::committed}, opt("document", K::hex), {"notice", K::hex}});
  out["hold_notice_released"] = record({{"notice", K::hex}, {"reason", K::committed}});
  out["impact_recorded"] = record(
      {opt("cause", K::committed),
       opt("depends_on", K::committed),
       opt("detected_at", K::time),
       opt("functional", K::committed),
       {"incident", K::identifier},
       opt("information", K::committed),
       opt("location", K::committed),
       opt("mitigation", K::committed),
       opt("operator", K::committed),
       opt("prepared", K::committed),
       opt("prevention", K::committed),
       opt("records", K::integer),
       optional_member(one_of("recoverability", {"regular", "supplemented", "extended", "not recoverable"})),
       opt("sector", K::text),
       opt("supersedes", K::hex),
       opt("systems", K::integer),
       opt("users", K::integer),
       opt("vector", K::committed)});
  out["referral_prepared"] = record({{"addressed_to", K::committed},
                                     opt("consent", K::committed),
                                     {"found", K::committed},
                                     opt("identifiers", K::committed),
                                     {"incident", K::identifier},
                                     opt("insurance", K::committed),
                                     opt("money", K::committed),
                                     {"ongoing", K::boolean},
                                     opt("others_told", K::committed),
                                     {"poc", K::committed},
                                     opt("preserved", K::committed),
                                     opt("ransomware", K::committed),
                                     opt("requests", K::committed),
                                     opt("reservation", K::committed),
                                     {"summary", K::committed},
                                     opt("supersedes", K::hex),
                                     opt("systems", K::committed),
                                     {"victim", K::committed}});
}

void add_readiness(TypeRules& out) {
  out["readiness_recorded"] =
      record({opt("document", K::hex),
              opt("expires", K::time),
              opt("fingerprint", K::text),
              opt("jurisdiction", K::text),
              {"name", K::committed},
              one_of("register", {"contact", "authority", "procedure", "template", "key ceremony",
                                  "self-test", "training", "exercise", "equipment"}),
              opt("supersedes", K::hex),
              opt("text", K::committed),
              {"verified_at", K::time}});
  out["selftest_recorded"] =
      record({{"failed", K::integer}, {"passed", K::integer}, {"program", K::hex}, {"report", K::hex}});
}

/// A statement goes out only on a review that cleared it.
void check_released(EntryCheck& entry) {
  check_record(entry);
  const auto row = entry.rows().get("statement_reviewed", entry.text("review"));
  if (row && !row->boolean_of("cleared").value_or(false)) {
    entry.unauthorised("body.review", "that review did not clear the statement");
  }
}

void put_reviewed(EntryEffect& entry) {
  put_record(entry);
  if (const auto* cleared = entry.entry().body().find("cleared"); cleared != nullptr) {
    entry.set("statement_reviewed", entry.leaf_hash().hex(), "cleared", *cleared);
  }
}

}  // namespace

TypeRules counsel_rules() {
  TypeRules out;
  add_counsel(out);
  add_agreements(out);
  add_statements(out);
  add_authorities(out);
  add_holds(out);
  add_readiness(out);
  out["statement_released"].check = &check_released;
  out["statement_reviewed"].effect = &put_reviewed;
  for (auto& [type, rule] : out) {
    rule.discreet = true;
    rule.may_be_private = true;
  }
  for (const char* type : {"delegation_ended", "delegation_recorded", "statement_released"}) {
    out[type].may_be_private = false;  // others rest on it
  }
  return out;
}

}  // namespace custody
