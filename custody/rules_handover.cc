// SPDX-License-Identifier: Apache-2.0
// Who holds a thing: handovers inside, to outside and back.
#include "custody/entry_check.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

MemberRule checks() {
  return object_with("checks", {optional_member("condition", K::committed),
                                one_of("digest", {"matches", "mismatch", "not checked"}),
                                one_of("seal", {"intact", "broken", "none", "not stated"})});
}

MemberRule party() {
  return object_with(
      "party", {{"agency", K::committed}, optional_member("badge", K::committed), {"name", K::committed}});
}

/// The key that holds a thing; nullopt when it is outside or unknown.
std::optional<std::string> holding_key(const EntryCheck& entry, const std::string& thing) {
  const auto row = entry.rows().get("thing", thing);
  const Value* holder = row ? row->find("holder") : nullptr;
  return holder == nullptr ? std::nullopt : holder->text_of("key");
}

void need_held_by_giver(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    if (holding_key(entry, about.id) != entry.text("from")) {
      entry.report("unauthorised", "body.from", about.id,
                   about.id + " is not held by the one who releases it");
    }
  }
}

void check_inside(EntryCheck& entry) {
  need_held_by_giver(entry);
  entry.need_enrolled("to", "the receiving key is not enrolled in this case");
}

void check_to_outside(EntryCheck& entry) {
  if (!entry.is_set("seized")) {
    need_held_by_giver(entry);
  }
  entry.need_enrolled("from", "the key that gave the thing away is not enrolled in this case");
  entry.need_attachment("receipt");
}

void check_from_outside(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    if (holding_key(entry, about.id)) {
      entry.report("unauthorised", "body", about.id,
                   about.id + " is not held outside, so it cannot come from outside");
    }
  }
  entry.need_attachment("receipt");
  entry.need_enrolled("to", "the receiving key is not enrolled in this case");
}

void hold(EntryEffect& entry, const Value& holder) {
  for (const About& about : entry.entry().about) {
    entry.set("thing", about.id, "holder", holder);
    entry.set("thing", about.id, "holder_since", entry.seq());
  }
}

void put_inside(EntryEffect& entry) { hold(entry, Object{{"key", entry.text("to")}}); }
void put_outside(EntryEffect& entry) {
  hold(entry, Object{{"outside", *entry.entry().body().at_path("party.name")}});
}

std::string named(const Entry& entry, const char* member) {
  return entry.body().text_of(member).value_or("");
}

NeededSigners both_sides(const Entry& entry) {
  return {{"releasing", named(entry, "from")}, {"receiving", named(entry, "to")}};
}
NeededSigners giver_or_author(const Entry& entry) {
  const bool seized = entry.body().boolean_of("seized").value_or(false);
  return {{seized ? "author" : "releasing", seized ? "" : named(entry, "from")}};
}
NeededSigners receiver(const Entry& entry) { return {{"receiving", named(entry, "to")}}; }

}  // namespace

TypeRules handover_rules() {
  TypeRules out;
  out["transferred"] = {
      {checks(), {"from", K::text}, {"reason", K::committed}, {"same_device", K::boolean}, {"to", K::text}},
      AboutRule::things,
      kHandlers,
      &check_inside,
      &put_inside,
      &both_sides,
      false,
      true};
  out["transferred_to_outside"] = {{checks(),
                                    {"from", K::text},
                                    party(),
                                    optional_member("reason", K::committed),
                                    {"receipt", K::hex},
                                    {"seized", K::boolean}},
                                   AboutRule::things,
                                   kHandlers,
                                   &check_to_outside,
                                   &put_outside,
                                   &giver_or_author,
                                   true,
                                   true};
  out["transferred_from_outside"] = {
      {checks(), party(), optional_member("reason", K::committed), {"receipt", K::hex}, {"to", K::text}},
      AboutRule::things,
      kHandlers,
      &check_from_outside,
      &put_inside,
      &receiver,
      true,
      true};
  return out;
}

}  // namespace custody
