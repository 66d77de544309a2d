// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/statistics.h"

#include <algorithm>

#include "core/error.h"
#include "legal/incident_view.h"
#include "legal/sharing/generalise.h"
#include "report/csv.h"

namespace legal {

namespace {

constexpr std::int64_t kMinute = 60'000'000;

/// Bounds of the bands that losses of an incident fall into, in whole units of their currency.
const std::vector<std::int64_t>& loss_bounds() {
  static const std::vector<std::int64_t> bounds = {10'000,     100'000,     1'000'000,
                                                   10'000'000, 100'000'000, 1'000'000'000};
  return bounds;
}

core::UtcTime new_year(const Zone& zone, int year) {
  if (year < 1971 || year > 2036) {
    core::fail_usage("--year " + std::to_string(year) + " is outside of 1971 to 2036");
  }
  return zone.instant({{year, 1, 1}, 0, 0, 0});
}

/// A category is a word of a published list; what is none may name somebody.
std::string category_word(const std::string& text) {
  const bool plain = !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/' || c == ' ';
  });
  return plain ? text : "other";
}

std::int64_t median(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::optional<core::UtcTime> earlier(std::optional<core::UtcTime> one, std::optional<core::UtcTime> other) {
  return !one ? other : !other ? one : std::min(*one, *other);
}

/// When the first public record of that type on the incident was made.
std::optional<core::UtcTime> first_of(const Records& records, const char* type, const std::string& incident) {
  for (const Record& record : records.of(type, incident)) {
    if (!record.is_private) {
      return records.recorded_at(record);
    }
  }
  return std::nullopt;
}

/// The least of the times that public records of that type tell of the incident.
std::optional<core::UtcTime> least_time(const Records& records, const char* type, const std::string& incident,
                                        const char* member) {
  std::optional<core::UtcTime> out;
  for (const Record& record : records.of(type, incident)) {
    const bool counts = !record.is_private && (std::string(type) != "notification_recorded" ||
                                               records.text(record, "decision") == "sent");
    out = counts ? earlier(out, records.time(record, member)) : out;
  }
  return out;
}

/// When the oldest report was received that triage correlated with the incident.
std::optional<core::UtcTime> reported(const Records& records, const std::string& incident) {
  std::optional<core::UtcTime> out;
  for (const Record& triage : records.of("incident_triaged", incident)) {
    for (const std::string& hash : records.texts(triage, "intakes")) {
      const auto intake = records.find("intake_recorded", hash);
      out = intake ? earlier(out, records.time(*intake, "received_at")) : out;
    }
  }
  return out;
}

/// When the oldest artifact that is linked to the incident says that something happened.
std::optional<core::UtcTime> happened(const Records& records, const std::string& incident) {
  std::optional<core::UtcTime> out;
  for (const Record& link : records.standing("artifact_linked", incident)) {
    const auto artifact = records.find("artifact_recorded", records.text(link, "artifact"));
    out = artifact && !link.is_private ? earlier(out, records.time(*artifact, "occurred_at")) : out;
  }
  return out;
}

void withhold(std::vector<StatisticsCell>& group, std::int64_t at_least) {
  std::size_t withheld = 0;
  for (StatisticsCell& cell : group) {
    cell.withheld = cell.value > 0 && cell.value < at_least;
    withheld += cell.withheld ? 1 : 0;
  }
  if (withheld != 1) {
    return;
  }
  StatisticsCell* smallest = nullptr;
  for (StatisticsCell& cell : group) {
    if (!cell.withheld && (smallest == nullptr || cell.value < smallest->value)) {
      smallest = &cell;
    }
  }
  if (smallest != nullptr) {
    smallest->withheld = true;
  }
}

}  // namespace

Statistics::Statistics(int year, const Zone& zone)
    : begin_(new_year(zone, year)), end_(new_year(zone, year + 1)) {}

bool Statistics::in_year(const std::optional<core::UtcTime>& time) const {
  return time && !(*time < begin_) && *time < end_;
}

void Statistics::add_time(const std::string& name, std::optional<core::UtcTime> from,
                          std::optional<core::UtcTime> to) {
  if (from && to && !(*to < *from)) {
    minutes_[name].push_back((to->micros - from->micros) / kMinute);
  }
}

std::map<std::string, std::int64_t> intakes_by_kind(
    const Records& records, const std::function<bool(const std::optional<core::UtcTime>&)>& counts) {
  std::map<std::string, std::int64_t> out;
  for (const Record& intake : records.of("intake_recorded")) {
    if (!intake.is_private && counts(records.time(intake, "received_at"))) {
      ++out[records.text(intake, "collection") + " " + records.text(intake, "kind")];
    }
  }
  return out;
}

void Statistics::add_intakes(const Records& records) {
  for (const auto& [name, number] :
       intakes_by_kind(records, [this](const auto& time) { return in_year(time); })) {
    counts_["intakes"][name] += number;
  }
}

void Statistics::add_durations(const Records& records, const std::string& number, core::UtcTime opened) {
  const auto detected = earlier(reported(records, number), opened);
  add_time("detect", happened(records, number), detected);
  add_time("triage", detected, first_of(records, "incident_triaged", number));
  add_time("assign", detected, first_of(records, "incident_assigned", number));
  add_time("notify", least_time(records, "awareness_recorded", number, "at"),
           least_time(records, "notification_recorded", number, "at"));
  add_time("close", detected, first_of(records, "incident_closed", number));
}

void Statistics::add_incident(const Records& records, const std::string& number, core::UtcTime now) {
  const IncidentView view = incident_of(records, number, now);
  const core::UtcTime opened = records.entry(view.opened).time;
  if (!in_year(opened)) {
    return;
  }
  count("incidents", "opened");
  count("incidents by state", view.state);
  count("incidents by priority", view.priority.empty() ? "not triaged" : view.priority);
  for (const std::string& family : view.families) {
    count("incidents by family", family);
  }
  for (const std::string& category : view.categories) {
    count("incidents by category", category_word(category));
  }
  count("reviews", !records.of("incident_reviewed", number).empty() ? "reviewed" : "not reviewed");
  for (const Record& closing : records.of("incident_closed", number)) {
    if (!records.text(closing, "waiver").empty()) {
      count("reviews", "waived");
    }
  }
  for (const auto& [type, name] :
       {std::pair{"incident_triaged", "triage"}, std::pair{"action_recorded", "action without counsel"}}) {
    for (const Record& record : records.of(type, number)) {
      if (!record.is_private && !records.text(record, "override").empty()) {
        count("overrides", name);
      }
    }
  }
  std::map<std::string, std::int64_t> losses;
  for (const Record& loss : records.standing("loss_recorded", number)) {
    std::int64_t& sum = losses[records.text(loss, "currency")];
    const std::int64_t amount = loss.is_private ? 0 : records.integer(loss, "amount").value_or(0);
    sum = amount > INT64_MAX - sum ? INT64_MAX : sum + amount;
  }
  for (const auto& [currency, sum] : losses) {
    count("incidents by loss", sum_band(sum, currency, loss_bounds()).en);
  }
  add_durations(records, number, opened);
}

void Statistics::add_improvements(const Records& records) {
  for (const Record& item : records.of("improvement_recorded")) {
    if (!item.is_private && in_year(records.recorded_at(item))) {
      count("improvements", records.text(item, "kind") + (item.ended ? " done" : " open"));
    }
  }
}

void Statistics::add(const Records& records, const std::vector<Clock>& clocks, core::UtcTime now) {
  add_intakes(records);
  for (const auto& [number, row] : records.ledger().store().list("incident", "")) {
    add_incident(records, number, now);
  }
  for (const Clock& clock : clocks) {
    if (in_year(clock.event_at) && clock.state != ClockState::superseded) {
      count("clocks", word_of(clock.state));
    }
  }
  add_improvements(records);
}

std::vector<StatisticsCell> Statistics::cells(std::int64_t at_least) const {
  std::vector<StatisticsCell> out;
  for (const auto& [group, names] : counts_) {
    std::vector<StatisticsCell> cells;
    for (const auto& [name, value] : names) {
      cells.push_back({group, name, "count", value, false});
    }
    withhold(cells, at_least);
    out.insert(out.end(), cells.begin(), cells.end());
  }
  for (const auto& [name, values] : minutes_) {
    const auto size = static_cast<std::int64_t>(values.size());
    const bool few = size < at_least;
    out.push_back({"time to", name, "count", size, few});
    out.push_back({"time to", name, "median_minutes", median(values), few});
    out.push_back({"time to", name, "max_minutes", *std::max_element(values.begin(), values.end()), few});
  }
  return out;
}

std::string statistics_csv(const std::vector<StatisticsCell>& cells) {
  std::string out = "\"group\",\"name\",\"measure\",\"value\"\r\n";
  for (const StatisticsCell& cell : cells) {
    for (const std::string* text : {&cell.group, &cell.name, &cell.measure}) {
      out += report::csv_field(*text) + ",";
    }
    out += (cell.withheld ? report::csv_field("withheld") : std::to_string(cell.value)) + "\r\n";
  }
  return out;
}

}  // namespace legal
