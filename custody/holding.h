// SPDX-License-Identifier: Apache-2.0
// Who holds a thing, as the rules of handovers ask and change it.
#pragma once

#include "custody/entry_check.h"
#include "custody/schema.h"

namespace custody {

/// The member `checks` of every handover: what the parties looked at.
MemberRule handover_checks();
/// The key that holds a thing; nullopt when it is outside, disposed of or unknown.
std::optional<std::string> holding_key(const Rows& rows, const std::string& thing);
/// Each thing is held by the key that the body names as `from`, and none waits for an answer to an earlier release.
void need_held_by_giver(EntryCheck& entry);
/// The things of the entry are held by `holder` from now on; a release that waits for an answer is over.
void put_holder(EntryEffect& entry, const core::json::Value& holder);

}  // namespace custody
