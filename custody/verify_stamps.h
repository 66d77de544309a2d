// SPDX-License-Identifier: Apache-2.0
// Time stamps of a log: each token against its query, its authority and the token it renews.
#pragma once

#include <map>

#include "custody/time_stamp.h"
#include "custody/verify_outsiders.h"

namespace custody {

/// A token, or a row of tokens each renewing the one before, that bounds the first `size` entries.
struct StampedHead {
  std::uint64_t size = 0;
  core::UtcTime no_later_than;
  std::string authority;
};

struct StampReport {
  Findings findings;
  std::vector<StampedHead> good;                 // consistent with the log and checked
  std::map<core::Sha256, core::UtcTime> tokens;  // by SHA-256 of the token: no earlier than this it was made
  std::uint64_t waiting = 0;                     // queries without a reply
  std::uint64_t waiting_size = 0;                // entries the newest of them covers
};

/// `size_of` gives the size of a checkpoint's head when it is one of this log and consistent, and reports otherwise.
StampReport verify_stamps(
    const Outsiders& outsiders,
    const std::function<std::optional<std::uint64_t>(const std::string& note)>& size_of);

}  // namespace custody
