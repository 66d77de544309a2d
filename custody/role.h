// SPDX-License-Identifier: Apache-2.0
// Roles and what each may sign: docs/ledger-format.md section 7.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace custody {

/// `committed` stands in the signer of a private entry in the place of the role, which its content names; nobody holds it.
enum class Role { administrator, responder, examiner, custodian, counsel, auditor, committed };

std::string_view text_of(Role role);
/// One that a key can hold.
std::optional<Role> parse_role(std::string_view text);
/// "administrator, responder, ..." for messages.
std::string role_list();

}  // namespace custody
