// SPDX-License-Identifier: Apache-2.0
// What covers what: an entry about a thing covers the images of it and what was derived from them.
#pragma once

#include <optional>
#include <string>

#include "custody/entry_check.h"

namespace custody {

/// The item, what it was derived from step by step, and the thing it is an image of.
std::vector<std::string> origins_of(const Rows& rows, const std::string& item);
/// True when `ids` names the item or one of its origins.
bool covers(const Rows& rows, const core::json::Array& ids, const std::string& item);
/// Leaf hash of the entry that restricts the item or one of its origins; nullopt when nothing does.
std::optional<std::string> restricted_by(const Rows& rows, const std::string& item);
/// That it is, and who can lift it, in words.
std::string restriction_words(const Rows& rows, const std::string& item, const std::string& leaf_hash);

/// Reports `unauthorised` for each item of the entry that is restricted.
void need_unrestricted(EntryCheck& entry);

}  // namespace custody
