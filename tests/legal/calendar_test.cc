// SPDX-License-Identifier: Apache-2.0
// Calendars of holidays: those that ship, strict reading, and days that no calendar knows.
#include "legal/law/calendar.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "core/error.h"
#include "tests/support/temp_folder.h"

using legal::Calendar;
using legal::CivilDate;

namespace {

const std::vector<Calendar>& shipped() {
  static const std::vector<Calendar> all = legal::load_calendars(legal::calendar_folders({}));
  return all;
}

/// The English name of the holiday, "" on any other day.
std::string on(const std::string& calendar, const std::string& day) {
  const auto* name = legal::calendar_named(shipped(), calendar).holiday(CivilDate::parse(day).value());
  return name == nullptr ? "" : name->en;
}

std::string file_of(const std::string& holidays, const std::string& head = "") {
  return (head.empty() ? "id: x\nname: {en: X, ja: X}\nsource: S\nobtained: O\nfrom: 2026\nto: 2026\n"
                       : head) +
         "holidays:\n" + holidays;
}

std::string why(const std::string& bytes) {
  try {
    (void)Calendar::parse(bytes, "x.yaml");
  } catch (const core::Error& error) {
    const std::string what = error.what();
    return what.substr(what.find("calendar: ") + 10);
  }
  return "";
}

}  // namespace

TEST_CASE("the calendars that ship are read, and say where their days come from", "[legal]") {
  std::string ids;
  for (const Calendar& calendar : shipped()) {
    ids += calendar.id() + " ";
    CHECK_FALSE(calendar.source().empty());
    CHECK_FALSE(calendar.obtained().empty());
    CHECK(calendar.from() <= 2024);
    CHECK(calendar.to() >= 2027);
  }
  CHECK(ids == "jp target uk-england-wales us-federal ");
}

TEST_CASE("Japan has holidays, substitutes for those on Sundays, and a day between two holidays", "[legal]") {
  CHECK(on("jp", "2026-01-01") == "New Year's Day");
  CHECK(on("jp", "2026-09-21") == "Respect for the Aged Day");
  CHECK(on("jp", "2026-09-22") == "holiday between two holidays");
  CHECK(on("jp", "2026-09-23") == "Autumnal Equinox Day");
  CHECK(on("jp", "2026-05-06") == "substitute holiday for Constitution Memorial Day");
  CHECK(on("jp", "2025-05-06") == "substitute holiday for Greenery Day");
  CHECK(on("jp", "2027-03-21") == "Vernal Equinox Day");
  CHECK(on("jp", "2027-03-22") == "substitute holiday for Vernal Equinox Day");
  CHECK(on("jp", "2027-09-23") == "Autumnal Equinox Day");
  CHECK(on("jp", "2026-05-07").empty());
  CHECK(on("jp", "2026-12-29").empty());
  CHECK(on("jp", "2024-12-31").empty());
}

TEST_CASE("federal holidays of the United States stand on the day on which they are observed", "[legal]") {
  CHECK(on("us-federal", "2026-07-03") == "Independence Day (of 2026-07-04, observed)");
  CHECK(on("us-federal", "2026-07-04").empty());
  CHECK(on("us-federal", "2026-11-26") == "Thanksgiving Day");
  CHECK(on("us-federal", "2026-11-27").empty());
  CHECK(on("us-federal", "2027-06-18") == "Juneteenth National Independence Day (of 2027-06-19, observed)");
  CHECK(on("us-federal", "2027-07-05") == "Independence Day (of 2027-07-04, observed)");
  CHECK(on("us-federal", "2027-12-31") == "New Year's Day (of 2028-01-01, observed)");
  CHECK(on("us-federal", "2026-06-19") == "Juneteenth National Independence Day");
}

TEST_CASE("TARGET and English holidays move with Easter, and English ones have substitutes", "[legal]") {
  CHECK(on("target", "2026-04-03") == "Good Friday");
  CHECK(on("target", "2027-03-29") == "Easter Monday");
  CHECK(on("target", "2026-05-01") == "Labour Day");
  CHECK(on("uk-england-wales", "2026-04-06") == "Easter Monday");
  CHECK(on("uk-england-wales", "2026-12-28") == "Boxing Day (substitute day)");
  CHECK(on("uk-england-wales", "2027-12-27") == "Christmas Day (substitute day)");
  CHECK(on("uk-england-wales", "2027-12-28") == "Boxing Day (substitute day)");
  CHECK(on("uk-england-wales", "2026-05-01").empty());
}

TEST_CASE("a day outside of a calendar's years is refused, never guessed", "[legal]") {
  CHECK_THROWS_WITH(on("jp", "2028-01-01"),
                    "cannot tell whether 2028-01-01 is a holiday: the calendar jp knows the years 2024 to "
                    "2027; count by hand, or add a calendar that knows that year (docs/deadlines.md)");
  CHECK_THROWS_AS(on("jp", "2023-12-31"), core::Error);
  CHECK_THROWS_AS(on("uk-england-wales", "2028-01-03"), core::Error);
  CHECK_THROWS_AS(on("target", "2029-01-01"), core::Error);
  CHECK_THROWS_AS(on("us-federal", "2029-01-01"), core::Error);
  CHECK(on("jp", "2027-12-31").empty());
}

