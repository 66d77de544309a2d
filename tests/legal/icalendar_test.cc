// SPDX-License-Identifier: Apache-2.0
// Due times as iCalendar: folding, escaping, and what another reader makes of it.
#include "legal/law/icalendar.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "tests/support/temp_folder.h"

using core::json::Value;
using legal::DueItem;

namespace {

core::UtcTime utc(const std::string& text) { return core::parse_zoned_time(text).value(); }

const core::UtcTime kNow = utc("2026-11-28T01:02:03.9Z");

DueItem item(const std::string& summary, const std::string& description) {
  return {"EU-GDPR-33@2026-0042", summary, description, utc("2026-11-30T17:20:00.999999Z"), true, false};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t start = 0;
  for (std::size_t end = text.find("\r\n"); end != std::string::npos; end = text.find("\r\n", start)) {
    out.push_back(text.substr(start, end - start));
    start = end + 2;
  }
  CHECK(start == text.size());
  return out;
}

/// A Python that has python3-icalendar: Debian's may stand behind another. Empty when there is none.
std::string python() {
  for (const std::string name : {"python3", "/usr/bin/python3"}) {
    if (std::system((name + " -c 'import icalendar' 2>/dev/null").c_str()) == 0) {
      return name;
    }
  }
  return "";
}

/// The events as python3-icalendar reads them; nullopt when it is not installed.
std::optional<std::vector<Value>> as_read(const std::string& text) {
  const support::TempFolder folder;
  std::ofstream((folder / "due.ics").native(), std::ios::binary) << text;
  const std::string reader = python();
  if (reader.empty()) {
    WARN("not checked: python3-icalendar is not installed");
    return std::nullopt;
  }
  const std::string command = reader + (" " EXHIBIT_TEST_SOURCE_DIR "/interop/read_icalendar.py ") +
                              (folder / "due.ics").native() + " 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string said(1U << 20U, '\0');
  said.resize(std::fread(said.data(), 1, said.size(), pipe));
  INFO(said);
  CHECK(::pclose(pipe) == 0);
  std::vector<Value> out;
  std::istringstream in(said);
  for (std::string line; std::getline(in, line);) {
    out.push_back(core::json::parse(line).value());
  }
  return out;
}

std::string field(const Value& event, std::size_t at) { return *event.array()->at(at).string(); }

}  // namespace

TEST_CASE("an event at the due time with two alarms is what calendar programs are given", "[legal]") {
  const std::string text = legal::icalendar({item("Breach: notify", "Regulation (EU) 2016/679")}, kNow, "en");
  const std::vector<std::string> lines = lines_of(text);
  CHECK(lines.front() == "BEGIN:VCALENDAR");
  CHECK(lines[1] == "VERSION:2.0");
  CHECK(lines.back() == "END:VCALENDAR");
  const auto has = [&](const std::string& line) { return std::count(lines.begin(), lines.end(), line); };
  CHECK(has("DTSTART:20261130T172000Z") == 1);
  CHECK(has("DTSTAMP:20261128T010203Z") == 1);
  CHECK(has("SUMMARY:UNCONFIRMED: Breach: notify") == 1);
  CHECK(has("STATUS:TENTATIVE") == 1);
  CHECK(has("TRIGGER:-P1D") == 1);
  CHECK(has("TRIGGER:-PT2H") == 1);
}

TEST_CASE("what is confirmed says nothing of it, and a guideline is called one in either language",
          "[legal]") {
  DueItem due = item("速報", "");
  due.guideline = true;
  CHECK_THAT(legal::icalendar({due}, kNow, "ja"),
             Catch::Matchers::Contains("SUMMARY:【未確認】【目安】速報\r\n"));
  CHECK_THAT(legal::icalendar({due}, kNow, "en"),
             Catch::Matchers::Contains("SUMMARY:UNCONFIRMED: GUIDELINE: 速報\r\n"));
  due.unconfirmed = false;
  const std::string confirmed = legal::icalendar({due}, kNow, "en");
  CHECK_THAT(confirmed, Catch::Matchers::Contains("SUMMARY:GUIDELINE: 速報\r\n") &&
                            Catch::Matchers::Contains("STATUS:CONFIRMED\r\n") &&
                            !Catch::Matchers::Contains("UNCONFIRMED"));
}

TEST_CASE("lines have at most 75 octets and are never cut within a character", "[legal]") {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string words(shift, 'x');
    for (int i = 0; i < 100; ++i) {
      words += i % 3 == 0 ? "漏えい" : "é😀";
    }
    const std::string text = legal::icalendar({item(words, words)}, kNow, "ja");
    std::string unfolded;
    for (const std::string& line : lines_of(text)) {
      CHECK(line.size() <= 75);
      CHECK(core::is_utf8(line));
      unfolded += line.front() == ' ' ? line.substr(1) : "\n" + line;
    }
    CHECK_THAT(unfolded, Catch::Matchers::Contains("\nSUMMARY:【未確認】" + words + "\n"));
  }
}

TEST_CASE("no text breaks out of its property, and another reader reads back what was written", "[legal]") {
  const std::string evil = "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:x;y,z\\n\\\\\"'\t:=\x01\xff";
  DueItem first = item("Notify, at once; \\ or not\nSTATUS:CONFIRMED",
                       "line one\nline two, with; all \\ of it\n" + std::string(200, 'w'));
  DueItem second = item(evil, evil);
  second.uid = "u\r\nATTACH:file:///etc/passwd";
  const std::string text = legal::icalendar({first, second}, kNow, "en");
  const std::vector<std::string> lines = lines_of(text);
  CHECK(std::count(lines.begin(), lines.end(), "BEGIN:VEVENT") == 2);
  CHECK(text.find_first_of(std::string("\x01\t\xff")) == std::string::npos);

  const auto events = as_read(text);
  if (!events) {
    return;
  }
  REQUIRE(events->size() == 2);
  const Value& read = events->front();
  CHECK(field(read, 0) == "EU-GDPR-33@2026-0042");
  CHECK(field(read, 1) == "2026-11-30T17:20:00+00:00");
  CHECK(field(read, 2) == "2026-11-28T01:02:03+00:00");
  CHECK(field(read, 3) == "UNCONFIRMED: Notify, at once; \\ or not\\u{0A}STATUS:CONFIRMED");
  CHECK_THAT(field(read, 4), Catch::Matchers::StartsWith(first.description + "\n\nUNCONFIRMED: "));
  CHECK(field(read, 5) == "TENTATIVE");
  CHECK(core::json::encode(read.array()->at(6)) == R"(["-1 day, 0:00:00","-1 day, 22:00:00"])");
  for (const Value& event : *events) {
    CHECK(core::json::encode(event.array()->at(7)) ==
          R"(["DESCRIPTION","DTSTAMP","DTSTART","STATUS","SUMMARY","TRANSP","UID"])");
  }
}
