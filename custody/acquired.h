// SPDX-License-Identifier: Apache-2.0
// The finished acquisitions of an item, as an entry names them that was added later.
#pragma once

#include <string>
#include <vector>

#include "custody/rows.h"

namespace custody {

struct FinishedAcquisitions {
  std::vector<std::uint64_t> own;      // seqs in the entry's own log, rising
  std::vector<std::string> elsewhere;  // leaf hashes of those in other logs, rising
};

/// `item` is a thing or image; `own_log` the index of the log that the entry stands in.
FinishedAcquisitions finished_acquisitions(const Rows& rows, const std::string& item, std::uint64_t own_log);

}  // namespace custody
