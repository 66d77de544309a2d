// SPDX-License-Identifier: Apache-2.0
// The clocks of a case: every duty whose event was recorded, when it falls due, and what was done about it.
#pragma once

#include <string>
#include <vector>

#include "legal/law/deadline.h"
#include "legal/law/rule_set.h"
#include "legal/records.h"

namespace legal {

enum class ClockState {
  runs,
  overdue,
  sent,
  sent_late,
  not_required,
  deferred,
  delayed,
  superseded,
  no_date
};
const char* word_of(ClockState state);
Bilingual words_of(ClockState state);

struct Clock {
  std::string incident;
  const Rule* rule = nullptr;
  const Stage* stage = nullptr;
  std::string event;  // that started it
  core::UtcTime event_at;
  std::uint64_t entry = 0;   // that records the event
  std::uint64_t answer = 0;  // that records what was done; 0: nothing yet
  ClockState state = ClockState::runs;
  Deadline deadline;
};

struct ClocksAsked {
  core::UtcTime now;
  std::string incident;                    // empty: all
  std::vector<std::string> jurisdictions;  // empty: all
  std::vector<std::string> roles;          // of the entity; empty: all
};

/// By due time, those without one last. An event that another corrected keeps its clocks, as superseded. Duties are left
/// out that are for other families or kinds of report than the incident's triage names, where it names any. Throws Error
/// when a date cannot be counted for want of a calendar year.
std::vector<Clock> clocks_of(const Records& records, const RuleSet& rules,
                             const std::vector<Calendar>& calendars, const ClocksAsked& asked);

}  // namespace legal
