#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of verify_ledger.py: a valid ledger has no fault, every mutation of it has the one that the format names.

    /usr/bin/python3 test_verify_ledger.py

"Resigned" mutations are made before signing, by somebody who holds every key: signatures, chain, tree and checkpoints
then fit, and only the rule in question is broken. The others are made to the finished export.
"""
import functools
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import ledger_notes                                     # noqa: E402
import make_ledger                                      # noqa: E402
import verify_ledger                                    # noqa: E402
from make_ledger import Maker, canonical                # noqa: E402

real_verify, real_sign, known = ledger_notes.Signatures.verify, make_ledger.Key.sign, {}


def remembering_verify(folder, number, job):
    """Many ledgers, few new signatures: each is checked once (the tests of the command line check all anew)."""
    if job not in known:
        known[job] = real_verify(folder, number, job)
    return known[job]


def remembering_sign(key, text):
    """In place of a signature what nobody but this process takes for one: hundreds of ledgers are made here."""
    signature = hashlib.sha512(key.seed + text).digest()
    known[key.public, text, signature] = True
    return signature


ledger_notes.Signatures.verify = staticmethod(remembering_verify)
make_ledger.Key.sign = remembering_sign
ZERO = "0" * 64


def find(maker, kind, number=0):
    """The seq of the number-th entry of a type."""
    pattern = f'"type":"{kind}"'.encode()
    return [seq for seq, leaf in enumerate(maker.leaves) if pattern in leaf][number]


def put(seq, path, value):
    """A hook that sets (value None: removes) one member of one entry before it is signed."""
    def edit(at, entry):
        if at == seq:
            *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
            target = functools.reduce(lambda item, part: item[part], way, entry)
            if value is None:
                del target[last]
            else:
                target[last] = value
        return entry
    return edit


def at(seq, change):
    return lambda here, data: change(data) if here == seq else data


def author(key, role):
    return {"capacity": "author", "key": key.name, "role": role}


def nested(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


def swap_lines(leaf):
    text, _, lines = leaf.rpartition(b"\n\n")
    first, second = lines.splitlines(keepends=True)
    return text + b"\n\n" + second + first


def swap_signatures(leaf):
    text, _, lines = leaf.rpartition(b"\n\n")
    (dash, first, one), (_, second, two) = [line.split(b" ") for line in lines.splitlines()]
    return text + b"\n\n" + b" ".join((dash, first, two)) + b"\n" + b" ".join((dash, second, one)) + b"\n"


def other_form_of_base64(leaf):
    """The same bytes with other spare bits before the padding."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    position = leaf.rindex(b"=\n") - 1
    letter = alphabet.index(leaf[position])
    return leaf[:position] + alphabet[letter ^ 1:(letter ^ 1) + 1] + leaf[position + 1:]


BASE = Maker().story()


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.join(tempfile.mkdtemp(prefix="test-ledger-"), "export")
        self.addCleanup(shutil.rmtree, os.path.dirname(self.folder))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, maker):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        maker.write(self.folder)

    def verify(self, case_id=None):
        export = verify_ledger.Export(self.folder, case_id)
        export.verify(case_id is not None)
        for finding in export.report.findings:
            self.assertNotIn("cannot be checked: ", finding["text"])
            json.dumps(finding)
        return export.report.findings

    def faults(self, case_id=None):
        return {(item["class"], item["seq"]) for item in self.verify(case_id) if item["kind"] == "FAULT"}

    def limits(self):
        return {(item["class"], item["seq"]) for item in self.verify() if item["kind"] == "LIMIT"}

    def resigned(self, expected, absent=(), **hooks):
        maker = Maker(**hooks)
        maker.actor("mallory")
        maker.story()
        for name in [key.name for key in maker.keys.values() if key not in (maker.alice, maker.bob, maker.carol)]:
            del maker.keys[name]
        self.write(maker)
        self.assertEqual(self.faults(), set(expected))
        return maker


class Valid(Case):
    def test_no_fault(self):
        self.write(BASE)
        self.assertEqual(self.faults(BASE.case), set())
        self.assertEqual(self.limits(), {(name, None) for name in (
            "signers not identified", "no earlier head known", "unwitnessed", "time unproven")})

    def test_smallest_ledgers(self):
        for people in (1, 2):
            maker = Maker()
            maker.people()
            maker.leaves, maker.sizes = maker.leaves[:people], [people]
            maker.keys = {maker.alice.name: maker.alice}
            maker.disclosures = [item for item in maker.disclosures if item[0] < people]
            self.write(maker)
            self.assertEqual(self.faults(), set())

    def test_a_hundred_leaves_that_are_no_entries(self):
        maker = Maker()
        maker.people()
        text = canonical(["x"])
        for _ in range(100):
            maker.append(text)
        maker.commit_size()
        self.write(maker)
        self.assertEqual(self.faults(), {("tampered", seq) for seq in range(5, 105)})


