// SPDX-License-Identifier: Apache-2.0
// Places, seals, notes and corrections; holds, restrictions and disposal; keys and roles that end. Each is one entry.
#pragma once

#include <string>
#include <vector>

#include "custody/ledger.h"

namespace custody {

Draft draft_move(const std::vector<std::string>& things, const std::string& place, const std::string& reason,
                 const UnlockedKey& by);
/// `witness` may be null.
Draft draft_seal(const std::string& thing, const std::string& number, const std::string& reason,
                 const UnlockedKey& by, const UnlockedKey* witness);
/// The seal that entry `seal` applied was opened or found open.
Draft draft_seal_broken(const std::string& thing, std::uint64_t seal, const std::string& condition,
                        const std::string& reason, const UnlockedKey& by, const UnlockedKey* witness);
Draft draft_note(const std::vector<std::string>& items, const std::string& text, const UnlockedKey& by);
/// Says what should stand in `field` of entry `entry`, which stays as it is.
Draft draft_correction(const Ledger& ledger, std::uint64_t entry, const std::string& field,
                       const std::string& value, const std::string& reason, const UnlockedKey& by);

/// No items: the whole case.
Draft draft_hold(const std::vector<std::string>& items, const std::string& authority,
                 const std::string& reason, const UnlockedKey& by);
Draft draft_restriction(const std::vector<std::string>& items, const std::string& kind,
                        const std::string& reason, const UnlockedKey& by);

struct DisposalRequest {
  std::string action;     // destroyed, erased or returned
  std::string method;     // how
  std::string authority;  // what entitles to it, may be empty
  std::string reason;
};
Draft draft_disposal(const std::vector<std::string>& items, const DisposalRequest& request,
                     const UnlockedKey& by);

/// An entry of `type` that ends or answers entry `seq` and is about the same: `hold_lifted`, `restriction_lifted`,
/// `disposal_approved`. `member` is the body's name for `seq`.
Draft draft_about_same(const Ledger& ledger, const std::string& type, const char* member, std::uint64_t seq,
                       core::json::Object body, const UnlockedKey& by);
Draft draft_disposal_carried_out(const Ledger& ledger, std::uint64_t request, const std::string& method,
                                 const DraftAttachment* receipt, const UnlockedKey& by,
                                 const UnlockedKey& witness);

/// `last` is the newest entry that the key's owner vouches for. Both signers must be others than the key's owner.
Draft draft_revocation(const std::string& key_name, std::uint64_t last, const std::string& reason,
                       const UnlockedKey& by, const UnlockedKey& approver);
Draft draft_role_withdrawal(const std::string& key_name, Role role, const UnlockedKey& by);
/// A new key in the place of `old`, with its roles; signed by the old one, which signs nothing after it.
Draft draft_rotation(const KeyCard& card, const UnlockedKey& old);

}  // namespace custody
