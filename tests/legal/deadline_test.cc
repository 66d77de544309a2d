// SPDX-License-Identifier: Apache-2.0
// When duties outside Japan fall due, by examples worked by hand from the words of each rule; and when none does.
#include "legal/law/deadline.h"

#include "core/error.h"
#include "tests/legal/deadline_story.h"

using legal::Counting;
using legal::Deadline;
using legal::LawStatus;
using story::count;
using story::due;
using story::rule;

TEST_CASE("hours are 3600 seconds each, over weekends, years, leap days and changes of clocks", "[legal]") {
  story::check(rule(Counting::hours, 72, "Europe/London"), "",
               {{"Friday 17:00 UTC and three days more is Monday 17:00", "2026-12-18T17:00:00Z",
                 "2026-12-21T17:00:00Z", "hours"},
                {"18:00 in summer time before the last Sunday of October is 17:00 after it",
                 "2026-10-24T18:00:00+01:00", "2026-10-27T17:00:00Z", "hours"},
                {"the year ends between", "2026-12-30T20:00:00Z", "2027-01-02T20:00:00Z", "hours"},
                {"29 February 2028 is a day like any other", "2028-02-27T12:00:00Z", "2028-03-01T12:00:00Z",
                 "hours"}});
  story::check(rule(Counting::hours, 24, "America/New_York"), "",
               {{"20:00 before the second Sunday of March is 21:00 after it", "2026-03-07T20:00:00-05:00",
                 "2026-03-09T01:00:00Z", "hours"},
                {"20:00 before the first Sunday of November is 19:00 after it", "2026-10-31T20:00:00-04:00",
                 "2026-11-02T00:00:00Z", "hours"}});
  const Deadline autumn = count(rule(Counting::hours, 72, "Europe/London"), "2026-10-24T18:00:00+01:00");
  CHECK(autumn.due_local == "2026-10-27 17:00:00 +0000 (GMT)");
  CHECK(count(rule(Counting::hours, 1, "UTC"), "2026-01-01T00:00:00.000001Z").due->text() ==
        "2026-01-01T01:00:00.000001Z");
}

TEST_CASE("Regulation 1182/71 is only a note: the hour of the event is not counted, and two working days are",
          "[legal]") {
  legal::Rule gdpr = rule(Counting::hours, 72, "Europe/Paris");
  story::stage_of(gdpr).note_1182 = true;
  const Deadline friday = count(gdpr, "2026-11-27T18:20:00+01:00");
  CHECK(due(friday) == "2026-11-30T17:20:00Z");
  REQUIRE(friday.notes.size() == 1);
  CHECK_THAT(
      friday.notes[0].en,
      Catch::Matchers::Contains("from 2026-11-27 19:00:00 +0100 (CET) to 2026-11-30 19:00:00 +0100 (CET)"));
  CHECK_THAT(friday.notes[0].en,
             Catch::Matchers::Contains("(two working days, weekends only) not before the end of 2026-12-01"));

  const Deadline monday = count(gdpr, "2026-11-23T18:00:00+01:00");
  CHECK_THAT(monday.notes[0].en, Catch::Matchers::Contains("from 2026-11-23 19:00:00 +0100 (CET)"));
  CHECK_THAT(monday.notes[0].en, !Catch::Matchers::Contains("3(5)"));

  const Deadline easter = count(gdpr, "2026-04-02T10:00:00+02:00", "target");  // Thursday before Good Friday
  CHECK_THAT(easter.notes[0].en,
             Catch::Matchers::Contains("calendar target) not before the end of 2026-04-08"));

  story::stage_of(gdpr).amount = 24;
  CHECK_THAT(count(gdpr, "2026-11-27T18:20:00+01:00").notes[0].en, !Catch::Matchers::Contains("3(5)"));
  story::stage_of(gdpr).amount = 72;
  const Deadline unknown = count(gdpr, "2028-12-30T10:00:00Z", "target");
  CHECK(due(unknown) == "2029-01-02T10:00:00Z");
  CHECK_THAT(unknown.notes[0].en, Catch::Matchers::Contains("not known: the calendar ends before"));
}

