# SPDX-License-Identifier: Apache-2.0
"""Findings, hashes, keys, signed notes, the JSON profile and the Merkle tree: format sections 1 to 3, 9 and 12."""
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

SPKI = bytes.fromhex("302a300506032b6570032100")        # SubjectPublicKeyInfo of Ed25519, before the 32-byte key


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def sha3(*parts):
    return hashlib.sha3_256(b"".join(parts)).digest()


def b64(text):
    """Strict base64: only the form an encoder gives (1)."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw) != (text.encode() if isinstance(text, str) else text):
        raise ValueError("base64 is not in its one form")
    return raw


# ---- findings ------------------------------------------------------------------------------------------------------

class Report:
    """The findings of all logs; `of` gives a report on one of them, which adds to the same list."""

    def __init__(self, findings=None, log=None):
        self.findings, self.log = [] if findings is None else findings, log

    def of(self, log):
        return Report(self.findings, log)

    def rename(self, log):
        """Once the origin of the log is known."""
        for finding in self.findings:
            finding["log"] = log if finding["log"] == self.log else finding["log"]
        self.log = log

    def add(self, kind, name, seq, field, text):
        clean = [str(part).encode("ascii", "backslashreplace").decode() for part in (field or "-", text)]
        clean = ["".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in part)[:300] for part in clean]
        self.findings.append({"kind": kind, "class": name, "log": self.log, "seq": seq, "field": clean[0],
                              "text": clean[1]})

    def fault(self, name, seq, field, text):
        self.add("FAULT", name, seq, field, text)

    def limit(self, name, seq, field, text):
        self.add("LIMIT", name, seq, field, text)

    def intact(self):
        return all(finding["kind"] != "FAULT" for finding in self.findings)


# ---- signatures, keys and notes (2) --------------------------------------------------------------------------------

class Signatures:
    """Collects (public key, message, signature) and has openssl check them all, each different one once."""

    def __init__(self):
        self.jobs, self.good = {}, {}

    def expect(self, public, message, signature, report, *failure):
        self.jobs.setdefault((public, message, signature), []).append((report, failure))

    def run(self):
        with tempfile.TemporaryDirectory(prefix="verify-ledger-") as folder, ThreadPoolExecutor(8) as pool:
            results = pool.map(lambda job: self.verify(folder, *job), enumerate(self.jobs))
            for job, good in zip(self.jobs, results):
                self.good[job] = good
                for report, failure in [] if good else self.jobs[job]:
                    report.fault(*failure)

    @staticmethod
    def verify(folder, number, job):
        pem = b"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % base64.b64encode(SPKI + job[0])
        paths = [os.path.join(folder, f"{number}.{end}") for end in ("pem", "msg", "sig")]
        for path, data in zip(paths, (pem, job[1], job[2])):
            with open(path, "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", paths[0], "-rawin", "-in", paths[1]]
        done = subprocess.run(command + ["-sigfile", paths[2]], stdin=subprocess.DEVNULL, capture_output=True)
        for path in paths:
            os.unlink(path)
        return done.returncode == 0

    @classmethod
    def work(cls):
        """Whether openssl is there and accepts test 2 of RFC 8032."""
        public, message, signature = map(bytes.fromhex, (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"))
        with tempfile.TemporaryDirectory(prefix="verify-ledger-") as folder:
            return bool(shutil.which("openssl")) and cls.verify(folder, 0, (public, message, signature))


class Key:
    def __init__(self, name, public):
        self.name, self.public = name, public
        self.id = sha256(name.encode(), b"\n\x01", public)[:4]


def parse_vkey(text, kind):
    """A vkey as (Key, whether its name and key id follow from the public key); ValueError where it is malformed."""
    match = re.fullmatch(r"([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    raw = b64(match[3]) if match else b""
    if len(raw) != 33 or raw[0] != 1:
        raise ValueError("is not an Ed25519 vkey")
    key = Key(match[1], raw[1:])
    name = f"exhibit.evidence/{kind}/{sha256(key.public).hex()[:32]}"
    return key, key.name == name and key.id.hex() == match[2]


def split_note(data):
    """A signed note as (text with its final LF, list of signature lines)."""
    if re.search(r"[\x00-\x09\x0b-\x1f]", data.decode("utf-8")):
        raise ValueError("the note holds a control character")
    text, gap, signatures = data.rpartition(b"\n\n")
    if not gap or not signatures.endswith(b"\n"):
        raise ValueError("the note does not end in an empty line and signature lines")
    return text + b"\n", signatures[:-1].split(b"\n")


def parse_signature(line):
    """A signature line as (key name, key id, signature)."""
    match = re.fullmatch(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)", line.decode("utf-8"))
    raw = b64(match[2]) if match else b""
    if len(raw) < 5:
        raise ValueError("is not a signature line")
    return match[1], raw[:4], raw[4:]


# ---- JSON profile (3) ----------------------------------------------------------------------------------------------

def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def profile_errors(value, depth=1):
    if isinstance(value, (list, dict)):
        if depth > 32:
            raise ValueError("nesting is more than 32 deep")
        for name in value if isinstance(value, dict) else ():
            if not re.fullmatch(r"[a-z0-9_]+", name):
                yield f"member name {name[:80]!r} is not allowed"
        for item in value.values() if isinstance(value, dict) else value:
            yield from profile_errors(item, depth + 1)
    elif isinstance(value, str) and re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", value):
        yield "a string holds a code point that is not allowed"
    elif isinstance(value, float) or isinstance(value, int) and abs(value) > 2 ** 53 - 1:
        yield "a number is not an integer within 2^53-1"


def decode_json(data):
    """The value (None where there is none) and the list of violations of the profile."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=float, parse_constant=float)
        errors = list(profile_errors(value))
    except RecursionError:
        return None, ["nesting is far more than 32 deep"]
    except ValueError as error:
        return None, [f"is not JSON of the profile: {error}"]
    if not errors and canonical(value) != data:
        errors.append("the JSON is not in the one form that an encoder writes")
    return value, errors


# ---- tree and proofs (9) -------------------------------------------------------------------------------------------

class Tree:
    """RFC 6962 tree; roots[n] is the root of the first n leaves, as far as no leaf before is absent."""

    def __init__(self):
        self.leaves, self.stack, self.roots, self.hole = {}, [], [sha256()], None

    def add(self, seq, leaf_hash):
        self.leaves[seq] = leaf_hash
        if self.hole is not None:
            return
        self.stack.append((1, leaf_hash))
        while len(self.stack) > 1 and self.stack[-1][0] == self.stack[-2][0]:
            (size, left), (_, right) = self.stack[-2:]
            self.stack[-2:] = [(2 * size, sha256(b"\1", left, right))]
        root = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]):
            root = sha256(b"\1", left, root)
        self.roots.append(root)

    def leave_out(self, why):
        self.hole = self.hole or why


def included(leaf_hash, index, size, path, root):
    """RFC 9162 section 2.1.3.2."""
    number, last, value = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            return False
        if number & 1 or number == last:
            value = sha256(b"\1", sibling, value)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            value = sha256(b"\1", value, sibling)
        number, last = number >> 1, last >> 1
    return index < size and last == 0 and value == root
