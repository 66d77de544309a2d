# SPDX-License-Identifier: Apache-2.0
"""docs/ledger-format.md against what it describes: its worked example, recomputed from the page alone; its classes of findings
and members of types, against those of the program and of the second verifier."""
import glob
import json
import os
import re
import tempfile
import unittest

from ledger_notes import Signatures, b64, canonical, parse_signature, parse_vkey, sha256, sha3, split_note
from ledger_shapes import BODY
from make_ledger import Maker

by_openssl = Signatures.verify                           # before other tests put theirs in its place
HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "../..")


def section(number):
    with open(os.path.join(SOURCE, "docs/ledger-format.md"), encoding="utf-8") as file:
        return re.split(r"(?m)^## ", file.read())[number]


class Example(unittest.TestCase):
    def setUp(self):
        text = section(15)
        blocks = [block.encode() for block in re.findall(r"(?ms)^```\n(.*?)^```$", text)]
        self.leaves, self.checkpoint, self.committed = blocks[:2], blocks[2], bytes.fromhex(blocks[3].decode())
        self.entries = [json.loads(leaf.split(b"\n")[1]) for leaf in self.leaves]
        rows = re.findall(r"(?m)^\| (.+?) \| (?:.+?) \| `(.+?)` \|$", text)
        self.values = {name: value for name, value in rows if name != "value"}
        self.used = set()

    def value(self, name):
        self.used.add(name)
        return self.values[name]

    def test_values(self):
        log, _ = parse_vkey(self.entries[0]["body"]["log"], "log")
        hashes = [sha256(b"\0", leaf) for leaf in self.leaves]
        root, chain = sha256(b"\1", *hashes), sha3(bytes(32), sha3(self.leaves[0]))
        seq, name, salt, value = json.loads(self.value("disclosure of `body.number`"))
        self.assertEqual((seq, name), (0, "body.number"))
        self.assertEqual(self.committed, b"exhibit.evidence/commit/v1\n" + canonical([salt, name, value]))
        signature = parse_signature(split_note(self.leaves[0])[1][0])[2]
        for name, wanted in (
                ("its commitment", sha256(self.committed).hex()), ("first 32 bytes of leaf 0", self.leaves[0][:32].hex()),
                ("leaf hash of entry 0 = case id = `case` of entry 1", hashes[0].hex()),
                ("leaf hash of entry 1", hashes[1].hex()), ("root of both", root.hex()),
                ("the same in the checkpoint", self.checkpoint.split(b"\n")[2].decode()),
                ("`leaf_sha3` of entry 0", sha3(self.leaves[0]).hex()), ("c(0) = `chain` of entry 1", chain.hex()),
                ("c(1)", sha3(chain, sha3(self.leaves[1])).hex()), ("public key of the log", log.public.hex()),
                ("fingerprint of the log", sha256(log.public).hex()[:32]), ("key id of the log", log.id.hex()),
                ("signature of entry 0", signature.hex())):
            with self.subTest(name):
                self.assertEqual(self.value(name), wanted)
        self.assertEqual(b64(self.value("proof of entry 1")), hashes[0])
        self.assertEqual(b64(self.value("the same in the checkpoint")), root)
        self.assertEqual(self.entries[0]["body"]["number"]["commit"], self.value("its commitment"))
        self.assertEqual(self.entries[1]["case"], hashes[0].hex())
        self.assertEqual(self.entries[1]["chain"], chain.hex())
        self.assertEqual(self.used, set(self.values))

    def test_signatures(self):
        """By openssl; those of the entries by the administrator, that of the checkpoint by the log."""
        body = self.entries[0]["body"]
        for note, vkey, kind in ((self.leaves[0], body["administrator"], "actor"),
                                 (self.leaves[1], body["administrator"], "actor"), (self.checkpoint, body["log"], "log")):
            key, genuine = parse_vkey(vkey, kind)
            text, [line] = split_note(note)
            name, key_id, signature = parse_signature(line)
            self.assertTrue(genuine)
            self.assertEqual((name, key_id), (key.name, key.id))
            with tempfile.TemporaryDirectory() as folder:
                self.assertTrue(by_openssl(folder, 0, (key.public, text, signature)))

    def test_sizes_and_origin(self):
        sizes = [int(size) for size in re.findall(r"(?m)^Leaf \d.* ([0-9]+) bytes", section(15))]
        self.assertEqual(sizes, [len(leaf) for leaf in self.leaves])
        made = Maker()
        made.people()
        first, second = (json.loads(leaf.split(b"\n")[1])["body"] for leaf in made.leaves[:2])
        self.assertEqual(self.entries[0]["body"], first)
        self.assertEqual(self.entries[1]["body"]["key"], second["key"])


class Tables(unittest.TestCase):
    def test_classes_of_findings(self):
        """Those of the program's sources are those of section 12, and of the right kind."""
        tables = re.split(r"(?m)^\| limit \|", section(12))
        page = {kind: set(re.findall(r"(?m)^\| `([a-z ]+)` \|", table)) for kind, table in zip(("fault", "limit"), tables)}
        code = {"fault": set(), "limit": set()}
        for path in glob.glob(os.path.join(SOURCE, "custody/*.cc")) + glob.glob(os.path.join(SOURCE, "report/*.cc")):
            with open(path, encoding="utf-8") as file:
                for kind, name in re.findall(r'\b(fault|limit)\(\s*"([a-z ]+)",', file.read()):
                    code[kind].add(name)
        self.assertLessEqual({"unknown type"}, page["limit"])
        self.assertEqual(page["fault"], code["fault"])
        self.assertEqual(page["limit"], code["limit"] | {"unknown type"})

    def test_members(self):
        """Each member that the second verifier takes in a body is named in the row of its type, or in one that it names."""
        rows = {}
        for line in section(6).split("\n"):
            match = re.match(r"\| ((?:`[a-z_]+`(?:, )?)+) \|", line)
            for kind in re.findall("[a-z_]+", match[1]) if match else ():
                rows[kind] = line
        manner = {"authority", "carrier", "method", "purpose"}
        general = re.search(r"All `transferred\*` entries and `released` may also carry (.*)\.\n", section(6))[1]
        self.assertEqual(set(re.findall("`([a-z]+)`", general)), manner)
        checks = rows["transferred"]
        for kind, shape in BODY.items():
            text = rows[kind]
            text += "".join(rows[name] for name in re.findall(r"as (?:in )?`([a-z_]+)`", text) if name in rows)
            text += checks if "`checks` as above" in text else ""
            text += rows["transferred_to_outside"] if "`party` as above" in text else ""
            text += rows["log_opened"] if kind == "restored" else ""
            for name in members_of(shape):
                if not (name in manner and (kind.startswith("transferred") or kind == "released")):
                    self.assertIn(f"`{name}`", text, kind)


def members_of(shape):
    """Names of members at any depth, but for those of the alternatives that have words of their own (holders)."""
    if isinstance(shape, dict):
        for name, inner in shape.items():
            yield name.rstrip("?")
            yield from members_of(inner)
    elif isinstance(shape, list):
        yield from members_of(shape[0])


if __name__ == "__main__":
    unittest.main()
