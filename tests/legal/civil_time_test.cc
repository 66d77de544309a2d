// SPDX-License-Identifier: Apache-2.0
// Days and times in a place: leap years, months' ends, changes of clocks, and what no file of zones covers.
#include "legal/law/civil_time.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using core::UtcTime;
using legal::CivilDate;
using legal::CivilTime;
using legal::Zone;

namespace {

UtcTime utc(const std::string& text) { return core::parse_zoned_time(text).value(); }

std::string instant(const char* zone, const CivilTime& time) { return Zone::find(zone).instant(time).text(); }

}  // namespace

TEST_CASE("a day has one text and only days that exist are read", "[legal]") {
  for (const char* text : {"1970-01-01", "2024-02-29", "2026-11-22", "9999-12-31"}) {
    INFO(text);
    REQUIRE(CivilDate::parse(text));
    CHECK(CivilDate::parse(text)->text() == text);
  }
  for (const char* text :
       {"", "2026-02-29", "2026-2-9", "2026-11-31", "1969-12-31", "2026-13-01", "2026-00-01", "2026-01-00",
        "2026/11/22", " 2026-11-22", "2026-11-22 ", "2026-11-2x", "-026-11-22", "20261122", "+026-01-01"}) {
    INFO(text);
    CHECK_FALSE(CivilDate::parse(text));
  }
}

TEST_CASE("days are counted over months, years and leap days, forwards and back", "[legal]") {
  CHECK(CivilDate{2024, 2, 28}.plus_days(1) == CivilDate{2024, 2, 29});
  CHECK(CivilDate{2026, 2, 28}.plus_days(1) == CivilDate{2026, 3, 1});
  CHECK(CivilDate{2026, 12, 31}.plus_days(1) == CivilDate{2027, 1, 1});
  CHECK(CivilDate{2027, 1, 1}.plus_days(-1) == CivilDate{2026, 12, 31});
  CHECK(CivilDate{2026, 11, 22}.plus_days(30) == CivilDate{2026, 12, 22});
  CHECK(CivilDate{2026, 11, 22}.plus_days(0) == CivilDate{2026, 11, 22});
}

TEST_CASE("a month later is the same-numbered day, or the last of a shorter month", "[legal]") {
  CHECK(CivilDate{2026, 1, 31}.plus_months(1) == CivilDate{2026, 2, 28});
  CHECK(CivilDate{2028, 1, 31}.plus_months(1) == CivilDate{2028, 2, 29});
  CHECK(CivilDate{2024, 2, 29}.plus_months(1) == CivilDate{2024, 3, 29});
  CHECK(CivilDate{2024, 2, 29}.plus_months(12) == CivilDate{2025, 2, 28});
  CHECK(CivilDate{2026, 12, 31}.plus_months(1) == CivilDate{2027, 1, 31});
  CHECK(CivilDate{2026, 3, 31}.plus_months(1) == CivilDate{2026, 4, 30});
  CHECK(CivilDate{2026, 1, 15}.plus_months(-1) == CivilDate{2025, 12, 15});
}

TEST_CASE("days have their weekday, 0 being Sunday", "[legal]") {
  CHECK(CivilDate{2026, 11, 22}.weekday() == 0);
  CHECK(CivilDate{2026, 11, 28}.weekday() == 6);
  CHECK(CivilDate{1970, 1, 1}.weekday() == 4);
  CHECK(CivilDate{2024, 2, 29}.weekday() == 4);
}

TEST_CASE("days outside of the years 1970 to 9999 are refused", "[legal]") {
  CHECK_THROWS_AS((CivilDate{9999, 12, 31}.plus_days(1)), core::Error);
  CHECK_THROWS_AS((CivilDate{1970, 1, 1}.plus_days(-1)), core::Error);
  CHECK_THROWS_AS((CivilDate{9999, 12, 31}.plus_months(1)), core::Error);
}

TEST_CASE("an instant is shown as the clocks of a place show it", "[legal]") {
  const UtcTime time = utc("2026-11-22T18:53:01.999999Z");
  CHECK(Zone::find("Asia/Tokyo").text(time) == "2026-11-23 03:53:01 +0900 (JST)");
  CHECK(Zone::find("America/New_York").text(time) == "2026-11-22 13:53:01 -0500 (EST)");
  CHECK(Zone::find("UTC").text(time) == "2026-11-22 18:53:01 +0000 (UTC)");
  CHECK(Zone::find("Asia/Kolkata").text(time) == "2026-11-23 00:23:01 +0530 (IST)");
  CHECK(Zone::find("America/St_Johns").text(time) == "2026-11-22 15:23:01 -0330 (NST)");
  CHECK(Zone::find("Asia/Tokyo").local(time) == CivilTime{{2026, 11, 23}, 3, 53, 1});
  CHECK(Zone::find("Asia/Tokyo").name() == "Asia/Tokyo");
}

