#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a small valid export of a ledger, independently of Exhibit's code, from docs/ledger-format.md alone.

    make_ledger.py OUT_DIR        writes the export and prints its case id

Keys and salts are derived from fixed words so that every run writes the same bytes: for tests only. The hooks of Maker
let a test damage an entry before it is signed (edit), its JSON (edit_json) or the finished leaf (edit_leaf).
"""
import base64
import functools
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

PKCS8 = bytes.fromhex("302e020100300506032b657004220420")
SPKI = bytes.fromhex("302a300506032b6570032100")


def digest(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def pem(kind, der):
    return f"-----BEGIN {kind} KEY-----\n{b64(der)}\n-----END {kind} KEY-----\n".encode()


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@functools.cache
def openssl(seed, *command, data=b""):
    """Runs openssl with the private key of `seed` and a file that holds `data`; its output."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "data", "out")]
        for name, content in zip(names, (pem("PRIVATE", PKCS8 + seed), data)):
            with open(name, "wb") as file:
                file.write(content)
        fill = dict(zip(("KEY", "DATA", "OUT"), names))
        subprocess.run(["openssl"] + [fill.get(word, word) for word in command], check=True, capture_output=True)
        with open(names[2], "rb") as file:
            return file.read()


class Key:
    def __init__(self, word, kind):
        self.seed = digest(f"exhibit test key {word}")
        self.public = openssl(self.seed, "pkey", "-in", "KEY", "-pubout", "-outform", "DER", "-out", "OUT")[-32:]
        self.name = f"exhibit.evidence/{kind}/{digest(self.public).hex()[:32]}"
        self.id = digest(self.name.encode() + b"\n\x01" + self.public)[:4]
        self.vkey = f"{self.name}+{self.id.hex()}+{b64(bytes([1]) + self.public)}"
        self.file = self.name.rpartition("/")[2] + ".pem"

    def sign(self, text):
        command = ("pkeyutl", "-sign", "-inkey", "KEY", "-rawin", "-in", "DATA", "-out", "OUT")
        return openssl(self.seed, *command, data=text)

    def line(self, text):
        return f"\u2014 {self.name} {b64(self.id + self.sign(text))}\n".encode()

    def possession(self, use="possession"):
        return b64(self.sign(f"exhibit.evidence/{use}/v1\n{self.vkey}\n".encode()))


def root_of(leaves):
    """RFC 6962 section 2.1, word by word."""
    if len(leaves) < 2:
        return digest(b"\0" + leaves[0]) if leaves else digest(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return digest(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:]))


def path_of(index, leaves):
    """RFC 6962 section 2.1.1, word by word."""
    if len(leaves) < 2:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return path_of(index, leaves[:split]) + [root_of(leaves[split:])]
    return path_of(index - split, leaves[split:]) + [root_of(leaves[:split])]


class Secret:
    """A value to commit to; put where the entry holds a committed field."""

    def __init__(self, value):
        self.value = value


