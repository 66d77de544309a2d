// SPDX-License-Identifier: Apache-2.0
// What covers what: an entry about a thing covers the images of it.
#pragma once

#include <optional>
#include <string>

#include "custody/entry_check.h"

namespace custody {

/// True when `ids` names the item or the thing it is an image of.
bool covers(const Rows& rows, const core::json::Array& ids, const std::string& item);
/// The entry that restricts the item or the thing it is an image of; nullopt when nothing does.
std::optional<std::uint64_t> restricted_by(const Rows& rows, const std::string& item);

/// Reports `unauthorised` for each item of the entry that is restricted.
void need_unrestricted(EntryCheck& entry);

}  // namespace custody
