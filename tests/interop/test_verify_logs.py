# SPDX-License-Identifier: Apache-2.0
"""The rules about several logs (format section 8), each broken alone by somebody who holds all keys, and damage to an export."""
import functools
import os
import random
import re
import shutil
import unittest

from ledger_notes import sha256
from make_ledger import Key, Secret, b64, digest, pem, SPKI
from make_logs import LogsMaker
from test_verify_ledger import ZERO, Case, at, author, damage, find, put
from verify_ledger import Export, Policy

FULL = LogsMaker()
APART = LogsMaker("together")                           # custody went two ways and is not settled


class LogsCase(Case):
    def found(self, kind="FAULT", **options):
        """Findings as (class, name of the log, seq)."""
        export = Export(self.folder, None, **options)
        export.verify(False)
        names = {log.log.name: name for name, log in FULL.logs.items()}
        for finding in export.report.findings:
            self.assertNotIn("cannot be checked: ", finding["text"])
        return {(item["class"], names.get(item["log"]), item["seq"]) for item in export.report.findings
                if item["kind"] == kind}

    def broken(self, expected, log, kind, path, value, number=0):
        """One member of one entry of that type is set before it is signed; the fault it makes at that entry."""
        seq = find(FULL.logs[log], kind, number)
        self.write(LogsMaker(**{log: {"edit": put(seq, path, value)}}))
        self.assertIn((expected, log, seq), self.found())

    def folder_of(self, log):
        return self.path(os.path.join("logs", FULL.logs[log].log.name.rpartition("/")[2]))


class Valid(LogsCase):
    def test_no_fault(self):
        self.write(FULL)
        self.assertEqual(self.found(), set())
        limits = self.found("LIMIT")
        moves = [find(FULL.b, "transferred", number) for number in (0, 1)]
        self.assertLessEqual({("settled", "b", seq) for seq in moves} | {("erased", "b", find(FULL.b, "noted"))}, limits)
        self.assertEqual({item[1:] for item in limits if item[0] == "concurrent with revocation"},
                         {("b", moves[1]), ("c", 0), ("d", 1), ("e", 1)})

    def test_custody_that_went_two_ways(self):
        self.write(APART)
        self.assertEqual(self.found(), {("forked", "b", find(APART.b, "transferred", number)) for number in (0, 1)})

    def test_a_device_goes_by_what_it_knows(self):
        """A role withdrawn, a hold lifted and an incident opened elsewhere do not bind who has not taken that in."""
        made = LogsMaker("devices")
        a, b = made.a, made.b
        a.add("role_granted", {"key": made.bob[0].name, "role": "counsel"}, made.by(made.alice))
        a.add("hold_placed", {"reason": Secret("r")}, made.by(made.dave), ["P-1"])
        hold = a.newest()
        a.commit_size()
        b.take_in(a, made.by(made.bob))
        for log in a, b:
            log.add("hold_lifted", {"hold": hold, "reason": Secret("over")}, made.by(made.dave), ["P-1"])
            log.add("incident_opened", {"number": "INC-1", "title": Secret("t")}, made.by(made.bob))
        a.add("role_withdrawn", {"key": made.bob[0].name, "role": "counsel"}, made.by(made.alice))
        b.add("hold_placed", {"reason": Secret("r")}, made.by((made.bob[0], "counsel")), ["P-1"])
        b.add("artifact_linked", {"incident": "INC-1", "shows": Secret("s")}, made.by(made.bob), ["D-1"])
        b.commit_size(), a.commit_size()
        a.take_in(b, made.by(made.bob))
        self.write(made)
        self.assertEqual(self.found(), set())
        a.add("hold_lifted", {"hold": hold, "reason": Secret("again")}, made.by(made.dave), ["P-1"])
        b.take_in(a, made.by(made.carol))
        b.add("hold_placed", {"reason": Secret("r")}, made.by((made.bob[0], "counsel")), ["P-1"])
        a.commit_size(), b.commit_size()
        self.write(made)
        self.assertEqual(self.found(), {("tampered", "a", len(a.leaves) - 1), ("unauthorised", "b", len(b.leaves) - 1)})

    def three_ways(self):
        """Two devices contend with the first; the third goes on meanwhile with what it knows."""
        made = LogsMaker("devices")
        a, b, c = made.a, made.b, made.new_log("c")
        c.open("log_opened", made.by(made.bob), [a])
        for log, taker in (a, made.carol), (b, made.dave), (c, made.erin):
            log.hand_over("D-1", made.bob, taker)
        a.take_in(b, made.by(made.bob))
        return made

    def test_three_devices(self):
        made = self.three_ways()
        both = {("forked", name, find(made.logs[name], "transferred")) for name in ("b", "c")}
        made.a.take_in(made.logs["c"], made.by(made.bob))
        self.write(made)
        self.assertEqual(self.found(), both)
        settle = ("conflict_resolved", {"holder": {"key": made.carol[0].name}, "reason": Secret("r")},
                  made.two(made.carol, made.dave), ["D-1"])
        made.a.add(*settle)
        made.a.commit_size()
        self.write(made)
        self.assertEqual(self.found(), set())
        other = self.three_ways()                       # settled before the third was known: that one contends anew
        other.a.add(*settle)
        other.a.commit_size()
        other.a.take_in(other.logs["c"], other.by(other.bob))
        self.write(other)
        self.assertEqual({item[:2] for item in self.found()}, {("forked", "c")})


