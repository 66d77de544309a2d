// SPDX-License-Identifier: Apache-2.0
// What may not be done with evidence, and how it ends: legal holds, restrictions, disposal.
#include <algorithm>

#include "custody/entry_check.h"
#include "custody/entry_label.h"
#include "custody/four_eyes.h"
#include "custody/legal_hold.h"
#include "custody/pending.h"
#include "custody/restriction.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using K = MemberKind;

namespace {

const std::vector<Role> kHolders = {Role::administrator, Role::counsel};

const char* kind_of(EntryEffect& entry, const std::string& id) {
  return entry.rows().get("thing", id) ? "thing" : "image";
}

void put_hold(EntryEffect& entry) { put_pending(entry, "hold"); }
void check_lifting(EntryCheck& entry) { need_pending(entry, "hold", "hold"); }
void put_lifting(EntryEffect& entry) { mark_pending(entry, "hold", "hold"); }

void check_restriction(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    if (restricted_by(entry.rows(), about.id)) {
      entry.report("tampered", "about", about.id, about.id + " is restricted already");
    }
  }
}
void put_restriction(EntryEffect& entry) {
  put_pending(entry, "restriction");
  for (const About& about : entry.entry().about) {
    entry.set(kind_of(entry, about.id), about.id, "restricted", entry.leaf_hash().hex());
  }
}
void check_release(EntryCheck& entry) { need_pending(entry, "restriction", "restriction"); }
void put_release(EntryEffect& entry) {
  mark_pending(entry, "restriction", "restriction");
  for (const About& about : entry.entry().about) {
    const char* kind = kind_of(entry, about.id);
    const auto row = entry.rows().get(kind, about.id);
    if (row && row->text_of("restricted") == entry.text("restriction")) {
      entry.clear(kind, about.id, "restricted");
    }
  }
}

void check_request(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    for (const char* kind : {"thing", "image"}) {
      const auto row = entry.rows().get(kind, about.id);
      if (const auto end = row ? row->integer_of("disposed") : std::nullopt) {
        entry.report("tampered", "about", about.id,
                     about.id + " was disposed of by entry " +
                         entry_label(entry.rows(), static_cast<std::uint64_t>(*end)));
      }
    }
  }
  need_no_hold(entry);
}
void put_request(EntryEffect& entry) { put_pending(entry, "disposal"); }

void check_approval(EntryCheck& entry) {
  if (const auto row = need_pending(entry, "disposal", "request", "approved")) {
    need_four_eyes(entry, entry.entry().signers.front().key, row->text_of("by").value_or(""));
  }
  need_no_hold(entry);
}
void put_approval(EntryEffect& entry) { mark_pending(entry, "disposal", "request", "approved"); }

void check_disposal(EntryCheck& entry) {
  const auto row = need_pending(entry, "disposal", "request");
  if (row && !row->integer_of("approved")) {
    entry.unauthorised("body.request", "the disposal is not approved");
  }
  if (entry.member("receipt") != nullptr) {
    entry.need_attachment("receipt");
  }
  need_no_hold(entry);
}

void put_disposal(EntryEffect& entry) {
  mark_pending(entry, "disposal", "request");
  for (const About& about : entry.entry().about) {
    const char* kind = kind_of(entry, about.id);
    entry.set(kind, about.id, "disposed", entry.seq());
    if (std::string_view(kind) == "thing") {
      entry.set(kind, about.id, "holder", Object{{"disposed", entry.seq()}});
    } else {
      entry.set(kind, about.id, "state", "disposed");
    }
  }
}

NeededSigners author_and_witness(const Entry& /*entry*/) { return {{"author", ""}, {"witness", ""}}; }

}  // namespace

TypeRules disposal_rules() {
  TypeRules out;
  out["hold_placed"] = {{optional_member("authority", K::committed), {"reason", K::committed}},
                        AboutRule::any,
                        kHolders,
                        nullptr,
                        &put_hold};
  out["hold_lifted"] = {
      {{"hold", K::hex}, {"reason", K::committed}}, AboutRule::any, kHolders, &check_lifting, &put_lifting};
  out["restricted"] = {{one_of("kind", {"contraband", "privilege", "secrecy"}), {"reason", K::committed}},
                       AboutRule::some,
                       kHandlers,
                       &check_restriction,
                       &put_restriction};
  out["restriction_lifted"] = {
      {{"reason", K::committed}, {"recipient", K::committed}, {"restriction", K::hex}},
      AboutRule::some,
      {Role::counsel},
      &check_release,
      &put_release};
  out["disposal_asked"] = {{one_of("action", {"destroyed", "erased", "returned"}),
                            optional_member("authority", K::committed),
                            {"method", K::committed},
                            {"reason", K::committed}},
                           AboutRule::some,
                           kHandlers,
                           &check_request,
                           &put_request};
  out["disposal_approved"] = {{optional_member("reason", K::committed), {"request", K::hex}},
                              AboutRule::some,
                              {Role::administrator, Role::counsel, Role::custodian},
                              &check_approval,
                              &put_approval};
  out["disposal_carried_out"] = {
      {{"method", K::committed}, optional_member("receipt", K::hex), {"request", K::hex}},
      AboutRule::some,
      kHandlers,
      &check_disposal,
      &put_disposal,
      &author_and_witness,
      false,
      true};
  return out;
}

}  // namespace custody
