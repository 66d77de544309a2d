// SPDX-License-Identifier: Apache-2.0
// Periods in days and months, outside Japan.
#include <fmt/format.h>

#include "core/error.h"
#include "legal/law/counting.h"

namespace legal {
namespace {

/// The day of the event. A calendar year that ended at midnight ended with 31 December.
CivilDate first_day(const Count& count) {
  const CivilDate& day = count.event.date;
  const bool new_year = count.event == CivilTime{{day.year, 1, 1}, 0, 0, 0};
  return new_year && count.stage.clock == "discovery_year_ended" ? day.plus_days(-1) : day;
}

void say_not_counted(Count& count) {
  const CivilDate day = first_day(count);
  count.moved("day_not_counted",
              fmt::format("{} ({}), the day of the event, is not counted", day.text(), weekday_name(day).en),
              fmt::format("事象の日（{}、{}）は算入しない", day.text(), weekday_name(day).ja));
}

/// A day on which offices are closed does not move these periods; people should know it.
void note_weekend(Count& count, const CivilDate& last) {
  if (const auto closed = closed_on(last, nullptr)) {
    count.note(
        fmt::format("the last day, {}, is {}; the rule does not move it: act before", last.text(),
                    closed->why.en),
        fmt::format("末日の{}は{}であるが、繰り下がらない。その前に行うこと", last.text(), closed->why.ja));
  }
}

bool is_sec(const Stage& stage) { return stage.id.rfind("US-SEC", 0) == 0; }

/// Regulation (EEC, Euratom) No 1182/71, art. 3(4), for a period in months that ends on a day of rest.
void note_1182_months(Count& count, const CivilDate& last) {
  CivilDate day = last;
  try {
    while (closed_on(day, count.question.calendar)) {
      day = day.plus_days(1);
    }
  } catch (const core::Error&) {
    return;  // a note is no place for a guess
  }
  if (day != last) {
    count.note(
        fmt::format("Regulation (EEC, Euratom) No 1182/71, art. 3(4), would move the end to {}, the next "
                    "working day; do not rely on it",
                    day.text()),
        fmt::format("規則1182/71第3条4項によれば満了は翌就業日の{}となるが、依拠しないこと", day.text()));
  }
}

}  // namespace

/// T-SEC4: Form 8-K, General Instruction B.1: n business days after the event; an event on a Saturday, Sunday or holiday
/// begins a period that includes the first business day thereafter. Both ways day 1 is the first business day after the day
/// of the event. Also 47 CFR 64.2011.
void count_business_days(Count& count) {
  const Calendar& calendar = count.calendar();
  const auto closed_at_event = closed_on(count.event.date, &calendar);
  if (closed_at_event) {
    count.moved(closed_at_event->what,
                fmt::format("the event is on {}, {}: day 1 is the next business day", count.event.date.text(),
                            closed_at_event->why.en),
                fmt::format("事象の日（{}）は{}のため、翌営業日を第1日とする", count.event.date.text(),
                            closed_at_event->why.ja));
  } else {
    say_not_counted(count);
  }
  CivilDate day = count.event.date;
  for (int counted = 0; counted < count.stage.amount;) {
    day = day.plus_days(1);
    const auto closed = closed_on(day, &calendar);
    if (closed) {
      count.moved(closed->what, fmt::format("{} is {}: not counted", day.text(), closed->why.en),
                  fmt::format("{}は{}のため算入しない", day.text(), closed->why.ja));
    }
    counted += closed ? 0 : 1;
  }
  count.due_at_end_of(day);
  if (is_sec(count.stage)) {
    count.note(
        "EDGAR closes at 22:00 Eastern time, and what is filed after 17:30 carries the date of the next "
        "business day, with exceptions: file by 17:30 of the last day",
        "EDGARは米国東部時間22:00に閉じ、17:30以降の提出は例外を除き翌営業日付となる。末日の17:"
        "30までに提出すること");
  }
}

/// T-CALD: n calendar days, the day of the event being day 0; ends with the last day, whatever day it is (45 CFR
/// 164.404(b), 16 CFR 314.4(j), Cal. Civ. Code 1798.82 ...).
void count_calendar_days(Count& count) {
  say_not_counted(count);
  const CivilDate last = first_day(count).plus_days(count.stage.amount);
  count.due_at_end_of(last);
  note_weekend(count, last);
}

/// T-MONTH: the same-numbered day, or the last day of a shorter month. Ends with that day, as Regulation (EEC, Euratom) No
/// 1182/71 says of periods in months (art. 3(2)(c): "the expiry of the last hour" of the day of the same date).
void count_months(Count& count) {
  say_not_counted(count);
  const CivilDate last = count.event.date.plus_months(count.stage.amount);
  if (last.day != count.event.date.day) {
    count.moved("month_end",
                fmt::format("the month has no day {}: its last day, {}, takes its place",
                            count.event.date.day, last.text()),
                fmt::format("その月に{}日がないため、末日の{}とする", count.event.date.day, last.text()));
  }
  count.due_at_end_of(last);
  count.note(fmt::format("counted to the time of day the month would end at {:02}:{:02}:{:02} of that day",
                         count.event.hour, count.event.minute, count.event.second),
             fmt::format("時刻まで数える読み方では、同日{:02}:{:02}:{:02}に満了する", count.event.hour,
                         count.event.minute, count.event.second));
  note_weekend(count, last);
  if (count.stage.note_1182) {
    note_1182_months(count, last);
  }
}

}  // namespace legal
