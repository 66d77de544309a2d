// SPDX-License-Identifier: Apache-2.0
// What the forms of an incident ask beyond their fields.
#include <algorithm>
#include <charconv>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/exercise/exercise_plan.h"
#include "legal/fixed_files.h"
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"
#include "legal/sharing/anonymisation_profile.h"
#include "legal/sharing/indicator.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

bool is_open(const Answers& answers) {
  const auto row = answers.ledger.store().get("incident", answers.text("--incident"));
  return !row || row->find("closed") == nullptr;
}

/// "4096+512" as offset and length.
std::pair<std::int64_t, std::int64_t> range_of(const std::string& text) {
  std::int64_t offset = -1, length = -1;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, offset);
  if (first.ec == std::errc{} && first.ptr != end && *first.ptr == '+') {
    const auto second = std::from_chars(first.ptr + 1, end, length);
    if (second.ec == std::errc{} && second.ptr == end && offset >= 0 && length > 0 &&
        offset <= (std::int64_t{1} << 52) && length <= (std::int64_t{1} << 52)) {
      return {offset, length};
    }
  }
  core::fail_usage("--range '" + core::shown(text) +
                   "' is no OFFSET+LENGTH in bytes, for example 1048576+4096");
}

void set_ranges(Answers& answers) {
  const auto found = answers.given.find("--range");
  if (found == answers.given.end()) {
    return;
  }
  Array list;
  std::int64_t bytes = 0;
  for (const std::string& text : found->second) {
    const auto [offset, length] = range_of(text);
    list.emplace_back(offset);
    list.emplace_back(length);
    bytes += length;
  }
  const std::uint64_t count = found->second.size();
  answers.body["ranges"] = Object{{"bytes", bytes}, {"count", count}, {"list", std::move(list)}};
}

}  // namespace

void check_past(Answers& answers) {
  const auto time = answers.time_in_body("at");
  if (time && *time > answers.now()) {
    core::fail_usage("--at " + time->text() + " is in the future; a record tells what has happened");
  }
}

void check_intake(Answers& answers) {
  const auto time = answers.time_in_body("received_at");
  if (time && *time > answers.now()) {
    core::fail_usage("--received-at " + time->text() + " is in the future; a record tells what has happened");
  }
}

void check_policy(Answers& answers) {
  const std::string kind = answers.text("--kind"), path = answers.text("--document");
  const core::Bytes bytes = core::read_file(path);
  const std::string text(bytes.begin(), bytes.end());
  if (kind == "triage criteria") {
    parse_criteria(text, path);
  } else if (kind == "sharing profile") {
    parse_profile(text, path);
  } else if (kind == "exercise plan") {
    parse_exercise_plan(text, path);
  } else if (kind == "anonymisation profile") {
    parse_anonymisation(text, path);
  }
}

void check_triage(Answers& answers) {
  const bool fixed = answers.has("--criteria");
  if (fixed != answers.has("--criterion")) {
    core::fail_usage("--criteria and --criterion go together: which file, and which of its criteria fired");
  }
  if (!fixed && !answers.has("--override")) {
    core::fail_usage(
        "no criterion is named; name the entry of the criteria and the one that fired (--criteria, "
        "--criterion), or "
        "say with --override why none applies");
  }
  if (!fixed) {
    return;
  }
  const auto criteria =
      parse_criteria(fixed_file(answers.ledger, answers.in_body("criteria")), "the criteria");
  const std::string wanted = answers.text("--criterion");
  const auto found =
      std::find_if(criteria.begin(), criteria.end(), [&](const Criterion& c) { return c.id == wanted; });
  if (found == criteria.end()) {
    core::fail_usage("the criteria have no criterion '" + core::shown(wanted) + "'");
  }
  if (found->priority != answers.text("--priority") && !answers.has("--override")) {
    core::fail_usage("criterion " + wanted + " gives the priority " + found->priority + ", not " +
                     answers.text("--priority") + "; say with --override why it is another");
  }
}

void check_action(Answers& answers) {
  if (!is_open(answers)) {
    core::fail("the incident " + answers.text("--incident") + " is closed; relate a new incident to it");
  }
  answers.body["agreed"] = answers.has("--playbook");
  if (!answers.has("--playbook")) {
    answers.notices.emplace_back(
        "not agreed beforehand: no playbook is named; 'exhibit decision' records why it was decided");
  }
  const auto known = load_actions();
  const std::string name = answers.text("--name");
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const RiskyAction& a) { return a.id == name; });
  const bool needs = found != known.end() && found->needs_counsel;
  if (needs && !answers.has("--advice") && !answers.has("--override")) {
    core::fail("the action " + name +
               " needs counsel: name the entry of counsel's record with --advice, or say with --override why "
               "it goes "
               "ahead without; nothing was recorded");
  }
  if (name == "reimage-host" && answers.items.empty()) {
    answers.notices.emplace_back(
        "no item is named: a host that is installed anew without an image is lost as evidence");
  }
  for (const std::string& item : answers.items) {
    if (name == "reimage-host" && answers.ledger.store().list("image", item + "-").empty()) {
      answers.notices.push_back("no image of " + item +
                                " is registered: installing it anew destroys the evidence");
    }
  }
}

void check_decision(Answers& answers) {
  const custody::Checkpoint head = answers.ledger.checkpoint();
  answers.body["head"] = Object{{"root", head.root.hex()}, {"size", Value(head.size)}};
  if (!answers.has("--decided-at")) {
    answers.body["decided_at"] = answers.now().text();
  }
}

void check_artifact(Answers& answers) {
  set_ranges(answers);
  if (!answers.has("--method")) {
    answers.body["method"] = "not stated";
  }
  if (answers.has("--digest") && !core::Sha256::parse(answers.text("--digest"))) {
    core::fail_usage("--digest is no SHA-256 of 64 hexadecimal digits");
  }
  const std::string kind = answers.text("--kind");
  if (kind == "range" && !answers.has("--range")) {
    core::fail_usage("--range is missing: an artifact of the kind range is a range of bytes");
  }
  if ((kind == "log line" || kind == "memory finding") && !answers.has("--text")) {
    core::fail_usage("--text is missing: the line, or what was found");
  }
}

void check_indicator(Answers& answers) {
  const auto value = indicator_value(answers.text("--kind"), answers.text("--value"));
  if (!value) {
    core::fail_usage("--value '" + core::shown(answers.text("--value")) + "' is no value of the kind " +
                     answers.text("--kind"));
  }
  answers.body["value"] = custody::committed(*value);
  need_order(answers, "first_seen", "last_seen");
}

void check_link(Answers& answers) {
  for (const std::string& serves :
       answers.has("--serves") ? answers.given.at("--serves") : std::vector<std::string>{}) {
    const auto slash = serves.find('/');
    const Rule* rule = answers.rules().find(serves.substr(0, slash));
    if (rule == nullptr) {
      core::fail_usage("--serves '" + core::shown(serves) +
                       "': no rule of that id; 'exhibit rules list' lists them");
    }
    const bool found = slash == std::string::npos || element_text(*rule, serves.substr(slash + 1)) != nullptr;
    if (!found) {
      core::fail_usage("--serves '" + core::shown(serves) + "': the rule " + rule->id +
                       " has no such element");
    }
  }
  if (!answers.has("--serves")) {
    answers.body.erase("serves");
  }
}

}  // namespace legal
