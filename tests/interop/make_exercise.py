# SPDX-License-Identifier: Apache-2.0
"""An exercise from its plan to its improvement plan, from docs/ledger-format.md alone: for tests only."""
from make_legal import TIME, LegalMaker


class ExerciseMaker(LegalMaker):
    exercise, use = {"exercise": "Blue 2025"}, "exercise-possession"

    def story(self):
        self.people()
        self.items()
        self.enrol(self.dave, "counsel", "Dave")
        self.plan = self.with_paper("policy_fixed", "plan", kind="exercise plan", name="E-1", version="1")
        self.other = self.with_paper("policy_fixed", "other", kind="exercise plan", name="E-2", version="1")
        self.book = self.with_paper("policy_fixed", "book", kind="playbook", name="P-1", version="1")
        self.note("exercise_started", at=TIME, plan=self.plan)
        first = self.note("inject_delivered", at=TIME, deliverer="~control", event="1", plan=self.plan, text="~a note", receiver="~desk")
        self.note("inject_delivered", at=TIME, event="2", plan=self.plan, receiver="~desk")
        self.note("exercise_ended", at=TIME, plan=self.plan, text="~over")
        seen = self.note("observation_recorded", capability="C-1", entries=[first], kind="strength", protected=True, rating="P",
                         task="T-1", text="~quick")
        self.note("observation_recorded", capability="C-1", entries=[self.heads["D-1"]], supersedes=seen, text="~quick enough")
        better = self.note("exercise_improvement_recorded", action="~drill", capability="C-1", completion=TIME,
                           element="training", issue="~slow", observation=seen, organisation="~us", poc="~Bob",
                           protected=False, start=TIME)
        self.note("exercise_improvement_recorded", action="~drill more", capability="C-1", element="exercise", issue="~slow",
                  organisation="~us", poc="~Bob", supersedes=better)
        self.commit_size()
        return self


class RealMaker(ExerciseMaker):
    """The same in a case that is no exercise."""
    exercise, use = {}, "possession"
