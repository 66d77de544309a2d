// SPDX-License-Identifier: Apache-2.0
// Private entries as they stand in public. What their content must be is in custody/private_entry.h.
#include "custody/entry_check.h"
#include "custody/type_rule.h"

namespace custody {

namespace {

void put_private(EntryEffect& entry) {
  entry.rows().put("private", about_row("private", entry.entry().number),
                   core::json::Object{{"entry", entry.seq()}});
}

}  // namespace

TypeRules private_rules() {
  TypeRules out;
  out["private"] = {
      {{"content", MemberKind::committed}}, AboutRule::none, {Role::committed}, nullptr, &put_private};
  out["private"].discreet = true;
  return out;
}

}  // namespace custody
