// SPDX-License-Identifier: Apache-2.0
// What a form asks beyond its fields: dates that fit, agreements that live, criteria that are followed. Each throws Error
// with what, why and what to do, or adds members to the body and notices for the person.
#pragma once

namespace legal {

struct Answers;

void check_intake(Answers& answers);
void check_policy(Answers& answers);
void check_triage(Answers& answers);
void check_action(Answers& answers);
void check_decision(Answers& answers);
void check_artifact(Answers& answers);
void check_indicator(Answers& answers);
void check_link(Answers& answers);

void check_exercise_start(Answers& answers);
void check_exercise_inject(Answers& answers);
void check_exercise_end(Answers& answers);
void check_exercise_finding(Answers& answers);

void check_set_aside(Answers& answers);
void check_notice(Answers& answers);
void check_suspect(Answers& answers);
/// `from` is not after `until`.
void check_period(Answers& answers);
void check_share(Answers& answers);
void check_statement_review(Answers& answers);
void check_statement_release(Answers& answers);
void check_loss(Answers& answers);

void check_outside_review(Answers& answers);

void check_aware(Answers& answers);
void check_notify(Answers& answers);
void check_request(Answers& answers);
/// `detected_at` is not in the future.
void check_impact(Answers& answers);
void check_ready(Answers& answers);
void check_confirm(Answers& answers);
/// `at` is not in the future.
void check_past(Answers& answers);

/// The second of two times of the body is not before the first, where both are given.
void need_order(const Answers& answers, const char* earlier, const char* later);

}  // namespace legal