class Resigned(Case):
    """Each: what is broken, and the whole set of faults (class, seq) that must come of it."""

    def check_puts(self, table):
        for kind, path, value, fault in table:
            with self.subTest(f"{kind} {path}={str(value)[:60]}"):
                seq = find(BASE, kind) if isinstance(kind, str) else kind
                self.write(Maker(edit=put(seq, path, value)).story())
                found = {item for item in self.faults() if item[1] is None or item[1] <= seq}
                self.assertEqual(found - {("mismatch", seq)}, {(fault, seq)})

    def test_common_members(self):
        self.check_puts([
            ("accessed", "chain", ZERO, "tampered"), ("accessed", "chain", None, "tampered"),
            ("accessed", "seq", 3, "tampered"), ("accessed", "log", "exhibit.evidence/log/" + ZERO[:32], "tampered"),
            ("accessed", "case", ZERO, "tampered"), ("accessed", "case", None, "tampered"),
            ("accessed", "clock.synchronised", False, "tampered"), ("accessed", "clock.offset_us", None, "tampered"),
            ("accessed", "tool.digest", "00", "tampered"), ("accessed", "extra", 1, "tampered"),
            ("accessed", "tool.extra", 1, "tampered"), ("accessed", "body.extra", 1, "tampered"),
            ("accessed", "seen", {"root": ZERO, "size": 1}, "tampered"), ("accessed", "body", [], "tampered"),
            ("accessed", "about", {}, "tampered"), ("accessed", "type", 7, "tampered"),
            (1, "case", ZERO, "tampered"), ("accessed", "attachments", [{"sha256": ZERO}], "tampered")])

    def test_times(self):
        for value in ("2025-01-02", "2025-01-02T03:04:05Z", "2025-02-30T03:04:05.000000Z", "now", 5, "",
                      "2025-01-02T03:04:05.000000+00", "2025-01-02T03:04:61.000000Z",
                      "\u0662025-01-02T03:04:05.000000Z"):
            self.check_puts([("package_made", "time", value, "tampered"),
                             ("acquisition_finished", "body.started", value, "tampered")])

    def test_bodies(self):
        self.check_puts([
            ("thing_registered", "body.kind", "toy", "tampered"), ("thing_registered", "body.facts.a-b", 1, "tampered"),
            ("thing_registered", "body.facts.text", "open", "tampered"),
            ("thing_registered", "body.description", "open text", "tampered"),
            ("image_registered", "body.image_of", "../D-1", "tampered"),
            ("acquisition_finished", "body.compared", True, "tampered"),
            ("acquisition_finished", "body.digests", {}, "tampered"),
            ("acquisition_finished", "body.digests.md5", "x" * 32, "tampered"),
            ("acquisition_finished", "body.bytes", True, "tampered"),
            ("acquisition_finished", "body.blocks.file", "a/b", "tampered"),
            ("acquisition_finished", "body.log.file", "a/b", "tampered"),
            ("acquisition_finished", "body.log.size", "80", "tampered"),
            ("acquisition_finished", "body.log", {"file": "I-1.log"}, "tampered"),
            ("image_verified", "body.against", 3, "tampered"), ("image_verified", "body.image", "D-1", "tampered"),
            ("fact_added", "body.after", [], "tampered"), ("fact_added", "body.after", [3], "tampered"),
            ("authority_recorded", "body.document", ZERO, "tampered"),
            ("transferred_from_outside", "body.receipt", ZERO, "tampered"),
            ("role_granted", "body.key", "exhibit.evidence/actor/" + ZERO[:32], "unauthorised"),
            ("key_enrolled", "body.possession", BASE.bob.possession(), "tampered"),
            ("key_enrolled", "body.possession", "AAAA", "tampered")])

    def test_commitment_with_another_member(self):
        seq = find(BASE, "incident_opened")
        linked = find(BASE, "artifact_linked")             # to an incident that is then not opened
        self.resigned({("tampered", seq), ("mismatch", seq), ("tampered", linked)}, edit=put(seq, "body.title.salt", "x"))

    def test_commitment_altered(self):
        seq = find(BASE, "incident_opened")
        self.resigned({("mismatch", seq)}, edit=put(seq, "body.title.commit", ZERO))

    def test_histories(self):
        other = find(BASE, "thing_registered")
        self.check_puts([
            ("transferred", "about.0.prev", [ZERO], "forked"), ("transferred", "about.0.prev", [], "tampered"),
            ("transferred", "about.0.prev", [hashlib.sha256(b"\0" + BASE.leaves[other]).hexdigest()], "forked"),
            ("accessed", "about.0.prev", [ZERO], "tampered"),
            ("image_registered", "about.0.prev", [ZERO], "tampered"), ("accessed", "about.0.id", "no-such", "tampered"),
            ("transferred", "about", [], "tampered"), ("accessed", "about.0.id", "x..y", "tampered"),
            (find(BASE, "thing_registered", 2), "about.0.id", "D-2", "tampered")])

    def test_registered_twice(self):
        maker = Maker().story()
        bob = [(maker.bob, "examiner", "author")]
        maker.add("image_registered", {"carrier": "D-2", "format": "raw", "image_of": "D-1"}, bob, ["D-1"])
        maker.commit_size()
        self.write(maker)
        self.assertEqual(self.faults(), {("tampered", len(maker.leaves) - 1)})

    def test_interval_of_comparisons(self):
        for days, role, found in ((30, "administrator", None), (0, "administrator", "tampered"),
                                  (36501, "administrator", "tampered"), (30, "examiner", "unauthorised")):
            with self.subTest(days=days, role=role):
                maker = Maker().story()
                who = [(maker.alice if role == "administrator" else maker.bob, role, "author")]
                maker.add("case_setting", {"reason": make_ledger.Secret("rule"), "recheck_days": days}, who)
                maker.commit_size()
                self.write(maker)
                self.assertEqual(self.faults(), {(found, len(maker.leaves) - 1)} if found else set())

    def test_about_not_rising(self):
        seq = find(BASE, "transferred")
        self.resigned({("tampered", seq)}, edit=at(seq, lambda entry: entry | {"about": entry["about"][::-1]}))

    def test_forked(self):
        seq = find(BASE, "transferred_to_outside")
        old = json.loads(BASE.leaves[find(BASE, "transferred")].split(b"\n")[1])["about"][1]["prev"]
        maker = self.resigned({("forked", seq), ("forked", seq + 1)}, edit=put(seq, "about.0.prev", old))
        self.assertEqual(maker.leaves[:seq], BASE.leaves[:seq])

    def test_roles(self):
        self.check_puts([
            ("thing_registered", "signers.0.role", "custodian", "unauthorised"),
            ("accessed", "signers.0.role", "counsel", "unauthorised"),
            ("role_granted", "signers", [author(BASE.bob, "examiner")], "unauthorised"),
            ("fact_added", "signers", [author(BASE.carol, "auditor")], "unauthorised"),
            ("incident_opened", "signers.0.capacity", "receiving", "unauthorised"),
            ("incident_opened", "signers.0.capacity", "witness", "unauthorised"),
            ("incident_opened", "signers", [], "tampered"),
            ("transferred", "signers.1.capacity", "witness", "unauthorised"),
            ("transferred", "signers.1", None, "unauthorised"),
            ("transferred_from_outside", "signers.0.capacity", "author", "unauthorised"),
            ("incident_opened", "signers.0.role", "boss", "tampered")])

    def test_signer_twice(self):
        seq = find(BASE, "incident_opened")
        twice = at(seq, lambda entry: entry | {"signers": entry["signers"] * 2})
        self.resigned({("tampered", seq), ("unauthorised", seq)}, edit=twice)

    def test_unenrolled_key(self):
        mallory, seq = make_ledger.Key("mallory", "actor"), find(BASE, "fact_added")
        self.resigned({("unauthorised", seq)}, edit=put(seq, "signers.0.key", mallory.name))

    def test_first_entry_by_another_key(self):
        self.resigned({("unauthorised", 0)}, edit=put(0, "signers.0.key", BASE.bob.name))

    def test_not_enrolled_yet(self):
        seq = find(BASE, "key_enrolled", 1)
        self.resigned({("unauthorised", seq)}, edit=put(seq, "signers", [author(BASE.carol, "administrator")]))

    def test_custody(self):
        seq = find(BASE, "transferred")
        change = {"signers": [{"capacity": "releasing", "key": BASE.alice.name, "role": "administrator"},
                              {"capacity": "receiving", "key": BASE.carol.name, "role": "custodian"}]}
        self.resigned({("unauthorised", seq)}, edit=at(seq, lambda entry: entry | change | {
            "body": entry["body"] | {"from": BASE.alice.name}}))

    def test_taken_back_though_not_outside(self):
        maker = Maker().story()
        body = json.loads(BASE.leaves[find(BASE, "transferred_from_outside")].split(b"\n")[1])
        maker.add("transferred_from_outside", body["body"], [(maker.bob, "examiner", "receiving")], ["D-2"],
                  body["attachments"])
        maker.commit_size()
        self.write(maker)
        self.assertEqual(self.faults(), {("unauthorised", len(maker.leaves) - 1)})

    def test_first_entry_is_not_case_opened(self):
        self.write(Maker(edit=put(0, "type", "case_reopened")).story())
        self.assertLessEqual({("tampered", 0), ("unauthorised", 0), ("unauthorised", 1)}, self.faults())

    def test_case_opened_again(self):
        maker = Maker().story()
        body = json.loads(maker.leaves[0].split(b"\n")[1])["body"]
        maker.add("case_opened", body, [(maker.alice, "administrator", "author")])
        maker.commit_size()
        self.write(maker)
        self.assertEqual(self.faults(), {("tampered", len(maker.leaves) - 1)})

    def test_second_entry_enrols_somebody_else(self):
        maker = Maker()
        enrol, order = maker.enrol, iter([maker.bob, maker.alice])
        maker.enrol = lambda key, role, name: enrol(next(order, key), "examiner", name)
        maker.people()
        self.write(maker)
        self.assertEqual(self.faults(), {("unauthorised", 1)})

    def test_vkey_that_does_not_fit_its_key(self):
        seq, vkey = find(BASE, "key_enrolled", 1), BASE.bob.vkey
        for bad in (vkey.replace("+" + BASE.bob.id.hex(), "+00000000"), vkey.replace("actor", "log")):
            self.assertIn(("unauthorised", seq), self.edited_faults(put(seq, "body.key", bad)))
        self.assertIn(("tampered", seq), self.edited_faults(put(seq, "body.key", "garbage")))
        vkey = BASE.log.vkey.replace("/log", "/dog")
        self.assertIn(("unauthorised", 0), self.edited_faults(put(0, "body.log", vkey)))

    def edited_faults(self, edit):
        self.write(Maker(edit=edit).story())
        return self.faults()

    def test_limits(self):
        for seq, path, value, limit in (
                (find(BASE, "accessed"), "type", "looked_at", ("unknown type", find(BASE, "accessed"))),
                (5, "time", "2024-12-31T00:00:00.000000Z", ("clock anomaly", 5)),
                (find(BASE, "acquisition_finished"), "body.unreadable.count", 2,
                 ("unreadable ranges", find(BASE, "acquisition_finished")))):
            self.resigned(set(), edit=put(seq, path, value))
            self.assertIn(limit, self.limits())
        self.assertIn(("unauthorised", 1), self.edited_faults(put(1, "type", "something_new")))

    def test_interrupted_and_not_compared(self):
        maker = Maker()
        add = maker.add
        maker.add = lambda kind, *rest, **more: None if kind in ("acquisition_failed", "image_verified") else add(
            kind, *rest, **more)
        maker.people(), maker.items(), maker.acquisition()
        self.write(maker)
        classes = {name for name, _ in self.limits()}
        self.assertLessEqual({"interrupted", "not compared"}, classes)


