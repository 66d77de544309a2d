// SPDX-License-Identifier: Apache-2.0
// Periods of Japanese law.
#include <fmt/format.h>

#include "legal/law/counting.h"

namespace legal {
namespace {

/// Days on which administrative organs are closed: Act No. 91 of 1988, art. 1(1): Saturdays, Sundays, national holidays, and
/// 29 December to 3 January.
std::optional<Closed> office_closed(const CivilDate& day, const Calendar& calendar) {
  if (auto closed = closed_on(day, &calendar)) {
    return closed;
  }
  if ((day.month == 12 && day.day >= 29) || (day.month == 1 && day.day <= 3)) {
    return Closed{"year_end", {"within the closing of offices at the turn of the year", "年末年始の閉庁日"}};
  }
  return std::nullopt;
}

/// The first open day from `last` on; each closed one is explained.
CivilDate roll(Count& count, const CivilDate& last) {
  const Calendar& calendar = count.calendar();
  CivilDate day = last;
  for (auto closed = office_closed(day, calendar); closed; closed = office_closed(day, calendar)) {
    count.moved(closed->what, fmt::format("{} is {}: moved to the next day", day.text(), closed->why.en),
                fmt::format("{}は{}のため翌日に繰り下がる", day.text(), closed->why.ja));
    day = day.plus_days(1);
  }
  if (day != last) {
    count.note(fmt::format("without the move the period ends with {}", last.text()),
               fmt::format("繰下げがなければ期間は{}に満了する", last.text()));
  }
  return day;
}

void say_first_counted(Count& count) {
  const CivilDate& day = count.event.date;
  count.moved("first_day_counted", fmt::format("{}, the day of knowing, is day 1", day.text()),
              fmt::format("知った日（{}）を1日目とする", day.text()));
}

void say_last(Count& count, const CivilDate& last, int amount) {
  count.moved("last_day", fmt::format("day {} is {} ({})", amount, last.text(), weekday_name(last).en),
              fmt::format("{}日目は{}（{}）", amount, last.text(), weekday_name(last).ja));
}

}  // namespace

/// T-JP-SOKU: 個人情報保護法施行規則 art. 8(1) says 「速やかに」 (promptly); the commission's guideline says 「概ね3～5日以内」. Days of
/// rest count and nothing is moved. The day of knowing is day 1, as for the final report: the earlier reading.
void count_jp_promptly(Count& count) {
  count.out.guideline = true;
  say_first_counted(count);
  if (count.stage.amount_from > 0) {
    count.out.earliest =
        count.zone.instant({count.event.date.plus_days(count.stage.amount_from - 1), 23, 59, 59});
  }
  count.moved("guideline",
              fmt::format("days {} to {}, weekends and holidays included, are a guideline of the authority, "
                          "no limit of the law",
                          count.stage.amount_from, count.stage.amount),
              fmt::format("{}～{}日目は当局の示す目安であり（土日祝日を含む）、法定の期限ではない",
                          count.stage.amount_from, count.stage.amount));
  count.due_at_end_of(count.event.date.plus_days(count.stage.amount - 1));
  count.note(
      "the law says promptly: a report that could have been made earlier may be late even within these days",
      "法令は「速やかに」と定める。この日数内でも、より早く報告できた場合は遅延とされ得る");
  count.note("a company knows when any department of it knows",
             "法人の場合、いずれかの部署が知った時点を基準とする");
}

/// T-JP-KAKU: 個人情報保護法施行規則 art. 8(2): within 30 (60) days of the day of knowing. Counted with the day of knowing as day 1; a
/// last day on which the commission is closed is the next open day (Act No. 91 of 1988, art. 2).
void count_jp_final(Count& count) {
  say_first_counted(count);
  const CivilDate last = count.event.date.plus_days(count.stage.amount - 1);
  say_last(count, last, count.stage.amount);
  count.due_at_end_of(roll(count, last));
  count.note(
      "art. 140 of the Civil Code would begin the day after and end one day later; the earlier reading is "
      "taken",
      "民法140条によれば翌日が1日目となるが、早い方の読み方による");
}

/// T-JP-30: Civil Code art. 140: the first day is not counted, unless the period begins at midnight. Art. 142: a last day that
/// is a Sunday, a national holiday or another day of rest ends the period the day after, where it is the custom to do no
/// business on it; for Saturdays and 29 December to 3 January the custom is that of administrative organs (Act No. 91 of 1988,
/// arts. 1 and 2).
void count_jp_civil(Count& count) {
  const CivilDate& first = count.event.date;
  const bool midnight =
      count.event == CivilTime{first, 0, 0, 0} && count.question.event.micros % 1'000'000 == 0;
  const CivilDate last = first.plus_days(count.stage.amount - (midnight ? 1 : 0));
  if (midnight) {
    count.moved(
        "first_day_counted",
        fmt::format("{} is counted, since the period begins at midnight (Civil Code art. 140, proviso)",
                    first.text()),
        fmt::format("午前零時から始まるため、{}を算入する（民法140条ただし書）", first.text()));
  } else {
    count.moved("day_not_counted",
                fmt::format("{}, the first day, is not counted (Civil Code art. 140)", first.text()),
                fmt::format("初日（{}）は算入しない（民法140条）", first.text()));
  }
  say_last(count, last, count.stage.amount);
  const CivilDate end = roll(count, last);
  count.due_at_end_of(end);
  if (end != last) {
    count.note(
        "Civil Code art. 142 moves the end only where it is the custom to do no business on that day; for "
        "Saturdays and 29 December to 3 January that custom is the closing of administrative organs (Act No. "
        "91 of 1988)",
        "民法142条の繰下げは、その日に取引をしない慣習がある場合に限る。土曜日及び12月29日～1月3日は行政機関"
        "の休日に関する法律（昭和63年法律第91号）による閉庁を根拠とする");
  }
}

}  // namespace legal
