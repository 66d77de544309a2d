// SPDX-License-Identifier: Apache-2.0
// Disks as a table for a terminal of 100 columns.
#pragma once

#include <string>
#include <vector>

#include "acquire/survey/disk_list.h"

namespace cli {

/// Lines of at most 100 characters; says so when there is no disk.
std::vector<std::string> disk_table(const std::vector<acquire::ListedDisk>& disks);

}  // namespace cli
