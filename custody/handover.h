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
/// What a handover asks; texts may be empty, but for the reason of one inside.
struct Handover {
  std::string reason;
  HandoverChecks checks = {};
  std::string method = {}, carrier = {}, purpose = {}, authority = {};  // carrier: with the waybill number
};
struct OutsideParty {
  std::string name, agency, badge;
};
/// The side of a handover that has no key here.
struct Outside {
  OutsideParty party;
  DraftAttachment receipt;
  bool seized = false;  // nobody on the giving side was willing
};

Draft draft_transfer(const std::vector<std::string>& items, const UnlockedKey& from, const UnlockedKey& to,
                     const Handover& handover);
/// `holder_key` is the holder's; with `seized` somebody else may sign. `witness` may be null.
Draft draft_to_outside(const std::vector<std::string>& items, const UnlockedKey& by, const Outside& outside,
                       const std::string& holder_key, const Handover& handover, const UnlockedKey* witness);
Draft draft_from_outside(const std::vector<std::string>& items, const UnlockedKey& to, const Outside& outside,
                         const Handover& handover, const UnlockedKey* witness);

/// The holder lets things go to `to` (a key name; empty: to whoever answers first); they stay accountable until then.
Draft draft_release(const std::vector<std::string>& items, const UnlockedKey& from, const std::string& to,
                    const Handover& handover);
/// Takes back the release of entry `release`, which nobody has answered.
Draft draft_release_withdrawn(const Ledger& ledger, std::uint64_t release, const std::string& reason,
                              const UnlockedKey& by);

/// Settles custody that went two ways: `holder` (a key name) has the thing.
Draft draft_settlement(const std::string& thing, const std::string& holder, const std::string& reason,
                       const UnlockedKey& by, const UnlockedKey& approver);

/// The key name of who holds a thing; empty when it is outside. Throws Error when it is no registered thing.
std::string holder_of(const Ledger& ledger, const std::string& thing);

/// Somebody viewed, exported, copied or verified an item; `range` is what part of it.
Draft draft_access(const std::string& item, const std::string& action, const std::string& range,
                   const std::string& reason, const UnlockedKey& by);

}  // namespace custody
