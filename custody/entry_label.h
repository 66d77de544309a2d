// SPDX-License-Identifier: Apache-2.0
// An entry as a person names it, read back: the inverse of Ledger::label().
#pragma once

#include <string>

#include "custody/ledger.h"

namespace custody {

/// Number of the entry that "12", or in further logs "3fa2b1c4:12", names. Throws Error when there is none.
std::uint64_t entry_labelled(const Ledger& ledger, const std::string& label);

}  // namespace custody
