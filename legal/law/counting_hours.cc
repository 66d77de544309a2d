// SPDX-License-Identifier: Apache-2.0
// Periods in hours.
#include <fmt/format.h>

#include "core/error.h"
#include "legal/law/counting.h"

namespace legal {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

/// At most 100 years, so that nothing overflows.
core::UtcTime plus_hours(const Count& count) {
  if (count.stage.amount > 876'000) {
    core::fail("cannot count by " + count.stage.id + ": its period is " + std::to_string(count.stage.amount) +
               " hours");
  }
  return {count.question.event.micros + count.stage.amount * kHour};
}

void count_plain(Count& count) {
  count.out.due = plus_hours(count);
  count.moved(
      "hours",
      fmt::format(
          "{} hours of 3600 seconds from the event; weekends, holidays and changes of clocks do not matter",
          count.stage.amount),
      fmt::format("事象の時刻から{}時間（1時間は3600秒）。土日祝日と時計の切替えは影響しない",
                  count.stage.amount));
}

/// The end of the second working day of the period that ends at `end`, when it holds fewer than two (art. 3(5)); the day of
/// the event is not counted. Throws Error for a day that the calendar does not know.
std::optional<CivilDate> second_working_day(const Count& count, const CivilDate& end) {
  int working = 0;
  CivilDate day = count.event.date;
  while (working < 2) {
    day = day.plus_days(1);
    working += closed_on(day, count.question.calendar) ? 0 : 1;
  }
  return day > end ? std::optional(day) : std::nullopt;
}

/// Regulation (EEC, Euratom) No 1182/71, art. 3: (1) the hour in which the event falls is not counted; (2)(a) a period in
/// hours runs from the beginning of the first hour to the end of the last; (5) a period of two days or more includes at
/// least two working days. Whether (5) reaches periods in hours is disputed, so all of it is only a note.
void note_1182(Count& count) {
  const std::int64_t in_hour = (count.event.minute * 60 + count.event.second) * std::int64_t{1'000'000} +
                               count.question.event.micros % 1'000'000;
  const core::UtcTime start{count.question.event.micros - in_hour + kHour};
  const core::UtcTime end{start.micros + count.stage.amount * kHour};
  std::string en = fmt::format(
      "Regulation (EEC, Euratom) No 1182/71, art. 3, would not count the hour of the event: from {} to {}",
      count.zone.text(start), count.zone.text(end));
  std::string ja = fmt::format("規則1182/71第3条によれば、事象の属する1時間は算入されず、{}から{}まで",
                               count.zone.text(start), count.zone.text(end));
  if (count.stage.amount >= 48) {
    try {
      const auto later = second_working_day(count, count.zone.local(end).date);
      const std::string known = count.question.calendar == nullptr ? "" : count.question.calendar->id();
      if (later) {
        en += fmt::format("; on one reading of art. 3(5) (two working days, {}) not before the end of {}",
                          known.empty() ? "weekends only" : "calendar " + known, later->text());
        ja += fmt::format("。第3条5項（2就業日以上）の一つの読み方では{}の終了まで（{}）", later->text(),
                          known.empty() ? "土日のみ考慮" : "暦: " + known);
      }
    } catch (const core::Error&) {
      en += "; what art. 3(5) would give is not known: the calendar ends before";
      ja += "。第3条5項による結果は、暦の範囲外のため不明";
    }
  }
  count.note(en + "; do not rely on it, the strict period is the due time",
             ja + "。これに依拠せず、厳格な期間を期限とする");
}

/// Art. 5(5) and (6), which take the relief away again.
void note_without_relief(Count& count, core::UtcTime strict) {
  count.note(fmt::format("art. 5(5) and (6) of Delegated Regulation (EU) 2025/301: for the initial "
                         "notification and the intermediate report of credit institutions, central "
                         "counterparties, operators of trading venues and entities that are essential or "
                         "important under NIS2, and where the authority says so, nothing is moved: due {}",
                         count.zone.text(strict)),
             fmt::format("委任規則(EU)2025/"
                         "301第5条5項・6項：信用機関、清算機関、取引施設運営者、NIS2の主要・重要事業体の第一"
                         "報及び中間報告、並びに当局が指定した場合は延長されず、期限は{}",
                         count.zone.text(strict)));
}

}  // namespace

/// T-HOUR: n times 3600 seconds from the instant (GDPR art. 33(1), NIS2 art. 23(4), CRA art. 14, 23 NYCRR 500.17 ...).
void count_hours(Count& count) {
  count_plain(count);
  if (count.stage.note_1182) {
    note_1182(count);
  }
}

/// T-DORA: Delegated Regulation (EU) 2025/301, art. 5(4): a limit that falls on a weekend day or a bank holiday in the Member
/// State of the entity may be met until noon of the next working day. Taken only when the person who asks names the
/// calendar of that State: the earlier time is never wrong.
void count_dora(Count& count) {
  count_plain(count);
  const core::UtcTime strict = *count.out.due;
  CivilDate day = count.zone.local(strict).date;
  if (!count.question.calendar_chosen) {
    count.note(
        "art. 5(4) of Delegated Regulation (EU) 2025/301 is not taken into account: a limit on a weekend day "
        "or a bank holiday of the entity's Member State may be met until noon of its next working day; name "
        "that State's calendar to see it",
        "委任規則(EU)2025/"
        "301第5条4項（週末・加盟国の銀行休業日に当たるときは翌営業日の正午まで）は考慮していない。加盟国の暦"
        "を指定すると表示される");
    return;
  }
  const Calendar& calendar = count.calendar();
  if (!closed_on(day, &calendar)) {
    return;
  }
  for (auto closed = closed_on(day, &calendar); closed; closed = closed_on(day, &calendar)) {
    count.moved(closed->what, fmt::format("{} is {}: moved to the next day", day.text(), closed->why.en),
                fmt::format("{}は{}のため翌日に繰り下がる", day.text(), closed->why.ja));
    day = day.plus_days(1);
  }
  count.out.due = count.zone.instant({day, 12, 0, 0});
  count.moved(
      "noon",
      fmt::format("the relief ends at noon of {} ({}) in {}", day.text(), weekday_name(day).en,
                  count.zone.name()),
      fmt::format("猶予は{}（{}）の正午（{}）まで", day.text(), weekday_name(day).ja, count.zone.name()));
  note_without_relief(count, strict);
}

}  // namespace legal
