// SPDX-License-Identifier: Apache-2.0
// The groups of roles that the tables of entry types name: docs/ledger-format.md section 7.
#pragma once

#include <vector>

#include "custody/role.h"

namespace custody {

inline const std::vector<Role> kAnyRole = {Role::administrator, Role::responder, Role::examiner,
                                           Role::custodian,     Role::counsel,   Role::auditor};
inline const std::vector<Role> kHandlers = {Role::administrator, Role::responder, Role::examiner,
                                            Role::custodian, Role::counsel};
inline const std::vector<Role> kKeepers = {Role::administrator, Role::responder, Role::examiner,
                                           Role::custodian};
inline const std::vector<Role> kImagers = {Role::administrator, Role::responder, Role::examiner};
inline const std::vector<Role> kAdministrators = {Role::administrator};

}  // namespace custody
