// SPDX-License-Identifier: Apache-2.0
// One function per way of counting, for legal/law/deadline.cc: each writes due, moved_by and notes of the Deadline.
#pragma once

#include "legal/law/deadline.h"

namespace legal {

/// What is counted, and where the result goes.
struct Count {
  const Stage& stage;
  const Zone& zone;
  const Question& question;
  CivilTime event;  // in the zone
  Deadline& out;

  void moved(std::string what, std::string en, std::string ja);
  void note(std::string en, std::string ja);
  /// Ends the period with the last second of the day in the zone, and says so.
  void due_at_end_of(const CivilDate& day);
  /// The calendar; Error when there is none. Notes that it was used.
  const Calendar& calendar();
};

/// Why nobody works on a day.
struct Closed {
  std::string what;  // weekend, holiday, year_end
  Bilingual why;     // "a Saturday", "a holiday (Thanksgiving Day)"
};
/// Saturday, Sunday, or a holiday of the calendar; a null calendar knows only weekends.
std::optional<Closed> closed_on(const CivilDate& day, const Calendar* calendar);
Bilingual weekday_name(const CivilDate& day);

void count_hours(Count& count);  // counting_hours.cc
void count_dora(Count& count);
void count_business_days(Count& count);  // counting_days.cc
void count_calendar_days(Count& count);
void count_months(Count& count);
void count_jp_promptly(Count& count);  // counting_jp.cc
void count_jp_final(Count& count);
void count_jp_civil(Count& count);

}  // namespace legal