TEST_CASE("DORA's relief to noon of the next working day is taken only with the calendar that a person chose",
          "[legal]") {
  const legal::Rule dora = rule(Counting::dora, 24, "Europe/Paris");
  const Deadline strict = count(dora, "2026-11-27T10:00:00Z", "target", false);
  CHECK(due(strict) == "2026-11-28T10:00:00Z");
  CHECK(strict.notes.size() == 1);
  const Deadline saturday = count(dora, "2026-11-27T10:00:00Z", "target", true);
  CHECK(due(saturday) == "2026-11-30T11:00:00Z");  // Saturday and Sunday go by; noon in Paris
  CHECK(story::moves(saturday) == "hours weekend weekend noon");
  CHECK_THAT(saturday.notes.at(0).en,
             Catch::Matchers::EndsWith("nothing is moved: due 2026-11-28 11:00:00 +0100 (CET)"));
  CHECK(saturday.calendar == "target");

  const Deadline easter = count(dora, "2026-04-02T08:00:00Z", "target", true);  // falls on Good Friday
  CHECK(due(easter) == "2026-04-07T10:00:00Z");
  CHECK(story::moves(easter) == "hours holiday weekend weekend holiday noon");
  CHECK(easter.moved_by[1].text.en == "2026-04-03 is a holiday (Good Friday): moved to the next day");

  const Deadline weekday = count(dora, "2026-11-24T10:00:00Z", "target", true);
  CHECK(due(weekday) == "2026-11-25T10:00:00Z");
  CHECK(story::moves(weekday) == "hours");
}

TEST_CASE(
    "four business days for the SEC skip weekends and federal holidays, and end with the day in New York",
    "[legal]") {
  story::check(
      rule(Counting::business_days, 4, "America/New_York", "US-SEC-105-8K"), "us-federal",
      {{"Wed 25 Nov; Thu is Thanksgiving; Fri 1, Mon 2, Tue 3, Wed 2 Dec is day 4",
        "2026-11-25T15:00:00-05:00", "2026-12-03T04:59:59Z",
        "day_not_counted holiday weekend weekend end_of_day"},
       {"22:00 in New York is still 25 November, though 26 November in UTC", "2026-11-26T03:00:00Z",
        "2026-12-03T04:59:59Z", "day_not_counted holiday weekend weekend end_of_day"},
       {"on Thanksgiving itself day 1 is Fri; Mon 2, Tue 3, Wed 2 Dec is day 4", "2026-11-26T12:00:00-05:00",
        "2026-12-03T04:59:59Z", "holiday weekend weekend end_of_day"},
       {"on Saturday 28 Nov day 1 is Mon; Tue 2, Wed 3, Thu 3 Dec is day 4", "2026-11-28T12:00:00-05:00",
        "2026-12-04T04:59:59Z", "weekend weekend end_of_day"},
       {"Fri 18:00 before a weekend: Mon 1, Tue 2, Wed 3, Thu 3 Dec is day 4", "2026-11-27T18:00:00-05:00",
        "2026-12-04T04:59:59Z", "day_not_counted weekend weekend end_of_day"},
       {"Wed 17 Jun; Thu 1; Fri 19 is Juneteenth; Mon 2, Tue 3, Wed 24 is day 4", "2026-06-17T12:00:00-04:00",
        "2026-06-25T03:59:59Z", "day_not_counted holiday weekend weekend end_of_day"},
       {"in 2027 Juneteenth is a Saturday, observed Fri 18: Tue 15; Wed 1, Thu 2, Mon 3, Tue 22 is day 4",
        "2027-06-15T12:00:00-04:00", "2027-06-23T03:59:59Z",
        "day_not_counted holiday weekend weekend end_of_day"},
       {"Thu 2 Jul; Fri 3 stands for Sat 4 July; Mon 1, Tue 2, Wed 3, Thu 9 is day 4",
        "2026-07-02T12:00:00-04:00", "2026-07-10T03:59:59Z",
        "day_not_counted holiday weekend weekend end_of_day"},
       {"Thu 29 Oct; Fri 1, Mon 2, Tue 3, Wed 4 Nov is day 4, in winter time since Sunday",
        "2026-10-29T12:00:00-04:00", "2026-11-05T04:59:59Z", "day_not_counted weekend weekend end_of_day"},
       {"Thu 5 Mar; Fri 1, Mon 2, Tue 3, Wed 11 is day 4, in summer time since Sunday",
        "2026-03-05T12:00:00-05:00", "2026-03-12T03:59:59Z", "day_not_counted weekend weekend end_of_day"},
       {"Wed 30 Dec; Thu 1; Fri is New Year; Mon 2, Tue 3, Wed 6 Jan is day 4", "2026-12-30T12:00:00-05:00",
        "2027-01-07T04:59:59Z", "day_not_counted holiday weekend weekend end_of_day"},
       {"Wed 29 Dec 2027; Thu 1; Fri 31 stands for Sat 1 Jan; Mon 2, Tue 3, Wed 5 Jan is day 4",
        "2027-12-29T12:00:00-05:00", "2028-01-06T04:59:59Z",
        "day_not_counted holiday weekend weekend end_of_day"}});
}

