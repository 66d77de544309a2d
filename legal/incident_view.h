// SPDX-License-Identifier: Apache-2.0
// An incident as its records tell it: how far it has come, and what is worth saying of that.
#pragma once

#include <string>
#include <vector>

#include "legal/law/rule.h"
#include "legal/records.h"

namespace legal {

struct IncidentView {
  std::string number, title, state;  // detected, triaged, responding, reviewed, closed
  std::uint64_t opened = 0;          // number of the entry
  std::string priority;
  std::vector<std::string> families, categories, issues, owners;
  std::uint64_t artifacts = 0, actions = 0, decisions = 0, open_improvements = 0;
  std::vector<Bilingual> notes;
};

/// Of every incident, by number. `now`: to tell what is overdue.
std::vector<IncidentView> incidents_of(const Records& records, core::UtcTime now);
/// Throws Error when no such incident is opened. Without `with_private` its notes tell nothing of private entries.
IncidentView incident_of(const Records& records, const std::string& number, core::UtcTime now,
                         bool with_private = true);

/// The sum of losses that stand, by currency, in its smallest unit.
std::vector<std::pair<std::string, std::int64_t>> losses_of(const Records& records,
                                                            const std::string& incident);

/// An entry of the readiness register that stands.
struct ReadinessLine {
  std::uint64_t entry = 0;
  std::string list, name, text;  // register, what or who, how
  core::UtcTime verified_at;
  std::optional<core::UtcTime> expires;
  bool stale = false;
};
std::vector<ReadinessLine> readiness_of(const Records& records, core::UtcTime now);

}  // namespace legal
