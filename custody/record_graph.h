// SPDX-License-Identifier: Apache-2.0
// Relations between records that must not run in a circle: rows "<from>/<leaf hash of the entry>" with members to and entry.
#pragma once

#include <string>

#include "custody/entry_check.h"

namespace custody {

/// Puts the relation that this entry states. `entry_type`: kind of row that tells whether a later entry took its place.
void put_relation(EntryEffect& entry, const char* kind, const std::string& from, const std::string& to);

/// True when relations that stand lead from `from` to `to`, or they are the same.
bool leads_to(const Rows& rows, const char* kind, const char* entry_type, const std::string& from,
              const std::string& to);

}  // namespace custody
