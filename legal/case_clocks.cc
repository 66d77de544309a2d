// SPDX-License-Identifier: Apache-2.0
#include "legal/case_clocks.h"

#include <algorithm>
#include <map>
#include <set>

#include "legal/assess.h"
#include "legal/law/rule_words.h"

namespace legal {

namespace {

using Texts = std::vector<std::string>;

bool meets(const Texts& wanted, const Texts& there) {
  return wanted.empty() || there.empty() ||
         std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
           return std::find(there.begin(), there.end(), one) != there.end();
         });
}

struct Answer {
  std::uint64_t entry = 0;
  std::string decision;
  core::UtcTime at;
};

/// What the ledger holds of all incidents, read once.
class Events {
 public:
  explicit Events(const Records& records) : records_(records) {
    for (const Record& triage : records.of("incident_triaged")) {
      families_[triage.incident] = records.texts(triage, "families");
      intakes_[triage.incident] = kinds_of(records.texts(triage, "intakes"));
    }
    for (const Record& note : records.standing("notification_recorded")) {
      answers_[{note.incident, records.text(note, "duty")}] = {
          note.number, records.text(note, "decision"), records.time(note, "at").value_or(core::UtcTime{})};
    }
    for (const Record& confirmation : records.of("rules_confirmed")) {
      const std::string digest = records.text(confirmation, "digest");
      records.flag(confirmation, "confirmed") ? (void)confirmed_.insert(digest)
                                              : (void)confirmed_.erase(digest);
    }
  }

  bool offers(const std::string& incident, const Duty& duty) const {
    return meets(duty.families, at(families_, incident)) && meets(duty.intakes, at(intakes_, incident));
  }
  const Answer* answer(const std::string& incident, const std::string& stage) const {
    const auto found = answers_.find({incident, stage});
    return found == answers_.end() ? nullptr : &found->second;
  }
  bool confirmed(const Rule& rule) const { return confirmed_.count(rule.digest.hex()) > 0; }
  const std::map<std::pair<std::string, std::string>, Answer>& answers() const { return answers_; }

 private:
  static Texts at(const std::map<std::string, Texts>& map, const std::string& incident) {
    const auto found = map.find(incident);
    return found == map.end() ? Texts{} : found->second;
  }
  Texts kinds_of(const Texts& intakes) const {
    Texts out;
    for (const std::string& hash : intakes) {
      if (const auto intake = records_.find("intake_recorded", hash)) {
        out.push_back(records_.text(*intake, "kind"));
      }
    }
    return out;
  }

  const Records& records_;
  std::map<std::string, Texts> families_, intakes_;
  std::map<std::pair<std::string, std::string>, Answer> answers_;  // by incident and stage
  std::set<std::string> confirmed_;
};

ClockState state_of(const Deadline& deadline, const Answer* answer, bool superseded, core::UtcTime now) {
  if (superseded) {
    return ClockState::superseded;
  }
  if (answer != nullptr && answer->decision == "sent") {
    return deadline.due && answer->at > *deadline.due ? ClockState::sent_late : ClockState::sent;
  }
  if (answer != nullptr) {
    return answer->decision == "not required" ? ClockState::not_required
           : answer->decision == "deferred"   ? ClockState::deferred
                                              : ClockState::delayed;
  }
  if (!deadline.due) {
    return ClockState::no_date;
  }
  return *deadline.due < now ? ClockState::overdue : ClockState::runs;
}

/// Duties by the event or notification that starts a stage's clock.
using Starts = std::multimap<std::string, std::pair<const Rule*, const Stage*>>;

Starts starts_of(const RuleSet& rules, const ClocksAsked& asked) {
  Starts out;
  for (const Rule& rule : rules.all()) {
    const auto* duty = std::get_if<Duty>(&rule.content);
    const bool here = duty != nullptr &&
                      meets(asked.jurisdictions, {rule.jurisdiction, rule.jurisdiction.substr(0, 2)}) &&
                      meets(asked.roles, duty->roles);
    if (here) {
      for (const Stage& stage : duty->stages) {
        out.insert({stage.clock, {&rule, &stage}});
      }
    }
  }
  return out;
}

