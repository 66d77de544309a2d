# SPDX-License-Identifier: Apache-2.0
"""The rules of handovers apart, seals, holds, disposal, copies and ends of keys: each broken alone, by who holds all keys."""
import os
import re

from ledger_shapes import BODY
from make_exercise import ExerciseMaker
from make_import import ImportMaker
from make_keeping import KeepingMaker
from make_legal import LegalMaker
from make_logs import LogsMaker
from test_verify_ledger import BASE, HERE, ZERO, Case, author, find, put

FULL = KeepingMaker().story()


def types_of_the_document():
    with open(os.path.join(HERE, "../../docs/ledger-format.md"), encoding="utf-8") as file:
        section = file.read().split("\n## 6. ")[1].split("\n### References")[0]
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", section, re.M)
    return {kind for row in rows for kind in re.findall("[a-z_]+", row)}


class Keeping(Case):
    def broken(self, expected, kind, path, value, number=0):
        """One member of one entry of that type is set before it is signed; the fault it makes at that entry."""
        seq = find(FULL, kind, number)
        maker = KeepingMaker(edit=put(seq, path, value)).story()
        self.write(maker)
        self.assertIn((expected, seq), self.faults())

    def test_no_fault(self):
        self.write(FULL)
        self.assertEqual(self.faults(FULL.case), set())
        self.assertIn(("concurrent with revocation", find(FULL, "noted", -1)), self.limits())
        self.assertIn(("erased", find(FULL, "noted", -2)), self.limits())

    def test_private_entries(self):
        """The content is checked as an entry of its own type is, where it is disclosed."""
        for name, value, expected in (("type", "moved", "unauthorised"), ("role", "counsel", "unauthorised"),
                                      ("about", ["X-9"], "tampered"), ("body", {"words": "a"}, "tampered")):
            with self.subTest(name):
                maker = KeepingMaker(content={name: value}).story()
                self.write(maker)
                self.assertIn((expected, find(maker, "private", 0)), self.faults())

    def test_every_type_is_in_one_of_the_ledgers(self):
        self.assertEqual(types_of_the_document(), set(BODY))
        logs = (BASE, FULL, ImportMaker().story(), LegalMaker().story(), ExerciseMaker().story(), *LogsMaker().logs.values())
        leaves = [leaf for log in logs for leaf in log.leaves]
        for kind in BODY:
            self.assertTrue(any(b'"type":"%s"' % kind.encode() in leaf for leaf in leaves), kind)

    def test_references_that_name_nothing(self):
        for kind, path in (("release_withdrawn", "body.release"), ("seal_broken", "body.seal"),
                           ("hold_lifted", "body.hold"), ("restriction_lifted", "body.restriction"),
                           ("disposal_approved", "body.request"), ("disposal_carried_out", "body.request"),
                           ("corrected", "body.entry"), ("received", "body.answer.release")):
            with self.subTest(kind):
                self.broken("tampered", kind, path, ZERO)

    def test_answers(self):
        self.broken("tampered", "received", "body.answer.checks.seal", "broken")
        self.broken("tampered", "received", "body.answer.accept", False)
        self.broken("unauthorised", "received", "body.answer.key", FULL.dave.name)
        self.broken("tampered", "refused", "body.answer.accept", True)

    def test_who_signs(self):
        for kind, who, number in (("released", author(FULL.bob, "examiner"), 0),
                                  ("disposal_approved", author(FULL.alice, "administrator"), 0),
                                  ("disposal_approved", author(FULL.bob, "examiner"), 0),
                                  ("restriction_lifted", author(FULL.alice, "administrator"), 0),
                                  ("hold_placed", author(FULL.bob, "examiner"), 0),
                                  ("release_withdrawn", author(FULL.bob, "examiner"), 0),
                                  ("derived", author(FULL.dave, "counsel"), 0),
                                  ("key_rotated", author(FULL.alice, "administrator"), 0),
                                  ("key_revoked", author(FULL.alice, "administrator"), 0),
                                  ("noted", author(FULL.erin, "custodian"), -1)):
            with self.subTest(kind):
                self.broken("unauthorised", kind, "signers.0", who, number)

    def test_keys(self):
        self.broken("tampered", "key_revoked", "body.last.0.size", 900)
        self.broken("tampered", "key_revoked", "body.last", [{"log": "b", "size": 1}, {"log": "a", "size": 1}])
        self.broken("tampered", "key_revoked", "body.key", FULL.erin.name)
        self.broken("unauthorised", "key_revoked", "body.key", FULL.alice.name)
        self.broken("unauthorised", "role_withdrawn", "body.role", "counsel")

    def test_things_and_copies(self):
        self.broken("tampered", "thing_registered", "body.photographs", [ZERO], 3)
        self.broken("tampered", "thing_registered", "body.power", "maybe", 3)
        self.broken("tampered", "derived", "body.file", "other.dd")
        self.broken("tampered", "derived", "body.parent", "D-2")
        self.broken("tampered", "derived", "body.item", "D-2")

    def without(self, kind, expected, victim, number=0):
        """The ledger in which an entry of that type was a note instead: what depended on it is at fault."""
        seq, at = find(FULL, kind), find(FULL, victim, number)

        def edit(here, entry):
            if here == seq:
                entry["type"], entry["body"] = "noted", {"text": entry["body"]["reason"]}
            return entry
        maker = KeepingMaker(edit=edit).story()
        self.write(maker)
        self.assertIn((expected, at), self.faults())

    def test_what_was_not_lifted_or_approved(self):
        self.without("hold_lifted", "unauthorised", "disposal_asked")
        self.without("disposal_approved", "unauthorised", "disposal_carried_out")