TEST_CASE("for the SEC the hours of EDGAR are a note, for others not", "[legal]") {
  const Deadline sec = count(rule(Counting::business_days, 4, "America/New_York", "US-SEC-105-8K"),
                             "2026-11-25T15:00:00Z", "us-federal");
  REQUIRE(sec.notes.size() == 1);
  CHECK_THAT(sec.notes[0].en, Catch::Matchers::Contains("file by 17:30"));
  CHECK(sec.moved_by[1].text.en == "2026-11-26 is a holiday (Thanksgiving Day): not counted");
  CHECK(sec.moved_by.back().text.en == "the period ends with 2026-12-02 (Wednesday) in America/New_York");
  CHECK(count(rule(Counting::business_days, 7, "America/New_York", "US-FCC-1"), "2026-11-25T15:00:00Z",
              "us-federal")
            .notes.empty());
}

TEST_CASE("calendar days begin after the day of the event and end with the last day, whatever day it is",
          "[legal]") {
  story::check(rule(Counting::calendar_days, 60, "America/New_York"), "",
               {{"2 Nov is day 0, 30 Nov 28, 31 Dec 59, New Year's Day 60: not moved",
                 "2026-11-02T09:00:00-05:00", "2027-01-02T04:59:59Z", "day_not_counted end_of_day"}});
  story::check(rule(Counting::calendar_days, 30, "America/New_York"), "",
               {{"31 Jan 2028 is day 0, 29 Feb 29, 1 Mar 30", "2028-01-31T09:00:00-05:00",
                 "2028-03-02T04:59:59Z", "day_not_counted end_of_day"},
                {"30 Jan 2024 is day 0, 29 Feb 30", "2024-01-30T09:00:00-05:00", "2024-03-01T04:59:59Z",
                 "day_not_counted end_of_day"},
                {"1 Dec is day 0, 31 Dec 30", "2026-12-01T00:00:00-05:00", "2027-01-01T04:59:59Z",
                 "day_not_counted end_of_day"}});
  story::check(rule(Counting::calendar_days, 30, "America/Los_Angeles"), "",
               {{"20 Oct is day 0, 31 Oct 11, 19 Nov 30; clocks went back between",
                 "2026-10-20T23:59:59-07:00", "2026-11-20T07:59:59Z", "day_not_counted end_of_day"}});
  const Deadline saturday =
      count(rule(Counting::calendar_days, 30, "America/New_York"), "2026-10-29T12:00:00Z");
  CHECK(due(saturday) == "2026-11-29T04:59:59Z");
  REQUIRE(saturday.notes.size() == 1);
  CHECK(saturday.notes[0].en ==
        "the last day, 2026-11-28, is a Saturday; the rule does not move it: act before");
}

TEST_CASE("a month ends with the same-numbered day, or with the last day of a shorter month", "[legal]") {
  story::check(rule(Counting::months, 1, "Europe/London"), "",
               {{"31 Jan has no counterpart in February 2027", "2027-01-31T10:00:00Z", "2027-02-28T23:59:59Z",
                 "day_not_counted month_end end_of_day"},
                {"31 Jan 2028 ends on leap day", "2028-01-31T10:00:00Z", "2028-02-29T23:59:59Z",
                 "day_not_counted month_end end_of_day"},
                {"leap day 2024 ends on 29 March", "2024-02-29T10:00:00Z", "2024-03-29T23:59:59Z",
                 "day_not_counted end_of_day"},
                {"31 Dec ends on 31 Jan", "2026-12-31T10:00:00Z", "2027-01-31T23:59:59Z",
                 "day_not_counted end_of_day"},
                {"a month of 30 days is no 30 days: 15 Jan ends on 15 Feb", "2027-01-15T10:00:00Z",
                 "2027-02-15T23:59:59Z", "day_not_counted end_of_day"},
                {"10 Oct in summer time ends on 10 Nov in winter time", "2026-10-10T10:00:00+01:00",
                 "2026-11-10T23:59:59Z", "day_not_counted end_of_day"},
                {"10 Mar in winter time ends on 10 Apr in summer time", "2026-03-10T10:00:00Z",
                 "2026-04-10T22:59:59Z", "day_not_counted end_of_day"}});
  legal::Rule final_report = rule(Counting::months, 1, "Europe/Paris");
  story::stage_of(final_report).note_1182 = true;
  const Deadline saturday = count(final_report, "2026-10-28T14:05:06+01:00");
  CHECK(due(saturday) == "2026-11-28T22:59:59Z");
  REQUIRE(saturday.notes.size() == 3);
  CHECK(saturday.notes[0].en == "counted to the time of day the month would end at 14:05:06 of that day");
  CHECK_THAT(saturday.notes[2].en, Catch::Matchers::Contains("would move the end to 2026-11-30"));
}

