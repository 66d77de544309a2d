// SPDX-License-Identifier: Apache-2.0
#include "legal/exercise/exercise.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/folded_text.h"
#include "custody/private_entry.h"
#include "legal/fixed_files.h"

namespace legal {

using core::json::Value;

namespace {

constexpr std::int64_t kMinute = 60'000'000;

/// An entry that may be what was expected: public, or the content of a private one.
struct Candidate {
  std::uint64_t number = 0;
  std::string type;
  core::UtcTime time;
  Value body;
};

class Candidates {
 public:
  Candidates(const ExercisePlan& plan, const Records& records) : view_(records.view()) {
    for (const ExerciseEvent& event : plan.events) {
      for (const ExpectedAction& action : event.expected) {
        types_.insert(action.type);
      }
    }
    const auto heads = records.ledger().checkpoints();
    for (std::uint64_t log = 0; log < heads.size(); ++log) {
      for (std::uint64_t seq = 0; seq < heads[log].size; ++seq) {
        add(records.ledger().entry(custody::entry_number(log, seq)));
      }
    }
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.time < b.time; });
  }

  /// The first that is what was expected, from `from` to `to`; null when there is none.
  const Candidate* find(const ExpectedAction& action, core::UtcTime from,
                        const std::optional<core::UtcTime>& to) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const Candidate& entry) {
      return entry.type == action.type && entry.time >= from && (!to || entry.time <= *to) &&
             fits(entry, action);
    });
    return found == all_.end() ? nullptr : &*found;
  }

 private:
  void add(const custody::Entry& entry) {
    Candidate out{entry.number, entry.type, entry.time, entry.body()};
    if (entry.type == custody::kPrivateType) {
      const auto content = view_.value(entry.number, custody::kPrivateContent);
      const Value* body = content ? content->find("body") : nullptr;
      out.type = content ? content->text_of("type").value_or("") : "";
      out.body = body != nullptr ? *body : Value(nullptr);
    }
    if (types_.contains(out.type)) {
      all_.push_back(std::move(out));
    }
  }

  bool fits(const Candidate& entry, const ExpectedAction& action) const {
    const bool has_members = std::all_of(action.where.begin(), action.where.end(), [&](const auto& wanted) {
      const Value* member = entry.body.find(wanted.first);
      const auto texts = custody::texts_in(entry.body, wanted.first);
      return member != nullptr && (member->string() != nullptr
                                       ? *member->string() == wanted.second
                                       : std::find(texts.begin(), texts.end(), wanted.second) != texts.end());
    });
    return has_members &&
           (action.says.empty() || says(entry.number, entry.body, "body", core::folded(action.says)));
  }

  /// Any text below the value, in clear or as it was disclosed.
  bool says(std::uint64_t number, const Value& value, const std::string& path,
            const std::string& words) const {
    if (custody::commitment_in(value)) {
      const auto disclosed = view_.value(number, path);
      return disclosed && says(number, *disclosed, "", words);
    }
    if (const std::string* text = value.string()) {
      return core::folded(*text).find(words) != std::string::npos;
    }
    if (const auto* list = value.array()) {
      return std::any_of(list->begin(), list->end(),
                         [&](const Value& item) { return says(number, item, path, words); });
    }
    const auto* members = value.object();
    return members != nullptr && std::any_of(members->begin(), members->end(), [&](const auto& member) {
             return says(number, member.second, path + "." + member.first, words);
           });
  }

  const report::CaseView& view_;
  std::set<std::string> types_;
  std::vector<Candidate> all_;
};

ScoredAction scored(const ExpectedAction& action, const std::optional<InjectDelivery>& delivery,
                    const ExerciseState& state, const Candidates& candidates, core::UtcTime now) {
  ScoredAction out;
  out.action = &action;
  if (!delivery) {
    out.result = ActionResult::not_delivered;
    return out;
  }
  const std::int64_t within = action.within * kMinute;
  if (const Candidate* by = candidates.find(action, delivery->at, state.ended)) {
    const std::int64_t after = by->time.micros - delivery->at.micros;
    out.entry = by->number;
    out.minutes = after / kMinute;
    out.result = after <= within ? ActionResult::done : ActionResult::late;
    return out;
  }
  const bool over = state.ended || now.micros > delivery->at.micros + within;
  out.result = over ? ActionResult::not_done : ActionResult::not_yet_due;
  return out;
}

}  // namespace

std::optional<ExerciseState> exercise_state(const Records& records) {
  const auto& started = records.of("exercise_started");
  if (started.empty()) {
    return std::nullopt;
  }
  ExerciseState out;
  out.started_by = started.front().number;
  out.started = records.time(started.front(), "at").value_or(core::UtcTime{});
  out.plan = records.text(started.front(), "plan");
  if (const auto& ended = records.of("exercise_ended"); !ended.empty()) {
    out.ended_by = ended.front().number;
    out.ended = records.time(ended.front(), "at");
  }
  for (const Record& inject : records.of("inject_delivered")) {
    out.delivered.emplace(records.text(inject, "event"),
                          InjectDelivery{inject.number, records.time(inject, "at").value_or(core::UtcTime{}),
                                         records.text(inject, "deliverer"), records.text(inject, "receiver"),
                                         records.text(inject, "text")});
  }
  return out;
}

ExerciseState started_exercise(const Records& records) {
  auto out = exercise_state(records);
  if (!out) {
    core::fail(
        "the exercise has not been started; 'exhibit exercise start' starts it by a plan that was fixed");
  }
  return std::move(*out);
}

ExercisePlan plan_of(const custody::Ledger& ledger, const ExerciseState& state) {
  return parse_exercise_plan(fixed_file(ledger, state.plan), "the plan");
}

std::vector<DueInject> open_injects(const ExercisePlan& plan, const ExerciseState& state) {
  std::vector<DueInject> out;
  for (const ExerciseEvent& event : plan.events) {
    if (!state.delivered.contains(event.number)) {
      out.push_back({&event, event.due(state.started)});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const DueInject& a, const DueInject& b) { return a.due < b.due; });
  return out;
}

const char* text_of(ActionResult result) {
  switch (result) {
    case ActionResult::done: return "done";
    case ActionResult::late: return "done late";
    case ActionResult::not_done: return "not done";
    case ActionResult::not_yet_due: return "not yet due";
    case ActionResult::not_delivered: return "inject not delivered";
  }
  return "";
}

std::vector<ScoredEvent> score(const ExercisePlan& plan, const ExerciseState& state, const Records& records,
                               core::UtcTime now) {
  const Candidates candidates(plan, records);
  std::vector<ScoredEvent> out;
  for (const ExerciseEvent& event : plan.events) {
    ScoredEvent& row = out.emplace_back();
    row.event = &event;
    if (const auto found = state.delivered.find(event.number); found != state.delivered.end()) {
      row.delivery = found->second;
    }
    for (const ExpectedAction& action : event.expected) {
      row.actions.push_back(scored(action, row.delivery, state, candidates, now));
    }
  }
  return out;
}

}  // namespace legal
