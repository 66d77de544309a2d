// SPDX-License-Identifier: Apache-2.0
// Exercises: started by a plan that was fixed, injects delivered, what was observed and is to be made better; the last two
// after an incident as well. docs/ledger-format.md section 6, "Exercises".
#include <algorithm>

#include "custody/exercise.h"
#include "custody/record.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using K = MemberKind;

namespace {

constexpr const char* kRow = "exercise";  // its one row has this kind and this id

MemberRule opt(const char* name, K kind) { return optional_member(name, kind); }

void need_exercise(EntryCheck& entry) {
  if (!exercise_of(entry.rows())) {
    entry.unauthorised("type", "the case is no exercise; '" + entry.entry().type + "' stands only in one");
  }
}

void check_started(EntryCheck& entry) {
  need_exercise(entry);
  check_record(entry);
  if (!entry.rows().get(kExercisePlan, entry.text("plan")) &&
      entry.rows().get("policy_fixed", entry.text("plan"))) {
    entry.tampered("body.plan", "what that entry fixed is no exercise plan");
  }
  if (entry.rows().get(kRow, kRow)) {
    entry.tampered("type", "the exercise has been started already");
  }
}

void put_started(EntryEffect& entry) {
  put_record(entry);
  entry.set_first(kRow, kRow, "entry", "made_again",
                  Object{{"entry", entry.seq()}, {"plan", entry.text("plan")}});
}

/// It was started by the plan that the entry names, and goes on.
void check_under_way(EntryCheck& entry) {
  need_exercise(entry);
  check_record(entry);
  const auto row = entry.rows().get(kRow, kRow);
  if (!row) {
    entry.not_there("type", "the exercise has not been started");
    return;
  }
  if (row->text_of("plan") != entry.text("plan")) {
    entry.tampered("body.plan", "the exercise was started by another plan");
  }
  if (row->find("ended") != nullptr) {
    entry.tampered("type", "the exercise has ended");
  }
}

void check_delivered(EntryCheck& entry) {
  check_under_way(entry);
  if (entry.rows().get(kExerciseEvent, entry.text("event"))) {
    entry.tampered("body.event",
                   "the inject of event " + entry.text("event") + " has been delivered already");
  }
}

void put_delivered(EntryEffect& entry) {
  put_record(entry);
  entry.set_first(kExerciseEvent, entry.text("event"), "entry", "made_again", Object{{"entry", entry.seq()}});
}

void put_ended(EntryEffect& entry) {
  put_record(entry);
  if (entry.rows().get(kRow, kRow)) {
    entry.mark(kRow, kRow, "ended");
  }
}

/// In a real case it belongs to an incident.
void check_finding(EntryCheck& entry) {
  check_record(entry);
  if (entry.member("incident") == nullptr && !exercise_of(entry.rows())) {
    entry.unauthorised("body.incident",
                       "the case is no exercise; what is observed in it belongs to an incident");
  }
}

void check_observation(EntryCheck& entry) {
  check_finding(entry);
  const auto earlier = entry.rows().list("about", "");
  for (const core::json::Value& cited : *entry.member("entries")->array()) {
    if (std::none_of(earlier.begin(), earlier.end(),
                     [&](const auto& row) { return row.second.text_of("hash") == *cited.string(); })) {
      entry.not_there("body.entries", "no earlier entry has that leaf hash");
    }
  }
}

TypeRule rule(std::vector<MemberRule> members, void (*check)(EntryCheck&), void (*effect)(EntryEffect&)) {
  TypeRule out{std::move(members), AboutRule::none, kHandlers, check, effect};
  out.discreet = true;
  return out;
}

}  // namespace

void put_plan(EntryEffect& entry) {
  put_record(entry);
  if (entry.text("kind") == "exercise plan" && exercise_of(entry.rows())) {
    entry.rows().put(kExercisePlan, entry.leaf_hash().hex(), Object{{"entry", entry.seq()}});
  }
}

TypeRules exercise_rules() {
  TypeRules out;
  out["exercise_started"] = rule({{"at", K::time}, {"plan", K::hex}}, &check_started, &put_started);
  out["inject_delivered"] = rule({{"at", K::time},
                                  opt("deliverer", K::committed),
                                  {"event", K::identifier},
                                  {"plan", K::hex},
                                  {"receiver", K::committed},
                                  opt("text", K::committed)},
                                 &check_delivered, &put_delivered);
  out["exercise_ended"] =
      rule({{"at", K::time}, {"plan", K::hex}, opt("text", K::committed)}, &check_under_way, &put_ended);
  out["observation_recorded"] = rule({{"capability", K::identifier},
                                      {"entries", K::hex_list},
                                      opt("incident", K::identifier),
                                      optional_member(one_of("kind", {"strength", "improvement"})),
                                      opt("protected", K::boolean),
                                      optional_member(one_of("rating", {"P", "S", "M", "U"})),
                                      opt("supersedes", K::hex),
                                      opt("task", K::identifier),
                                      {"text", K::committed}},
                                     &check_observation, &put_record);
  out["exercise_improvement_recorded"] =
      rule({{"action", K::committed},
            {"capability", K::identifier},
            opt("completion", K::time),
            one_of("element", {"planning", "organisation", "equipment", "training", "exercise"}),
            opt("incident", K::identifier),
            {"issue", K::committed},
            opt("observation", K::hex),
            {"organisation", K::committed},
            {"poc", K::committed},
            opt("protected", K::boolean),
            opt("start", K::time),
            opt("supersedes", K::hex)},
           &check_finding, &put_record);
  for (const char* type : {"observation_recorded", "exercise_improvement_recorded"}) {
    out[type].may_be_private = true;
  }
  return out;
}

}  // namespace custody
