// SPDX-License-Identifier: Apache-2.0
// What leaves the case and what comes back: packages, what was held back from them, receipts, reviews by outside firms.
// docs/ledger-format.md section 6.
#include "custody/record.h"
#include "custody/restriction.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using K = MemberKind;

namespace {

constexpr const char* kPackageRow = "package_made";  // by leaf hash

void check_package(EntryCheck& entry) {
  need_unrestricted(entry);
  check_record(entry);
}

void put_package(EntryEffect& entry) {
  entry.rows().put("package", about_row("package", entry.entry().number), Object{{"entry", entry.seq()}});
  put_record(entry);
  entry.set(kPackageRow, entry.leaf_hash().hex(), "manifest_sha256", entry.text("manifest_sha256"));
}

/// What was reviewed is what was handed out.
void check_review(EntryCheck& entry) {
  check_record(entry);
  if (entry.member("signature") != nullptr) {
    entry.need_attachment("signature");
  }
  const auto package = entry.rows().get(kPackageRow, entry.text("package"));
  if (package && package->text_of("manifest_sha256") != entry.text("manifest_sha256")) {
    entry.report(
        "mismatch", "body.manifest_sha256", "",
        "the package that was reviewed is not the one handed out: its tagmanifest has another SHA-256");
  }
}

MemberRule opt(const char* name, K kind) { return optional_member(name, kind); }

/// All but the first five say what a register of disclosures asks for.
std::vector<MemberRule> package_body() {
  return {{"bytes", K::integer},
          {"files", K::integer},
          object_with("head", {{"root", K::hex}, {"size", K::integer}}),
          {"manifest_sha256", K::hex},
          {"recipient", K::committed},
          opt("agreement", K::hex),
          opt("approved_by", K::committed),
          optional_member(one_of("class", {"police", "court", "csirt", "auditor", "other"})),
          opt("duty", K::identifier),
          optional_member(one_of("form", {"folder", "zip"})),
          opt("items", K::committed),
          opt("override", K::committed),
          opt("personal_data", K::boolean),
          opt("purpose", K::committed),
          optional_member(one_of("tlp", {"clear", "green", "amber", "amber+strict", "red"})),
          opt("transfer_basis", K::committed)};
}

}  // namespace

TypeRules package_rules() {
  TypeRules out;
  out["package_made"] = {package_body(), AboutRule::any, kAnyRole, &check_package, &put_package};
  out["package_withheld"] = {
      {opt("included", K::committed), {"manifest_sha256", K::hex}, {"withheld", K::committed}},
      AboutRule::none,
      kAnyRole,
      &check_record,
      &put_record};
  out["package_received"] = {{{"at", K::time},
                              opt("document", K::hex),
                              {"package", K::hex},
                              {"receiver", K::committed},
                              opt("text", K::committed)},
                             AboutRule::none,
                             kHandlers,
                             &check_record,
                             &put_record};
  out["outside_review_recorded"] = {{{"at", K::time},
                                     {"document", K::hex},
                                     {"firm", K::committed},
                                     opt("fingerprint", K::text),
                                     {"manifest_sha256", K::hex},
                                     opt("outcome", K::committed),
                                     {"package", K::hex},
                                     {"reviewer", K::committed},
                                     opt("signature", K::hex),
                                     {"signature_verified", K::boolean}},
                                    AboutRule::none,
                                    kHandlers,
                                    &check_review,
                                    &put_record};
  for (auto& [type, rule] : out) {
    rule.discreet = true;
    rule.may_be_private = type != "package_made";  // others rest on it
  }
  return out;
}

}  // namespace custody
