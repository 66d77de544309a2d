// SPDX-License-Identifier: Apache-2.0
// The law as this computer has it: rules and holidays, those that ship and a user's own.
#pragma once

#include <optional>
#include <vector>

#include "legal/law/calendar.h"
#include "legal/law/rule_set.h"

namespace legal {

/// Read when first asked for. Not for several threads.
class LawFiles {
 public:
  /// `home`: where a user's own lie.
  explicit LawFiles(core::Path home) : home_(std::move(home)) {}

  /// Throws as RuleSet::load() does.
  const RuleSet& rules() const {
    if (!rules_) {
      rules_ = RuleSet::load(RuleSet::folders(home_));
    }
    return *rules_;
  }
  /// Throws as load_calendars() does.
  const std::vector<Calendar>& calendars() const {
    if (!calendars_) {
      calendars_ = load_calendars(calendar_folders(home_));
    }
    return *calendars_;
  }

 private:
  core::Path home_;
  mutable std::optional<RuleSet> rules_;
  mutable std::optional<std::vector<Calendar>> calendars_;
};

}  // namespace legal