class Broken(LogsCase):
    def test_openings(self):
        vkey, other = FULL.c.log.vkey, FULL.a.log.vkey
        a, b = FULL.a.head(5), FULL.b.head(5)
        self.write(LogsMaker(b={"edit": put(0, "body.log", vkey)}))
        self.assertIn(("unauthorised", "c", 0), self.found())  # the log goes by the key that it names
        self.write(LogsMaker(b={"edit": put(0, "body.log", other.replace("/log", "/dog"))}))
        self.assertIn(("unauthorised", None, 0), self.found())
        self.broken("tampered", "b", "log_opened", "body.knows", [])
        self.broken("tampered", "b", "log_opened", "body.knows.0.size", 1)
        self.broken("tampered", "b", "log_opened", "body.knows.0.size", 0)
        self.broken("tampered", "c", "continued", "body.knows", sorted([a, b], key=lambda head: head["log"])[::-1])
        self.broken("forked", "b", "log_opened", "body.knows.0.root", ZERO)
        self.broken("truncated", "b", "log_opened", "body.knows.0.size", 900)
        self.broken("missing", "b", "log_opened", "body.knows.0.log", "exhibit.evidence/log/" + ZERO[:32])
        self.broken("tampered", "b", "log_opened", "case", None)
        self.broken("tampered", "b", "log_opened", "type", "moved")
        self.broken("tampered", "b", "accessed", "type", "log_opened")
        self.broken("tampered", "a", "accessed", "type", "continued")

    def test_ends(self):
        self.broken("tampered", "c", "continued", "body.ended", "exhibit.evidence/log/" + ZERO[:32])
        self.broken("unauthorised", "c", "continued", "signers.0", author(FULL.bob[0], "examiner"))
        self.broken("unauthorised", "d", "restored", "signers.0", author(FULL.alice[0], "administrator"))
        self.broken("unauthorised", "d", "restored", "signers.1.capacity", "author")
        made = LogsMaker("go_on")
        end = len(made.b.leaves)
        made.b.look("D-2", made.bob)
        self.write(made)
        self.assertEqual(self.found(), {("unauthorised", "b", end)})

    def test_imports(self):
        for path, value, expected in (
                ("body.from", 1, "tampered"), ("body.size", 0, "missing"), ("body.size", 900, "truncated"),
                ("body.root", ZERO, "forked"), ("body.log", Key("nobody", "log").vkey, "missing"),
                ("body.log", FULL.a.log.vkey, "tampered"), ("body.log", "garbage", "tampered"),
                ("body.log", FULL.b.log.vkey.replace(FULL.b.log.id.hex(), "00000000"), "unauthorised")):
            with self.subTest(path, value=value):
                self.broken(expected, "a", "imported", path, value)
        known = len(APART.b.leaves) - 2                 # of log b, before it is taken in a second time
        self.broken("tampered", "a", "imported", "body.size", known, 1)
        self.broken("tampered", "a", "imported", "body.from", known - 1, 1)

    def test_logs_in_a_circle(self):
        seq = find(FULL.a, "imported")
        self.write(LogsMaker(b={"edit": put(0, "body.knows.0.size", seq + 1)}))
        self.assertTrue({("tampered", "a", seq), ("tampered", "b", 0)} & self.found())

    def test_identifiers(self):
        self.broken("tampered", "b", "thing_registered", "about.0.id", "X-1")
        self.broken("tampered", "b", "image_registered", "about.0.id", "000000-X-1")

    def test_heads_of_a_history(self):
        prev = FULL.a.leaves[find(FULL.a, "conflict_resolved")]
        self.assertEqual(prev.partition(b'"prev":[')[2].partition(b"]")[0].count(b","), 1)
        self.broken("tampered", "a", "conflict_resolved", "about.0.prev", [ZERO, "1" * 64])
        self.broken("forked", "a", "conflict_resolved", "about.0.prev", [ZERO])
        self.broken("tampered", "a", "fact_added", "about.0.prev", [])

    def test_settling(self):
        two = [author(*FULL.carol), author(*FULL.carol) | {"capacity": "approving", "key": FULL.bob[0].name}]
        for path, value in (("signers", two), ("signers.0", author(*FULL.alice)), ("signers.1.capacity", "author"),
                            ("body.holder.key", "exhibit.evidence/actor/" + ZERO[:32])):
            with self.subTest(path):
                self.broken("unauthorised", "a", "conflict_resolved", path, value)
        made = LogsMaker("together")
        seq = len(made.a.leaves)
        made.a.add("conflict_resolved", {"holder": {"key": made.carol[0].name}, "reason": Secret("r")},
                   made.two(made.carol, made.dave), ["D-2"])
        made.a.commit_size()
        made.a.hand_over("D-1", made.carol, made.bob)
        self.write(made)
        self.assertLessEqual({("unauthorised", "a", seq), ("unauthorised", "a", seq + 1)}, self.found())

    def test_evidence_of_another_log(self):
        self.broken("tampered", "a", "image_verified", "body.against_log", None)
        self.broken("tampered", "a", "image_verified", "body.against_log", "nowhere")
        self.broken("tampered", "a", "image_verified", "body.against", 1)
        self.broken("mismatch", "a", "image_verified", "body.bytes", 8)
        self.broken("tampered", "a", "fact_added", "body.after_elsewhere", None)
        self.broken("tampered", "a", "fact_added", "body.after_elsewhere", [ZERO])
        self.broken("tampered", "a", "fact_added", "body.after", [3])

    def test_erasure_in_another_log(self):
        self.broken("tampered", "a", "disclosure_erased", "body.log", "exhibit.evidence/log/" + ZERO[:32])
        self.broken("tampered", "a", "disclosure_erased", "body.seq", 900)
        for path, value in ("body.commit", ZERO), ("body.leaf", ZERO), ("body.field", "body.reason"), ("body.seq", 1):
            self.broken("mismatch", "a", "disclosure_erased", path, value)

    def test_erasure_under_a_hold(self):
        made = LogsMaker("apart")
        made.a.add("hold_placed", {"reason": Secret("r")}, made.by(made.dave), ["D-2"])
        made.a.commit_size()
        made.together()
        self.write(made)
        self.assertIn(("unauthorised", "a", find(made.a, "disclosure_erased")), self.found())

    def test_keys(self):
        made = LogsMaker("devices")
        frank = made.a.actor("frank")
        made.a.enrol(frank, "examiner", "Frank")
        made.a.commit_size()
        seq = len(made.b.leaves)
        made.b.look("D-2", (frank, "examiner"))         # enrolled in an entry that this device does not know
        made.b.take_in(made.a, made.by(made.bob))
        made.b.look("D-2", (frank, "examiner"))
        self.write(made)
        self.assertEqual(self.found(), {("unauthorised", "b", seq)})
        made = LogsMaker()
        made.e.take_in(made.a, made.by(made.bob))
        seq = len(made.e.leaves)
        made.e.look("D-2", made.erin)                   # ended in an entry that it knows
        self.write(made)
        self.assertEqual(self.found(), {("unauthorised", "e", seq)})


