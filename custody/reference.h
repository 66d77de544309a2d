// SPDX-License-Identifier: Apache-2.0
// How one entry names another: by leaf hash, which is the same in every log and copy. People name it by its number.
#pragma once

#include <string>
#include <vector>

#include "custody/ledger.h"

namespace custody {

/// The leaf hash of entry `seq`, in hexadecimal. Throws Error when there is no such entry.
std::string reference_to(const Ledger& ledger, std::uint64_t seq);
/// What entry `seq` is about.
std::vector<std::string> about_of(const Ledger& ledger, std::uint64_t seq);

}  // namespace custody
