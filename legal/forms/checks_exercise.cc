// SPDX-License-Identifier: Apache-2.0
// What the forms of an exercise ask beyond their fields: a plan that can be read, events and capabilities that it has.
#include "core/error.h"
#include "core/text.h"
#include "custody/exercise.h"
#include "legal/exercise/exercise.h"
#include "legal/fixed_files.h"
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"

namespace legal {

namespace {

void set_now(Answers& answers) {
  if (!answers.has("--at")) {
    answers.body["at"] = answers.now().text();
  }
  check_past(answers);
}

std::optional<ExerciseState> state_of(const Answers& answers) {
  const report::CaseView view(answers.ledger);
  return exercise_state(Records(view));
}

/// The exercise goes on; its plan stands in the body.
ExerciseState need_under_way(Answers& answers) {
  const report::CaseView view(answers.ledger);
  ExerciseState out = started_exercise(Records(view));
  const auto at = answers.time_in_body("at");
  if (at && *at < out.started) {
    core::fail_usage("--at " + at->text() + " is before the exercise started, " + out.started.text());
  }
  answers.body["plan"] = out.plan;
  return out;
}

void need_capability(const Answers& answers, const ExercisePlan& plan) {
  const std::string capability = answers.text("--capability"), task = answers.text("--task");
  if (plan.capability(capability) == nullptr) {
    core::fail_usage("the plan has no capability '" + core::shown(capability) + "'");
  }
  if (!task.empty() && plan.task(capability, task) == nullptr) {
    core::fail_usage("the capability " + capability + " has no task '" + core::shown(task) + "' in the plan");
  }
}

}  // namespace

void check_exercise_start(Answers& answers) {
  set_now(answers);
  parse_exercise_plan(fixed_file(answers.ledger, answers.in_body("plan")), "the plan");
}

void check_exercise_inject(Answers& answers) {
  set_now(answers);
  const ExerciseState state = need_under_way(answers);
  const ExercisePlan plan = plan_of(answers.ledger, state);
  const ExerciseEvent* event = plan.event(answers.text("--event"));
  if (event == nullptr) {
    core::fail_usage("the plan has no event '" + core::shown(answers.text("--event")) +
                     "'; 'exhibit exercise next' lists those that are open");
  }
  if (!answers.has("--from")) {
    answers.body["deliverer"] = custody::committed(event->from);
  }
  if (!answers.has("--to")) {
    answers.body["receiver"] = custody::committed(event->to);
  }
}

void check_exercise_end(Answers& answers) {
  set_now(answers);
  need_under_way(answers);
}

void check_exercise_finding(Answers& answers) {
  need_order(answers, "start", "completion");
  if (!custody::exercise_of(answers.ledger.store())) {
    if (!answers.has("--incident")) {
      core::fail("the case is no exercise: name the incident that it was observed in with --incident");
    }
    return;
  }
  if (const auto state = state_of(answers)) {
    need_capability(answers, plan_of(answers.ledger, *state));
  }
}

}  // namespace legal
