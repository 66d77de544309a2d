// SPDX-License-Identifier: Apache-2.0
#include "legal/clock_events.h"

#include <set>

namespace legal {

std::vector<std::string> clock_events(const RuleSet& rules) {
  std::set<std::string> out;
  for (const Rule& rule : rules.all()) {
    if (const auto* duty = std::get_if<Duty>(&rule.content)) {
      for (const Stage& stage : duty->stages) {
        if (!stage.clock.starts_with(kSent) && !stage.clock.empty()) {
          out.insert(stage.clock);
        }
      }
    }
  }
  return {out.begin(), out.end()};
}

}  // namespace legal
