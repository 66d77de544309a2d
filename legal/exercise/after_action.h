// SPDX-License-Identifier: Apache-2.0
// The facts of an after-action report and its improvement plan, of an exercise or of a real incident, each finding with the
// entries it rests on.
#pragma once

#include <string>
#include <vector>

#include "legal/exercise/exercise.h"
#include "legal/law/rule.h"

namespace legal {

struct AfterActionAsked {
  std::string incident;            // of a real case; empty: the exercise
  bool without_protected = false;  // for those who were not told of all injects
  std::string released_to;    // with the protected injects that are released to them, and without the others
  bool with_private = false;  // private observations and items stand in it
  core::UtcTime now;
};

struct ReviewedEvent {
  std::string number, capability, task;
  core::UtcTime planned;
  std::optional<InjectDelivery> delivery;
  std::string inject, from, to, classification;
  std::vector<std::string> release_to;
  bool is_protected = false;
  bool is_kept_back = false;  // from the reader the report is for
  std::vector<ExpectedAction> expected;
  std::vector<ScoredAction> actions;  // one for each of these, whose pointer is not to be used
};

struct Observation {
  std::uint64_t entry = 0;
  std::string hash, capability, task, rating, kind, text;
  std::vector<std::uint64_t> rests_on;  // numbers of entries
  bool is_kept_back =
      false;  // said by its author, or because it rests on such an inject or repeats its words
};

struct PlannedImprovement {
  std::uint64_t entry = 0;
  std::string capability, issue, action, element, organisation, poc;
  std::optional<core::UtcTime> start, completion;
  std::optional<std::uint64_t> observation;  // the entry it follows from
  bool is_kept_back = false;
};

/// A rating that stands: the newest of its capability and task.
struct StandingRating {
  std::string task;  // empty: of the capability as a whole
  std::string rating;
  std::uint64_t entry = 0;
};
struct CapabilityReview {
  std::string id, name;             // the name is empty where no plan gives one
  std::vector<ExerciseTask> tasks;  // of the plan
  std::vector<StandingRating> ratings;
};

struct AfterAction {
  bool is_exercise = false;
  std::string name;                         // of the exercise, or the incident's number and title
  std::optional<std::uint64_t> from_entry;  // that started the exercise or opened the incident
  std::optional<core::UtcTime> started, ended;
  std::optional<std::uint64_t> ended_by, plan_by;
  ExerciseOverview overview;  // of the plan; empty for an incident
  std::vector<CapabilityReview> capabilities;
  std::vector<ReviewedEvent> events;
  std::vector<Observation> observations;
  std::vector<PlannedImprovement> improvements;
  std::uint64_t left_out = 0;  // events, observations and items that are kept from the reader
};

/// Throws Error when the exercise has not been started, or there is no such incident.
AfterAction after_action(const Records& records, const AfterActionAsked& asked);

/// P, S, M and U in words.
Bilingual rating_words(const std::string& rating);

}  // namespace legal
