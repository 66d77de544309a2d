// SPDX-License-Identifier: Apache-2.0
// When a duty falls due: a pure function of the rule, the instant of the event, a zone and a calendar
// (docs/deadlines.md works an example for each way of counting).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "legal/law/calendar.h"
#include "legal/law/rule.h"

namespace legal {

/// One thing that defined or moved a date: `what` for programs, `text` for people.
struct Moved {
  std::string
      what;  // day_not_counted, weekend, holiday, year_end, month_end, end_of_day, noon ... (docs/deadlines.md)
  Bilingual text;
};

struct Question {
  core::UtcTime event;                 // of the stage's clock
  std::optional<Zone> zone;            // none: the duty's own
  const Calendar* calendar = nullptr;  // days that are no business days; null: none is known
  bool calendar_chosen =
      false;               // by the person who asks, not by the rule: without it DORA's relief is not taken
  bool confirmed = false;  // counsel confirmed this very file of the rule
};

struct Deadline {
  std::optional<core::UtcTime> due;       // the last instant that is in time; none: `why_none` says why
  std::optional<core::UtcTime> earliest;  // of a guideline that is a range of days: the end of its first day
  std::string due_local, earliest_local;  // in `zone`; empty where there is no instant
  std::string zone, calendar;  // what was counted in; calendar: its id, empty when no day was looked up
  Bilingual why_none;
  std::vector<Moved> moved_by;   // in the order in which they were applied
  std::vector<Bilingual> notes;  // other readings of the law, and what the date does not take into account
  bool guideline = false;        // a rule of thumb of an authority, no limit of the law
  bool unconfirmed = true;       // nobody with a licence has confirmed the rule
  LawStatus law_status = LawStatus::unverified;
};

/// REQUIRES: `rule` is a duty and `stage` is one of its stages. A rule that is proposed, unverified, repealed or not valid on
/// the day of the event, and a stage without a number, give a Deadline without `due`. Throws Error when a date cannot be
/// counted for want of a zone, a calendar, or a year in it.
Deadline deadline_of(const Rule& rule, const Stage& stage, const Question& question);

}  // namespace legal
