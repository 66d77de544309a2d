// SPDX-License-Identifier: Apache-2.0
// Who holds a thing: handovers inside, to outside and back.
#include "custody/holding.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using K = MemberKind;

namespace {

MemberRule party() {
  return object_with(
      "party", {{"agency", K::committed}, optional_member("badge", K::committed), {"name", K::committed}});
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
    if (holding_key(entry.rows(), about.id)) {
      entry.report("unauthorised", "body", about.id,
                   about.id + " is not held outside, so it cannot come from outside");
    }
  }
  entry.need_attachment("receipt");
  entry.need_enrolled("to", "the receiving key is not enrolled in this case");
}

void put_inside(EntryEffect& entry) { put_holder(entry, Object{{"key", entry.text("to")}}); }
void put_outside(EntryEffect& entry) {
  put_holder(entry, Object{{"outside", *entry.entry().body().at_path("party.name")}});
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
  TypeRules out = release_rules();
  out["transferred"] = {with_manner({handover_checks(),
                                     {"from", K::text},
                                     {"reason", K::committed},
                                     {"same_device", K::boolean},
                                     {"to", K::text}}),
                        AboutRule::things,
                        kHandlers,
                        &check_inside,
                        &put_inside,
                        &both_sides,
                        false,
                        true};
  out["transferred_to_outside"] = {with_manner({handover_checks(),
                                                {"from", K::text},
                                                party(),
                                                optional_member("reason", K::committed),
                                                {"receipt", K::hex},
                                                {"seized", K::boolean}}),
                                   AboutRule::things,
                                   kHandlers,
                                   &check_to_outside,
                                   &put_outside,
                                   &giver_or_author,
                                   true,
                                   true};
  out["transferred_from_outside"] = {with_manner({handover_checks(),
                                                  party(),
                                                  optional_member("reason", K::committed),
                                                  {"receipt", K::hex},
                                                  optional_member("seized", K::boolean),
                                                  {"to", K::text}}),
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