TEST_CASE("a calendar file is read strictly, and the line of its first fault is told", "[legal]") {
  const std::string good = "  - {date: 2026-01-01, en: A, ja: B}\n";
  CHECK(why(file_of(good)).empty());
  CHECK(why(file_of(good + good)) == "x.yaml:9: 2026-01-01 does not come after 2026-01-01");
  CHECK(why(file_of("  - {date: 2026-02-29, en: A, ja: B}\n")) ==
        "x.yaml:8: date of a holiday is '2026-02-29', which is no day there is, written as 2026-11-22");
  CHECK(why(file_of(good + "  - {date: 2027-01-01, en: A, ja: B}\n")) ==
        "x.yaml:9: 2027-01-01 is not within the years from 2026 to 2026");
  CHECK(why(file_of("  - {date: 2026-01-01, en: A}\n")) == "x.yaml:8: a holiday has no ja");
  CHECK(why(file_of(good + "  - {en: A, ja: B}\n")) == "x.yaml:9: a holiday has no date");
  CHECK(why(file_of("  - {date: 2026-01-01, en: A, ja: B, fr: C}\n")) ==
        "x.yaml:8: a holiday holds 'fr', which is not known");
  CHECK(why(file_of("  - {date: 2026-01-01, en: A, ja: B, en: C}\n")) ==
        "x.yaml:8: a holiday holds en twice");
  CHECK(why(file_of("  - {date: 2026-01-01, en: [A], ja: B}\n")) ==
        "x.yaml:8: en of a holiday is not a text");
  CHECK(why(file_of("  - {date: 2026-01-01, en: \"a\\u202Eb\", ja: B}\n")) ==
        "x.yaml:8: a text holds control or hidden characters");
  CHECK(why(file_of("  a: b\n")) == "x.yaml:8: holidays of the calendar is not a list");
  CHECK(why(file_of("  []\n")) == "x.yaml:8: there is no holiday of 2026, which from and to promise");
  CHECK(why(file_of(good) + "---\n" + file_of(good)) == "x.yaml:9: the file holds a second document");
  CHECK_FALSE(why("").empty());
  CHECK(why("- a\n") == "x.yaml:1: the calendar is not a list of names and values");
}

TEST_CASE("a calendar's head is read strictly", "[legal]") {
  const std::string good = "  - {date: 2026-01-01, en: A, ja: B}\n";
  const std::string head = "name: {en: X, ja: X}\nsource: S\nobtained: O\n";
  CHECK(why(file_of(good, "id: X\n" + head + "from: 2026\nto: 2026\n")) ==
        "x.yaml:1: id of the calendar is 'X', which is not of small letters, digits and '-'");
  CHECK(why(file_of(good, "id: x\n" + head + "from: 2026\nto: 2025\n")) ==
        "x.yaml:6: from and to of the calendar are not 1 to 50 years in order");
  CHECK(why(file_of(good, "id: x\n" + head + "from: 2026\nto: 2027\n")) ==
        "x.yaml:8: there is no holiday of 2027, which from and to promise");
  CHECK(why(file_of(good, "id: x\n" + head + "from: 26\nto: 2026\n")) ==
        "x.yaml:5: from of the calendar is '26', which is not a year");
  CHECK(why(file_of(good, "id: x\n" + head + "to: 2026\n")) == "x.yaml:1: the calendar has no from");
}

TEST_CASE("a person's own calendars are read beside those that ship, and none hides another", "[legal]") {
  const support::TempFolder home;
  CHECK(legal::calendar_folders(home.path()).size() == 1);
  core::fs::create_directory(home / "calendars");
  const auto write = [&](const char* name, const std::string& id) {
    std::ofstream(((home / "calendars") / name).native())
        << "id: " << id << "\nname: {en: X, ja: X}\nsource: S\nobtained: O\nfrom: 2026\nto: 2026\nholidays:\n"
        << "  - {date: 2026-08-15, en: A, ja: B}\n";
  };
  write("my.yaml", "it-rome");
  write("note.txt", "jp");
  const auto folders = legal::calendar_folders(home.path());
  REQUIRE(folders.size() == 2);
  const auto all = legal::load_calendars(folders);
  CHECK(all.size() == 5);
  CHECK(legal::calendar_named(all, "it-rome").holiday({2026, 8, 15})->ja == "B");
  CHECK_THROWS_WITH(legal::calendar_named(all, "fr"),
                    "there is no calendar 'fr'; there are it-rome, jp, target, uk-england-wales, us-federal");
  write("again.yaml", "jp");
  CHECK_THROWS_WITH(legal::load_calendars(folders),
                    Catch::Matchers::StartsWith("two files give the calendar jp: "));
}
