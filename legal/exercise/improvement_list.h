// SPDX-License-Identifier: Apache-2.0
// What is to be made better after incidents, for the team that does it.
#pragma once

#include <string>
#include <vector>

#include "legal/records.h"

namespace legal {

struct ImprovementItem {
  std::uint64_t entry = 0;
  std::string incident, kind, text, owner;
  std::optional<core::UtcTime> due;
  bool done = false, overdue = false;
};

/// In order of their entries; with `kind` those of that kind alone. Private ones are left out.
std::vector<ImprovementItem> improvement_list(const Records& records, const std::string& kind,
                                              core::UtcTime now);

std::string improvement_csv(const Records& records, const std::vector<ImprovementItem>& items);

}  // namespace legal
