// SPDX-License-Identifier: Apache-2.0
#include "legal/law/calendar.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "legal/law/rule_members.h"

namespace legal {
namespace {

constexpr int kMostYears = 50;

bool is_id(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<CivilDate> first_of_year(const std::string& text) { return CivilDate::parse(text + "-01-01"); }

/// 0 when it is none, which is a fault.
int year_of(RuleMembers& map, const std::string& name) {
  const std::string text = map.formed(
      name, [](const std::string& value) { return first_of_year(value).has_value(); }, "a year");
  return text.empty() ? 0 : first_of_year(text)->year;
}

/// In order of days and within the years, so that a slip of the pen is noticed.
std::map<CivilDate, Bilingual> read_days(RuleMembers& map, int from, int to) {
  static const std::vector<std::string> known = {"date", "en", "ja"};
  std::map<CivilDate, Bilingual> out;
  const YamlNode* list = map.need("holidays");
  if (list == nullptr || list->kind != YamlNode::Kind::list) {
    map.fault(map.line_of("holidays"), "holidays of " + map.what() + " is not a list");
    return out;
  }
  for (const YamlNode& item : list->items) {
    RuleMembers holiday(item, "a holiday", known, map.faults());
    Bilingual name{holiday.text("en", TextLimit::line), holiday.text("ja", TextLimit::line)};
    const auto day = holiday.need("date") != nullptr ? holiday.date("date") : std::nullopt;
    if (!day) {
      continue;
    }
    if (day->year < from || day->year > to) {
      map.fault(item.line, day->text() + " is not within the years from " + std::to_string(from) + " to " +
                               std::to_string(to));
    }
    if (!out.empty() && out.rbegin()->first >= *day) {
      map.fault(item.line, day->text() + " does not come after " + out.rbegin()->first.text());
    }
    out.emplace(*day, std::move(name));
  }
  return out;
}

/// A year without a holiday is one that nobody has filled in.
void check_years(const std::map<CivilDate, Bilingual>& days, RuleMembers& map, int from, int to) {
  if (from == 0 || to < from || to - from >= kMostYears) {
    map.fault(map.line_of("to"), "from and to of " + map.what() + " are not 1 to " +
                                     std::to_string(kMostYears) + " years in order");
    return;
  }
  for (int year = from; year <= to; ++year) {
    const auto first = days.lower_bound(CivilDate{year, 1, 1});
    if (first == days.end() || first->first.year != year) {
      map.fault(map.line_of("holidays"),
                "there is no holiday of " + std::to_string(year) + ", which from and to promise");
    }
  }
}

}  // namespace

Calendar Calendar::parse(const std::string& bytes, const std::string& file) {
  static const std::vector<std::string> known = {"id",   "name", "source",  "obtained",
                                                 "from", "to",   "holidays"};
  const auto read = read_yaml(bytes, file);
  if (const auto* fault = std::get_if<RuleFault>(&read)) {
    core::fail("cannot read a calendar: " + text_of(*fault));
  }
  RuleFaults faults(file);
  RuleMembers map(std::get<YamlNode>(read), "the calendar", known, faults);
  Calendar out;
  out.file_ = file;
  out.id_ = map.formed("id", is_id, "of small letters, digits and '-'");
  out.name_ = map.bilingual("name", TextLimit::line);
  out.source_ = map.text("source", TextLimit::paragraph);
  out.obtained_ = map.text("obtained", TextLimit::paragraph);
  out.from_ = year_of(map, "from");
  out.to_ = year_of(map, "to");
  out.days_ = read_days(map, out.from_, out.to_);
  check_years(out.days_, map, out.from_, out.to_);
  const auto found = faults.take();
  if (!found.empty()) {
    core::fail("cannot read a calendar: " + text_of(found.front()));
  }
  return out;
}

const Bilingual* Calendar::holiday(const CivilDate& day) const {
  if (day.year < from_ || day.year > to_) {
    core::fail("cannot tell whether " + day.text() + " is a holiday: the calendar " + id_ +
               " knows the years " + std::to_string(from_) + " to " + std::to_string(to_) +
               "; count by hand, or add a calendar that knows that year (docs/deadlines.md)");
  }
  const auto found = days_.find(day);
  return found == days_.end() ? nullptr : &found->second;
}

const Calendar& calendar_named(const std::vector<Calendar>& calendars, const std::string& id) {
  std::string known;
  for (const Calendar& calendar : calendars) {
    if (calendar.id() == id) {
      return calendar;
    }
    known += (known.empty() ? "" : ", ") + calendar.id();
  }
  core::fail("there is no calendar '" + core::shown(id) + "'; there are " + (known.empty() ? "none" : known));
}

}  // namespace legal
