// SPDX-License-Identifier: Apache-2.0
// When duties of Japanese law fall due, by examples worked by hand from the words of each rule.
#include "core/error.h"
#include "tests/legal/deadline_story.h"

using legal::Counting;
using legal::Deadline;
using story::count;
using story::due;
using story::rule;

TEST_CASE(
    "a prompt report is a guideline of days 3 to 5 from the day of knowing, and no day of rest moves it",
    "[legal]") {
  const legal::Rule prompt = rule(Counting::jp_promptly, 5, "Asia/Tokyo");
  const Deadline friday =
      count(prompt, "2026-11-20T18:00:00+09:00");  // a long weekend follows: Mon 23 is a holiday
  CHECK(friday.guideline);
  CHECK(friday.earliest->text() == "2026-11-22T14:59:59.000000Z");  // Fri is day 1, Sun day 3
  CHECK(due(friday) == "2026-11-24T14:59:59Z");                     // Tue is day 5
  CHECK(friday.due_local == "2026-11-24 23:59:59 +0900 (JST)");
  CHECK(friday.earliest_local == "2026-11-22 23:59:59 +0900 (JST)");
  CHECK(story::moves(friday) == "first_day_counted guideline end_of_day");
  CHECK_THAT(friday.moved_by[1].text.ja,
             Catch::Matchers::Contains("目安") && Catch::Matchers::Contains("法定の期限ではない"));
  CHECK(friday.unconfirmed);

  story::check(prompt, "",
               {{"29 Dec is day 1, 2 Jan day 5, though offices are closed", "2026-12-29T10:00:00+09:00",
                 "2027-01-02T14:59:59Z", "first_day_counted guideline end_of_day"},
                {"after midnight in Japan the day is the next, though UTC has the day before",
                 "2026-11-19T15:30:00Z", "2026-11-24T14:59:59Z", "first_day_counted guideline end_of_day"}});
}

TEST_CASE(
    "a final report is due on day 30, the day of knowing being day 1, or on the next day that is no day of "
    "rest",
    "[legal]") {
  const std::string plain = "first_day_counted last_day end_of_day";
  story::check(
      rule(Counting::jp_final, 30, "Asia/Tokyo"), "jp",
      {{"24 Nov is day 1, 30 Nov day 7, Wed 23 Dec day 30", "2026-11-24T10:00:00+09:00",
        "2026-12-23T14:59:59Z", plain},
       {"30 Nov is day 1, Tue 29 Dec day 30: closed 29 to 31 Dec, New Year, Sat 2, Sun 3; Mon 4 Jan",
        "2026-11-30T10:00:00+09:00", "2027-01-04T14:59:59Z",
        "first_day_counted last_day year_end year_end year_end holiday weekend weekend end_of_day"},
       {"29 Dec is day 1, 31 Dec day 3, Wed 27 Jan day 30", "2026-12-29T10:00:00+09:00",
        "2027-01-27T14:59:59Z", plain},
       {"Golden Week 2026: 4 Apr is day 1, Sun 3 May day 30 and a holiday; 4, 5 holidays, 6 substitute; Thu "
        "7 May",
        "2026-04-04T10:00:00+09:00", "2026-05-07T14:59:59Z",
        "first_day_counted last_day holiday holiday holiday holiday end_of_day"},
       {"Golden Week 2027: 31 Mar is day 1, Thu 29 Apr day 30 and a holiday; Fri 30 Apr",
        "2027-03-31T10:00:00+09:00", "2027-04-30T14:59:59Z", "first_day_counted last_day holiday end_of_day"},
       {"Golden Week 2027: 2 Apr is day 1, Sat 1 May day 30; Sun 2, holidays 3 to 5; Thu 6 May",
        "2027-04-02T10:00:00+09:00", "2027-05-06T14:59:59Z",
        "first_day_counted last_day weekend weekend holiday holiday holiday end_of_day"},
       {"Silver Week 2026: 21 Aug is day 1, Sat 19 Sep day 30; Sun 20, holidays 21 to 23, 22 between two; "
        "Thu 24 Sep",
        "2026-08-21T10:00:00+09:00", "2026-09-24T14:59:59Z",
        "first_day_counted last_day weekend weekend holiday holiday holiday end_of_day"},
       {"20 Feb is day 1, Sun 21 Mar 2027 day 30 and the equinox; Mon 22 its substitute; Tue 23 Mar",
        "2027-02-20T10:00:00+09:00", "2027-03-23T14:59:59Z",
        "first_day_counted last_day holiday holiday end_of_day"},
       {"1 Feb 2024 is day 1, 29 Feb day 29, Fri 1 Mar day 30", "2024-02-01T10:00:00+09:00",
        "2024-03-01T14:59:59Z", plain},
       {"Friday 18:00 before a long weekend changes nothing: 20 Nov is day 1, Sat 19 Dec day 30; Mon 21 Dec",
        "2026-11-20T18:00:00+09:00", "2026-12-21T14:59:59Z",
        "first_day_counted last_day weekend weekend end_of_day"}});
  story::check(rule(Counting::jp_final, 60, "Asia/Tokyo"), "jp",
               {{"5 Nov is day 1, 30 Nov 26, 31 Dec 57, Sun 3 Jan 60; Mon 4 Jan", "2026-11-05T10:00:00+09:00",
                 "2027-01-04T14:59:59Z", "first_day_counted last_day weekend end_of_day"},
                {"1 Jan 2024 is day 1, 31 Jan 31, leap day 60, a Thursday", "2024-01-01T00:00:00+09:00",
                 "2024-02-29T14:59:59Z", "first_day_counted last_day end_of_day"}});
}

