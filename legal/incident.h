// SPDX-License-Identifier: Apache-2.0
// Incidents, what entitles us to collect, and what an artifact is said to show: each drafted as an entry of the ledger.
#pragma once

#include <optional>

#include "core/clock.h"
#include "core/ids.h"
#include "custody/ledger.h"

namespace legal {

custody::Draft open_incident(const core::IncidentNumber& number, const std::string& title,
                             const custody::UnlockedKey& by);

/// What entitles us to collect or hold.
struct Authority {
  std::string kind;  // one of authority_kinds()
  std::string scope, issuer;
  std::optional<core::UtcTime> expires;
  std::optional<custody::DraftAttachment> document;
  std::vector<std::string> items;  // empty: the case as a whole
};
/// consent, ownership, policy, contract, warrant, order, voluntary, statute, other.
const std::vector<std::string>& authority_kinds();
custody::Draft record_authority(const Authority& authority, const custody::UnlockedKey& by);

/// A fact recorded after the acquisition; the entry lists the finished acquisitions of the item that came before it.
struct LateFact {
  core::EvidenceId item;
  core::EvidenceId fact;  // "F18", docs/facts.md
  std::string value;
  std::optional<core::UtcTime> observed_at;
};
custody::Draft add_fact(const custody::Ledger& ledger, const LateFact& fact, const custody::UnlockedKey& by);

}  // namespace legal
