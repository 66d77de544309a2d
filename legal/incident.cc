// SPDX-License-Identifier: Apache-2.0
#include "legal/incident.h"

#include "core/error.h"
#include "core/text.h"
#include "custody/acquired.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using custody::committed;

custody::Draft open_incident(const core::IncidentNumber& number, const std::string& title,
                             const custody::UnlockedKey& by) {
  return {"incident_opened",
          {},
          Object{{"number", number.value()}, {"title", committed(title)}},
          {{&by, "author"}},
          {}};
}

const std::vector<std::string>& authority_kinds() {
  static const std::vector<std::string> kinds = {"consent", "ownership", "policy",  "contract", "warrant",
                                                 "order",   "voluntary", "statute", "other"};
  return kinds;
}

custody::Draft record_authority(const Authority& authority, const custody::UnlockedKey& by) {
  Object body{{"issuer", committed(authority.issuer)},
              {"kind", authority.kind},
              {"scope", committed(authority.scope)}};
  std::vector<custody::DraftAttachment> attachments;
  if (authority.expires) {
    body["expires"] = authority.expires->text();
  }
  if (authority.document) {
    body["document"] = authority.document->sha256.hex();
    attachments.push_back(*authority.document);
  }
  return {"authority_recorded", authority.items, std::move(body), {{&by, "author"}}, std::move(attachments)};
}

custody::Draft add_fact(const custody::Ledger& ledger, const LateFact& fact, const custody::UnlockedKey& by) {
  const auto finished = custody::finished_acquisitions(ledger.store(), fact.item.value(), ledger.log_index());
  Object body{{"after", Array(finished.own.begin(), finished.own.end())},
              {"fact", fact.fact.value()},
              {"value", committed(fact.value)}};
  if (!finished.elsewhere.empty()) {
    body["after_elsewhere"] = Array(finished.elsewhere.begin(), finished.elsewhere.end());
  }
  if (fact.observed_at) {
    body["observed_at"] = fact.observed_at->text();
  }
  return {"fact_added", {fact.item.value()}, std::move(body), {{&by, "author"}}, {}};
}

}  // namespace legal
