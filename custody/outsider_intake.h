// SPDX-License-Identifier: Apache-2.0
// Cosignatures and time stamps that come with another device's copy of a log.
#pragma once

#include "custody/log_source.h"
#include "custody/store.h"

namespace custody {

/// Keeps what outsiders signed of the log of that index and is not here yet; nothing that is here is replaced. Queries that
/// wait stay with the device that asked. Returns how many were kept. Inside a transaction, after the log's entries. Throws
/// Error when one of them does not hold.
std::uint64_t take_outsiders(Store& store, std::uint64_t log, const LogSource& source);

}  // namespace custody
