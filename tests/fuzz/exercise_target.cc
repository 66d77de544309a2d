// SPDX-License-Identifier: Apache-2.0
// A plan of an exercise: what is refused comes with file and reason, what is read keeps what docs/exercises.md promises.
#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/ids.h"
#include "core/text.h"
#include "custody/type_rule.h"
#include "legal/exercise/exercise_plan.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void check_event(const legal::ExercisePlan& plan, const legal::ExerciseEvent& event) {
  require(core::is_identifier(event.number) && !event.inject.empty(), "an event has a number and an inject");
  require(plan.capability(event.capability) != nullptr, "an event leads to a capability");
  require(event.task.empty() || plan.task(event.capability, event.task) != nullptr,
          "a task is of its capability");
  require(event.offset.has_value() != event.at.has_value(), "an event has an offset or a time");
  for (const legal::ExpectedAction& action : event.expected) {
    require(custody::rule_of(action.type) != nullptr && action.type != "private",
            "what is expected is a known type");
    require(action.within >= 1 && action.within <= 1000, "what is expected has a time");
  }
}

void check_plan(const legal::ExercisePlan& plan) {
  require(!plan.overview.name.empty() && !plan.capabilities.empty(), "a plan has a name and capabilities");
  require(!plan.events.empty() && plan.events.size() <= 500, "a plan has events, and not too many");
  std::set<std::string> numbers;
  for (const legal::ExerciseEvent& event : plan.events) {
    require(numbers.insert(event.number).second, "no two events have one number");
    check_event(plan, event);
  }
}

}  // namespace

void run_exercise_plan(core::ByteView input) {
  try {
    check_plan(legal::parse_exercise_plan(std::string(core::as_text(input)), "sample"));
  } catch (const core::Error& error) {
    const std::string why = error.what();
    require(why.starts_with("sample:"), "a reason names the file");
    require(core::shown(why) == why, "a reason hides nothing");
  }
}

}  // namespace fuzz
