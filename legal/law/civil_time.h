// SPDX-License-Identifier: Apache-2.0
// Days of the calendar and times of day in a place, apart from instants.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace legal {

/// A day of the Gregorian calendar, years 1970 to 9999.
struct CivilDate {
  int year = 1970, month = 1, day = 1;

  std::string text() const;  // 2026-11-22
  /// Accepts exactly what text() writes, for days that exist.
  static std::optional<CivilDate> parse(std::string_view text);
  /// Throws Error outside of the years 1970 to 9999; so does plus_months.
  CivilDate plus_days(int days) const;
  /// The same-numbered day `months` later, or the last day of that month.
  CivilDate plus_months(int months) const;
  int weekday() const;  // 0 Sunday to 6 Saturday
  auto operator<=>(const CivilDate&) const = default;
};

/// A day and a time of day as clocks on the wall show it.
struct CivilTime {
  CivilDate date;
  int hour = 0, minute = 0, second = 0;
  auto operator<=>(const CivilTime&) const = default;
};

/// A time zone of the system's database. Copies are cheap; safe for concurrent use. Instants before 1970 and after 2037,
/// for which that database has no changes of clocks, are refused with an Error.
class Zone {
 public:
  /// Throws Error when the system has no zone of that IANA name.
  static Zone find(const std::string& name);
  const std::string& name() const { return name_; }

  CivilTime local(core::UtcTime time) const;
  /// The instant of a time on the wall: the later one where clocks are set back, the first that exists where they
  /// are set forward.
  core::UtcTime instant(const CivilTime& time) const;
  /// "2026-11-23 03:53:01 +0900 (JST)".
  std::string text(core::UtcTime time) const;

 private:
  explicit Zone(std::string name, const void* rules) : name_(std::move(name)), rules_(rules) {}
  std::string name_;
  const void* rules_;  // of the library, which keeps it for the life of the program
};

}  // namespace legal
