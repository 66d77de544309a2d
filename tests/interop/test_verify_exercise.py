# SPDX-License-Identifier: Apache-2.0
"""The rules of exercises: each broken alone, by who holds all keys."""
from make_exercise import ExerciseMaker, RealMaker
from test_verify_ledger import ZERO, Case, find, put

FULL = ExerciseMaker().story()


class Exercises(Case):
    def broken(self, expected, kind, path, value, number=0):
        seq = find(FULL, kind, number)
        self.write(ExerciseMaker(edit=put(seq, path, value)).story())
        self.assertIn((expected, seq), self.faults())

    def test_no_fault_and_it_is_said(self):
        self.write(FULL)
        self.assertEqual(self.faults(FULL.case), set())
        self.assertIn(("exercise", 0), self.limits())

    def test_a_real_case_says_nothing(self):
        self.write(RealMaker().story())
        self.assertNotIn(("exercise", 0), self.limits())

    def test_names(self):
        for name in "", "a\nb", "x" * 201:
            with self.subTest(name):
                self.broken("tampered", "case_opened", "body.exercise", name)

    def test_keys_of_the_other_kind(self):
        self.broken("tampered", "key_enrolled", "body.possession", FULL.bob.possession(), 1)
        real = RealMaker()
        seq = find(RealMaker().story(), "key_enrolled", 1)
        self.write(RealMaker(edit=put(seq, "body.possession", real.bob.possession("exercise-possession"))).story())
        self.assertIn(("tampered", seq), self.faults())

    def test_an_exercise_that_says_it_is_none(self):
        self.write(ExerciseMaker(edit=put(0, "body.exercise", None)).story())
        self.assertIn(("tampered", 1), self.faults())
        self.assertIn(("unauthorised", find(FULL, "exercise_started")), self.faults())
        self.assertIn(("unauthorised", find(FULL, "observation_recorded")), self.faults())

    def test_plans(self):
        self.broken("tampered", "exercise_started", "body.plan", ZERO)
        self.broken("tampered", "exercise_started", "body.plan", FULL.book)
        self.broken("tampered", "inject_delivered", "body.plan", FULL.other)
        self.broken("tampered", "exercise_ended", "body.plan", FULL.other)

    def test_order(self):
        self.broken("tampered", "inject_delivered", "body.event", "1", 1)
        for kind, over in (("inject_delivered", "exercise_ended"), ("exercise_ended", "exercise_ended")):
            maker = ExerciseMaker().story()
            body = {"at": "2025-01-02T03:00:00.000000Z", "plan": maker.plan}
            maker.note(kind, **body, **({"event": "3", "receiver": "~desk"} if kind == "inject_delivered" else {}))
            maker.commit_size()
            self.write(maker)
            self.assertIn(("tampered", len(maker.leaves) - 1), self.faults(), over)
        maker = ExerciseMaker().story()
        maker.note("exercise_started", at="2025-01-02T03:00:00.000000Z", plan=maker.plan)
        maker.commit_size()
        self.write(maker)
        self.assertIn(("tampered", len(maker.leaves) - 1), self.faults())

    def test_findings(self):
        self.broken("tampered", "observation_recorded", "body.entries", [ZERO])
        self.broken("tampered", "observation_recorded", "body.rating", "A")
        self.broken("tampered", "observation_recorded", "body.text", None)
        self.broken("tampered", "observation_recorded", "body.supersedes", ZERO, 1)
        self.broken("tampered", "exercise_improvement_recorded", "body.element", "money")
        self.broken("tampered", "exercise_improvement_recorded", "body.observation", FULL.plan)
        self.broken("tampered", "exercise_improvement_recorded", "body.incident", "INC-9")
