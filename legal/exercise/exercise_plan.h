// SPDX-License-Identifier: Apache-2.0
// The plan of an exercise: its overview, what it is to show (capabilities, tasks, measures) and its master scenario events
// list, as one YAML file that is fixed before the exercise starts (docs/exercises.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "legal/law/civil_time.h"

namespace legal {

struct ExerciseMeasure {
  std::string id, text;
};
struct ExerciseTask {
  std::string id, name;
  std::vector<ExerciseMeasure> measures;
};
struct ExerciseCapability {
  std::string id, name;
  std::vector<ExerciseTask> tasks;
};
struct ExerciseObjective {
  std::string id, text;
  std::vector<std::string> capabilities;  // ids
};

struct ExerciseOverview {
  std::string name, scope, threat, scenario, sponsor, poc;
  std::optional<CivilDate> starts, ends;
  std::vector<std::string> mission_areas, organisations;
  std::vector<ExerciseObjective> objectives;
};

/// An entry that players are expected to record once an inject has reached them.
struct ExpectedAction {
  std::string text;                          // in words
  std::string type;                          // of the entry
  int within = 0;                            // minutes after the inject
  std::map<std::string, std::string> where;  // members in clear and their values
  std::string says;                          // words that stand in it somewhere; empty: any
};

struct ExerciseEvent {
  std::string number;
  std::optional<std::int64_t> offset;  // minutes after the start; else
  std::optional<core::UtcTime> at;
  std::string inject, from, to;
  std::string capability, task;         // ids; the task may be empty
  bool is_protected = false;            // for controllers alone, and for those in
  std::vector<std::string> release_to;  // people and bodies that may read it all the same
  std::string classification;           // as TLP:RED; empty: none is given
  std::vector<ExpectedAction> expected;

  core::UtcTime due(core::UtcTime started) const;
  /// True when it is protected and `reader` is not in its release list; names are compared without case and width.
  bool is_kept_from(const std::string& reader) const;
};

struct ExercisePlan {
  ExerciseOverview overview;
  std::vector<ExerciseCapability> capabilities;
  std::vector<ExerciseEvent> events;  // as they stand in the file

  /// Null when there is none.
  const ExerciseCapability* capability(const std::string& id) const;
  const ExerciseTask* task(const std::string& capability, const std::string& id) const;
  const ExerciseEvent* event(const std::string& number) const;
};

/// Throws Error naming file, line and reason.
ExercisePlan parse_exercise_plan(const std::string& bytes, const std::string& file);

}  // namespace legal
