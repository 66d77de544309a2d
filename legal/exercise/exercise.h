// SPDX-License-Identifier: Apache-2.0
// An exercise as its plan and its ledger tell it: what was delivered, which expected actions were recorded and when.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "legal/exercise/exercise_plan.h"
#include "legal/records.h"

namespace legal {

struct InjectDelivery {
  std::uint64_t entry = 0;
  core::UtcTime at;
  std::string deliverer, receiver, text;
};

/// How far an exercise has come.
struct ExerciseState {
  std::uint64_t started_by = 0;  // number of the entry
  core::UtcTime started;
  std::string plan;  // leaf hash of the entry that fixed it
  std::optional<std::uint64_t> ended_by;
  std::optional<core::UtcTime> ended;
  std::map<std::string, InjectDelivery> delivered;  // by number of the event
};

/// Nullopt when it has not been started.
std::optional<ExerciseState> exercise_state(const Records& records);
/// Throws Error, with what to do, when it has not been started.
ExerciseState started_exercise(const Records& records);
/// The plan that it was started by, from the case's attachments. Throws Error when the file is missing or another.
ExercisePlan plan_of(const custody::Ledger& ledger, const ExerciseState& state);

/// An inject that is due, or the next to be; those delivered are in no such list.
struct DueInject {
  const ExerciseEvent* event = nullptr;
  core::UtcTime due;
};
/// Injects not delivered yet, by when they are due. REQUIRES: the plan outlives the list.
std::vector<DueInject> open_injects(const ExercisePlan& plan, const ExerciseState& state);

enum class ActionResult { done, late, not_done, not_yet_due, not_delivered };
/// "done", "done late", "not done", "not yet due", "inject not delivered".
const char* text_of(ActionResult result);

struct ScoredAction {
  const ExpectedAction* action = nullptr;
  ActionResult result = ActionResult::not_yet_due;
  std::optional<std::uint64_t> entry;   // that did it
  std::optional<std::int64_t> minutes;  // after the inject, by the times that the entries claim
};
struct ScoredEvent {
  const ExerciseEvent* event = nullptr;
  std::optional<InjectDelivery> delivery;
  std::vector<ScoredAction> actions;
};
/// Of each event of the plan, in its order. An action is done by the first entry of its type, recorded at or after the
/// inject's time and before the end, that has the members and words the plan asks for. `now` tells what is not yet due
/// while the exercise goes on; once it has ended the score is the same at any time. REQUIRES: the plan outlives the score.
std::vector<ScoredEvent> score(const ExercisePlan& plan, const ExerciseState& state, const Records& records,
                               core::UtcTime now);

}  // namespace legal
