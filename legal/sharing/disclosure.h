// SPDX-License-Identifier: Apache-2.0
// Who a package is for, on what that rests, and what is held back from them. docs/packages.md.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "legal/law/rule_set.h"
#include "legal/records.h"
#include "report/withholding.h"

namespace legal {

/// As the sender says it. Entries are named by their labels.
struct DisclosureRequest {
  std::string recipient;  // police, court, csirt, auditor, in any case of letters; or a name
  std::string name;       // of who receives it, beside one of those words
  std::string agreement, duty, override_reason, purpose, tlp, approved_by, transfer_basis;
  bool personal_data = false, with_images = false;
  std::vector<std::string> requests;   // secret requests that go all the same
  std::vector<std::string> documents;  // names in documents/, likewise
  std::vector<std::string> without;    // things and images that are left out
};

/// police, court, csirt, auditor, or other for a name.
std::string recipient_class(const std::string& recipient);
/// The recipient as it is printed: the word or name given, and who receives it.
std::string recipient_text(const DisclosureRequest& request);

/// Throws Error when the package rests on nothing: a CSIRT or a named party needs an agreement with that party that is
/// live, a duty that is in force, or a reason of the sender's own.
void need_basis(const Records& records, const std::function<RuleSet()>& rules,
                const DisclosureRequest& request);

/// Members of `package_made` for a register of disclosures. REQUIRES: need_basis().
core::json::Object register_members(const custody::Ledger& ledger, const DisclosureRequest& request);

/// What stays behind, whoever receives the package: privileged content, secret requests, reports received under conditions
/// that this use does not meet, items left out, and what would tell of them. Throws Error when the request names something
/// that is not there or never goes. REQUIRES: need_basis().
report::Withholding hold_back(const Records& records, const DisclosureRequest& request);

/// Throws Error unless the key holds the role counsel or a reason is given: telling the recipient what is held back may tip
/// somebody off.
void need_may_tell(const custody::Ledger& ledger, const std::string& key_name,
                   const DisclosureRequest& request);

}  // namespace legal
