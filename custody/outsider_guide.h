// SPDX-License-Identifier: Apache-2.0
// The guide's sections on cosignatures and time stamps: the exact commands for the files of one export.
#pragma once

#include <string>
#include <vector>

#include "custody/outsider_rows.h"

namespace custody {

/// Empty when there is neither. To be put before the closing words of ledger_guide().
std::string outsider_guide(bool cosigned, const std::vector<TimeStamp>& stamps);

}  // namespace custody