TEST_CASE("summer time begins and ends on its Sundays", "[legal]") {
  const Zone london = Zone::find("Europe/London");
  CHECK(london.text(utc("2026-03-29T00:59:59Z")) == "2026-03-29 00:59:59 +0000 (GMT)");
  CHECK(london.text(utc("2026-03-29T01:00:00Z")) == "2026-03-29 02:00:00 +0100 (BST)");
  CHECK(london.text(utc("2026-10-25T00:59:59Z")) == "2026-10-25 01:59:59 +0100 (BST)");
  CHECK(london.text(utc("2026-10-25T01:00:00Z")) == "2026-10-25 01:00:00 +0000 (GMT)");
  const Zone york = Zone::find("America/New_York");
  CHECK(york.text(utc("2026-03-08T06:59:59Z")) == "2026-03-08 01:59:59 -0500 (EST)");
  CHECK(york.text(utc("2026-03-08T07:00:00Z")) == "2026-03-08 03:00:00 -0400 (EDT)");
  CHECK(york.text(utc("2026-11-01T06:00:00Z")) == "2026-11-01 01:00:00 -0500 (EST)");
  CHECK(york.text(utc("2037-07-01T00:00:00Z")) == "2037-06-30 20:00:00 -0400 (EDT)");
}

TEST_CASE("a time that clocks show twice is the later instant", "[legal]") {
  CHECK(instant("Europe/London", {{2026, 10, 25}, 1, 30, 0}) == "2026-10-25T01:30:00.000000Z");
  CHECK(instant("America/New_York", {{2026, 11, 1}, 1, 30, 0}) == "2026-11-01T06:30:00.000000Z");
}

TEST_CASE("a time that clocks leap over is the first instant after it", "[legal]") {
  CHECK(instant("Europe/London", {{2026, 3, 29}, 1, 30, 0}) == "2026-03-29T01:00:00.000000Z");
  CHECK(instant("America/New_York", {{2026, 3, 8}, 2, 0, 0}) == "2026-03-08T07:00:00.000000Z");
  CHECK(instant("America/New_York", {{2026, 3, 8}, 2, 59, 59}) == "2026-03-08T07:00:00.000000Z");
}

TEST_CASE("a time on the wall that occurs once is that instant", "[legal]") {
  CHECK(instant("Asia/Tokyo", {{2026, 11, 23}, 3, 53, 1}) == "2026-11-22T18:53:01.000000Z");
  CHECK(instant("America/New_York", {{2026, 11, 1}, 23, 59, 59}) == "2026-11-02T04:59:59.000000Z");
  CHECK(instant("America/New_York", {{2026, 3, 8}, 23, 59, 59}) == "2026-03-09T03:59:59.000000Z");
}

TEST_CASE("a zone that is no place of the database is refused by name", "[legal]") {
  for (const char* name : {"", "JST", "Asia/Nowhere", "asia/tokyo", "../UTC", "right/Asia/Tokyo", "posix/UTC",
                           "localtime", "Factory", "posixrules", "/etc/passwd", "tzdata.zi", "zone.tab"}) {
    INFO(name);
    CHECK_THROWS_WITH(Zone::find(name), Catch::Matchers::StartsWith("cannot tell the time in the zone '" +
                                                                    std::string(name) + "': "));
  }
}

TEST_CASE("times of which the system's zones know nothing are refused", "[legal]") {
  const Zone tokyo = Zone::find("Asia/Tokyo");
  CHECK(tokyo.text(utc("2037-12-31T23:59:59Z")) == "2038-01-01 08:59:59 +0900 (JST)");
  CHECK_THROWS_WITH(tokyo.text(utc("2038-01-01T00:00:00Z")),
                    "cannot tell the time in Asia/Tokyo at 2038-01-01T00:00:00.000000Z: "
                    "the system's files on time zones cover 1970 to 2037");
  CHECK_THROWS_AS(tokyo.local(utc("2038-01-01T00:00:00Z")), core::Error);
  CHECK_THROWS_AS(tokyo.instant({{2038, 1, 2}, 0, 0, 0}), core::Error);
  CHECK_THROWS_AS(tokyo.local(UtcTime{-1}), core::Error);
}
