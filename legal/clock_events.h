// SPDX-License-Identifier: Apache-2.0
// The named events that start the clocks of duties.
#pragma once

#include <string>
#include <vector>

#include "legal/rule_set.h"

namespace legal {

/// Every event that a stage of a rule waits for, sorted; notifications sent are none of them.
std::vector<std::string> clock_events(const RuleSet& rules);

/// What a stage's clock must begin with to wait for another stage's notification.
inline constexpr const char* kSent = "notification_sent:";

}  // namespace legal
