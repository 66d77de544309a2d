// SPDX-License-Identifier: Apache-2.0
// On what something may be given to others: agreements that live, duties in force, and what reports were received for.
#pragma once

#include <string>
#include <vector>

#include "legal/law/rule_set.h"
#include "legal/records.h"

namespace legal {

/// The agreement with that leaf hash. Throws Error unless it runs now and allows `tlp`, which it needs where it has a
/// ceiling.
Record need_live_agreement(const Records& records, const std::string& hash, const std::string& tlp);

/// Throws Error unless the rule set knows a duty of that id that is in force.
void need_duty(const RuleSet& rules, const std::string& id);

/// Its source or a duty released the report for one of the purposes.
bool is_released(const Records& records, const Record& intake, const std::vector<std::string>& purposes);

/// A report is used for what it was given for, or for what it was released for; where nothing is said, for anything.
bool may_be_used(const Records& records, const Record& intake, const std::vector<std::string>& purposes);

}  // namespace legal
