// SPDX-License-Identifier: Apache-2.0
// What the forms for authorities and clocks ask beyond their fields.
#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "legal/delegations.h"
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"
#include "legal/law/rule_words.h"

namespace legal {

namespace {

const Rule& need_rule(const Answers& answers, const std::string& id) {
  const Rule* rule = answers.rules().find(id);
  if (rule == nullptr) {
    core::fail("no rule '" + core::shown(id) + "'; 'exhibit rules list' lists them");
  }
  return *rule;
}

}  // namespace

void need_order(const Answers& answers, const char* earlier, const char* later) {
  const auto first = answers.time_in_body(earlier), second = answers.time_in_body(later);
  if (first && second && *second < *first) {
    core::fail_usage(std::string("the dates contradict each other: ") + later + " " + second->text() +
                     " is before " + earlier + " " + first->text());
  }
}

void check_aware(Answers& answers) {
  const std::string event = answers.text("--event");
  const auto& known = clock_events();
  if (std::find(known.begin(), known.end(), event) == known.end()) {
    std::string list;
    for (const std::string& name : known) {
      list += (list.empty() ? "" : ", ") + name;
    }
    core::fail_usage("--event '" + core::shown(event) + "' starts no clock; known are: " + list);
  }
  check_past(answers);
}

void check_notify(Answers& answers) {
  const Rule& rule = need_rule(answers, answers.text("--duty"));
  const auto* duty = std::get_if<Duty>(&rule.content);
  if (duty == nullptr) {
    core::fail("'" + rule.id + "' is no duty to notify; 'exhibit rules list --kind duty' lists them");
  }
  const std::string asked = answers.text("--duty");
  const bool stage =
      std::any_of(duty->stages.begin(), duty->stages.end(), [&](const Stage& s) { return s.id == asked; });
  answers.body["duty"] = stage ? asked : duty->stages.front().id;
  answers.body["rule"] = rule.digest.hex();
  check_past(answers);
  need_power(answers, "decide-notification");
}

void check_request(Answers& answers) {
  const auto received = answers.time_in_body("received_at");
  if (received && *received > answers.now()) {
    core::fail_usage("--received-at " + received->text() +
                     " is in the future; a record tells what has happened");
  }
  for (const char* later : {"answer_by", "preserve_until", "secrecy_until"}) {
    need_order(answers, "received_at", later);
  }
}

void check_impact(Answers& answers) {
  const auto detected = answers.time_in_body("detected_at");
  if (detected && *detected > answers.now()) {
    core::fail_usage("--detected-at " + detected->text() +
                     " is in the future; a record tells what has happened");
  }
}

void check_ready(Answers& answers) { need_order(answers, "verified_at", "expires"); }

void check_confirm(Answers& answers) {
  const Rule& rule = need_rule(answers, answers.text("--rule"));
  answers.body["rule"] = rule.id;
  answers.body["digest"] = rule.digest.hex();
}

}  // namespace legal
