// SPDX-License-Identifier: Apache-2.0
// Times: one text for each, leap years, zones required.
#include "core/clock.h"

#include <catch2/catch.hpp>

using core::parse_zoned_time;
using core::UtcTime;

TEST_CASE("times have one text of fixed width", "[core]") {
  const std::pair<std::int64_t, const char*> kTimes[] = {
      {0, "1970-01-01T00:00:00.000000Z"},
      {1, "1970-01-01T00:00:00.000001Z"},
      {951'782'400'000'000, "2000-02-29T00:00:00.000000Z"},
      {1'709'164'800'000'000, "2024-02-29T00:00:00.000000Z"},
      {1'795'373'581'123'456, "2026-11-22T18:53:01.123456Z"},
      {4'107'542'399'999'999, "2100-02-28T23:59:59.999999Z"},
      {253'402'300'799'999'999, "9999-12-31T23:59:59.999999Z"}};
  for (const auto& [micros, text] : kTimes) {
    INFO(text);
    CHECK(UtcTime{micros}.text() == text);
    CHECK(UtcTime::parse(text) == UtcTime{micros});
  }
}

TEST_CASE("a time in another form than that of an entry is refused", "[core]") {
  for (const char* text : {"",
                           "2026-11-22",
                           "2026-11-22T18:53:01Z",
                           "2026-11-22T18:53:01.12345Z",
                           "2026-11-22T18:53:01.1234567Z",
                           "2026-11-22T18:53:01.123456",
                           "2026-11-22T18:53:01.123456z",
                           "2026-11-22T18:53:01.123456+00:00",
                           "2026-11-22 18:53:01.123456Z",
                           "2026-11-22t18:53:01.123456Z",
                           " 2026-11-22T18:53:01.123456Z",
                           "2026-11-22T18:53:01.123456Z ",
                           "2026-11-22T18:53:01.123456Z\n",
                           "02026-11-22T18:53:01.123456Z",
                           "1969-12-31T23:59:59.999999Z",
                           "2026-00-22T18:53:01.123456Z",
                           "2026-13-22T18:53:01.123456Z",
                           "2026-11-00T18:53:01.123456Z",
                           "2026-11-31T18:53:01.123456Z",
                           "2023-02-29T00:00:00.000000Z",
                           "2100-02-29T00:00:00.000000Z",
                           "1900-02-28T00:00:00.000000Z",
                           "2026-11-22T24:00:00.000000Z",
                           "2026-11-22T23:60:00.000000Z",
                           "2026-11-22T23:59:60.000000Z",
                           "+026-11-22T18:53:01.123456Z",
                           "2026-11-22T18:53:-1.123456Z",
                           "2026-11-22T18:53:01,123456Z",
                           "2026-11-22T18:53:01.Z"}) {
    INFO(text);
    CHECK_FALSE(UtcTime::parse(text));
  }
}

TEST_CASE("every day from 1970 to 2110 survives its text", "[core]") {
  std::string before;
  for (std::int64_t day = 0; day < 51'200; ++day) {
    const UtcTime time{day * 86'400'000'000 + day * 999'983};
    const std::string text = time.text();
    REQUIRE(UtcTime::parse(text) == time);
    REQUIRE(text > before);
    before = text;
  }
}

TEST_CASE("a typed time needs a zone", "[core]") {
  CHECK(parse_zoned_time("2026-11-22T09:00:00+09:00") == UtcTime::parse("2026-11-22T00:00:00.000000Z"));
  CHECK(parse_zoned_time("2026-11-22T09:00:00-01:30") == UtcTime::parse("2026-11-22T10:30:00.000000Z"));
  CHECK(parse_zoned_time("2026-11-22T09:00:00Z") == UtcTime::parse("2026-11-22T09:00:00.000000Z"));
  CHECK(parse_zoned_time("2026-11-22T09:00:00.5Z") == UtcTime::parse("2026-11-22T09:00:00.500000Z"));
  CHECK(parse_zoned_time("2024-03-01T00:00:00+14:00") == UtcTime::parse("2024-02-29T10:00:00.000000Z"));
  for (const char* text :
       {"2026-11-22T09:00:00", "2026-11-22T09:00:00+0900", "2026-11-22T09:00:00+09",
        "2026-11-22T09:00:00 +09:00", "2026-11-22T09:00:00+24:00", "2026-11-22T09:00:00+09:60",
        "2026-11-22T09:00:00JST", "2026-11-22T09:00:00.+09:00", "2026-11-22", "09:00:00+09:00",
        "2026-11-22T09:00+09:00", "2026-11-22T09:00:00+-9:00", "2026-11-22T09:00:00Z+09:00"}) {
    INFO(text);
    CHECK_FALSE(parse_zoned_time(text));
  }
}

TEST_CASE("a typed time that leaves the years of an entry's time in UTC is refused", "[core]") {
  for (const char* text : {"1970-01-01T00:00:00+09:00", "9999-12-31T23:59:59-01:00"}) {
    INFO(text);
    const auto time = parse_zoned_time(text);
    CHECK((!time || UtcTime::parse(time->text()) == time));
  }
}

TEST_CASE("the system's clock tells a plausible time and its own state", "[core]") {
  const core::SystemClock clock;
  CHECK(clock.now() > *UtcTime::parse("2024-01-01T00:00:00.000000Z"));
  const core::ClockState before = clock.state();
  const core::ClockState after = clock.state();
  CHECK(before.source == "system");
  CHECK(before.offset_us.has_value() == before.synchronised);
  CHECK(before.boot_id == after.boot_id);
  CHECK(before.monotonic_us <= after.monotonic_us);
}
