// SPDX-License-Identifier: Apache-2.0
// Who may sign: keys enrolled, replaced and revoked, roles granted and withdrawn.
#include <algorithm>

#include "custody/entry_check.h"
#include "custody/exercise.h"
#include "custody/four_eyes.h"
#include "custody/note.h"
#include "custody/person.h"
#include "custody/replay.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

/// An exercise admits the keys that were made for exercises, and no other case does: what a key signs to show possession
/// says which it is.
void check_possession(EntryCheck& entry, const VerifierKey& key, core::ByteView proof) {
  const KeyUse use = exercise_of(entry.rows()) ? KeyUse::exercise : KeyUse::evidence;
  const KeyUse other = use == KeyUse::exercise ? KeyUse::evidence : KeyUse::exercise;
  const auto shows = [&](KeyUse what) {
    return key.key.verify(core::as_bytes(possession_text(key.text(), what)), proof);
  };
  if (shows(use)) {
    return;
  }
  entry.tampered("body.possession", !shows(other) ? "the proof of possession does not verify"
                                    : use == KeyUse::exercise
                                        ? "the case is an exercise, and the key is one for real cases; an "
                                          "exercise admits keys made with 'key create --exercise' alone"
                                        : "the key was made for exercises; only an exercise admits it");
}

void check_new_key(EntryCheck& entry) {
  const auto key = VerifierKey::parse(entry.text("key"));
  const auto proof = core::from_base64(entry.text("possession"));
  if (!(*key == actor_key(key->key))) {
    entry.unauthorised("body.key", "the key's name does not follow from the key");
  }
  check_possession(entry, *key, *proof);
  if (entry.rows().get("key", key->name)) {
    entry.tampered("body.key", "the key " + key->name + " is enrolled already; it cannot be enrolled twice");
  }
}

void check_enrolment(EntryCheck& entry) {
  check_new_key(entry);
  const auto opened = entry.rows().get("case", "case");
  if (entry.entry().number == 1 && (!opened || opened->text_of("administrator") != entry.text("key"))) {
    entry.unauthorised("body.key", "entry 1 does not enrol the first administrator");
  }
}

/// The role is held from this entry on, or no longer; who does not know of the entry goes by those before.
void put_role(EntryEffect& entry, const std::string& name, const std::string& role, bool held) {
  auto row = entry.rows().get("key", name);
  if (!row || row->object() == nullptr) {
    return;
  }
  auto roles = texts_in(*row, "roles");
  const auto found = std::find(roles.begin(), roles.end(), role);
  if (held && found == roles.end()) {
    roles.push_back(role);
  } else if (!held && found != roles.end()) {
    roles.erase(found);
  }
  Array steps = list_in(*row, "role_steps");
  steps.emplace_back(Object{{"entry", entry.seq()}, {"held", Value(held)}, {"role", role}});
  row->set("roles", Array(roles.begin(), roles.end()));
  row->set("role_steps", std::move(steps));
  entry.rows().put("key", name, std::move(*row));
}

void grant(EntryEffect& entry, const std::string& name, const std::string& role) {
  put_role(entry, name, role, true);
}

void put_enrolment(EntryEffect& entry) {
  const std::string vkey = entry.text("key");
  const std::string name = VerifierKey::parse(vkey)->name;
  // Another device may have enrolled the key too, unknown to this one: what it holds, or that it ended, stays.
  entry.set_first(
      "key", name, "enrolled", "made_again",
      Object{{"by", entry.entry().signers.front().key}, {"enrolled", entry.seq()}, {"vkey", vkey}});
  const auto opened = entry.rows().get("case", "case");
  if (opened && opened->text_of("administrator") == vkey) {
    grant(entry, name, std::string(text_of(Role::administrator)));
  }
  grant(entry, name, entry.text("role"));
}

void check_grant(EntryCheck& entry) {
  entry.need_enrolled("key", "a role is granted to a key that is not enrolled");
}

void put_grant(EntryEffect& entry) { grant(entry, entry.text("key"), entry.text("role")); }

/// A key that may still sign as administrator, other than `but`.
bool another_administrator(const Rows& rows, const std::string& but) {
  const auto keys = rows.list("key", "");
  return std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
    return key.first != but && !key.second.integer_of("revoked") &&
           holds_role(rows, key.first, "administrator");
  });
}

