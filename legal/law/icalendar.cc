// SPDX-License-Identifier: Apache-2.0
#include "legal/law/icalendar.h"

#include <algorithm>
#include <cassert>
#include <string_view>

#include "core/text.h"
#include "core/version.h"

namespace legal {
namespace {

constexpr std::size_t kMostOctets = 75;  // of a line without its CRLF, RFC 5545 section 3.1

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Adds "name:value" as lines of at most 75 octets, never cut within a character.
void add_line(std::string& out, std::string_view name, const std::string& value) {
  const std::string line = std::string(name) + ":" + value;
  std::size_t room = kMostOctets;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = std::min(line.size(), at + room);
    while (end < line.size() && end > at && continues_character(line[end])) {
      --end;
    }
    out += (at == 0 ? "" : " ") + line.substr(at, end - at) + "\r\n";
    at = end;
    room = kMostOctets - 1;  // a space begins what continues a line
  }
}

/// TEXT of RFC 5545 section 3.3.11. Hidden and control characters are spelled out before, so that only line feeds are left.
std::string text(const std::string& value) {
  std::string out;
  for (const char c : core::shown(value, true)) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

/// "20261130T172000Z": whole seconds, the fraction cut off.
std::string instant(core::UtcTime time) {
  std::string out;
  for (const char c : time.text().substr(0, 19)) {
    if (c != '-' && c != ':') {
      out += c;
    }
  }
  return out + "Z";
}

struct Words {
  const char *unconfirmed, *guideline, *please_check;
};

const Words& words_in(const std::string& language) {
  static const Words en = {
      "UNCONFIRMED: ", "GUIDELINE: ",
      "\n\nUNCONFIRMED: counsel has not confirmed the rule; have the date checked before relying on it."};
  static const Words ja = {"【未確認】", "【目安】",
                           "\n\n未確認：弁護士がこの規則を確認していない。依拠する前に期日を確認すること。"};
  return language == "ja" ? ja : en;
}

void add_alarm(std::string& out, const char* before, const std::string& summary) {
  add_line(out, "BEGIN", "VALARM");
  add_line(out, "ACTION", "DISPLAY");
  add_line(out, "DESCRIPTION", text(summary));
  add_line(out, "TRIGGER", before);
  add_line(out, "END", "VALARM");
}

void add_event(std::string& out, const DueItem& item, core::UtcTime now, const Words& words) {
  assert(!item.uid.empty());
  const std::string summary = std::string(item.unconfirmed ? words.unconfirmed : "") +
                              (item.guideline ? words.guideline : "") + core::shown(item.summary);
  add_line(out, "BEGIN", "VEVENT");
  add_line(out, "UID", text(core::shown(item.uid)));
  add_line(out, "DTSTAMP", instant(now));
  add_line(out, "DTSTART", instant(item.due));
  add_line(out, "SUMMARY", text(summary));
  add_line(out, "DESCRIPTION", text(item.description + (item.unconfirmed ? words.please_check : "")));
  add_line(out, "STATUS", item.unconfirmed ? "TENTATIVE" : "CONFIRMED");
  add_line(out, "TRANSP", "TRANSPARENT");
  add_alarm(out, "-P1D", summary);
  add_alarm(out, "-PT2H", summary);
  add_line(out, "END", "VEVENT");
}

}  // namespace

std::string icalendar(const std::vector<DueItem>& items, core::UtcTime now, const std::string& language) {
  std::string out;
  add_line(out, "BEGIN", "VCALENDAR");
  add_line(out, "VERSION", "2.0");
  add_line(out, "PRODID", "-//" + std::string(core::kProgramName) + "//" + core::kProgramVersion + "//EN");
  for (const DueItem& item : items) {
    add_event(out, item, now, words_in(language));
  }
  add_line(out, "END", "VCALENDAR");
  return out;
}

}  // namespace legal
