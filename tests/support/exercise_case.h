// SPDX-License-Identifier: Apache-2.0
// A case that is an exercise, with people whose keys were made for exercises, and the small plan fixed in it.
#pragma once

#include "tests/support/exercise_plan.h"
#include "tests/support/legal_case.h"

namespace support {

class ExerciseCase : public LegalCase {
 public:
  ExerciseCase() {
    alice = player("alice", custody::Role::administrator);
    bob = player("bob", custody::Role::examiner);
    carol = player("carol", custody::Role::custodian);
    counsel = player("k. abe", custody::Role::counsel);
  }

  static custody::UnlockedKey player(const std::string& word, custody::Role role) {
    return person("exercise " + word, role, custody::KeyUse::exercise);
  }

  custody::Ledger begin_exercise() {
    custody::Ledger ledger = custody::Ledger::create(
        path(), {"2026-1", "A small exercise", "en", "Blue 2026"}, alice, environment());
    add(ledger, {enrolment(bob), enrolment(carol), enrolment(counsel)});
    return ledger;
  }
  /// Fixes the plan and starts by it; the label of the entry that fixed it.
  std::string start(custody::Ledger& ledger, const std::string& text = exercise_plan()) {
    const std::string plan = fix(ledger, text);
    fill(ledger, "exercise start", {{"--plan", {plan}}}, bob);
    return plan;
  }
  std::string fix(custody::Ledger& ledger, const std::string& text) {
    const core::Path file = folder / ("plan-" + std::to_string(++plans_) + ".yaml");
    core::write_new_file(file, core::as_bytes(text));
    const auto fixed = fill(ledger, "policy",
                            {{"--kind", {"exercise plan"}},
                             {"--name", {"plan"}},
                             {"--version", {"1"}},
                             {"--document", {file.native()}}},
                            bob);
    return ledger.label(fixed.seq);
  }
  custody::Appended inject(custody::Ledger& ledger, const std::string& event) {
    return fill(ledger, "exercise inject", {{"--event", {event}}}, bob);
  }
  custody::Appended intake(custody::Ledger& ledger, const std::string& collection = "passive") {
    return fill(ledger, "intake",
                {{"--collection", {collection}},
                 {"--kind", {"incident"}},
                 {"--source", {"help desk"}},
                 {"--received-at", {core::UtcTime{1'795'000'000'000'000}.text()}},
                 {"--text", {"a note"}}},
                bob);
  }
  void pass_minutes(std::int64_t minutes) { clock.pass(minutes * 60'000'000); }

 private:
  int plans_ = 0;
};

}  // namespace support
