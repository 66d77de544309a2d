// SPDX-License-Identifier: Apache-2.0
// Who may sign in a case: keys are enrolled with a proof of possession, roles are granted to them.
#pragma once

#include "custody/draft.h"

namespace custody {

/// Enrols the key of `card` in `role`. Throws Error when a text on the card is not fit to be recorded.
Draft draft_enrolment(const KeyCard& card, Role role, const UnlockedKey& by);
/// `key_name` names an enrolled key.
Draft draft_role_grant(const std::string& key_name, Role role, const UnlockedKey& by);

}  // namespace custody
