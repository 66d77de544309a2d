// SPDX-License-Identifier: Apache-2.0
// What may not be done with evidence, and how it ends: legal holds, restrictions, disposal.
#include <algorithm>

#include "custody/entry_check.h"
#include "custody/four_eyes.h"
#include "custody/legal_hold.h"
#include "custody/restriction.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

const std::vector<Role> kHolders = {Role::administrator, Role::counsel};

Array ids_of(const Entry& entry) {
  Array out;
  for (const About& about : entry.about) {
    out.emplace_back(about.id);
  }
  return out;
}

std::string row_id(const char* kind, std::int64_t seq) {
  return about_row(kind, static_cast<std::uint64_t>(seq));
}

/// The row that an earlier entry of this kind made, when it is about the same and `done` has not happened to it; else a
/// fault and nullopt.
std::optional<Value> open_row(EntryCheck& entry, const char* kind, const char* member, const char* done) {
  const auto row = entry.rows().get(kind, row_id(kind, entry.integer(member).value_or(-1)));
  const std::string field = std::string("body.") + member;
  const Value* about = row ? row->find("about") : nullptr;
  if (about == nullptr || *about != Value(ids_of(entry.entry()))) {
    entry.tampered(field, std::string("no ") + kind + " about the same has that entry");
    return std::nullopt;
  }
  if (row->integer_of(done)) {
    entry.tampered(field, std::string("that ") + kind + " is ended already");
    return std::nullopt;
  }
  return row;
}

void put_row(EntryEffect& entry, const char* kind) {
  entry.rows().put(kind, about_row(kind, entry.entry().seq),
                   Object{{"about", ids_of(entry.entry())},
                          {"by", entry.entry().signers.front().key},
                          {"entry", entry.seq()}});
}

void end_row(EntryEffect& entry, const char* kind, const char* member, const char* done) {
  entry.set(kind, row_id(kind, *entry.entry().body().integer_of(member)), done, entry.seq());
}

const char* kind_of(EntryEffect& entry, const std::string& id) {
  return entry.rows().get("thing", id) ? "thing" : "image";
}

void put_hold(EntryEffect& entry) { put_row(entry, "hold"); }
void check_lifting(EntryCheck& entry) { open_row(entry, "hold", "hold", "lifted"); }
void put_lifting(EntryEffect& entry) { end_row(entry, "hold", "hold", "lifted"); }

void check_restriction(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    if (restricted_by(entry.rows(), about.id)) {
      entry.report("tampered", "about", about.id, about.id + " is restricted already");
    }
  }
}
void put_restriction(EntryEffect& entry) {
  put_row(entry, "restriction");
  for (const About& about : entry.entry().about) {
    entry.set(kind_of(entry, about.id), about.id, "restricted", entry.seq());
  }
}
void check_release(EntryCheck& entry) { open_row(entry, "restriction", "restriction", "lifted"); }
void put_release(EntryEffect& entry) {
  end_row(entry, "restriction", "restriction", "lifted");
  for (const About& about : entry.entry().about) {
    entry.clear(kind_of(entry, about.id), about.id, "restricted");
  }
}

void put_request(EntryEffect& entry) { put_row(entry, "disposal"); }

void check_approval(EntryCheck& entry) {
  const auto row = open_row(entry, "disposal", "request", "approved");
  if (row) {
    need_four_eyes(entry, entry.entry().signers.front().key, row->text_of("by").value_or(""));
  }
  need_no_hold(entry);
}
void put_approval(EntryEffect& entry) { end_row(entry, "disposal", "request", "approved"); }

void check_disposal(EntryCheck& entry) {
  const auto row = open_row(entry, "disposal", "request", "carried_out");
  if (row && !row->integer_of("approved")) {
    entry.unauthorised("body.request", "the disposal is not approved");
  }
  if (entry.member("receipt") != nullptr) {
    entry.need_attachment("receipt");
  }
  need_no_hold(entry);
}

void put_disposal(EntryEffect& entry) {
  end_row(entry, "disposal", "request", "carried_out");
  for (const About& about : entry.entry().about) {
    const bool thing = entry.rows().get("thing", about.id).has_value();
    entry.set(thing ? "thing" : "image", about.id, "disposed", entry.seq());
    if (thing) {
      entry.set("thing", about.id, "holder", Object{{"disposed", entry.seq()}});
    } else {
      entry.set("image", about.id, "state", "disposed");
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
  out["hold_lifted"] = {{{"hold", K::integer}, {"reason", K::committed}},
                        AboutRule::any,
                        kHolders,
                        &check_lifting,
                        &put_lifting};
  out["restricted"] = {{one_of("kind", {"contraband", "privilege", "secrecy"}), {"reason", K::committed}},
                       AboutRule::some,
                       kHandlers,
                       &check_restriction,
                       &put_restriction};
  out["restriction_lifted"] = {
      {{"reason", K::committed}, {"recipient", K::committed}, {"restriction", K::integer}},
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
                           &need_no_hold,
                           &put_request};
  out["disposal_approved"] = {{optional_member("reason", K::committed), {"request", K::integer}},
                              AboutRule::some,
                              {Role::administrator, Role::counsel, Role::custodian},
                              &check_approval,
                              &put_approval};
  out["disposal_carried_out"] = {
      {{"method", K::committed}, optional_member("receipt", K::hex), {"request", K::integer}},
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