class JsonAndNotes(Case):
    """The bytes of one leaf, with the signature made over them."""

    SEQ = find(BASE, "package_made")

    def assert_tampered(self, **hooks):
        maker = Maker(**hooks).story()
        self.write(maker)
        found = self.faults()
        self.assertIn(("tampered", self.SEQ), found)
        return found

    def json_becomes(self, *pairs):
        for old, new in pairs:
            with self.subTest(new[:60]):
                self.assertIn(old, canonical_of(self.SEQ))
                self.assert_tampered(edit_json=at(self.SEQ, lambda data: data.replace(old, new, 1)))

    def test_not_canonical(self):
        self.json_becomes(
            (b'{"about"', b'{ "about"'), (b'"name":"make_ledger"', b'"name":"make\\u005fledger"'),
            (b'"bytes":1,', b'"bytes":01,'), (b'"bytes":1,', b'"bytes":1.0,'), (b'"bytes":1,', b'"bytes":1e0,'),
            (b'"bytes":1,', b'"bytes":-0,'), (b'"bytes":1,', b'"bytes":NaN,'), (b'"bytes":1,', b'"bytes":1,"bytes":1,'),
            (b'"bytes":1,"files":2', b'"files":2,"bytes":1'), (b'"seq":', b'"seq":' + b"9" * 5000 + b',"seq":'),
            (b'"bytes":1,', b'"bytes":9007199254740992,'), (b'"bytes":1,', b'"bytes":1e999,'),
            (b'"bytes":1,', b'"bytes":' + b"[" * 30000 + b"]" * 30000 + b","),
            (b'"bytes":1,', b'"bytes":' + b"[" * 60000),
            (b'"make_ledger"', b'"\\ud800"'), (b'"make_ledger"', b'"a\\tb"'), (b'"make_ledger"', '"\x85"'.encode()),
            (b'"make_ledger"', b'"a\x7f"'), (b'"make_ledger"', b'"\xff"'), (b'"make_ledger"', b'"\xed\xa0\x80"'),
            (b'"make_ledger"', b'"a\nb"'), (b'"make_ledger"', b'"a\n\nb"'), (b'"make_ledger"', b"null"))

    def test_not_an_object(self):
        for text in (b"", b"[]", b"null", b"7", b'"x"', b"{}", b"{", b"\xef\xbb\xbf{}"):
            self.assert_tampered(edit_json=at(self.SEQ, lambda data: text))

    def test_depth(self):
        for depth, good in ((32, True), (33, False)):
            value, errors = ledger_notes.decode_json(canonical(nested(depth)))
            self.assertEqual(errors == [], good)

    def test_leaf(self):
        def replaced(old, new):
            return lambda leaf: leaf.replace(old, new, 1)
        changes = [
            replaced(b"entry/v1", b"entry/v2"), replaced(b'"bytes":1', b'"bytes":3'), lambda leaf: b"",
            lambda leaf: b"\n\n", lambda leaf: os.urandom(100), lambda leaf: leaf[:-1], lambda leaf: leaf + b"\n",
            lambda leaf: leaf.rpartition(b"\n\n")[0] + b"\n\n", lambda leaf: leaf + leaf.splitlines(True)[-1],
            lambda leaf: leaf + BASE.alice.line(leaf.rpartition(b"\n\n")[0] + b"\n"), other_form_of_base64,
            replaced("\u2014".encode(), b"-"), lambda leaf: b"\xef\xbb\xbf" + leaf,
            replaced(b"entry/v1", b"entry/v1\r"),
            lambda leaf: leaf[:-1] + b"\0\n", lambda leaf: BASE.leaves[3], lambda leaf: b"x" * 100000,
            lambda leaf: leaf.replace("\u2014 ".encode(), "\u2014  ".encode()),
            lambda leaf: leaf.replace(b"\n\n", b"\n")]
        for number, change in enumerate(changes):
            with self.subTest(number):
                self.assert_tampered(edit_leaf=at(self.SEQ, change))

    def test_two_signers(self):
        seq = find(BASE, "transferred")
        for change in (swap_lines, swap_signatures, lambda leaf: b"\n".join(leaf.split(b"\n")[:-2]) + b"\n"):
            self.write(Maker(edit_leaf=at(seq, change)).story())
            self.assertTrue({("tampered", seq), ("unauthorised", seq)} & self.faults())

    def test_swapped_signatures_with_right_key_ids(self):
        seq, text = find(BASE, "transferred"), BASE.leaves[find(BASE, "transferred")].rpartition(b"\n\n")[0] + b"\n"
        lines = [f"\u2014 {one.name} {make_ledger.b64(one.id + two.sign(text))}\n".encode() for one, two in (
            (BASE.bob, BASE.carol), (BASE.carol, BASE.bob))]
        self.write(Maker(edit_leaf=at(seq, lambda leaf: text + b"\n" + b"".join(lines))).story())
        self.assertIn(("tampered", seq), self.faults())

    def test_wrong_key_id(self):
        text = BASE.leaves[self.SEQ].rpartition(b"\n\n")[0] + b"\n"
        line = f"\u2014 {BASE.bob.name} {make_ledger.b64(bytes(4) + BASE.bob.sign(text))}\n".encode()
        self.write(Maker(edit_leaf=at(self.SEQ, lambda leaf: text + b"\n" + line)).story())
        self.assertEqual(self.faults(), {("unauthorised", self.SEQ)})

    def test_oversize(self):
        self.assert_tampered(edit=put(self.SEQ, "tool.version", "v" * 66000))

    def test_entry_of_another_ledger(self):
        other = Maker(log="other").story()
        self.assert_tampered(edit_leaf=at(self.SEQ, lambda leaf: other.leaves[self.SEQ]))


