// SPDX-License-Identifier: Apache-2.0
// Other devices' logs in this case folder: stored as they came, replayed with ours, never merged.
#pragma once

#include <vector>

#include "custody/draft.h"
#include "custody/log_source.h"
#include "custody/store.h"

namespace custody {

/// A log and how much of it was known before.
struct Incoming {
  VerifierKey log;
  std::uint64_t index = 0, before = 0, size = 0;
  std::uint64_t outsiders = 0;  // cosignatures and time stamps that came with it
};

/// Stores what a log, and what outsiders signed of it, hold beyond what is here. Inside a transaction. Throws Error when it does not go on from what is here.
Incoming mirror_log(Store& store, const LogSource& source);
/// Logs of other devices in this folder that hold more than the log has taken in.
std::vector<Incoming> news_of_others(const Store& store, const VerifierKey& log, std::uint64_t index);
/// Replays all logs and keeps what follows from them. Throws Error when something does not verify; custody that went two
/// ways is no reason.
void rebuild_rows(Store& store);
/// The entry that says how far a log was taken in.
Draft draft_import(const Incoming& log, const Store& store, const UnlockedKey& by);

}  // namespace custody
