// SPDX-License-Identifier: Apache-2.0
// Numbers of a year over one or several cases, without identities: docs/statistics.md says how each is counted.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "legal/case_clocks.h"

namespace legal {

/// One number: "intakes", "passive incident", "count", 3.
struct StatisticsCell {
  std::string group, name, measure;  // measure: count, median_minutes, max_minutes
  std::int64_t value = 0;
  bool withheld = false;  // a small count, or one that would give a small one away
};

/// Adds up what the cases recorded. Private entries are not counted: whoever holds the ledger alone gets the same numbers.
class Statistics {
 public:
  /// The year begins and ends by the clocks of `zone`.
  Statistics(int year, const Zone& zone);

  /// `clocks`: those of the case, as things stand now.
  void add(const Records& records, const std::vector<Clock>& clocks, core::UtcTime now);
  /// In order of group and name. Counts from 1 up to `at_least` - 1 are withheld, with the smallest other count of the group
  /// where one alone would be, and so are times of so few incidents; 0 withholds nothing.
  std::vector<StatisticsCell> cells(std::int64_t at_least) const;

 private:
  bool in_year(const std::optional<core::UtcTime>& time) const;
  void count(const std::string& group, const std::string& name) { ++counts_[group][name]; }
  void add_time(const std::string& name, std::optional<core::UtcTime> from, std::optional<core::UtcTime> to);
  void add_intakes(const Records& records);
  void add_incident(const Records& records, const std::string& number, core::UtcTime now);
  void add_durations(const Records& records, const std::string& number, core::UtcTime opened);
  void add_improvements(const Records& records);

  core::UtcTime begin_, end_;
  std::map<std::string, std::map<std::string, std::int64_t>> counts_;
  std::map<std::string, std::vector<std::int64_t>> minutes_;
};

/// Public reports by collection and kind, "passive incident", where `counts` says so of when they were received.
std::map<std::string, std::int64_t> intakes_by_kind(
    const Records& records, const std::function<bool(const std::optional<core::UtcTime>&)>& counts);

std::string statistics_csv(const std::vector<StatisticsCell>& cells);

}  // namespace legal
