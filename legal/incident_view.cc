// SPDX-License-Identifier: Apache-2.0
#include "legal/incident_view.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/text.h"

namespace legal {

using core::json::Value;

namespace {

constexpr std::int64_t kMinute = 60'000'000;
constexpr std::int64_t kUnassigned = 60 * kMinute;  // after which an incident that nobody has is overdue

std::string state_of(const Value& row) {
  const auto has = [&](const char* mark) { return row.find(mark) != nullptr; };
  return has("closed")     ? "closed"
         : has("reviewed") ? "reviewed"
         : has("assigned") ? "responding"
         : has("triaged")  ? "triaged"
                           : "detected";
}

void add_triage(const Records& records, IncidentView& view) {
  for (const Record& triage : records.of("incident_triaged", view.number)) {
    view.priority = records.text(triage, "priority");
    view.families = records.texts(triage, "families");
    view.categories = records.texts(triage, "categories");
    view.issues = records.texts(triage, "issues");
    const std::string criteria = records.text(triage, "criteria");
    const auto fixed = criteria.empty() ? std::nullopt : records.find("policy_fixed", criteria);
    if (fixed && fixed->number > view.opened) {
      view.notes.push_back(
          {"the criteria (entry " + records.ledger().label(fixed->number) + ") are newer than the incident",
           "判断基準（項番" + records.ledger().label(fixed->number) + "）はインシデントより新しい"});
    }
    if (const std::string why = records.text(triage, "override"); !why.empty()) {
      view.notes.push_back({"priority or criterion overridden: " + why, "優先度・基準の変更：" + why});
    }
  }
}

void add_assignments(const Records& records, IncidentView& view, core::UtcTime now) {
  const auto assigned = records.of("incident_assigned", view.number);
  for (const Record& record : assigned) {
    view.owners.push_back(records.text(record, "response") + ": " + records.text(record, "owner"));
    const auto due = records.time(record, "due");
    if (due && *due < now && view.state == "responding") {
      view.notes.push_back({"overdue since " + due->text() + ": " + view.owners.back(),
                            "期限超過（" + due->text() + "）：" + view.owners.back()});
    }
  }
  const core::UtcTime opened = records.entry(view.opened).time;
  if (assigned.empty() && view.state != "closed" && now.micros - opened.micros > kUnassigned) {
    const std::string minutes = std::to_string((now.micros - opened.micros) / kMinute);
    view.notes.push_back({"overdue: not assigned to anybody for " + minutes + " minutes",
                          "期限超過：" + minutes + "分間、担当が割り当てられていない"});
  }
}

void add_closing(const Records& records, IncidentView& view, bool with_private) {
  for (const Record& closing : records.of("incident_closed", view.number)) {
    if (const std::string waiver = records.text(closing, "waiver"); !waiver.empty()) {
      const std::string who = records.view().person(records.author(closing));
      view.notes.push_back({"closed without a review; waived by " + who + ": " + waiver,
                            "見直しなしで終結。" + who + "による免除：" + waiver});
    }
  }
  for (const Record& action : records.of("action_recorded", view.number)) {
    const std::string why = records.text(action, "override");
    if (!why.empty() && (with_private || !action.is_private)) {
      view.notes.push_back({records.text(action, "name") + " went ahead without counsel: " + why,
                            records.text(action, "name") + "は弁護士の記録なしに実施：" + why});
    }
  }
  if (view.open_improvements > 0) {
    const std::string count = std::to_string(view.open_improvements);
    view.notes.push_back({"improvements still open: " + count, "未完了の改善項目：" + count + "件"});
  }
}

IncidentView view_of(const Records& records, const std::string& number, const Value& row, core::UtcTime now,
                     bool with_private) {
  IncidentView out;
  out.number = number;
  out.opened = static_cast<std::uint64_t>(row.integer_of("opened").value_or(0));
  out.title = records.view().text(out.opened, "body.title");
  out.state = state_of(row);
  out.artifacts = records.standing("artifact_linked", number).size();
  out.actions = records.of("action_recorded", number).size();
  out.decisions = records.of("decision_recorded", number).size();
  out.open_improvements = records.standing("improvement_recorded", number).size();
  add_triage(records, out);
  add_assignments(records, out, now);
  add_closing(records, out, with_private);
  return out;
}

}  // namespace

std::vector<IncidentView> incidents_of(const Records& records, core::UtcTime now) {
  std::vector<IncidentView> out;
  for (const auto& [number, row] : records.ledger().store().list("incident", "")) {
    out.push_back(view_of(records, number, row, now, true));
  }
  return out;
}

IncidentView incident_of(const Records& records, const std::string& number, core::UtcTime now,
                         bool with_private) {
  const auto row = records.ledger().store().get("incident", number);
  if (!row) {
    core::fail("no incident '" + core::shown(number) +
               "' is opened in this case; 'exhibit incident list' lists them");
  }
  return view_of(records, number, *row, now, with_private);
}

std::vector<std::pair<std::string, std::int64_t>> losses_of(const Records& records,
                                                            const std::string& incident) {
  std::map<std::string, std::int64_t> sums;
  for (const Record& loss : records.standing("loss_recorded", incident)) {
    std::int64_t& sum = sums[records.text(loss, "currency")];
    if (__builtin_add_overflow(sum, records.integer(loss, "amount").value_or(0), &sum)) {
      core::fail("the losses of " + incident + " are too large to be summed up");
    }
  }
  return {sums.begin(), sums.end()};
}

std::vector<ReadinessLine> readiness_of(const Records& records, core::UtcTime now) {
  std::vector<ReadinessLine> out;
  for (const Record& record : records.standing("readiness_recorded")) {
    ReadinessLine line{record.number,
                       records.text(record, "register"),
                       records.text(record, "name"),
                       records.text(record, "text"),
                       records.time(record, "verified_at").value_or(core::UtcTime{}),
                       records.time(record, "expires"),
                       false};
    line.stale = line.expires && *line.expires <= now;
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace legal
