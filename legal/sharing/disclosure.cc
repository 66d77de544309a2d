// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/disclosure.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "custody/reference.h"
#include "legal/sharing/sharing.h"

namespace legal {

using core::json::Object;

std::string recipient_class(const std::string& recipient) {
  std::string word = recipient;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  constexpr std::array kClasses = {"police", "court", "csirt", "auditor"};
  return std::find(kClasses.begin(), kClasses.end(), word) != kClasses.end() ? word : "other";
}

std::string recipient_text(const DisclosureRequest& request) {
  return request.recipient + (request.name.empty() ? "" : ", " + request.name);
}

namespace {

/// With whom the agreement has to be; empty: with anybody.
std::string party_of(const DisclosureRequest& request) {
  if (!request.name.empty()) {
    return request.name;
  }
  return recipient_class(request.recipient) == "other" ? request.recipient : "";
}

void need_agreement_with(const Records& records, const DisclosureRequest& request) {
  const std::string hash =
      custody::reference_to(records.ledger(), custody::entry_labelled(records.ledger(), request.agreement));
  const Record agreement = need_live_agreement(records, hash, request.tlp);
  if (agreement.is_private) {
    core::fail("the agreement of entry " + request.agreement +
               " is a private entry; a package cannot rest on it in public");
  }
  const std::string party = records.text(agreement, "party"), wanted = party_of(request);
  if (!wanted.empty() && wanted != party) {
    core::fail("the agreement of entry " + request.agreement + " is with '" + core::shown(party) +
               "', not with '" + core::shown(wanted) + "'");
  }
}

}  // namespace

void need_basis(const Records& records, const std::function<RuleSet()>& rules,
                const DisclosureRequest& request) {
  if (!request.duty.empty()) {
    need_duty(rules(), request.duty);
  }
  if (!request.agreement.empty()) {
    need_agreement_with(records, request);
  }
  const std::string kind = recipient_class(request.recipient);
  const bool needed = kind == "csirt" || kind == "other";
  const bool given = !request.duty.empty() || !request.agreement.empty() || !request.override_reason.empty();
  if (needed && !given) {
    core::fail("no package was made: nothing lets it go to '" + core::shown(recipient_text(request)) +
               "'; name a live agreement with them (--agreement), a legal duty (--duty) or your reason "
               "(--override)");
  }
}

Object register_members(const custody::Ledger& ledger, const DisclosureRequest& request) {
  Object out{{"class", recipient_class(request.recipient)}};
  if (!request.agreement.empty()) {
    out["agreement"] = custody::reference_to(ledger, custody::entry_labelled(ledger, request.agreement));
  }
  for (const auto& [member, text] :
       {std::pair<const char*, const std::string&>{"duty", request.duty}, {"tlp", request.tlp}}) {
    if (!text.empty()) {
      out[member] = text;
    }
  }
  for (const auto& [member, text] :
       {std::pair<const char*, const std::string&>{"approved_by", request.approved_by},
        {"override", request.override_reason},
        {"purpose", request.purpose},
        {"transfer_basis", request.transfer_basis}}) {
    if (!text.empty()) {
      out[member] = custody::committed(text);
    }
  }
  if (request.personal_data) {
    out["personal_data"] = true;
  }
  return out;
}

void need_may_tell(const custody::Ledger& ledger, const std::string& key_name,
                   const DisclosureRequest& request) {
  const auto row = ledger.store().get("key", key_name);
  const auto roles = row ? custody::texts_in(*row, "roles") : std::vector<std::string>{};
  if (request.override_reason.empty() && std::find(roles.begin(), roles.end(), "counsel") == roles.end()) {
    core::fail(
        "no package was made: only counsel decides that the recipient is told what is withheld, since "
        "it may tip somebody off; sign as counsel or give your reason with --override");
  }
}

}  // namespace legal