def canonical_of(seq):
    return BASE.leaves[seq].split(b"\n")[1]


class Exported(Case):
    """Changes to the finished export, without any key."""

    def setUp(self):
        super().setUp()
        self.write(BASE)
        self.count = len(BASE.leaves)

    def sql(self, *statements):
        base = sqlite3.connect(self.path("ledger.sqlite"))
        base.execute("PRAGMA synchronous = OFF")
        for statement in statements:
            base.execute(*statement) if isinstance(statement, tuple) else base.execute(statement)
        base.commit()
        base.close()

    def change(self, name, change):
        with open(self.path(name), "rb") as file:
            data = change(file.read())
        with open(self.path(name), "wb") as file:
            file.write(data)

    def expect(self, *faults, case_id=None):
        self.assertLessEqual(set(faults), self.faults(case_id))

    def classes(self):
        return {name for name, _ in self.faults()}

    def test_byte_of_a_leaf(self):
        leaf = BASE.leaves[7].replace(b'"kind":"paper"', b'"kind":"taper"')
        self.sql(("UPDATE entry SET leaf = ? WHERE seq = 7", (leaf,)))
        self.expect(("tampered", 7), ("mismatch", 7), ("tampered", 8), ("tampered", self.count))

    def test_dropped_at_the_end(self):
        self.sql(f"DELETE FROM entry WHERE seq = {self.count - 1}")
        self.expect(("truncated", self.count))

    def test_dropped_in_the_middle(self):
        self.sql("DELETE FROM entry WHERE seq = 15")
        found = self.faults()
        self.assertIn(("missing", 15), found)
        self.assertNotIn("truncated", {name for name, _ in found})

    def test_dropped_at_the_start(self):
        self.sql("DELETE FROM entry WHERE seq = 0")
        self.expect(("missing", 0))

    def test_all_dropped(self):
        self.sql("DELETE FROM entry")
        self.expect(("truncated", self.count))

    def test_swapped(self):
        self.sql("UPDATE entry SET seq = -1 WHERE seq = 14", "UPDATE entry SET seq = 14 WHERE seq = 15",
                 "UPDATE entry SET seq = 15 WHERE seq = -1")
        self.expect(("tampered", 14), ("tampered", 15), ("tampered", self.count))

    def test_uncovered(self):
        maker = Maker().story()
        maker.add("incident_opened", {"number": "I2", "title": make_ledger.Secret("t")}, [
            (maker.bob, "examiner", "author")])
        self.write(maker)
        self.assertIn(("uncovered", self.count), self.faults())

    def test_rows_of_no_use(self):
        self.sql("INSERT INTO entry VALUES (2, 0, x'00', x'00')", "UPDATE entry SET leaf = 'text' WHERE seq = 3",
                 "INSERT INTO entry VALUES (1, 9000000000000000000, x'00', NULL)")
        self.expect(("uncovered", None), ("tampered", 3), ("missing", self.count))

    def test_huge_leaf(self):
        self.sql("UPDATE entry SET leaf = zeroblob(50000000) WHERE seq = 3")
        self.expect(("tampered", 3))

    def test_leaf_sha3(self):
        self.sql("UPDATE entry SET leaf_sha3 = zeroblob(32) WHERE seq = 3")
        self.assertEqual(self.faults(), {("mismatch", 3)})

    def test_withheld(self):
        self.sql("UPDATE entry SET leaf = NULL WHERE seq = 15")
        os.unlink(self.path("proofs/15.tlog-proof"))
        self.change("disclosures.jsonl", lambda data: re.sub(rb"(?m)^\[15,.*\n", b"", data))
        self.assertEqual(self.faults(), set())
        self.assertIn(("withheld", 15), self.limits())
        self.sql("UPDATE entry SET leaf_sha3 = zeroblob(32) WHERE seq = 15")
        self.expect(("tampered", 16))

    def test_withheld_with_its_hash(self):
        """The root is rebuilt from the hash given; a wrong one, or one for a leaf that is there, is a fault."""
        self.sql("CREATE TABLE withheld(log INTEGER, seq INTEGER, leaf_hash BLOB, PRIMARY KEY(log, seq))")
        with sqlite3.connect(self.path("ledger.sqlite")) as base:
            (leaf,) = base.execute("SELECT leaf FROM entry WHERE seq = 15").fetchone()
            base.execute("INSERT INTO withheld VALUES (1, 15, ?)", (hashlib.sha256(b"\0" + leaf).digest(),))
        base.close()
        self.sql("UPDATE entry SET leaf = NULL WHERE seq = 15")
        self.change("disclosures.jsonl", lambda data: re.sub(rb"(?m)^\[15,.*\n", b"", data))
        self.assertEqual(self.faults(), set())
        self.assertIn(("withheld", 15), self.limits())
        self.sql("INSERT INTO withheld VALUES (1, 3, zeroblob(32))")
        self.expect(("uncovered", None))
        self.sql("DELETE FROM withheld WHERE seq = 3", "UPDATE withheld SET leaf_hash = zeroblob(32)")
        self.expect(("tampered", self.count))

    def test_damaged_sqlite(self):
        size = os.path.getsize(self.path("ledger.sqlite"))
        for change in (lambda data: b"", lambda data: data[:size // 2], lambda data: os.urandom(4096),
                       lambda data: data[:100] + bytes(4000) + data[4100:], lambda data: data[:-4096] + b"\xff" * 4096):
            self.write(BASE)
            self.change("ledger.sqlite", change)
            self.assertTrue(self.faults())

    def test_hostile_schema(self):
        endless = ("CREATE VIEW entry AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
                   "SELECT 1 AS log, x AS seq, x'00' AS leaf, x'00' AS leaf_sha3 FROM c")
        for schema in (endless, "CREATE TABLE entry(log, seq)", "CREATE TABLE other(x)",
                       "CREATE TABLE entry(log, seq, leaf, leaf_sha3 AS (x'00'))"):
            self.write(BASE)
            self.sql("DROP TABLE entry", schema)
            self.expect(("tampered", None))

    def test_case_id(self):
        self.assertEqual(self.faults("1" * 64) & {("unauthorised", 0)}, {("unauthorised", 0)})

    def test_checkpoints(self):
        other = Maker(log="other").story()
        newest, older = BASE.checkpoint(self.count), BASE.checkpoint(self.count - 1)
        wrong_root = Maker(edit=put(3, "tool.version", "2")).story().checkpoint(self.count)
        for data, fault in (
                (other.checkpoint(self.count), ("tampered", self.count)), (wrong_root, ("tampered", self.count)),
                (newest.replace(b"\n\n", b"\nextension\n\n"), ("tampered", None)), (b"", ("tampered", None)),
                (newest.replace(b"\n25\n", b"\n025\n"), ("tampered", None)), (older, ("mismatch", None)),
                (newest.replace(b"\n25\n", b"\n26\n"), ("truncated", 26)), (b"\xff" * 99, ("tampered", None)),
                (newest + newest.splitlines(True)[-1].replace(b"A", b"B"), ("mismatch", None))):
            self.write(BASE)
            self.change("checkpoint", lambda _: data)
            self.expect(fault)

    def test_older_checkpoints(self):
        other = Maker(edit=put(3, "tool.version", "2")).story()
        points = [BASE.checkpoint(size) + b"\n" for size in BASE.sizes]
        for data, fault in ((points[0] + other.checkpoint(5) + b"\n" + b"".join(points[2:]), ("tampered", 5)),
                            (b"".join(points[::-1]), ("tampered", None)), (b"".join(points)[:-1], ("tampered", None)),
                            (b"", ("tampered", None)), (b"".join(points[:-1]), ("mismatch", None)),
                            (b"".join(points) + BASE.checkpoint(25, other.bob) + b"\n", ("tampered", 25))):
            self.change("checkpoints", lambda _: data)
            self.expect(fault)

    def test_cosignature_of_a_stranger_is_ignored(self):
        line = Maker().carol.line(b"anything")
        self.change("checkpoint", lambda data: data + line)
        self.change("checkpoints", lambda data: data[:-1] + line + b"\n")
        for seq in range(self.count):
            self.change(f"proofs/{seq}.tlog-proof", lambda data: data + line)
        self.assertEqual(self.faults(), set())

    def test_proofs(self):
        def drop_line(data):
            return b"\n".join(data.split(b"\n")[:2] + data.split(b"\n")[3:])
        for change in (lambda data: data.replace(b"index 9", b"index 8"), drop_line, lambda data: b"", drop_checkpoint,
                       lambda data: data.replace(b"@v1", b"@v2"),
                       lambda data: data.replace(b"\nindex", b"\nextra AA==\nindex"),
                       lambda data: re.sub(rb"\n[A-Za-z0-9]", b"\n+", data, count=2)):
            self.write(BASE)
            self.change("proofs/9.tlog-proof", change)
            self.assertEqual(self.faults(), {("tampered", 9)})

    def test_files_missing_and_too_many(self):
        for name in ("log.vkey", "log.pem", "checkpoint", "checkpoints", "proofs/4.tlog-proof", "disclosures.jsonl",
                     "ledger.sqlite", "HOW-TO-VERIFY.txt", f"keys/{BASE.bob.file}"):
            self.write(BASE)
            os.unlink(self.path(name))
            self.expect(("missing", None))
        for name in ("proofs/99.tlog-proof", "proofs/x", "keys/x.pem"):
            self.write(BASE)
            shutil.copy(self.path("log.pem"), self.path(name))
            self.assertEqual(self.faults(), {("uncovered", None)})

    def test_files_that_never_end(self):
        for name in ("checkpoint", "ledger.sqlite", "proofs/4.tlog-proof"):
            self.write(BASE)
            os.unlink(self.path(name))
            os.mkfifo(self.path(name)) if name == "checkpoint" else os.symlink("/dev/zero", self.path(name))
            self.expect(("missing", None))

    def test_keys(self):
        for name in ("log.pem", f"keys/{BASE.bob.file}"):
            for source in (f"keys/{BASE.carol.file}", "log.vkey"):
                self.write(BASE)
                shutil.copy(self.path(source), self.path(name))
                self.assertEqual(self.faults(), {("mismatch", None)})

    def test_vkey(self):
        other = Maker(log="other").log.vkey.encode() + b"\n"
        mixed = BASE.log.vkey.replace(BASE.log.id.hex(), "00000000").encode() + b"\n"
        for data, fault in ((other, "mismatch"), (mixed, "unauthorised"), (b"garbage\n", "tampered"),
                            (b"\xff", "tampered")):
            self.change("log.vkey", lambda _: data)
            self.assertEqual(self.faults(), {(fault, None)})

    def test_disclosures(self):
        def lines(edit):
            return lambda data: b"".join(edit(data.splitlines(True)))
        first = self.path("disclosures.jsonl")
        for change, fault in (
                (lambda data: data.replace(b"2025-17", b"2025-18"), ("mismatch", 0)),
                (lambda data: data.replace(b"body.number", b"body.title", 1), ("mismatch", 0)),
                (lambda data: data + b'[9999,"x","' + b"0" * 32 + b'",1]\n', ("mismatch", 9999)),
                (lines(lambda items: items[:1] * 2 + items[1:]), ("mismatch", 0)),
                (lines(lambda items: items[1:2] + items[:1] + items[2:]), ("tampered", 0)),
                (lambda data: data.replace(b",", b", ", 1), ("tampered", None)),
                (lambda data: data[:-1], ("tampered", None)), (lambda data: b"\xff\n", ("tampered", None)),
                (lambda data: data + b"[" * 100000 + b"\n", ("tampered", None)),
                (lambda data: data + b"\n", ("tampered", None)),
                (lambda data: data + b'["a",1,2,3]\n', ("tampered", None))):
            self.write(BASE)
            self.change("disclosures.jsonl", change)
            self.assertTrue(os.path.exists(first))
            self.expect(fault)

    def test_disclosure_removed(self):
        self.change("disclosures.jsonl", lambda data: data.partition(b"\n")[2])
        self.assertEqual(self.faults(), set())
        self.assertIn(("withheld", 0), self.limits())

    def test_random_damage(self):
        chance = random.Random(1)
        names = sorted(os.path.relpath(os.path.join(top, name), self.folder)
                       for top, _, files in os.walk(self.folder) for name in files if name != "HOW-TO-VERIFY.txt")
        for number in range(150):
            self.write(BASE)
            name = "ledger.sqlite" if number % 2 else chance.choice(names)
            self.change(name, functools.partial(damage, chance))
            found = self.faults()
            self.assertTrue(found or name == "ledger.sqlite", name)     # a database has bytes that nothing depends on

    def test_random_damage_of_resigned_leaves(self):
        chance = random.Random(2)
        for _ in range(60):
            seq = chance.randrange(self.count)
            maker = Maker(edit_json=at(seq, functools.partial(damage, chance)), log="log")
            try:
                self.write(maker.story())
            except subprocess.CalledProcessError:
                continue
            self.faults()                               # the damage may be one letter of a text: then there is none


def drop_checkpoint(data):
    return data.partition(b"\n\n")[0] + b"\n\n"


def damage(chance, data):
    position = chance.randrange(len(data))
    kind = chance.randrange(3)
    if kind == 0:
        return data[:position] + bytes([data[position] ^ 1 << chance.randrange(8)]) + data[position + 1:]
    return data[:position] + (b"" if kind == 1 else chance.randbytes(5)) + data[position + 1:]


class CommandLine(Case):
    """With signatures by openssl, which another process checks."""

    def setUp(self):
        super().setUp()
        make_ledger.Key.sign = real_sign
        self.addCleanup(setattr, make_ledger.Key, "sign", remembering_sign)
        self.real = Maker().story()
        self.write(self.real)

    def run_it(self, *arguments):
        command = [sys.executable, os.path.join(HERE, "verify_ledger.py"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C"})
        self.assertNotIn("Traceback", done.stderr)
        return done.returncode, done.stdout

    def test_status(self):
        self.assertEqual(self.run_it(self.folder)[0], 0)
        status, text = self.run_it(self.folder, "--case-id", self.real.case, "--json")
        result = json.loads(text)
        self.assertEqual((status, result["intact"], result["entries"]), (0, True, len(self.real.leaves)))
        self.assertEqual(result["root"], make_ledger.root_of(self.real.leaves).hex())
        self.assertEqual(result["chain"], self.real.chain.hex())
        self.assertEqual(self.run_it(self.folder, "--case-id", ZERO)[0], 3)
        self.assertEqual(self.run_it(self.folder, "--case-id", "x")[0], 2)
        self.assertEqual(self.run_it()[0], 2)
        self.assertEqual(self.run_it(self.folder + "/none")[0], 1)

    def test_text(self):
        os.unlink(self.path("log.pem"))
        status, text = self.run_it(self.folder)
        self.assertEqual(status, 3)
        self.assertRegex(text, r"(?m)^FAULT missing - log\.pem: ")
        self.assertRegex(text, r"(?m)^LIMIT unwitnessed - -: ")
        self.assertRegex(text, r"\nentries 25\nroot [0-9a-f]{64}\nchain [0-9a-f]{64}\n$")

    def test_generator(self):
        shutil.rmtree(self.folder)
        done = subprocess.run([sys.executable, os.path.join(HERE, "make_ledger.py"), self.folder], capture_output=True)
        self.assertEqual(done.stdout.decode().strip(), self.real.case)
        self.assertEqual(self.faults(self.real.case), set())


if __name__ == "__main__":
    unittest.main()
