# SPDX-License-Identifier: Apache-2.0
"""What outsiders hold: heads, cosignatures by the reader's policy, time stamps. Format section 11, item 10."""
import re

from ledger_notes import SPKI, b64, parse_signature, parse_vkey, sha256, split_note
from ledger_stamps import Stamps


class Witness:
    """A witness's vkey (2); ValueError where it is malformed."""

    def __init__(self, text):
        match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
        raw = b64(match[3]) if match else b""
        if len(raw) != 33 or raw[0] != 4 or sha256(match[1].encode(), b"\n", raw)[:4].hex() != match[2]:
            raise ValueError("is no Ed25519 vkey of a witness")
        self.name, self.id, self.public = match[1], bytes.fromhex(match[2]), raw[1:]


class Policy:
    """C2SP tlog-policy; ValueError where it is malformed."""

    def __init__(self, text):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        for line in text.split("\n"):
            words = line.split()
            if words and not words[0].startswith("#"):
                self.take(*words)
        if self.quorum is None:
            raise ValueError("the policy has no quorum line")

    def take(self, kind, name="", *rest):
        known = {"none", *self.witnesses, *self.groups}
        if kind == "log" and len(rest) < 2 and parse_vkey(name, "log")[1]:
            self.logs.append(name)
        elif kind == "witness" and len(rest) in (1, 2) and name not in known:
            self.witnesses[name] = Witness(rest[0])
        elif kind == "group" and len(rest) > 1 and name not in known and set(rest[1:]) <= known - {"none"}:
            count = {"all": len(rest) - 1, "any": 1}.get(rest[0]) or int(rest[0])
            if not 1 <= count < len(rest):
                raise ValueError(f"the group {name} asks for a number of members that it has not")
            self.groups[name] = (count, rest[1:])
        elif kind == "quorum" and not rest and self.quorum is None and name in known:
            self.quorum = name
        else:
            raise ValueError(f"a line of the policy is malformed: {kind} {name}")

    def met(self, names, of=None):
        of = of or self.quorum
        if of in self.groups:
            count, members = self.groups[of]
            return sum(self.met(names, member) for member in members) >= count
        return of == "none" or of in names


