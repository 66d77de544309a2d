// SPDX-License-Identifier: Apache-2.0
#include "legal/law/civil_time.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "core/error.h"

namespace legal {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kMicros = 1'000'000;
// The system's files list changes of clocks up to 2037; what comes after is not in them, and the library would go on
// with the last offset.
constexpr std::int64_t kYear2038 = 2'145'916'800;

std::chrono::year_month_day days_of(const CivilDate& date) {
  return std::chrono::year_month_day{std::chrono::year(date.year),
                                     std::chrono::month(static_cast<unsigned>(date.month)),
                                     std::chrono::day(static_cast<unsigned>(date.day))};
}

CivilDate civil(const std::chrono::year_month_day& day) {
  const CivilDate out{static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                      static_cast<int>(static_cast<unsigned>(day.day()))};
  if (out.year < 1970 || out.year > 9999) {
    core::fail("cannot count to a day of the year " + std::to_string(out.year) +
               ": only the years 1970 to 9999 are known");
  }
  return out;
}

std::optional<int> number(std::string_view digits) {
  int out = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    out = out * 10 + (c - '0');
  }
  return out;
}

std::int64_t whole_seconds(core::UtcTime time) {
  return time.micros / kMicros - (time.micros % kMicros < 0 ? 1 : 0);
}

void require_known(std::int64_t utc_seconds, const std::string& zone) {
  if (utc_seconds < 0 || utc_seconds >= kYear2038) {
    core::fail("cannot tell the time in " + zone + " at " + core::UtcTime{utc_seconds * kMicros}.text() +
               ": the system's files on time zones cover 1970 to 2037");
  }
}

date::sys_info info_at(const void* rules, const std::string& zone, core::UtcTime time) {
  const std::int64_t at = whole_seconds(time);
  require_known(at, zone);
  return static_cast<const date::time_zone*>(rules)->get_info(date::sys_seconds{seconds(at)});
}

CivilTime wall(std::int64_t local_seconds) {
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t days = local_seconds / kDay - (local_seconds % kDay < 0 ? 1 : 0);
  const auto in_day = static_cast<int>(local_seconds - days * kDay);
  const std::chrono::sys_days day{std::chrono::days(days)};
  return {civil(std::chrono::year_month_day{day}), in_day / 3600, in_day / 60 % 60, in_day % 60};
}

}  // namespace

std::string CivilDate::text() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }

std::optional<CivilDate> CivilDate::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day || *year < 1970) {
    return std::nullopt;
  }
  const CivilDate out{*year, *month, *day};
  return days_of(out).ok() ? std::optional(out) : std::nullopt;
}

CivilDate CivilDate::plus_days(int days) const {
  const std::chrono::sys_days out = std::chrono::sys_days(days_of(*this)) + std::chrono::days(days);
  return civil(std::chrono::year_month_day{out});
}

CivilDate CivilDate::plus_months(int months) const {
  const std::chrono::year_month_day same = days_of(*this) + std::chrono::months(months);
  return civil(same.ok() ? same : same.year() / same.month() / std::chrono::last);
}

int CivilDate::weekday() const {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(days_of(*this))).c_encoding());
}

Zone Zone::find(const std::string& name) {
  // Names of files beside the zones' that say what this machine is set to, not a place.
  const bool no_place = name == "localtime" || name == "posixrules" || name == "Factory";
  std::string why = "no such IANA time zone on this system (an example: Asia/Tokyo)";
  if (!no_place) {
    try {
      return Zone(name, date::locate_zone(name));
    } catch (const std::runtime_error& error) {
      if (std::string(error.what()).find("not found") == std::string::npos) {
        why = error.what();
      }
    }
  }
  core::fail("cannot tell the time in the zone '" + name + "': " + why);
}

CivilTime Zone::local(core::UtcTime time) const {
  return wall(whole_seconds(time) + info_at(rules_, name_, time).offset.count());
}

core::UtcTime Zone::instant(const CivilTime& time) const {
  const std::int64_t days = std::chrono::sys_days(days_of(time.date)).time_since_epoch().count();
  const std::int64_t wall_seconds = ((days * 24 + time.hour) * 60 + time.minute) * 60 + time.second;
  const date::local_info info =
      static_cast<const date::time_zone*>(rules_)->get_info(date::local_seconds{seconds(wall_seconds)});
  std::int64_t out = wall_seconds - info.first.offset.count();
  if (info.result == date::local_info::ambiguous) {
    out = wall_seconds - info.second.offset.count();
  } else if (info.result == date::local_info::nonexistent) {
    out = info.second.begin.time_since_epoch().count();
  }
  require_known(out, name_);
  return {out * kMicros};
}

std::string Zone::text(core::UtcTime time) const {
  const date::sys_info info = info_at(rules_, name_, time);
  const CivilTime at = local(time);
  const std::int64_t minutes = std::abs(info.offset.count()) / 60;
  return fmt::format("{} {:02}:{:02}:{:02} {}{:02}{:02} ({})", at.date.text(), at.hour, at.minute, at.second,
                     info.offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60, info.abbrev);
}

}  // namespace legal
