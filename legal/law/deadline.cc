// SPDX-License-Identifier: Apache-2.0
#include "legal/law/deadline.h"

#include <fmt/format.h>

#include <array>

#include "core/error.h"
#include "legal/law/counting.h"

namespace legal {
namespace {

/// Why a rule yields no date for an event on that day; empty when it does.
Bilingual why_silent(const Rule& rule, const CivilDate& day) {
  switch (rule.law_status) {
    case LawStatus::proposed:
      return {
          "the rule is proposed and not in force, so it yields no date; ask counsel whether it has come into "
          "force",
          "この規則は案の段階で施行されていないため、期限を計算しない。施行の有無を弁護士に確認すること"};
    case LawStatus::unverified:
      return {"nobody has verified what the law says, so the rule yields no date; ask counsel for the period",
              "法令の内容が確認されていないため、期限を計算しない。期間を弁護士に確認すること"};
    case LawStatus::repealed:
      return {"the rule is repealed, so it yields no date; ask counsel what stands in its place",
              "この規則は廃止されているため、期限を計算しない。後継の規定を弁護士に確認すること"};
    case LawStatus::in_force: break;
  }
  if (rule.valid_from && day < *rule.valid_from) {
    return {fmt::format("the rule is in force from {}, after the event of {}, so it yields no date",
                        rule.valid_from->text(), day.text()),
            fmt::format("この規則の施行日は{}で、事象の日（{}）より後であるため、期限を計算しない",
                        rule.valid_from->text(), day.text())};
  }
  if (rule.valid_to && day > *rule.valid_to) {
    return {fmt::format("the rule was in force until {}, before the event of {}, so it yields no date",
                        rule.valid_to->text(), day.text()),
            fmt::format("この規則の効力は{}までで、事象の日（{}）より前であるため、期限を計算しない",
                        rule.valid_to->text(), day.text())};
  }
  return {};
}

void count_by(Counting counting, Count& count) {
  switch (counting) {
    case Counting::hours: return count_hours(count);
    case Counting::dora: return count_dora(count);
    case Counting::business_days: return count_business_days(count);
    case Counting::calendar_days: return count_calendar_days(count);
    case Counting::jp_promptly: return count_jp_promptly(count);
    case Counting::jp_final: return count_jp_final(count);
    case Counting::jp_civil: return count_jp_civil(count);
    case Counting::months: return count_months(count);
    case Counting::none:
      count.out.why_none = {"the rule gives no number of hours or days: act without delay",
                            "期間の数値の定めがない。遅滞なく対応すること"};
      return;
  }
}

Zone zone_of(const Rule& rule, const Duty& duty, const Question& question) {
  if (question.zone) {
    return *question.zone;
  }
  if (duty.zone.empty()) {
    core::fail("cannot count by " + rule.id + ": the rule names no time zone, and none was given");
  }
  return Zone::find(duty.zone);
}

}  // namespace

void Count::moved(std::string what, std::string en, std::string ja) {
  out.moved_by.push_back({std::move(what), {std::move(en), std::move(ja)}});
}

void Count::note(std::string en, std::string ja) { out.notes.push_back({std::move(en), std::move(ja)}); }

void Count::due_at_end_of(const CivilDate& day) {
  out.due = zone.instant({day, 23, 59, 59});
  moved("end_of_day",
        fmt::format("the period ends with {} ({}) in {}", day.text(), weekday_name(day).en, zone.name()),
        fmt::format("期間は{}（{}）の終了（{}）をもって満了する", day.text(), weekday_name(day).ja,
                    zone.name()));
}

const Calendar& Count::calendar() {
  if (question.calendar == nullptr) {
    core::fail("cannot count by " + stage.id +
               ": no calendar of holidays is given; name one with --calendar");
  }
  out.calendar = question.calendar->id();
  return *question.calendar;
}

Bilingual weekday_name(const CivilDate& day) {
  static const std::array<Bilingual, 7> names = {{{"Sunday", "日曜日"},
                                                  {"Monday", "月曜日"},
                                                  {"Tuesday", "火曜日"},
                                                  {"Wednesday", "水曜日"},
                                                  {"Thursday", "木曜日"},
                                                  {"Friday", "金曜日"},
                                                  {"Saturday", "土曜日"}}};
  return names.at(static_cast<std::size_t>(day.weekday()));
}

std::optional<Closed> closed_on(const CivilDate& day, const Calendar* calendar) {
  if (const Bilingual* holiday = calendar == nullptr ? nullptr : calendar->holiday(day)) {
    return Closed{"holiday", {"a holiday (" + holiday->en + ")", "休日（" + holiday->ja + "）"}};
  }
  if (day.weekday() == 0 || day.weekday() == 6) {
    const Bilingual name = weekday_name(day);
    return Closed{"weekend", {"a " + name.en, name.ja}};
  }
  return std::nullopt;
}

Deadline deadline_of(const Rule& rule, const Stage& stage, const Question& question) {
  const Zone zone = zone_of(rule, std::get<Duty>(rule.content), question);
  Deadline out;
  out.zone = zone.name();
  out.law_status = rule.law_status;
  out.unconfirmed = !question.confirmed;
  Count count{stage, zone, question, zone.local(question.event), out};
  out.why_none = why_silent(rule, count.event.date);
  if (!out.why_none.en.empty()) {
    return out;
  }
  if (stage.counting != Counting::none && stage.amount < 1) {
    core::fail("cannot count by " + stage.id + ": its period is " + std::to_string(stage.amount));
  }
  count_by(stage.counting, count);
  out.due_local = out.due ? zone.text(*out.due) : "";
  out.earliest_local = out.earliest ? zone.text(*out.earliest) : "";
  return out;
}

}  // namespace legal