class Maker:
    exercise, use = {}, "possession"  # members that make the case an exercise; what its keys were made for

    def __init__(self, log="log", edit=None, edit_json=None, edit_leaf=None):
        self.log, self.chain, self.leaves, self.heads, self.disclosures = Key(log, "log"), bytes(32), [], {}, []
        self.edit = edit or (lambda seq, entry: entry)
        self.edit_json = edit_json or (lambda seq, data: data)
        self.edit_leaf = edit_leaf or (lambda seq, leaf: leaf)
        self.keys, self.sizes, self.case = {}, [], None
        self.alice, self.bob, self.carol = (self.actor(name) for name in ("alice", "bob", "carol"))

    def actor(self, name):
        key = Key(name, "actor")
        self.keys[key.name] = key
        return key

    def conceal(self, value, path, seq):
        if isinstance(value, Secret):
            salt = digest(f"salt {seq} {path}").hex()[:32]
            self.disclosures.append([seq, path, salt, value.value])
            return {"commit": digest(b"exhibit.evidence/commit/v1\n" + canonical([salt, path, value.value])).hex()}
        if isinstance(value, dict):
            return {name: self.conceal(item, f"{path}.{name}".lstrip("."), seq) for name, item in value.items()}
        if isinstance(value, list):
            return [self.conceal(item, f"{path}.{number}".lstrip("."), seq) for number, item in enumerate(value)]
        return value

    def add(self, kind, body, signers, about=(), attachments=(), **more):
        """Appends an entry; signers are (key, role, capacity), about lists identifiers."""
        seq = len(self.leaves)
        entry = {
            "about": [{"id": name, "prev": self.prev_of(name)} for name in sorted(about)],
            "attachments": list(attachments), "body": body, "chain": self.chain.hex(),
            "clock": {"boot_id": "b", "monotonic_us": seq * 1000, "offset_us": -3, "source": "test",
                      "synchronised": True},
            "log": self.log.name, "seq": seq,
            "signers": [{"capacity": capacity, "key": key.name, "role": role} for key, role, capacity in signers],
            "time": f"2025-01-02T03:{seq // 60:02d}:{seq % 60:02d}.000000Z",
            "tool": {"digest": "", "name": "make_ledger", "version": "1"}, "type": kind} | more
        if self.case:
            entry["case"] = self.case
        entry = self.edit(seq, self.conceal(entry, "", seq))
        text = b"exhibit.evidence/entry/v1\n" + self.edit_json(seq, canonical(entry)) + b"\n"
        signing = [self.keys[signer["key"]] for signer in entry["signers"]]
        self.append(self.edit_leaf(seq, text + b"\n" + b"".join(key.line(text) for key in signing)), about)

    def prev_of(self, name):
        return [self.heads[name]] if name in self.heads else []

    def append(self, leaf, about=()):
        self.leaves.append(leaf)
        if not self.case:
            self.case = digest(b"\0" + leaf).hex()
        self.chain = hashlib.sha3_256(self.chain + hashlib.sha3_256(leaf).digest()).digest()
        self.heads |= {name: digest(b"\0" + leaf).hex() for name in about}

    def commit_size(self):
        self.sizes.append(len(self.leaves))

    def checkpoint(self, size, key=None):
        key = key or self.log
        text = f"{key.name}\n{size}\n{b64(root_of(self.leaves[:size]))}\n".encode()
        return text + b"\n" + key.line(text)

    def write(self, folder):
        """Writes the export (section 10)."""
        newest = self.checkpoint(self.sizes[-1])
        disclosures = sorted(self.disclosures, key=lambda item: (item[0], item[1].encode()))
        files = {"log.vkey": self.log.vkey.encode() + b"\n", "log.pem": pem("PUBLIC", SPKI + self.log.public),
                 "checkpoint": newest, "checkpoints": b"".join(self.checkpoint(size) + b"\n" for size in self.sizes),
                 "disclosures.jsonl": b"".join(canonical(item) + b"\n" for item in disclosures),
                 "HOW-TO-VERIFY.txt": b"python3 verify_ledger.py .\n"}
        files |= {f"keys/{key.file}": pem("PUBLIC", SPKI + key.public) for key in self.keys.values()}
        for seq in range(len(self.leaves)):
            hashes = "".join(b64(item) + "\n" for item in path_of(seq, self.leaves))
            files[f"proofs/{seq}.tlog-proof"] = f"c2sp.org/tlog-proof@v1\nindex {seq}\n{hashes}\n".encode() + newest
        for name, data in files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        self.write_sqlite(os.path.join(folder, "ledger.sqlite"))

    def write_sqlite(self, path):
        base = sqlite3.connect(path)
        base.execute("PRAGMA synchronous = OFF")
        base.execute("CREATE TABLE entry(log INTEGER, seq INTEGER, leaf BLOB, leaf_sha3 BLOB, PRIMARY KEY (log, seq))")
        base.executemany("INSERT INTO entry VALUES (1, ?, ?, ?)", (
            (seq, leaf, hashlib.sha3_256(leaf).digest()) for seq, leaf in enumerate(self.leaves)))
        base.commit()
        base.close()

    def by(self, key, role, *second):
        return [(key, role, "author"), *second]

    def newest(self):
        return digest(b"\0" + self.leaves[-1]).hex()

    # -- the story: every type of section 6 at least once

    def story(self):
        self.people()
        self.items()
        self.acquisition()
        self.custody()
        self.papers()
        return self

    def enrol(self, key, role, name):
        body = {"key": key.vkey, "name": Secret(name), "possession": key.possession(self.use), "role": role}
        self.add("key_enrolled", body, [(self.alice, "administrator", "author")])

    def people(self):
        boss = [(self.alice, "administrator", "author")]
        self.add("case_opened", {
            "administrator": self.alice.vkey, "lang": "en", "log": self.log.vkey, "number": Secret("2025-17"),
            "title": Secret("\u00e9, \u65e5\u672c, \U0001f50d")} | self.exercise, boss)
        self.enrol(self.alice, "administrator", "Alice")
        self.commit_size()
        self.enrol(self.bob, "examiner", "Bob")
        self.enrol(self.carol, "custodian", "Carol")
        self.add("role_granted", {"key": self.carol.name, "role": "auditor"}, boss)
        self.commit_size()

    def items(self):
        bob = [(self.bob, "examiner", "author")]
        held, out = {"key": self.bob.name}, {"outside": Secret("The owner")}
        for name, kind, holder in ("D-1", "source", held), ("D-2", "carrier", held), ("P-1", "paper", out):
            facts = {"bytes": 4096, "removable": True, "serial": Secret("S\n1")}
            body = {"description": Secret(f"Thing {name}"), "facts": facts, "holder": holder, "kind": kind}
            self.add("thing_registered", body, bob, [name])
        self.add("image_registered", {"carrier": "D-2", "format": "raw", "image_of": "D-1"}, bob, ["I-1"])
        self.commit_size()

    def acquisition(self):
        bob, about = [(self.bob, "examiner", "author")], ["D-1", "D-2", "I-1"]
        start = {"command": Secret("acquire"), "destination": Secret("/evidence"), "examiner": Secret("Bob"),
                 "image": "I-1", "libraries": ["libone 1.0"], "reason": Secret("warrant"),
                 "settings": {"compression": "fast", "retries": 2}, "source": {"bytes": 4096, "model": Secret("M")}}
        self.add("acquisition_started", start, bob, about)
        self.add("acquisition_failed", {"error": Secret("cable"), "image": "I-1"}, bob, about)
        self.add("acquisition_started", start, bob, about)
        zero, digests = digest(b"x").hex(), {"md5": "0" * 32, "sha1": "1" * 40, "sha256": "2" * 64}
        self.add("acquisition_finished", {
            "blocks": {"block_size": 4096, "count": 1, "file": "I-1.blocks", "root": zero, "sha256": zero},
            "bytes": 4096, "compared": False, "digests": digests, "finished": "2025-01-02T03:04:12.000000Z",
            "image": "I-1", "log": {"file": "I-1.log", "sha256": zero, "size": 80},
            "segments": {"bytes": 4096, "count": 1},
            "source_after": {"smart": Secret({"counts": {"power_cycles": 7}, "passed": True})},
            "started": "2025-01-02T03:04:11.000000Z",
            "unreadable": {"bytes": 0, "count": 0}}, bob, about)
        self.add("image_verified", {
            "against": len(self.leaves) - 1, "blocks_root": zero, "bytes": 4096, "digests": digests, "image": "I-1",
            "files": {"bytes": 4096, "count": 1, "file": "I-1.files", "sha256": zero}, "match": True,
            "mismatches": {"count": 0, "list": Secret([])}}, bob, ["I-1"])
        self.commit_size()
        fact = {"after": [len(self.leaves) - 2], "fact": "F18", "value": Secret("red label")}
        self.add("fact_added", fact, bob, ["D-1"])
        self.add("accessed", {"action": "viewed", "range": "all", "reason": Secret("check")},
                 [(self.carol, "auditor", "author")], ["I-1"])

    def custody(self):
        checks = {"condition": Secret("good"), "digest": "matches", "seal": "intact"}
        party = {"agency": Secret("Court"), "badge": Secret("77"), "name": Secret("Dora")}
        receipt = {"name": Secret("receipt.pdf"), "sha256": digest(b"receipt").hex(), "size": 7}
        self.add("transferred", {"checks": checks, "from": self.bob.name, "reason": Secret("storage"),
                                 "same_device": True, "to": self.carol.name},
                 [(self.bob, "examiner", "releasing"), (self.carol, "custodian", "receiving")], ["D-1", "D-2"])
        self.commit_size()
        outside = {"checks": checks, "party": party, "receipt": receipt["sha256"]}
        self.add("transferred_to_outside", outside | {"from": self.carol.name, "seized": False},
                 [(self.carol, "custodian", "releasing"), (self.alice, "administrator", "witness")], ["D-2"], [receipt])
        self.add("transferred_from_outside", outside | {"to": self.bob.name},
                 [(self.bob, "examiner", "receiving")], ["D-2"], [receipt])
        self.add("transferred_to_outside", outside | {"from": self.carol.name, "seized": True},
                 [(self.alice, "administrator", "author")], ["D-1"], [receipt])
        self.commit_size()

    def papers(self):
        bob, zero = [(self.bob, "examiner", "author")], digest(b"x").hex()
        warrant = {"name": Secret("warrant.pdf"), "sha256": digest(b"warrant").hex(), "size": 9}
        self.add("authority_recorded", {"document": warrant["sha256"], "expires": "2026-01-01T00:00:00.000000Z",
                                        "issuer": Secret("Judge"), "kind": "warrant", "scope": Secret("all")},
                 bob, ["D-1"], [warrant], seen={"origin": "example.org/log", "root": zero, "size": 3})
        self.add("incident_opened", {"number": "INC-1", "title": Secret("Intrusion")}, bob)
        self.add("artifact_linked", {"incident": "INC-1", "shows": Secret("login")}, bob, ["I-1"])
        head = {"root": root_of(self.leaves).hex(), "size": len(self.leaves)}
        self.add("document_issued", {
            "facts_sha256": zero, "file": "report.pdf", "head": head, "kind": "report", "lang": "en", "sha256": zero,
            "size": 11, "template": {"name": "report", "sha256": zero, "version": "1"}}, bob, seen={"token": zero})
        self.add("package_made", {"bytes": 1, "files": 2, "head": head, "manifest_sha256": zero,
                                  "recipient": Secret("Defence")}, bob, ["D-1", "I-1"])
        self.commit_size()


def main():
    if len(sys.argv) != 2:
        print("usage: make_ledger.py OUT_DIR", file=sys.stderr)
        return 2
    maker = Maker().story()
    os.makedirs(sys.argv[1])
    maker.write(sys.argv[1])
    print(maker.case)
    return 0


if __name__ == "__main__":
    sys.exit(main())
