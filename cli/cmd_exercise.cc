// SPDX-License-Identifier: Apache-2.0
// Reading an exercise: which injects are due, and what was done about those delivered.
#include "cli/entries.h"
#include "core/text.h"
#include "legal/exercise/exercise.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr std::int64_t kMinute = 60'000'000;

/// The exercise of a case as it stands at a time. What it holds refers to the ledger given.
struct Played {
  Played(const custody::Ledger& ledger, core::UtcTime at)
      : view(ledger),
        records(view),
        state(legal::started_exercise(records)),
        plan(legal::plan_of(ledger, state)),
        now(at) {}

  report::CaseView view;
  legal::Records records;
  legal::ExerciseState state;
  legal::ExercisePlan plan;
  core::UtcTime now;
};

std::string minutes_text(std::int64_t minutes) {
  const std::string rest = std::to_string(minutes % 60);
  return std::to_string(minutes / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

/// What only controllers know is printed when it is asked for.
std::string told(const legal::ExerciseEvent& event, const std::string& text, bool with_protected) {
  return event.is_protected && !with_protected ? "(protected)" : text;
}

Object inject_object(const legal::DueInject& inject, const ExerciseRead& args) {
  const legal::ExerciseEvent& event = *inject.event;
  return Object{{"due", inject.due.text()},
                {"event", event.number},
                {"from", told(event, event.from, args.with_protected)},
                {"inject", told(event, event.inject, args.with_protected)},
                {"protected", event.is_protected},
                {"to", told(event, event.to, args.with_protected)}};
}

void print_inject(const legal::DueInject& inject, const ExerciseRead& args, core::UtcTime now) {
  const legal::ExerciseEvent& event = *inject.event;
  const bool due = inject.due <= now;
  const std::int64_t minutes =
      (due ? now.micros - inject.due.micros : inject.due.micros - now.micros) / kMinute;
  print(std::string(due ? "DUE   " : "next  ") + "event " + event.number + ", " +
        inject.due.text().substr(0, 16) + "Z (" + (due ? "since " : "in ") + minutes_text(minutes) + ")" +
        (event.is_protected ? ", protected" : ""));
  if (!event.is_protected || args.with_protected) {
    print("      " + core::shown(event.from) + " to " + core::shown(event.to) + ": " +
          core::shown(event.inject));
  }
}

Object action_object(const custody::Ledger& ledger, const legal::ExerciseEvent& event,
                     const legal::ScoredAction& action, const ExerciseRead& args) {
  return Object{{"entry", action.entry ? Value(*action.entry) : Value(nullptr)},
                {"expected", told(event, action.action->text, args.with_protected)},
                {"label", action.entry ? Value(ledger.label(*action.entry)) : Value(nullptr)},
                {"minutes", action.minutes ? Value(*action.minutes) : Value(nullptr)},
                {"result", legal::text_of(action.result)},
                {"type", action.action->type},
                {"within", action.action->within}};
}

Object event_object(const custody::Ledger& ledger, const legal::ScoredEvent& row, const ExerciseRead& args) {
  Array actions;
  for (const legal::ScoredAction& action : row.actions) {
    actions.emplace_back(action_object(ledger, *row.event, action, args));
  }
  return Object{{"actions", std::move(actions)},
                {"capability", row.event->capability},
                {"delivered_at", row.delivery ? Value(row.delivery->at.text()) : Value(nullptr)},
                {"delivery", row.delivery ? Value(row.delivery->entry) : Value(nullptr)},
                {"event", row.event->number},
                {"protected", row.event->is_protected},
                {"task", row.event->task}};
}

void print_event(const custody::Ledger& ledger, const legal::ScoredEvent& row, const ExerciseRead& args) {
  print("event " + row.event->number + (row.event->is_protected ? " (protected)" : "") + ": " +
        (row.delivery ? "delivered " + row.delivery->at.text().substr(0, 19) + "Z (entry " +
                            ledger.label(row.delivery->entry) + ")"
                      : "not delivered"));
  for (const legal::ScoredAction& action : row.actions) {
    print("  " + std::string(legal::text_of(action.result)) + ": " +
          core::shown(told(*row.event, action.action->text, args.with_protected)) +
          (action.entry ? ", " + std::to_string(*action.minutes) + " minutes after the inject (entry " +
                              ledger.label(*action.entry) + ")"
                        : "") +
          ", within " + std::to_string(action.action->within) + " minutes");
  }
}

core::UtcTime time_asked(const ExerciseRead& args, Session& session) {
  return time_of(args.at, "--at").value_or(session.clock().now());
}

}  // namespace

int run_exercise_next(const ExerciseRead& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  const Played played(ledger, time_asked(args, session));
  Array due, next;
  const auto open =
      played.state.ended ? std::vector<legal::DueInject>{} : legal::open_injects(played.plan, played.state);
  for (const legal::DueInject& inject : open) {
    const bool is_next = inject.due > played.now;
    if (is_next && !next.empty() && inject.due > open[due.size()].due) {
      break;  // one of those that come next, or several at one time
    }
    (is_next ? next : due).emplace_back(inject_object(inject, args));
    if (!common.json) {
      print_inject(inject, args, played.now);
    }
  }
  if (common.json) {
    print_json(Object{{"due", std::move(due)},
                      {"ended", played.state.ended ? Value(played.state.ended->text()) : Value(nullptr)},
                      {"next", std::move(next)},
                      {"started", played.state.started.text()}});
  } else if (played.state.ended) {
    print("the exercise ended at " + played.state.ended->text());
  } else if (open.empty()) {
    print("every inject has been delivered");
  }
  return 0;
}

int run_exercise_score(const ExerciseRead& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  const Played played(ledger, time_asked(args, session));
  Array events;
  std::map<std::string, std::int64_t> counts;
  for (const legal::ScoredEvent& row : legal::score(played.plan, played.state, played.records, played.now)) {
    for (const legal::ScoredAction& action : row.actions) {
      ++counts[legal::text_of(action.result)];
    }
    if (common.json) {
      events.emplace_back(event_object(ledger, row, args));
    } else {
      print_event(ledger, row, args);
    }
  }
  if (common.json) {
    Object counted;
    for (const auto& [result, count] : counts) {
      counted[result] = count;
    }
    print_json(Object{{"counts", std::move(counted)}, {"events", std::move(events)}});
    return 0;
  }
  std::string line;
  for (const auto& [result, count] : counts) {
    line += (line.empty() ? "" : ", ") + std::to_string(count) + " " + result;
  }
  print(line.empty() ? "the plan expects nothing" : line);
  return 0;
}

}  // namespace cli
