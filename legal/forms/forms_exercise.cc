// SPDX-License-Identifier: Apache-2.0
// Forms of an exercise: started, injects delivered, ended, what was observed, what is to be made better.
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"

namespace legal {

namespace {

using K = FieldKind;

FormField at(const char* help) { return {"--at", "at", K::time, help}; }

Form start() {
  return {
      "exercise start",
      "exercise_started",
      "start an exercise by a plan that was fixed; its clock begins",
      "exhibit exercise start EX-2026 --plan 5",
      {{"--plan", "plan", K::entry, "entry that fixed the plan", true}, at("when it started (default: now)")},
      FormItems::none,
      false,
      &check_exercise_start};
}

Form inject() {
  return {"exercise inject",
          "inject_delivered",
          "record that an inject was delivered",
          "exhibit exercise inject EX-2026 --event 3",
          {{"--event", "event", K::identifier, "number of the event in the plan", true},
           {"--from", "deliverer", K::text, "who delivered it (default: as planned)"},
           {"--to", "receiver", K::text, "to whom (default: as planned)"},
           {"--text", "text", K::text, "what was told otherwise than planned"},
           at("when (default: now)")},
          FormItems::none,
          false,
          &check_exercise_inject};
}

Form end() {
  return {"exercise end",
          "exercise_ended",
          "end an exercise; what is recorded later counts no more",
          "exhibit exercise end EX-2026",
          {{"--text", "text", K::text, "how it ended"}, at("when (default: now)")},
          FormItems::none,
          false,
          &check_exercise_end};
}

Form observe() {
  return {"exercise observe",
          "observation_recorded",
          "record an observation and a rating, in an exercise or after an incident",
          "exhibit exercise observe EX-2026 --capability C-1 --task T-1 --rating S --entry 12 --text 'triage "
          "took "
          "two attempts'",
          {{"--capability", "capability", K::identifier, "the capability it is about", true},
           {"--task", "task", K::identifier, "the task of that capability"},
           {"--rating",
            "rating",
            K::word,
            "P performed without challenges, S with some challenges, M with major challenges, U unable to be "
            "performed",
            false,
            {"P", "S", "M", "U"}},
           {"--text", "text", K::text, "what was observed", true},
           {"--entry", "entries", K::entries, "an entry that it rests on; may be repeated"},
           {"--kind", "kind", K::word, "strength or improvement", false, {"strength", "improvement"}},
           {"--protected", "protected", K::flag, "not for those who were not told of all injects"},
           {"--incident", "incident", K::identifier, "of a real incident: its number"},
           {"--supersedes", "supersedes", K::entry, "entry of the observation it takes the place of"}},
          FormItems::none,
          false,
          &check_exercise_finding};
}

Form improve() {
  return {
      "exercise improve",
      "exercise_improvement_recorded",
      "record an item of the improvement plan, of an exercise or after an incident",
      "exhibit exercise improve EX-2026 --capability C-1 --issue 'no deputy' --action 'name one' --element "
      "organisation --organisation 'Example Trading' --poc 'R. Sato' --completion 2027-01-31T00:00:00Z",
      {{"--capability", "capability", K::identifier, "the capability it is about", true},
       {"--issue", "issue", K::text, "what was found wanting", true},
       {"--action", "action", K::text, "what is to be done", true},
       {"--element",
        "element",
        K::word,
        "planning, organisation, equipment, training or exercise",
        true,
        {"planning", "organisation", "equipment", "training", "exercise"}},
       {"--organisation", "organisation", K::text, "who answers for it in the first place", true},
       {"--poc", "poc", K::text, "point of contact there", true},
       {"--observation", "observation", K::entry, "entry of the observation it follows from"},
       {"--start", "start", K::time, "from when, with zone"},
       {"--completion", "completion", K::time, "by when, with zone"},
       {"--protected", "protected", K::flag, "not for those who were not told of all injects"},
       {"--incident", "incident", K::identifier, "of a real incident: its number"},
       {"--supersedes", "supersedes", K::entry, "entry of the item it takes the place of"}},
      FormItems::none,
      false,
      &check_exercise_finding};
}

}  // namespace

std::vector<Form> exercise_forms() { return {start(), inject(), end(), observe(), improve()}; }

}  // namespace legal