class Clocks {
 public:
  Clocks(const Events& events, const std::vector<Calendar>& calendars, const ClocksAsked& asked,
         Starts starts)
      : events_(events), calendars_(calendars), asked_(asked), starts_(std::move(starts)) {}

  /// Every stage that the event starts; `clock` is "notification_sent:..." for one that was sent.
  void start(const std::string& incident, const std::string& clock, core::UtcTime at, std::uint64_t entry,
             bool superseded) {
    const auto [begin, end] = starts_.equal_range(clock);
    for (auto it = begin; it != end; ++it) {
      const auto& [rule, stage] = it->second;
      if (events_.offers(incident, std::get<Duty>(rule->content))) {
        add(incident, *rule, *stage, at, entry, superseded);
      }
    }
  }
  std::vector<Clock> take() {
    std::stable_sort(clocks_.begin(), clocks_.end(), [](const Clock& a, const Clock& b) {
      const auto never = core::UtcTime{INT64_MAX};
      return a.deadline.due.value_or(never) < b.deadline.due.value_or(never);
    });
    return std::move(clocks_);
  }

 private:
  void add(const std::string& incident, const Rule& rule, const Stage& stage, core::UtcTime at,
           std::uint64_t entry, bool superseded) {
    const Duty& duty = std::get<Duty>(rule.content);
    Question question{at, std::nullopt, nullptr, false, events_.confirmed(rule)};
    if (!duty.calendar.empty()) {
      question.calendar = &calendar_named(calendars_, duty.calendar);
    }
    const Answer* answer = events_.answer(incident, stage.id);
    Clock clock{incident,
                &rule,
                &stage,
                stage.clock,
                at,
                entry,
                answer == nullptr ? 0 : answer->entry,
                ClockState::runs,
                deadline_of(rule, stage, question)};
    clock.state = state_of(clock.deadline, answer, superseded, asked_.now);
    clocks_.push_back(std::move(clock));
  }

  const Events& events_;
  const std::vector<Calendar>& calendars_;
  const ClocksAsked& asked_;
  Starts starts_;
  std::vector<Clock> clocks_;
};

}  // namespace

const char* word_of(ClockState state) {
  switch (state) {
    case ClockState::runs: return "runs";
    case ClockState::overdue: return "overdue";
    case ClockState::sent: return "sent";
    case ClockState::sent_late: return "sent late";
    case ClockState::not_required: return "not required";
    case ClockState::deferred: return "deferred";
    case ClockState::delayed: return "delayed by request";
    case ClockState::superseded: return "superseded";
    case ClockState::no_date: return "no date";
  }
  return "";
}

Bilingual words_of(ClockState state) {
  switch (state) {
    case ClockState::runs: return {word_of(state), "進行中"};
    case ClockState::overdue: return {word_of(state), "期限超過"};
    case ClockState::sent: return {word_of(state), "通知済"};
    case ClockState::sent_late: return {word_of(state), "期限後に通知"};
    case ClockState::not_required: return {word_of(state), "通知不要と判断"};
    case ClockState::deferred: return {word_of(state), "保留"};
    case ClockState::delayed: return {word_of(state), "要請により延期"};
    case ClockState::superseded: return {word_of(state), "訂正前の起算点"};
    case ClockState::no_date: return {word_of(state), "期日なし"};
  }
  return {};
}

std::vector<Clock> clocks_of(const Records& records, const RuleSet& rules,
                             const std::vector<Calendar>& calendars, const ClocksAsked& asked) {
  const Events events(records);
  Clocks clocks(events, calendars, asked, starts_of(rules, asked));
  for (const Record& event : records.of("awareness_recorded", asked.incident)) {
    clocks.start(event.incident, records.text(event, "event"),
                 records.time(event, "at").value_or(core::UtcTime{}), event.number, event.ended);
  }
  for (const auto& [place, answer] : events.answers()) {
    const bool here = asked.incident.empty() || asked.incident == place.first;
    if (here && answer.decision == "sent") {
      clocks.start(place.first, "notification_sent:" + place.second, answer.at, answer.entry, false);
    }
  }
  return clocks.take();
}

}  // namespace legal
