// SPDX-License-Identifier: Apache-2.0
// What the forms of counsel's work ask beyond their fields.
#include <algorithm>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/delegations.h"
#include "legal/fixed_files.h"
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"
#include "legal/records.h"
#include "legal/sharing/sharing.h"
#include "legal/statement.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

void need_profile(const Answers& answers) {
  const SharingProfile profile =
      parse_profile(fixed_file(answers.ledger, answers.in_body("profile")), "the sharing profile");
  const auto fields = answers.given.find("--field");
  if (fields == answers.given.end()) {
    core::fail_usage(
        "--field is missing: name each field that is shared, so that the profile can be applied");
  }
  for (const std::string& field : fields->second) {
    if (std::find(profile.fields.begin(), profile.fields.end(), field) == profile.fields.end()) {
      core::fail("the field '" + core::shown(field) + "' is outside the sharing profile of " +
                 core::shown(profile.body) + "; nothing was shared");
    }
  }
  const auto most = tlp_rank(profile.tlp), asked = tlp_rank(answers.text("--tlp"));
  if (!asked || *asked > most.value_or(0)) {
    core::fail("the sharing profile of " + core::shown(profile.body) + " allows TLP:" + profile.tlp +
               " at most");
  }
}

void need_purpose(const Answers& answers, const Records& records) {
  const auto intakes = answers.body.find("intakes");
  if (intakes == answers.body.end() || intakes->second.array() == nullptr) {
    return;
  }
  for (const Value& hash : *intakes->second.array()) {
    const auto intake = records.find("intake_recorded", *hash.string());
    if (intake && !may_be_used(records, *intake, {answers.text("--purpose")})) {
      core::fail("the report of entry " + answers.ledger.label(intake->number) + " was received for '" +
                 core::shown(records.text(*intake, "purpose")) +
                 "'; another use is refused until 'exhibit use-release' records consent or a duty");
    }
  }
}

}  // namespace

void check_set_aside(Answers& answers) {
  const Rule* rule = answers.rules().find(answers.text("--rule"));
  const auto* content = rule == nullptr ? nullptr : std::get_if<Admissibility>(&rule->content);
  if (content == nullptr) {
    core::fail("no rule of evidence '" + core::shown(answers.text("--rule")) +
               "'; 'exhibit rules list' lists them");
  }
  const bool found =
      std::any_of(content->elements.begin(), content->elements.end(),
                  [&](const Element& element) { return element.id == answers.text("--element"); });
  if (!found) {
    core::fail("the rule " + rule->id + " has no element '" + core::shown(answers.text("--element")) + "'");
  }
  answers.body["rule"] = rule->id;
}

void check_notice(Answers& answers) {
  Array rules;
  for (const std::string& id : answers.given.at("--rule")) {
    const Rule* rule = answers.rules().find(id);
    if (rule == nullptr || !std::holds_alternative<Admissibility>(rule->content)) {
      core::fail("no rule of evidence '" + core::shown(id) + "'; 'exhibit rules list' lists them");
    }
    rules.emplace_back(rule->id);
  }
  answers.body["rules"] = std::move(rules);
  const report::CaseView view(answers.ledger);
  const Records records(view);
  for (const Value& hash : *answers.body.at("exhibits").array()) {
    const auto designation = records.find("exhibit_designated", *hash.string());
    if (!designation) {
      core::fail("--exhibit names no designation of this case; 'exhibit designate' records one");
    }
    if (designation->ended) {
      core::fail("the designation of entry " + answers.ledger.label(designation->number) +
                 " was taken the place of by another; name that one");
    }
  }
  const auto served = answers.time_in_body("served_at");
  if (served && *served > answers.now()) {
    core::fail_usage("--served-at " + served->text() + " is in the future; a record tells what has happened");
  }
}

void check_suspect(Answers& answers) {
  const report::CaseView view(answers.ledger);
  const Records records(view);
  const auto before = records.find("suspect_named", answers.in_body("supersedes"));
  if (answers.has("--supersedes") && (!before || before->incident != answers.text("--incident"))) {
    core::fail("--supersedes names no suspect of the incident " + core::shown(answers.text("--incident")));
  }
}

void check_period(Answers& answers) { need_order(answers, "from", "until"); }

void check_share(Answers& answers) {
  const core::Bytes bytes = core::read_file(answers.text("--file"));
  answers.body["sha256"] = core::sha256(bytes).hex();
  if (!answers.has("--agreement") && !answers.has("--duty")) {
    core::fail(
        "not shared: neither a live agreement (--agreement) nor a legal duty (--duty) is named; 'exhibit "
        "agreement' "
        "records one");
  }
  if (answers.has("--duty")) {
    need_duty(answers.rules(), answers.text("--duty"));
  }
  const report::CaseView view(answers.ledger);
  const Records records(view);
  if (answers.has("--agreement")) {
    need_live_agreement(records, answers.in_body("agreement"), answers.text("--tlp"));
  }
  if (answers.has("--profile")) {
    need_profile(answers);
  }
  need_purpose(answers, records);
}

void check_statement_review(Answers& answers) {
  const report::CaseView view(answers.ledger);
  const Records records(view);
  const auto statement = records.find("statement_drafted", answers.in_body("statement"));
  if (!statement) {
    core::fail("--statement names no statement of this case; 'exhibit statement' submits one");
  }
  const std::string text = attached_text(answers.ledger, records.text(*statement, "document"));
  const auto flags = statement_flags(text, figures(records, statement->incident));
  Array list;
  bool differs = false;
  for (const StatementFlag& flag : flags) {
    list.emplace_back(flag.text);
    answers.notices.push_back(flag.text);
    differs = differs || flag.differs;
  }
  if (!flags.empty()) {
    answers.body["flags"] = custody::committed(std::move(list));
  }
  if (differs && answers.has("--cleared") && !answers.has("--changes")) {
    core::fail("not cleared: " + flags.front().text +
               "; correct the statement and submit it again, or say with --changes why the number stands");
  }
}

void check_statement_release(Answers& answers) {
  const report::CaseView view(answers.ledger);
  const Records records(view);
  const auto review = records.find("statement_reviewed", answers.in_body("review"));
  const auto statement =
      review ? records.find("statement_drafted", records.text(*review, "statement")) : std::nullopt;
  const auto embargo = statement ? records.time(*statement, "embargo") : std::nullopt;
  if (embargo && *embargo > answers.now()) {
    core::fail("not released: the statement is under embargo until " + embargo->text());
  }
  need_power(answers, "release-statement");
}

void check_loss(Answers& answers) {
  const std::string currency = answers.text("--currency");
  const bool good = currency.size() == 3 && std::all_of(currency.begin(), currency.end(),
                                                        [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!good) {
    core::fail_usage("--currency '" + core::shown(currency) +
                     "' is no currency of three capitals, for example JPY");
  }
}

}  // namespace legal
