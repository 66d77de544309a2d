// SPDX-License-Identifier: Apache-2.0
// The case itself: opening, incidents and authority, documents and packages.
#include "custody/entry_check.h"
#include "custody/note.h"
#include "custody/recheck.h"
#include "custody/restriction.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

void check_opening(EntryCheck& entry) {
  const auto log = VerifierKey::parse(entry.text("log"));
  const auto administrator = VerifierKey::parse(entry.text("administrator"));
  if (!(*log == log_key(log->key)) || log->name != entry.entry().log ||
      !(*administrator == actor_key(administrator->key))) {
    entry.unauthorised("body", "a key's name does not follow from the key");
  }
}

void put_opening(EntryEffect& entry) {
  entry.rows().put("case", "case",
                   Object{{"administrator", entry.text("administrator")},
                          {"case_id", entry.leaf_hash().hex()},
                          {"lang", entry.text("lang")},
                          {"log", entry.text("log")},
                          {"opened", entry.seq()}});
  entry.rows().put("log", entry.entry().log,
                   Object{{"first", entry.seq()}, {"index", Value(0)}, {"vkey", entry.text("log")}});
}

void check_authority(EntryCheck& entry) {
  if (entry.member("document") != nullptr) {
    entry.need_attachment("document");
  }
}

void put_authority(EntryEffect& entry) {
  entry.rows().put("authority", about_row("authority", entry.entry().number), Object{{"entry", entry.seq()}});
}

void check_incident(EntryCheck& entry) {
  if (entry.rows().get("incident", entry.text("number"))) {
    entry.tampered("body.number",
                   "the incident " + entry.text("number") + " is open already; it cannot be opened twice");
  }
}

void put_incident(EntryEffect& entry) {
  entry.set_first("incident", entry.text("number"), "opened", "made_again", Object{{"opened", entry.seq()}});
}

/// A second document of one name would take the place of the first unseen.
void check_document(EntryCheck& entry) {
  if (entry.rows().get("document", entry.text("file"))) {
    entry.tampered("body.file", "a document of that name is issued already; none can take its place");
  }
}

void put_document(EntryEffect& entry) {
  entry.rows().put("document", entry.text("file"),
                   Object{{"entry", entry.seq()}, {"sha256", entry.text("sha256")}});
}

void put_package(EntryEffect& entry) {
  entry.rows().put("package", about_row("package", entry.entry().number), Object{{"entry", entry.seq()}});
}

void check_setting(EntryCheck& entry) {
  const std::int64_t days = entry.integer("recheck_days").value_or(0);
  if (days < 1 || days > kMostRecheckDays) {
    entry.tampered("body.recheck_days", "an interval of " + std::to_string(days) + " days is out of bounds");
  }
}

void put_setting(EntryEffect& entry) {
  entry.rows().put("case", "recheck",
                   Object{{"days", *entry.entry().body().find("recheck_days")}, {"entry", entry.seq()}});
}

MemberRule head() { return object_with("head", {{"root", K::hex}, {"size", K::integer}}); }

void mark_discretion(TypeRules& rules) {
  for (const char* type : {"authority_recorded", "document_issued", "incident_opened"}) {
    rules[type].discreet = rules[type].may_be_private = true;
  }
  rules["package_made"].discreet = true;
}

}  // namespace

TypeRules case_rules() {
  TypeRules out;
  out["case_opened"] = {{{"administrator", K::vkey},
                         one_of("lang", {"en", "ja"}),
                         {"log", K::vkey},
                         {"number", K::committed},
                         {"title", K::committed}},
                        AboutRule::none,
                        kAdministrators,
                        &check_opening,
                        &put_opening};
  out["case_setting"] = {{{"reason", K::committed}, {"recheck_days", K::integer}},
                         AboutRule::none,
                         {Role::administrator, Role::custodian, Role::counsel},
                         &check_setting,
                         &put_setting};
  out["authority_recorded"] = {{optional_member("document", K::hex),
                                optional_member("expires", K::time),
                                {"issuer", K::committed},
                                one_of("kind", {"consent", "ownership", "policy", "contract", "warrant",
                                                "order", "voluntary", "statute", "other"}),
                                {"scope", K::committed}},
                               AboutRule::any,
                               kHandlers,
                               &check_authority,
                               &put_authority};
  out["incident_opened"] = {{{"number", K::identifier}, {"title", K::committed}},
                            AboutRule::none,
                            kHandlers,
                            &check_incident,
                            &put_incident};
  out["document_issued"] = {
      {{"facts_sha256", K::hex},
       {"file", K::name},
       head(),
       {"kind", K::text},
       {"lang", K::text},
       {"sha256", K::hex},
       {"size", K::integer},
       object_with("template", {{"name", K::text}, {"sha256", K::hex}, {"version", K::text}})},
      AboutRule::any,
      kAnyRole,
      &check_document,
      &put_document};
  out["package_made"] = {{{"bytes", K::integer},
                          {"files", K::integer},
                          head(),
                          {"manifest_sha256", K::hex},
                          {"recipient", K::committed}},
                         AboutRule::any,
                         kAnyRole,
                         &need_unrestricted,
                         &put_package};
  mark_discretion(out);
  return out;
}

}  // namespace custody
