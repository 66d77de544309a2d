// SPDX-License-Identifier: Apache-2.0
// Exercises: a case that was opened as one is one for ever, with keys of its own (docs/decisions/0011).
#pragma once

#include <optional>
#include <string>

#include "custody/rows.h"

namespace custody {

/// The longest name of an exercise, in bytes.
constexpr std::size_t kLongestExerciseName = 200;

class EntryEffect;

constexpr const char* kExercisePlan =
    "exercise_plan";  // kind of rows: plans fixed in an exercise, by leaf hash
constexpr const char* kExerciseEvent =
    "exercise_event";  // likewise: injects delivered, by the number of the event

/// The exercise's name as the opening entry states it; nullopt when the case is none.
std::optional<std::string> exercise_of(const Rows& rows);

/// What is wrong with a name, or nullopt: it is one line of 1 to kLongestExerciseName bytes.
std::optional<std::string> exercise_name_fault(const std::string& name);

/// The effect of `policy_fixed`: a record, and in an exercise a plan that it can be started by.
void put_plan(EntryEffect& entry);

}  // namespace custody
