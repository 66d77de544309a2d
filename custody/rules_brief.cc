// SPDX-License-Identifier: Apache-2.0
// Anonymised briefs: that one was made, under which two keys the names behind it are sealed, and that those were opened.
// docs/ledger-format.md section 6, "Briefs".
#include <algorithm>

#include "custody/person.h"
#include "custody/record.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using K = MemberKind;

namespace {

bool is_keeper(const Rows& rows, const std::string& key) {
  return holds_role(rows, key, "administrator") || holds_role(rows, key, "custodian");
}

/// One of the two is counsel, the other an administrator or a custodian, and they are two people.
void need_two_roles(EntryCheck& entry, const std::string& one, const std::string& other, const char* field) {
  const Rows& rows = entry.rows();
  const bool good = rows.get("key", one) && rows.get("key", other) && !same_person(rows, one, other) &&
                    ((holds_role(rows, one, "counsel") && is_keeper(rows, other)) ||
                     (holds_role(rows, other, "counsel") && is_keeper(rows, one)));
  if (!good) {
    entry.unauthorised(field, "it takes counsel, and an administrator or a custodian who is somebody else");
  }
}

void check_brief(EntryCheck& entry) {
  check_record(entry);
  entry.need_attachment("mapping");
  const auto keys = texts_in(entry.entry().body(), "keys");
  if (keys.size() != 2) {
    entry.tampered("body.keys", "the names behind a brief are sealed for two keys");
    return;
  }
  need_two_roles(entry, keys[0], keys[1], "body.keys");
}

void put_brief(EntryEffect& entry) {
  put_record(entry);
  entry.set("brief_made", entry.leaf_hash().hex(), "keys", *entry.entry().body().find("keys"));
}

void check_opened(EntryCheck& entry) {
  check_record(entry);
  const std::string one = entry.entry().signers.front().key, other = entry.entry().signers.back().key;
  need_two_roles(entry, one, other, "signers");
  const auto row = entry.rows().get("brief_made", entry.text("brief"));
  const auto keys = row ? texts_in(*row, "keys") : std::vector<std::string>{};
  for (const std::string& key : {one, other}) {
    if (row && std::find(keys.begin(), keys.end(), key) == keys.end()) {
      entry.unauthorised("signers", "the names behind that brief are not sealed for the key " + key);
    }
  }
}

NeededSigners author_and_approver(const Entry& /*entry*/) { return {{"author", ""}, {"approving", ""}}; }

}  // namespace

TypeRules brief_rules() {
  TypeRules out;
  out["brief_made"] = {{optional_member("allowed", K::committed),
                        object_with("head", {{"root", K::hex}, {"size", K::integer}}),
                        {"incident", K::identifier},
                        {"keys", K::text_list},
                        one_of("lang", {"en", "ja"}),
                        {"mapping", K::hex},
                        optional_member("profile", K::hex),
                        {"profile_sha256", K::hex},
                        {"sha256", K::hex}},
                       AboutRule::none,
                       kHandlers,
                       &check_brief,
                       &put_brief};
  out["mapping_opened"] = {{{"brief", K::hex}, {"incident", K::identifier}, {"reason", K::committed}},
                           AboutRule::none,
                           {Role::administrator, Role::custodian, Role::counsel},
                           &check_opened,
                           &put_record,
                           &author_and_approver};
  for (auto& [type, rule] : out) {
    rule.discreet = true;
  }
  return out;
}

}  // namespace custody