class Folders(LogsCase):
    def setUp(self):
        super().setUp()
        self.write(FULL)

    def test_a_log_is_dropped(self):
        for name in "bcde":
            self.write(FULL)
            shutil.rmtree(self.folder_of(name))
            self.assertIn("missing", {item[0] for item in self.found()})

    def test_a_log_under_another_name(self):
        os.rename(self.folder_of("b"), self.path("logs/other"))
        self.assertEqual(self.found(), {("mismatch", "b", None)})

    def test_something_else_among_the_logs(self):
        with open(self.path("logs/more"), "w", encoding="ascii"):
            pass
        self.assertEqual(self.found(), {("tampered", None, None)})

    def test_logs_exchanged(self):
        os.rename(self.folder_of("b"), self.path("x"))
        os.rename(self.folder_of("c"), self.folder_of("b"))
        os.rename(self.path("x"), self.folder_of("c"))
        self.assertEqual(self.found(), {("mismatch", "b", None), ("mismatch", "c", None)})

    def test_a_log_is_cut(self):
        made = LogsMaker()
        made.b.leaves = made.b.leaves[:-2]
        made.b.disclosures = [item for item in made.b.disclosures if item[0] < len(made.b.leaves)]
        made.b.sizes = [size for size in made.b.sizes if size < len(made.b.leaves)] + [len(made.b.leaves)]
        self.write(made)
        self.assertIn(("truncated", "c", 0), self.found())
        self.assertNotIn("b", {log for _, log, _ in self.found()})

    def test_random_damage_of_resigned_leaves(self):
        """Whatever entries about logs say, it is told, and nothing stops the verifier."""
        chance = random.Random(3)
        places = [(name, seq) for name, log in FULL.logs.items() for seq, leaf in enumerate(log.leaves)
                  if re.search(b'"type":"(log_opened|continued|restored|imported|conflict_resolved)"', leaf)]
        for _ in range(40):
            name, seq = chance.choice(places)
            self.write(LogsMaker(**{name: {"edit_json": at(seq, functools.partial(damage, chance))}}))
            self.found()

    def test_heads_known_from_elsewhere(self):
        head = FULL.b.head(5)
        self.assertEqual(self.found(heads=[f"5:{head['root']}", FULL.c.checkpoint(2)]), set())
        self.assertEqual(self.found(heads=["5:" + ZERO]), {("forked", "a", 4)})
        self.assertEqual(self.found(heads=["900:" + ZERO]), {("rolled back", "a", len(FULL.a.leaves))})
        wrong = LogsMaker("apart", b={"edit": put(1, "tool.version", "2")}).b
        self.assertEqual(self.found(heads=[wrong.checkpoint(3)]), {("forked", "b", 2)})
        self.assertEqual(self.found(heads=[FULL.c.checkpoint(2).replace(b"\n2\n", b"\n3\n")]),
                         {("tampered", "c", None), ("rolled back", "c", 2)})
        self.assertEqual(self.found(heads=[b"nothing"]), {("tampered", "a", None)})


