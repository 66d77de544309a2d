// SPDX-License-Identifier: Apache-2.0
// Four eyes: what two enrolled people must sign, neither of whom enrolled the other. That they are two people no ledger
// can prove; docs/ledger-format.md section 13 says so.
#pragma once

#include "custody/entry_check.h"

namespace custody {

/// True when both keys are enrolled, differ, and neither enrolled the other.
bool independent(const Rows& rows, const std::string& one, const std::string& other);
/// Reports `unauthorised` when they are not.
void need_four_eyes(EntryCheck& entry, const std::string& one, const std::string& other);

}  // namespace custody
