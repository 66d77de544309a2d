# SPDX-License-Identifier: Apache-2.0
"""Exercises, and what is observed in them and after incidents: format section 6, "Exercises"."""

BODY = {
    "exercise_started": {"at": "time", "plan": "hash"},
    "inject_delivered": {"at": "time", "deliverer?": "commit", "event": "id", "plan": "hash", "receiver": "commit", "text?": "commit"},
    "exercise_ended": {"at": "time", "plan": "hash", "text?": "commit"},
    "observation_recorded": {"capability": "id", "entries": ["hash"], "incident?": "id",
                             "kind?": frozenset(("strength", "improvement")), "protected?": "bool",
                             "rating?": frozenset("PSMU"), "supersedes?": "hash", "task?": "id", "text": "commit"},
    "exercise_improvement_recorded": {
        "action": "commit", "capability": "id", "completion?": "time",
        "element": frozenset(("planning", "organisation", "equipment", "training", "exercise")), "incident?": "id",
        "issue": "commit", "observation?": "hash", "organisation": "commit", "poc": "commit", "protected?": "bool",
        "start?": "time", "supersedes?": "hash"},
}
PLAYED = ("exercise_started", "inject_delivered", "exercise_ended")
RECORDS = {kind: [("plan", "policy_fixed", False)] for kind in PLAYED} | {
    "observation_recorded": [("supersedes", "observation_recorded", True)],
    "exercise_improvement_recorded": [("observation", "observation_recorded", False),
                                      ("supersedes", "exercise_improvement_recorded", True)]}
NEVER_PRIVATE = frozenset(PLAYED)


class ExerciseState:
    """Part of a state: whether the case is an exercise, by which plan it is played, and what was delivered."""

    def begin_exercise(self):
        self.exercise, self.played, self.over, self.delivered = None, None, False, set()

    def apply_exercise(self, kind, body):
        if kind == "case_opened":
            self.exercise = body.get("exercise")
        elif kind == "exercise_started" and self.played is None:
            self.played = body["plan"]
        elif kind == "inject_delivered":
            self.delivered.add(body["event"])
        elif kind == "exercise_ended" and self.played is not None:
            self.over = True


class Exercise:
    """The part of Replay for these types."""

    def check_exercise(self, entry, kind, body):
        if kind not in BODY:
            return
        played = self.state.exercise is not None
        if kind in PLAYED:
            if not played:
                self.report.fault("unauthorised", entry.seq, "type", "the case is no exercise")
            (self.check_start if kind == "exercise_started" else self.check_play)(entry, kind, body)
        elif not played and "incident" not in body:
            self.report.fault("unauthorised", entry.seq, "body.incident", "is missing, and the case is no exercise")
        for reference in body.get("entries", ()):
            if reference not in self.state.about:
                self.rests(entry, "body.entries", "names no earlier entry")

    def check_start(self, entry, kind, body):
        plan = self.state.records.get(body["plan"])
        if self.state.exercise is None or plan and plan["kind"] == "policy_fixed" and plan["body"]["kind"] != "exercise plan":
            self.tampered(entry, "body.plan", "is no exercise plan")
        if self.state.played is not None:
            self.tampered(entry, "type", "the exercise has been started already")

    def check_play(self, entry, kind, body):
        if self.state.played is None:
            self.rests(entry, "type", "the exercise has not been started")
            return
        if self.state.played != body["plan"]:
            self.tampered(entry, "body.plan", "is not the plan that the exercise was started by")
        if self.state.over:
            self.tampered(entry, "type", "the exercise has ended")
        if kind == "inject_delivered" and body["event"] in self.state.delivered:
            self.tampered(entry, "body.event", "is delivered already")
