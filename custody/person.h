// SPDX-License-Identifier: Apache-2.0
// The person behind a key: who replaced a key by rotation stays the same person, with the same duties.
#pragma once

#include <string>

#include "custody/rows.h"

namespace custody {

/// The key with which the owner of `key` was enrolled; `key` itself where none was replaced.
std::string first_key_of(const Rows& rows, const std::string& key);
bool same_person(const Rows& rows, const std::string& one, const std::string& other);
/// True when the key holds the role at this point.
bool holds_role(const Rows& rows, const std::string& key, std::string_view role);
/// True when the key was revoked; one that was replaced by rotation was not.
bool is_revoked(const Rows& rows, const std::string& key);

}  // namespace custody