TEST_CASE("a rule that is not in force on the day of the event yields no date and says why", "[legal]") {
  legal::Rule law = rule(Counting::hours, 72, "Asia/Tokyo");
  for (const auto& [status, word] :
       {std::pair{LawStatus::proposed, "proposed"}, std::pair{LawStatus::unverified, "verified"},
        std::pair{LawStatus::repealed, "repealed"}}) {
    law.law_status = status;
    const Deadline none = count(law, "2026-11-25T00:00:00Z");
    CHECK_FALSE(none.due);
    CHECK(none.due_local.empty());
    CHECK(none.moved_by.empty());
    CHECK_THAT(none.why_none.en, Catch::Matchers::Contains(word));
    CHECK_FALSE(none.why_none.ja.empty());
    CHECK(none.law_status == status);
  }
  law.law_status = LawStatus::in_force;
  law.valid_from = legal::CivilDate{2026, 5, 21};
  law.valid_to = legal::CivilDate{2026, 6, 30};
  CHECK_FALSE(count(law, "2026-05-20T23:59:59+09:00").due);
  CHECK(count(law, "2026-05-21T00:00:00+09:00").due);
  CHECK(count(law, "2026-06-30T23:59:59+09:00").due);
  const Deadline after = count(law, "2026-07-01T00:00:00+09:00");
  CHECK_FALSE(after.due);
  CHECK(after.why_none.en ==
        "the rule was in force until 2026-06-30, before the event of 2026-07-01, so it yields no date");
}

TEST_CASE("a stage without a number yields words, not a date", "[legal]") {
  const Deadline words = count(rule(Counting::none, 0, "Europe/Brussels"), "2026-11-25T00:00:00Z");
  CHECK_FALSE(words.due);
  CHECK(words.why_none.en == "the rule gives no number of hours or days: act without delay");
}

TEST_CASE("every date is unconfirmed until counsel confirmed the rule, and is told in the zone asked for",
          "[legal]") {
  const legal::Rule law = rule(Counting::hours, 24, "Europe/Berlin");
  CHECK(count(law, "2026-11-25T00:00:00Z").unconfirmed);
  CHECK(count(law, "2026-11-25T00:00:00Z").due_local == "2026-11-26 01:00:00 +0100 (CET)");
  legal::Question question{story::utc("2026-11-25T00:00:00Z"), legal::Zone::find("Asia/Tokyo"), nullptr,
                           false, true};
  const Deadline confirmed =
      legal::deadline_of(law, std::get<legal::Duty>(law.content).stages.front(), question);
  CHECK_FALSE(confirmed.unconfirmed);
  CHECK(confirmed.due_local == "2026-11-26 09:00:00 +0900 (JST)");
  CHECK(confirmed.zone == "Asia/Tokyo");
}

TEST_CASE("what cannot be counted is refused: no zone, no calendar, no period, years that nobody knows",
          "[legal]") {
  const std::string at = "2026-11-25T00:00:00Z";
  CHECK_THROWS_WITH(count(rule(Counting::hours, 24, ""), at),
                    "cannot count by X: the rule names no time zone, and none was given");
  CHECK_THROWS_WITH(count(rule(Counting::business_days, 4, "America/New_York"), at),
                    "cannot count by X-1: no calendar of holidays is given; name one with --calendar");
  CHECK_THROWS_AS(count(rule(Counting::jp_final, 30, "Asia/Tokyo"), at), core::Error);
  CHECK_THROWS_AS(count(rule(Counting::jp_civil, 30, "Asia/Tokyo"), at), core::Error);
  CHECK_THROWS_WITH(count(rule(Counting::hours, 0, "UTC"), at), "cannot count by X-1: its period is 0");
  CHECK_THROWS_AS(count(rule(Counting::hours, 24, "UTC"), "2037-12-31T12:00:00Z"), core::Error);
  CHECK_THROWS_AS(count(rule(Counting::hours, 2'000'000'000, "UTC"), at), core::Error);
  CHECK_THROWS_AS(count(rule(Counting::months, 200'000, "UTC"), at), core::Error);
  CHECK_THROWS_WITH(
      count(rule(Counting::business_days, 4, "America/New_York"), "2028-12-28T12:00:00Z", "us-federal"),
      Catch::Matchers::Contains(
          "2029-01-01 is a holiday: the calendar us-federal knows the years 2024 to 2028"));
  CHECK_THROWS_AS(
      count(rule(Counting::business_days, 4, "Europe/London"), "2023-12-29T12:00:00Z", "uk-england-wales"),
      core::Error);
}
