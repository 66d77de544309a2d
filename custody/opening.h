// SPDX-License-Identifier: Apache-2.0
// How the logs of a case begin: docs/ledger-format.md sections 6 and 8.
#pragma once

#include <optional>

#include "custody/entry.h"
#include "custody/rows.h"

namespace custody {

/// The key that the first entry of a log names; nullopt when it is none.
std::optional<VerifierKey> log_named_by(const Entry& first);
/// Likewise, from the entry's bytes.
std::optional<VerifierKey> log_named_by(const std::optional<core::Bytes>& first_leaf);

/// Puts the row of the log that the entry opens, with what its author knew of the others.
/// REQUIRES: the entry opens a log and its body follows its rule.
void put_log(const Entry& entry, Rows& rows);

}  // namespace custody
