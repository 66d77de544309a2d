# SPDX-License-Identifier: Apache-2.0
"""The folder of one log in an export, and its files against what the ledger gives: format section 10."""
import base64
import os
import re
import sqlite3
import stat
import time
import urllib.parse

from ledger_notes import SPKI, b64, canonical, decode_json, included, parse_signature, parse_vkey, sha256, split_note
from ledger_replay import Replay
from ledger_shapes import check_shape

MAX_READ_LEAF, MAX_FILE, READ_SECONDS = 1 << 20, 1 << 28, 120


class LogFolder:
    """REQUIRES: open() for each folder, then the replay of all logs, then check()."""

    def __init__(self, case, folder, name):
        self.folder, self.name, self.report = folder, name, case.report.of(name or "first log")
        self.replay = Replay(case, len(case.logs), self.report)
        self.log_key, self.newest, self.newest_raw, self.leaves = None, None, None, {}

    def open(self):
        self.stages(self.read_log_key, self.read_contents, self.read_ledger)
        self.replay.log_key = self.replay.log_key or self.log_key
        if self.replay.log_key:
            self.report.rename(self.replay.log_key.name)

    def check(self):
        self.stages(self.check_keys, self.check_checkpoints, self.check_proofs, self.check_tiles, self.check_disclosures)
        self.read("HOW-TO-VERIFY.txt")
        if self.name and self.log_key and self.name != "logs/" + self.log_key.name.rpartition("/")[2]:
            self.report.fault("mismatch", None, self.name, "is not the fingerprint of the log's key")

    def stages(self, *stages):
        for stage in stages:
            try:
                stage()
            except Exception as error:                  # a bug of this program must not pass for an intact ledger
                self.report.fault("tampered", None, stage.__name__, f"cannot be checked: {error!r}")

    def read(self, name):
        """The bytes of a regular file of the folder; otherwise None and a finding."""
        try:
            handle = os.open(os.path.join(self.folder, name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(handle, "rb") as file:
                about = os.fstat(handle)
                if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_FILE:
                    raise OSError("not a regular file of reasonable size")
                return file.read(MAX_FILE)
        except OSError as error:
            self.report.fault("missing", None, name, f"cannot be read: {error.strerror or error}")
            return None

    def has(self, name):
        return os.path.lexists(os.path.join(self.folder, name))

    def list(self, name):
        try:
            return sorted(os.listdir(os.path.join(self.folder, name)))
        except OSError as error:
            self.report.fault("missing", None, name, f"cannot be read: {error.strerror}")
            return []

    # -- ledger.sqlite

    def read_ledger(self):
        rows = {}
        for log, seq, kind, length, leaf, leaf_sha3 in self.rows() if self.read("ledger.sqlite") is not None else ():
            if log != 1:
                self.report.fault("uncovered", None, "ledger.sqlite", f"a row of log {log!r}, must be 1")
            elif not isinstance(seq, int) or seq < 0 or seq in rows:
                self.report.fault("tampered", None, "ledger.sqlite", f"seq {seq!r} is doubled or not a number")
            elif kind != b"blob" and kind != b"null" or leaf is None and kind != b"null":
                self.report.fault("tampered", seq, "leaf", f"is a {kind.decode()} of {length} bytes")
                rows[seq] = (b"", leaf_sha3)
            else:
                rows[seq] = (leaf, leaf_sha3)
        hashes = dict(self.withheld_hashes()) if rows else {}
        for seq in hashes:
            if seq not in rows or rows[seq][0] is not None:
                self.report.fault("uncovered", None, "ledger.sqlite", f"gives a hash for entry {seq!r}, which is not withheld")
        self.replay.give((seq, *rows[seq], hashes.get(seq)) for seq in sorted(rows))
        self.leaves = {seq: leaf for seq, (leaf, _) in rows.items()}

    def withheld_hashes(self):
        """The table `withheld` (10); where there is none, no hash is given."""
        path = urllib.parse.quote(os.path.abspath(os.path.join(self.folder, "ledger.sqlite")))
        base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        end = time.monotonic() + READ_SECONDS
        base.set_progress_handler(lambda: time.monotonic() > end, 100000)
        try:
            base.execute("PRAGMA trusted_schema = OFF")
            plain = "SELECT 1 FROM sqlite_master WHERE name = 'withheld' AND type = 'table' AND rootpage > 0"
            if base.execute(plain).fetchone():
                columns = [row[1] for row in base.execute("PRAGMA table_xinfo(withheld)")]
                bad = base.execute("SELECT count(*) FROM withheld WHERE log IS NOT 1 OR typeof(seq) <> 'integer'"
                                   " OR typeof(leaf_hash) <> 'blob' OR length(leaf_hash) <> 32").fetchone()[0]
                if columns != ["log", "seq", "leaf_hash"] or bad:
                    self.report.fault("tampered", None, "ledger.sqlite", "the table withheld is not as the format defines it")
                yield from base.execute("SELECT seq, leaf_hash FROM withheld WHERE log = 1 AND length(leaf_hash) = 32")
        except sqlite3.Error as error:
            self.report.fault("tampered", None, "ledger.sqlite", f"the table withheld cannot be read: {error}")
        finally:
            base.close()

    def read_contents(self):
        """Disclosed contents of private entries, which their replay needs; the disclosures themselves are checked later."""
        for line in (self.read("disclosures.jsonl") or b"").split(b"\n"):
            if b'"body.content"' in line:
                value, errors = decode_json(line)
                if not errors and not check_shape("disclosure", value).bad and value[1] == "body.content":
                    self.replay.contents[value[0]] = (value[2], value[3])

    def rows(self):
        path = urllib.parse.quote(os.path.abspath(os.path.join(self.folder, "ledger.sqlite")))
        base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        base.text_factory = bytes
        end = time.monotonic() + READ_SECONDS           # a hostile schema can make a query endless
        base.set_progress_handler(lambda: time.monotonic() > end, 100000)
        try:
            base.execute("PRAGMA trusted_schema = OFF")
            for (text,) in base.execute("PRAGMA integrity_check(5)"):
                if text != b"ok":
                    self.report.fault("tampered", None, "ledger.sqlite", f"damaged: {text!r}")
            columns = [(row[1], row[6]) for row in base.execute("PRAGMA table_xinfo(entry)")]
            plain = base.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry' AND type = 'table' AND rootpage > 0")
            more = base.execute("SELECT count(*) FROM sqlite_master WHERE name NOT IN"
                                " ('entry', 'sqlite_autoindex_entry_1', 'withheld', 'sqlite_autoindex_withheld_1')"
                                ).fetchone()[0]
            (pages,), (size,) = base.execute("PRAGMA page_count").fetchone(), base.execute("PRAGMA page_size").fetchone()
            if more or os.path.getsize(os.path.join(self.folder, "ledger.sqlite")) > pages * size:
                self.report.fault("uncovered", None, "ledger.sqlite", "holds more than the tables entry and withheld")
            if not plain.fetchone() or columns != [(name, 0) for name in (b"log", b"seq", b"leaf", b"leaf_sha3")]:
                self.report.fault("tampered", None, "ledger.sqlite", "has no table entry as the format defines it")
                return
            yield from base.execute(
                f"SELECT log, seq, typeof(leaf), length(leaf), CASE WHEN length(leaf) <= {MAX_READ_LEAF} THEN leaf END,"
                " CASE WHEN length(leaf_sha3) <= 32 THEN leaf_sha3 END FROM entry NOT INDEXED")
        except sqlite3.Error as error:
            self.report.fault("tampered", None, "ledger.sqlite", f"cannot be read: {error}")
        finally:
            base.close()

    # -- key files

    def read_log_key(self):
        """log.vkey; the first entry of the ledger overrules it."""
        line = self.read("log.vkey")
        try:
            if line is not None:
                self.log_key, genuine = parse_vkey(line.decode("ascii").removesuffix("\n"), "log")
                if not genuine:
                    self.report.fault("unauthorised", None, "log.vkey", "name or key id does not follow from the key")
                if not line.endswith(b"\n"):
                    self.report.fault("tampered", None, "log.vkey", "does not end in LF")
        except ValueError as error:
            self.report.fault("tampered", None, "log.vkey", error)

    def check_keys(self):
        key, self.log_key = self.log_key, self.replay.log_key or self.log_key
        if key and (key.name, key.public) != (self.log_key.name, self.log_key.public):
            self.report.fault("mismatch", None, "log.vkey", "is not the log key of the first entry")
        if self.log_key:
            self.check_pem("log.pem", self.log_key)
        else:
            self.report.fault("missing", None, "log.vkey", "the log key is not known, no checkpoint can be checked")
        known = {key.name.rpartition("/")[2] + ".pem": key for key in self.replay.case.state.keys.values()}
        for name in self.list("keys"):
            if name not in known and not self.replay.case.blind:
                self.report.fault("uncovered", None, f"keys/{name}", "belongs to no enrolled key")
        for name in sorted(known):
            self.check_pem(f"keys/{name}", known[name])

    @staticmethod
    def key_in_pem(data):
        form = rb"-----BEGIN PUBLIC KEY-----([\sA-Za-z0-9+/=]+)-----END PUBLIC KEY-----\s*"
        match = re.fullmatch(form, data[:999])
        text = b"".join(match[1].split()) if match else b""
        try:
            return b64(text)
        except ValueError:
            return None

    def check_pem(self, name, key):
        data = self.read(name)
        if data is not None:
            if self.key_in_pem(data) != SPKI + key.public:
                self.report.fault("mismatch", None, name, f"is not the public key {key.name}")

    # -- checkpoints and proofs

    def check_checkpoints(self):
        found, data = [], self.read("checkpoints")
        parts = data.split(b"\n\n") if data is not None else [b""]
        if parts.pop() or len(parts) % 2 or data is not None and not parts:
            self.report.fault("tampered", None, "checkpoints", "is not checkpoints with an empty line after each")
        for number, (text, lines) in enumerate(zip(parts[::2], parts[1::2])):
            note = text + b"\n\n" + lines + b"\n"
            found.append((note, self.checkpoint(note, f"checkpoints.{number}")))
        sizes = [point[0] for _, point in found if point]
        if any(left >= right for left, right in zip(sizes, sizes[1:])):
            self.report.fault("tampered", None, "checkpoints", "sizes are not rising")
        self.newest_raw = self.read("checkpoint")
        if self.newest_raw is not None:
            self.newest = self.checkpoint(self.newest_raw, "checkpoint")
            if data is not None and (not found or found[-1][0] != self.newest_raw):
                self.report.fault("mismatch", None, "checkpoint", "is not the last one of checkpoints")
        sizes += [self.newest[0]] if self.newest else []
        if sizes and max(sizes) < self.replay.next:
            self.report.fault("uncovered", max(sizes), "checkpoint", f"entries from {max(sizes)} on have no checkpoint")

    def checkpoint(self, data, field):
        """A checkpoint as (size, root), its findings reported; None where it does not parse."""
        try:
            text, lines = split_note(data)
            origin, size, root, end = text.decode().split("\n")
            if end or not re.fullmatch("0|[1-9][0-9]{0,15}", size) or len(b64(root)) != 32:
                raise ValueError("wrong size or root")
            signed = [parse_signature(line) for line in lines]
        except ValueError as error:
            self.report.fault("tampered", None, field, f"does not parse: {error}")
            return None
        key, size = self.log_key, int(size)
        if key and (origin != key.name or signed[0][:2] != (key.name, key.id)):
            self.report.fault("tampered", size, field, "is not of this log, or not signed by its key first")
            return None
        for name, key_id, signature in signed:
            if key and (name, key_id) == (key.name, key.id):
                self.replay.expect(key.public, text, signature, "tampered", size, field, "bad signature")
        self.check_root(size, b64(root), field)
        return size, b64(root)

    def check_root(self, size, root, field):
        tree = self.replay.tree
        if size < len(tree.roots):
            if tree.roots[size] != root:
                self.report.fault("tampered", size, field, "the root is not that of the entries")
        elif size > self.replay.next:
            self.report.fault("truncated", size, field, f"covers {size} entries, there are {self.replay.next}")
        elif tree.hole == "withheld":
            self.report.limit("withheld", size, field, "the root cannot be recomputed, an entry is withheld")
        else:
            self.report.fault("missing", size, field, "the root cannot be recomputed, an entry is missing")

    def check_proofs(self):
        covered = min(self.newest[0], self.replay.next) if self.newest else self.replay.next
        wanted = {f"{seq}.tlog-proof": seq for seq in self.replay.tree.leaves if seq < covered}
        for name in self.list("proofs"):
            seq = name.removesuffix(".tlog-proof")
            if name not in wanted and not (seq.isdecimal() and len(seq) < 16 and int(seq) in self.replay.withheld):
                self.report.fault("uncovered", None, f"proofs/{name}", "belongs to no entry")
        for name, seq in wanted.items():
            data = self.read(f"proofs/{name}")
            if data is not None:
                self.check_proof(seq, data)

    def check_proof(self, seq, data):
        head, _, checkpoint = data.partition(b"\n\n")
        lines = head.split(b"\n")
        try:
            path = [b64(line) for line in lines[2:]]
        except ValueError:
            path = [b""]
        if lines[:2] != [b"c2sp.org/tlog-proof@v1", b"index %d" % seq] or any(len(item) != 32 for item in path):
            self.report.fault("tampered", seq, "proof", "does not parse as the proof of this entry")
        elif checkpoint != self.newest_raw:
            self.report.fault("tampered", seq, "proof", "does not end in the newest checkpoint")
        elif self.newest and not included(self.replay.tree.leaves[seq], seq, self.newest[0], path, self.newest[1]):
            self.report.fault("tampered", seq, "proof", "does not lead to the root of the newest checkpoint")

    # -- tiles (10)

    def check_tiles(self):
        """Where there is a folder `tile`: all hash tiles and entry bundles of the log, and no others."""
        root = os.path.join(self.folder, "tile")
        if not os.path.isdir(root) or self.replay.tree.hole is not None:
            return
        wanted = dict(self.tiles())
        for top, _, files in os.walk(root):
            for name in files:
                path = os.path.relpath(os.path.join(top, name), root)
                if path not in wanted:
                    self.report.fault("uncovered", None, f"tile/{path}", "belongs to no entry")
        for path, data in wanted.items():
            found = self.read(f"tile/{path}")
            if found is not None and found != data:
                self.report.fault("mismatch", None, f"tile/{path}", "is not what the entries give")

    def tiles(self):
        level = [self.replay.tree.leaves[seq] for seq in sorted(self.replay.tree.leaves)]
        for first in range(0, len(level), 256):
            part = [self.leaves.get(seq) for seq in range(first, min(first + 256, len(level)))]
            if None not in part:
                data = b"".join((len(leaf) & 0xffff).to_bytes(2, "big") + leaf for leaf in part)
                yield f"entries/{tile_name(first // 256, len(part))}", data
        for number in range(8):
            above = []
            for first in range(0, len(level), 256):
                part = level[first:first + 256]
                yield f"{number}/{tile_name(first // 256, len(part))}", b"".join(part)
                while len(part) in (256, 128, 64, 32, 16, 8, 4, 2) and len(level) - first >= 256:
                    part = [sha256(b"\1", *part[i:i + 2]) for i in range(0, len(part), 2)]
                above += part if len(level) - first >= 256 else []
            level = above

    # -- disclosures (5)

    def check_disclosures(self):
        data, seen, last = self.read("disclosures.jsonl") or b"", self.replay.disclosed, (-1, b"")
        if data and not data.endswith(b"\n"):
            self.report.fault("tampered", None, "disclosures.jsonl", "does not end in LF")
        for number, line in enumerate(data.removesuffix(b"\n").split(b"\n") if data else ()):
            value, errors = decode_json(line)
            result = check_shape("disclosure", value)
            if errors or result.bad:
                text = errors[0] if errors else "is not [seq,name,salt,value]"
                self.report.fault("tampered", None, f"disclosures.jsonl.{number}", text)
                continue
            seq, name = value[:2]
            if (seq, name) in seen:
                self.report.fault("mismatch", seq, name, "is disclosed twice")
            elif (seq, name.encode()) <= last:
                self.report.fault("tampered", seq, name, "disclosures are not in order")
            last = (seq, name.encode())
            self.check_disclosure(seq, name, value)

    def check_disclosure(self, seq, name, value):
        digest = sha256(b"exhibit.evidence/commit/v1\n", canonical([value[2], name, value[3]])).hex()
        self.replay.disclosed[seq, name] = digest
        if seq in self.replay.withheld:
            self.report.limit("withheld", seq, name, "the disclosure cannot be checked, the entry is withheld")
        elif self.replay.commits.get((seq, name)) != digest:
            self.report.fault("mismatch", seq, name, "the disclosure does not hash to a commitment at its name")


def tile_name(index, width):
    """(C2SP tlog-tiles) x001/x234/067, and .p/<width> for a partial tile."""
    parts = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03}")
    return "/".join(parts) + ("" if width == 256 else f".p/{width}")