TEST_CASE("each day that a final report is moved over is explained, and the day without the move is noted",
          "[legal]") {
  const Deadline silver =
      count(rule(Counting::jp_final, 30, "Asia/Tokyo"), "2026-08-21T10:00:00+09:00", "jp");
  CHECK(silver.moved_by[1].text.en == "day 30 is 2026-09-19 (Saturday)");
  CHECK(silver.moved_by[2].text.en == "2026-09-19 is a Saturday: moved to the next day");
  CHECK(silver.moved_by[5].text.en ==
        "2026-09-22 is a holiday (holiday between two holidays): moved to the next day");
  CHECK(silver.moved_by[5].text.ja == "2026-09-22は休日（国民の休日）のため翌日に繰り下がる");
  CHECK(silver.notes.at(0).en == "without the move the period ends with 2026-09-19");
  CHECK_FALSE(silver.guideline);
  CHECK(silver.calendar == "jp");
  const Deadline year_end =
      count(rule(Counting::jp_final, 30, "Asia/Tokyo"), "2026-11-30T10:00:00+09:00", "jp");
  CHECK(year_end.moved_by[2].text.ja == "2026-12-29は年末年始の閉庁日のため翌日に繰り下がる");
}

TEST_CASE("thirty days of the Civil Code begin the day after, and end on a day on which offices are open",
          "[legal]") {
  const std::string plain = "day_not_counted last_day end_of_day";
  story::check(
      rule(Counting::jp_civil, 30, "Asia/Tokyo"), "jp",
      {{"20 Nov is not counted, 30 Nov is day 10, Sun 20 Dec day 30; Mon 21 Dec", "2026-11-20T10:00:00+09:00",
        "2026-12-21T14:59:59Z", "day_not_counted last_day weekend end_of_day"},
       {"24 Nov is not counted, Thu 24 Dec is day 30", "2026-11-24T10:00:00+09:00", "2026-12-24T14:59:59Z",
        plain},
       {"at midnight the day is whole and counted: Wed 23 Dec is day 30", "2026-11-24T00:00:00+09:00",
        "2026-12-23T14:59:59Z", "first_day_counted last_day end_of_day"},
       {"a moment after midnight it is not: Thu 24 Dec", "2026-11-24T00:00:00.000001+09:00",
        "2026-12-24T14:59:59Z", plain},
       {"29 Nov is not counted, Tue 29 Dec is day 30; closed until Sun 3 Jan; Mon 4 Jan",
        "2026-11-29T10:00:00+09:00", "2027-01-04T14:59:59Z",
        "day_not_counted last_day year_end year_end year_end holiday weekend weekend end_of_day"},
       {"31 Jan 2027 is not counted, 28 Feb is day 28, Tue 2 Mar day 30", "2027-01-31T10:00:00+09:00",
        "2027-03-02T14:59:59Z", plain}});
  const Deadline rolled =
      count(rule(Counting::jp_civil, 30, "Asia/Tokyo"), "2026-11-20T10:00:00+09:00", "jp");
  CHECK(rolled.notes.at(0).en == "without the move the period ends with 2026-12-20");
  CHECK_THAT(rolled.notes.at(1).ja, Catch::Matchers::Contains("民法142条"));
}

TEST_CASE("a last day in a year whose holidays are not announced is refused", "[legal]") {
  const legal::Rule final_report = rule(Counting::jp_final, 30, "Asia/Tokyo");
  const auto at = [&](const char* time) { return count(final_report, time, "jp"); };
  CHECK(due(at("2027-11-29T10:00:00+09:00")) == "2027-12-28T14:59:59Z");
  CHECK_THROWS_WITH(at("2027-12-02T10:00:00+09:00"),
                    Catch::Matchers::Contains("2028-01-01") &&
                        Catch::Matchers::Contains("calendar jp knows the years 2024 to 2027"));
  CHECK_THROWS_WITH(at("2027-12-10T10:00:00+09:00"),
                    Catch::Matchers::Contains("whether 2028-01-08 is a holiday"));
}
