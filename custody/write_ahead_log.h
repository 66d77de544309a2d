// SPDX-License-Identifier: Apache-2.0
// The frames of SQLite's write-ahead log, read by themselves: whether what SQLite leaves out is an interrupted transaction or
// damage. The format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
#pragma once

#include "core/path.h"

namespace custody {

inline constexpr std::uint64_t kWalHeader = 32, kWalFrameHeader = 24;

/// True when behind the first `used` bytes, those SQLite reads, a transaction stands that was finished before another
/// began: each is synced before the next, so that no crash leaves this. Of the last transaction nobody can tell.
bool lost_finished_transaction(const core::Path& log, std::uint64_t used);

}  // namespace custody
