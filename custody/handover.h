// SPDX-License-Identifier: Apache-2.0
// Who holds a thing and who handled it: handovers inside and to outside, and every access.
#pragma once

#include <string>
#include <vector>

#include "custody/ledger.h"

namespace custody {

/// What the parties looked at in a handover.
struct HandoverChecks {
  std::string seal = "not stated";     // intact, broken, none, not stated
  std::string digest = "not checked";  // matches, mismatch, not checked
  std::string condition;               // may be empty
};
/// The member `checks` of an entry; the condition is a committed field.
core::json::Value checks_value(const HandoverChecks& checks);
struct OutsideParty {
  std::string name, agency, badge;
};

Draft draft_transfer(const std::vector<std::string>& items, const UnlockedKey& from, const UnlockedKey& to,
                     const std::string& reason, const HandoverChecks& checks);
Draft draft_to_outside(const std::vector<std::string>& items, const UnlockedKey& by,
                       const OutsideParty& party, const DraftAttachment& receipt, bool seized,
                       const std::string& holder_key, const std::string& reason, const HandoverChecks& checks,
                       const UnlockedKey* witness);
Draft draft_from_outside(const std::vector<std::string>& items, const UnlockedKey& to,
                         const OutsideParty& party, const DraftAttachment& receipt, const std::string& reason,
                         const HandoverChecks& checks, const UnlockedKey* witness);

/// The holder lets things go to `to` (a key name; empty: to whoever answers first); they stay accountable until then.
Draft draft_release(const std::vector<std::string>& items, const UnlockedKey& from, const std::string& to,
                    const std::string& reason, const HandoverChecks& checks);
/// Takes back the release of entry `release`, which nobody has answered.
Draft draft_release_withdrawn(const Ledger& ledger, std::uint64_t release, const std::string& reason,
                              const UnlockedKey& by);

/// The key name of who holds a thing; empty when it is outside. Throws Error when it is no registered thing.
std::string holder_of(const Ledger& ledger, const std::string& thing);

/// Somebody viewed, exported, copied or verified an item; `range` is what part of it.
Draft draft_access(const std::string& item, const std::string& action, const std::string& range,
                   const std::string& reason, const UnlockedKey& by);

}  // namespace custody