class Witnesses(LogsCase):
    def setUp(self):
        super().setUp()
        self.write(FULL)
        self.key = Key("witness", "actor")
        self.key.name, typed = "witness.example.org/w1", b"\4" + self.key.public
        self.key.id = sha256(self.key.name.encode(), b"\n", typed)[:4]
        self.vkey = f"{self.key.name}+{self.key.id.hex()}+{b64(typed)}"
        self.policy = Policy(f"log {FULL.a.log.vkey}\nwitness w1 {self.vkey}\ngroup g any w1\nquorum g\n")

    def cosign(self, log, size, message=b"cosignature/v1\ntime 7\n"):
        note = log.checkpoint(size)
        signature = self.key.sign(message + note.partition(b"\n\n")[0] + b"\n")
        line = f"\u2014 {self.key.name} {b64(self.key.id + (7).to_bytes(8, 'big') + signature)}\n".encode()
        self.keep(f"{size}-{digest(self.key.public).hex()[:32]}", note + line)

    def keep(self, stem, note):
        os.makedirs(self.path("cosigned"), exist_ok=True)
        for end, data in ((".note", note), (".vkey", self.vkey.encode() + b"\n"),
                          (".pem", pem("PUBLIC", SPKI + self.key.public))):
            with open(self.path(f"cosigned/{stem}{end}"), "wb") as file:
                file.write(data)

    def test_seen(self):
        size = len(FULL.a.leaves)
        self.cosign(FULL.a, size - 1)
        self.assertEqual(self.found(), set())
        self.assertIn(("unwitnessed", "a", None), self.found("LIMIT"))
        limits = self.found("LIMIT", policy=self.policy)
        self.assertIn(("unwitnessed", "a", size - 1), limits)
        self.assertNotIn("signers not identified", {item[0] for item in limits})
        self.cosign(FULL.a, size)
        self.assertNotIn("a", {item[1] for item in self.found("LIMIT", policy=self.policy) if item[0] == "unwitnessed"})

    def test_faults(self):
        self.cosign(FULL.a, 5, b"cosignature/v1\ntime 8\n")
        self.assertEqual(self.found(), {("tampered", "a", 4)})
        shutil.rmtree(self.path("cosigned"))
        self.cosign(FULL.b, 5)                          # kept with another log, checked against its own
        self.assertEqual(self.found(), set())
        os.rename(self.path("cosigned"), self.path("x"))
        self.keep("5-x", FULL.a.checkpoint(5))
        self.assertEqual(self.found(), {("tampered", "a", None)})
        self.vkey = FULL.a.log.vkey
        self.keep("5-x", FULL.a.checkpoint(5))
        self.assertEqual(self.found(), {("tampered", "a", None), ("mismatch", "a", None)})
        with open(self.path("cosigned/more"), "wb"):
            pass
        self.assertIn(("uncovered", "a", None), self.found())

    def test_policies(self):
        other = Policy(f"log {FULL.b.log.vkey}\nquorum none\n")
        self.assertEqual(self.found(policy=other), {("unauthorised", "a", None)})
        for text in ("", "quorum x", "quorum none\nquorum none", "log x\nquorum none", f"witness w {FULL.a.log.vkey}\nquorum w",
                     f"witness none {self.vkey}\nquorum none", "group g 1 x\nquorum g",
                     f"witness w {self.vkey}\ngroup g 2 w\nquorum g", "what\nquorum none"):
            with self.assertRaises(ValueError):
                Policy(text)


if __name__ == "__main__":
    unittest.main()
