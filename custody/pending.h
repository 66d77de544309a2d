// SPDX-License-Identifier: Apache-2.0
// Acts that a later entry ends or answers (releases, seals, holds, restrictions, disposal requests): rows by the leaf hash
// of their entry, with members about, by, entry and, once it is over, ended.
#pragma once

#include <string>

#include "custody/entry_check.h"

namespace custody {

/// The identifiers an entry is about, as a row keeps them.
core::json::Array ids_of(const Entry& entry);

/// Makes the row of this entry; `more` are further members.
void put_pending(EntryEffect& entry, const char* kind, core::json::Object more = {});
/// The row that the leaf hash at `path` of the body names, when it is about the same and has no member `done`; else a
/// fault `tampered` and nullopt.
std::optional<core::json::Value> need_pending(EntryCheck& entry, const char* kind, const char* path,
                                              const char* done = "ended");
/// Marks the row that the leaf hash at `path` names.
void mark_pending(EntryEffect& entry, const char* kind, const char* path, const char* done = "ended");

/// The number of the entry with that leaf hash, in words for a message.
std::string entry_words(const Rows& rows, const char* kind, const std::string& leaf_hash);

}  // namespace custody