class Outsiders:
    def __init__(self, case, folders, heads, policy, tsa_ca):
        self.case, self.folders, self.policy, self.policy_fixes_log = case, folders, policy, False
        self.heads, self.tsa_ca = heads, tsa_ca
        self.lines, self.stamps = [], {log: Stamps(log, tsa_ca, self.head) for log in case.logs}

    def log_of(self, note):
        """The log a note is of; what is of none comes with the one that opened the case."""
        return self.case.log_named(note.partition(b"\n")[0].decode("utf-8", "replace")) or self.case.logs[0]

    def check(self):
        first = self.case.logs[0]
        if self.policy and self.policy.logs and first.log_key:
            self.policy_fixes_log = any(parse_vkey(text, "log")[0].public == first.log_key.public for text in self.policy.logs)
            if not self.policy_fixes_log:
                first.report.fault("unauthorised", None, "log", "the policy does not name the key of this log")
        for folder in self.folders:
            for note, witness in self.cosigned(folder):
                self.take(note, "cosignature", witness)
            for stamp in self.kept_stamps(folder):
                log = self.log_of(stamp.note)
                self.stamps[log].given.append(stamp)
        for head in self.heads:
            if isinstance(head, bytes):
                self.take(head, "head", None)
            else:
                self.check_paper_head(int(head.split(":")[0]), head.split(":")[1])
        for stamps in self.stamps.values():
            stamps.check()

    def check_paper_head(self, size, root):
        """(11.9) Paper names a log, but nobody types that in."""
        if any(log.had(size, root) for log in self.case.logs):
            return
        longest = max(self.case.logs, key=lambda log: log.count)
        if longest.count < size:
            longest.report.fault("rolled back", longest.count, "", f"a head of {size} entries was given, there are fewer")
        else:
            longest.report.fault("forked", size - 1, "", f"no log had the head of {size} entries that was given")

    # -- files (10)

    def files(self, folder, name):
        """The names in a folder that may be absent, as one set that shrinks as they are read."""
        return set(folder.list(name)) if folder.has(name) else set()

    def cosigned(self, folder):
        names = self.files(folder, "cosigned")
        for stem in sorted(name[:-5] for name in names if name.endswith(".note")):
            data = [folder.read(f"cosigned/{stem}{end}") for end in (".note", ".vkey", ".pem")]
            names -= {stem + end for end in (".note", ".vkey", ".pem")}
            try:
                witness = Witness((data[1] or b"").decode().partition("\n")[0])
            except ValueError:
                witness = None
            pem = folder.key_in_pem(data[2] or b"")
            if not witness or pem != SPKI + witness.public:
                folder.report.fault("mismatch", None, f"cosigned/{stem}", "its key is missing, malformed or given in two ways")
            if data[0] is not None:
                yield data[0], witness
        for name in sorted(names):
            folder.report.fault("uncovered", None, f"cosigned/{name}", "belongs to nothing")

    def kept_stamps(self, folder):
        names = self.files(folder, "time-stamps")
        yield from self.stamps[folder.replay].read(folder, names)
        for name in sorted(names):
            folder.report.fault("uncovered", None, f"time-stamps/{name}", "belongs to nothing")

    # -- heads and cosignatures

    def head(self, log, note, field):
        """(text, signature lines, size) of a head that is consistent with the log; otherwise None and a finding."""
        key, report = log.log_key, log.report
        try:
            text, lines = split_note(note)
            origin, size, root, end = text.decode().split("\n")
            lines, size, root = [parse_signature(line) for line in lines], int(size), b64(root)
            by_log = [sign for name, key_id, sign in lines if key and (name, key_id) == (key.name, key.id)]
            if end or origin != (key and key.name) or not by_log:
                raise ValueError("is not signed by the key of this log")
        except ValueError as error:
            report.fault("tampered", None, field, f"a head that outsiders hold: {error}")
            return None
        log.expect(key.public, text, by_log[0], "tampered", None, field, "bad signature of the log")
        if size > log.count:
            report.fault("rolled back", log.count, field, f"outsiders hold a head of {size} entries")
        elif size < len(log.tree.roots) and log.tree.roots[size] != root:
            report.fault("forked", max(size - 1, 0), field, f"outsiders hold another head of {size} entries")
        else:
            return text, lines, size
        return None

    def take(self, note, field, witness):
        log = self.log_of(note)
        found = self.head(log, note, field)
        if field == "cosignature":
            self.check_kept(log, note, witness)
        if not found:
            return
        text, lines, size = found
        known = dict(self.policy.witnesses) if self.policy else {}
        if witness and all(other.public != witness.public for other in known.values()):
            known[None] = witness
        for name, key_id, sign in lines:
            for called, by in known.items():
                if (name, key_id) == (by.name, by.id):
                    self.take_line(log, field, text, sign, by, called, size)

    def check_kept(self, log, note, witness):
        try:
            lines = [parse_signature(line) for line in split_note(note)[1]]
        except ValueError:
            lines = []
        if not witness or len(lines) != 2 or lines[1][:2] != (witness.name, witness.id):
            log.report.fault("tampered", None, "cosignature", "holds no cosignature by the key kept with it")

    def take_line(self, log, field, text, sign, by, called, size):
        seconds = int.from_bytes(sign[:8], "big")
        if len(sign) != 72 or seconds >= 1 << 63:
            log.report.fault("tampered", max(size - 1, 0), "cosignature", f"the cosignature by {by.name} is malformed")
            return
        message = b"cosignature/v1\ntime %d\n" % seconds + text
        log.expect(by.public, message, sign[8:], "tampered", max(size - 1, 0), "cosignature",
                   f"the cosignature by {by.name} does not verify")
        self.lines.append((log, called, size, (by.public, message, sign[8:])))

    # -- answers; REQUIRES: the signatures were run

    def answer(self):
        good = [(log, name, size) for log, name, size, job in self.lines if self.case.signatures.good.get(job)]
        for log in self.case.logs:
            sizes = {}
            for of, name, size in good:
                if of is log and name:
                    sizes[name] = max(size, sizes.get(name, 0))
            seen = 0 if not self.policy else log.count if self.policy.quorum == "none" else max(
                [size for size in sizes.values() if self.policy.met({n for n, s in sizes.items() if s >= size})], default=0)
            if seen < log.count:
                log.report.limit("unwitnessed", seen or None, "", "no quorum of a policy cosigned the entries from here on")
            self.stamps[log].answer()
