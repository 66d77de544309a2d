// SPDX-License-Identifier: Apache-2.0
#include "custody/holding.h"

#include "custody/pending.h"
#include "custody/person.h"

namespace custody {

using core::json::Value;
using K = MemberKind;

MemberRule handover_checks() {
  return object_with("checks", {optional_member("condition", K::committed),
                                one_of("digest", {"matches", "mismatch", "not checked"}),
                                one_of("seal", {"intact", "broken", "none", "not stated"})});
}

std::optional<std::string> holding_key(const Rows& rows, const std::string& thing) {
  const auto row = rows.get("thing", thing);
  const Value* holder = row ? row->find("holder") : nullptr;
  return holder == nullptr ? std::nullopt : holder->text_of("key");
}

std::vector<MemberRule> with_manner(std::vector<MemberRule> members) {
  for (const char* name : {"authority", "carrier", "method", "purpose"}) {
    members.push_back(optional_member(name, K::committed));
  }
  return members;
}

namespace {

/// The holder, whatever key they use now; where that key was revoked and nobody can use it, an administrator.
bool may_release(const Rows& rows, const std::string& thing, const std::string& from) {
  const auto holder = holding_key(rows, thing);
  return holder && (same_person(rows, *holder, from) ||
                    (is_revoked(rows, *holder) && holds_role(rows, from, "administrator")));
}

}  // namespace

void need_held_by_giver(EntryCheck& entry) {
  const Rows& rows = entry.rows();
  for (const About& about : entry.entry().about) {
    if (!may_release(rows, about.id, entry.text("from"))) {
      entry.report("unauthorised", "body.from", about.id,
                   about.id + " is not held by the one who releases it");
    }
    const auto row = rows.get("thing", about.id);
    if (const auto waits = row ? row->text_of("released") : std::nullopt) {
      entry.report(
          "unauthorised", "about", about.id,
          about.id + " was released by " + entry_words(rows, "release", *waits) + " and waits for an answer");
    }
  }
}

void end_release(EntryEffect& entry, const std::string& leaf_hash) {
  const auto release = entry.rows().get("release", leaf_hash);
  if (!release) {
    return;
  }
  entry.mark("release", leaf_hash, "ended");
  for (const std::string& id : texts_in(*release, "about")) {
    entry.clear("thing", id, "released");
  }
}

void put_holder(EntryEffect& entry, const Value& holder) {
  for (const About& about : entry.entry().about) {
    const auto row = entry.rows().get("thing", about.id);
    if (const auto waits = row ? row->text_of("released") : std::nullopt) {
      end_release(entry, *waits);
    }
    entry.clear("thing", about.id, "refused");
    entry.set("thing", about.id, "holder", holder);
    entry.set("thing", about.id, "holder_since", entry.seq());
  }
}

}  // namespace custody