void check_withdrawal(EntryCheck& entry) {
  const std::string key = entry.text("key");
  if (!holds_role(entry.rows(), key, entry.text("role"))) {
    entry.unauthorised("body.key", "a role is withdrawn that the key does not hold");
  }
  if (entry.text("role") == "administrator" && !another_administrator(entry.rows(), key)) {
    entry.unauthorised("body.role", "without this key the case would have no administrator");
  }
}

void put_withdrawal(EntryEffect& entry) { put_role(entry, entry.text("key"), entry.text("role"), false); }

/// A thief also signs dates, so what counts is the position up to which the owner vouches for each log.
void check_revocation(EntryCheck& entry) {
  const std::string key = entry.text("key");
  const auto row = entry.rows().get("key", key);
  if (!row) {
    entry.unauthorised("body.key", "a key is revoked that is not enrolled");
  } else if (row->integer_of("revoked")) {
    entry.tampered("body.key", "the key is revoked or replaced already");
  }
  if (vouched_size(*entry.member("last"), entry.entry().log) > entry.entry().seq) {
    entry.tampered("body.last", "more entries are vouched for than there were");
  }
  const auto& signers = entry.entry().signers;
  if (std::any_of(signers.begin(), signers.end(), [&](const Signer& signer) { return signer.key == key; })) {
    entry.unauthorised("signers", "a key is revoked by others, not by itself");
  }
  need_four_eyes(entry, signers.front().key, signers.back().key);
  if (!another_administrator(entry.rows(), key)) {
    entry.unauthorised("body.key", "without this key the case would have no administrator");
  }
}

/// `end`: up to where its owner vouches for it ("last"), and the key that replaces it, if any.
void put_end(EntryEffect& entry, const std::string& key, Object end) {
  if (entry.rows().get("key", key)) {
    end["revoked"] = entry.seq();
    entry.set_first("key", key, "revoked", "ended_again", std::move(end));
  }
}

void put_revocation(EntryEffect& entry) {
  put_end(entry, entry.text("key"), Object{{"last", *entry.entry().body().find("last")}});
}

NeededSigners author_and_approver(const Entry& /*entry*/) { return {{"author", ""}, {"approving", ""}}; }

void check_rotation(EntryCheck& entry) {
  check_new_key(entry);
  entry.need_enrolled("replaces", "the key to be replaced is not enrolled");
}

void put_rotation(EntryEffect& entry) {
  const std::string old = entry.text("replaces");
  const std::string vkey = entry.text("key");
  const auto row = entry.rows().get("key", old);
  const std::string name = VerifierKey::parse(vkey)->name;
  entry.rows().put("key", name,
                   Object{{"by", row ? row->text_of("by").value_or("") : ""},
                          {"enrolled", entry.seq()},
                          {"first", first_key_of(entry.rows(), old)},
                          {"vkey", vkey}});
  for (const std::string& role : row ? texts_in(*row, "roles") : std::vector<std::string>{}) {
    grant(entry, name, role);
  }
  put_end(entry, old,
          Object{{"last", Array{Object{{"log", entry.entry().log}, {"size", Value(entry.entry().seq + 1)}}}},
                 {"replaced_by", name}});
}

NeededSigners the_key_replaced(const Entry& entry) {
  return {{"author", entry.body().text_of("replaces").value_or("")}};
}

std::vector<MemberRule> new_key(MemberRule more) {
  return {{"key", K::vkey},
          {"name", K::committed},
          optional_member("org", K::committed),
          {"possession", K::base64},
          std::move(more)};
}

}  // namespace

TypeRules key_rules() {
  TypeRules out;
  out["key_enrolled"] = {new_key({"role", K::role}), AboutRule::none, kAdministrators, &check_enrolment,
                         &put_enrolment};
  out["key_rotated"] = {new_key({"replaces", K::text}),
                        AboutRule::none,
                        kAnyRole,
                        &check_rotation,
                        &put_rotation,
                        &the_key_replaced};
  out["key_revoked"] = {{{"key", K::text}, {"last", K::log_sizes}, {"reason", K::committed}},
                        AboutRule::none,
                        kHandlers,
                        &check_revocation,
                        &put_revocation,
                        &author_and_approver};
  out["role_granted"] = {
      {{"key", K::text}, {"role", K::role}}, AboutRule::none, kAdministrators, &check_grant, &put_grant};
  out["role_withdrawn"] = {{{"key", K::text}, {"role", K::role}},
                           AboutRule::none,
                           kAdministrators,
                           &check_withdrawal,
                           &put_withdrawal};
  return out;
}

}  // namespace custody
