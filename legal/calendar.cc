// SPDX-License-Identifier: Apache-2.0
#include "legal/calendar.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/text.h"

namespace legal {
namespace {

constexpr int kMostYears = 50;

[[noreturn]] void fail_at(const std::string& file, int line, const std::string& why) {
  core::fail(core::shown(file) + ":" + std::to_string(line) + ": " + why);
}

int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

/// Reads members of one map: each known, each once, none left out.
class MapReader {
 public:
  MapReader(const YAML::Node& map, const std::string& file, const std::set<std::string>& keys,
            const std::string& what)
      : file_(file), line_(line_of(map)), what_(what) {
    if (!map.IsMap()) {
      fail_at(file, line_, what + " is not a list of names and values");
    }
    for (const auto& pair : map) {
      const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "";
      if (keys.count(key) == 0) {
        fail_at(file, line_of(pair.first), what + " holds '" + core::shown(key) + "', which is not known");
      }
      if (!members_.emplace(key, pair.second).second) {
        fail_at(file, line_of(pair.first), what + " holds '" + key + "' twice");
      }
    }
    for (const std::string& key : keys) {
      if (members_.count(key) == 0) {
        fail_at(file, line_, what + " lacks '" + key + "'");
      }
    }
  }

  const YAML::Node& node(const std::string& key) const { return members_.at(key); }
  int line(const std::string& key) const { return line_of(node(key)); }
  std::string text(const std::string& key) const {
    const YAML::Node& value = node(key);
    if (!value.IsScalar() || value.Scalar().empty()) {
      fail_at(file_, line_of(value), "'" + key + "' is not a text");
    }
    if (core::shown(value.Scalar()) != value.Scalar()) {
      fail_at(file_, line_of(value), "'" + key + "' holds control, hidden or malformed characters");
    }
    return value.Scalar();
  }
  int year(const std::string& key) const {
    const std::string digits = text(key);
    const auto day = CivilDate::parse(digits + "-01-01");
    if (!day) {
      fail_at(file_, line(key), "'" + key + "' is no year: " + digits);
    }
    return day->year;
  }

 private:
  const std::string& file_;
  int line_;
  std::string what_;
  std::map<std::string, YAML::Node> members_;
};

Bilingual read_name(const YAML::Node& node, const std::string& file) {
  const MapReader words(node, file, {"en", "ja"}, "'name'");
  return {words.text("en"), words.text("ja")};
}

/// In order of days and within the years, so that a slip of the pen is noticed.
std::map<CivilDate, Bilingual> read_days(const YAML::Node& list, const std::string& file, int from, int to) {
  if (!list.IsSequence()) {
    fail_at(file, line_of(list), "'holidays' is not a list");
  }
  std::map<CivilDate, Bilingual> out;
  for (const auto& item : list) {
    const MapReader words(item, file, {"date", "en", "ja"}, "a holiday");
    const auto day = CivilDate::parse(words.text("date"));
    if (!day) {
      fail_at(file, line_of(item),
              "there is no day " + words.text("date") + " (a day is written 2026-11-23)");
    }
    if (day->year < from || day->year > to) {
      fail_at(file, line_of(item), day->text() + " is not within the years 'from' to 'to'");
    }
    if (!out.empty() && out.rbegin()->first >= *day) {
      fail_at(file, line_of(item), day->text() + " does not come after " + out.rbegin()->first.text());
    }
    out.emplace(*day, Bilingual{words.text("en"), words.text("ja")});
  }
  return out;
}

bool is_id(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

/// A year without a holiday is one that nobody has filled in.
void check_years(const std::map<CivilDate, Bilingual>& days, const std::string& file, int line, int from,
                 int to) {
  for (int year = from; year <= to; ++year) {
    const auto first = days.lower_bound(CivilDate{year, 1, 1});
    if (first == days.end() || first->first.year != year) {
      fail_at(file, line,
              "there is no holiday of " + std::to_string(year) + ", which 'from' and 'to' promise");
    }
  }
}

YAML::Node one_document(const std::string& bytes, const std::string& file) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(bytes);
    if (documents.size() != 1) {
      fail_at(file, 1, "the file is not one YAML document");
    }
    return documents.front();
  } catch (const YAML::Exception& error) {
    fail_at(file, std::max(0, error.mark.line) + 1, "not valid YAML: " + core::shown(error.msg));
  }
}

}  // namespace

Calendar Calendar::parse(const std::string& bytes, const std::string& file) {
  const YAML::Node root = one_document(bytes, file);
  const MapReader top(root, file, {"id", "name", "source", "obtained", "from", "to", "holidays"},
                      "the calendar");
  Calendar out;
  out.file_ = file;
  out.id_ = top.text("id");
  if (!is_id(out.id_)) {
    fail_at(file, top.line("id"), "'id' is not of small letters, digits and '-'");
  }
  out.name_ = read_name(top.node("name"), file);
  out.source_ = top.text("source");
  out.obtained_ = top.text("obtained");
  out.from_ = top.year("from");
  out.to_ = top.year("to");
  if (out.to_ < out.from_ || out.to_ - out.from_ >= kMostYears) {
    fail_at(file, top.line("to"),
            "'from' and 'to' are not 1 to " + std::to_string(kMostYears) + " years in order");
  }
  out.days_ = read_days(top.node("holidays"), file, out.from_, out.to_);
  check_years(out.days_, file, top.line("holidays"), out.from_, out.to_);
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
