// SPDX-License-Identifier: Apache-2.0
#include "custody/holding.h"

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

void need_held_by_giver(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    if (holding_key(entry.rows(), about.id) != entry.text("from")) {
      entry.report("unauthorised", "body.from", about.id,
                   about.id + " is not held by the one who releases it");
    }
    const auto row = entry.rows().get("thing", about.id);
    if (const auto waits = row ? row->integer_of("released") : std::nullopt) {
      entry.report(
          "unauthorised", "about", about.id,
          about.id + " was released by entry " + std::to_string(*waits) + " and waits for an answer");
    }
  }
}

void put_holder(EntryEffect& entry, const Value& holder) {
  for (const About& about : entry.entry().about) {
    entry.set("thing", about.id, "holder", holder);
    entry.set("thing", about.id, "holder_since", entry.seq());
    entry.clear("thing", about.id, "released");
  }
}

}  // namespace custody
