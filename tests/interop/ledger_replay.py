# SPDX-License-Identifier: Apache-2.0
"""Checks the entries of one log in order: format sections 4 to 8 and items 2 to 4 and 6 of section 11."""
from ledger_keeping import Keeping
from ledger_legal import Legal
from ledger_logs import Logs
from ledger_meaning import Meaning
from ledger_notes import Tree, decode_json, parse_signature, parse_vkey, sha256, sha3, split_note
from ledger_shapes import (BODY, ENTRY, EVERYONE, EXCLUSIVE, MAY_SIGN, OPENS_LOG, check_shape, find_commits, is_head_list)
from ledger_state import State

MAX_LEAF = 65535


class Entry:
    """One leaf: `m` holds the members that have the right form, so that one bad member hides no other finding."""

    def __init__(self, place, leaf):
        self.place, self.seq, self.hash = place, place[1], sha256(b"\0", leaf)
        self.m, self.commits, self.errors, self.view = {}, {}, [], {}
        self.text, self.lines, self.body_ok, self.ids, self.bridged = b"", [], False, [], set()
        try:
            self.parse(leaf)
        except Exception as error:                      # a bug of this program must not pass for an intact ledger
            self.bad("", f"cannot be checked: {type(error).__name__}: {error}")

    def get(self, name, default=None):
        return self.m.get(name, default)

    def knows(self, place):
        """Whether the author knew that entry, (index of its log, seq)."""
        return place[1] < self.view.get(place[0], 0)

    @property
    def first_signer(self):
        return self.get("signers", [{"key": None}])[0]["key"] if self.get("signers", True) else None

    def bad(self, field, text):
        self.errors.append((field, text))

    def parse(self, leaf):
        if len(leaf) > MAX_LEAF:
            self.bad("leaf", f"has {len(leaf)} bytes, more than {MAX_LEAF}")
        try:
            self.text, self.lines = split_note(leaf)
        except ValueError as error:
            self.bad("leaf", error)
            return
        context, _, rest = self.text.partition(b"\n")
        if context != b"exhibit.evidence/entry/v1" or rest.count(b"\n") != 1:
            self.bad("leaf", "the text is not the context line and one line of JSON")
        value, errors = decode_json(rest[:-1])
        self.errors += [("leaf", error) for error in errors]
        result = check_shape(ENTRY, value)
        self.errors += [] if value is None and errors else result.bad
        wrong = {path.split(".")[0] for path, _ in result.bad}
        self.commits = result.commits
        self.m = {name: item for name, item in value.items() if name not in wrong} if isinstance(value, dict) else {}
        self.ids = [item["id"] for item in self.get("about", [])]
        self.parse_body()

    def parse_body(self):
        kind, body = self.get("type"), self.get("body")
        if kind not in BODY or body is None:
            find_commits(body, "body", self.commits)
        else:
            result = check_shape(BODY[kind], body, "body")
            self.body_ok = not result.bad
            self.commits |= result.commits
            self.errors += result.bad

    def takes_in(self):
        """Heads of other logs that the entry builds on: (origin, size, root)."""
        body = self.get("body", {})
        knows = body.get("knows")
        out = [(head["log"], head["size"], head["root"]) for head in knows] if is_head_list(knows) else []
        if self.get("type") == "imported" and self.body_ok:
            out.append((body["log"].split("+")[0], body["size"], body["root"]))
        return out


class Replay(Meaning, Keeping, Legal, Logs):
    def __init__(self, case, index, report):
        self.case, self.index, self.report = case, index, report
        self.tree, self.chain, self.count, self.next = Tree(), bytes(32), 0, 0
        self.log_key, self.newest_time = None, ""
        self.commits, self.withheld, self.contents, self.disclosed = {}, set(), {}, {}
        self.rows, self.ahead = [], None
        self.state, self.view, self.views, self.named, self.under_way = State(), {}, [(0, {})], [], False

    def expect(self, public, message, signature, *failure):
        self.case.signatures.expect(public, message, signature, self.report, *failure)

    # -- rows

    def give(self, rows):
        """All rows of the log, (seq, leaf, leaf_sha3, leaf hash where the leaf is withheld), by seq."""
        self.rows = list(rows)[::-1]
        self.look_ahead()
        body = self.ahead.get("body", {}) if self.ahead and self.ahead.seq == 0 else {}
        try:
            self.log_key = parse_vkey(body.get("log", ""), "log")[0]
        except (ValueError, TypeError):
            return                                      # then the log is the one of log.vkey

    def look_ahead(self):
        self.ahead = None
        if self.rows and self.rows[-1][1] is not None:
            self.ahead = Entry((self.index, self.rows[-1][0]), self.rows[-1][1])
            self.named += [(self.ahead.seq, *head) for head in self.ahead.takes_in()]

    def take(self):
        seq, leaf, leaf_sha3, leaf_hash = self.rows.pop()
        self.row(seq, self.ahead, leaf, leaf_sha3, leaf_hash)
        self.look_ahead()

    def row(self, seq, entry, leaf, leaf_sha3, leaf_hash):
        if seq > self.next:
            self.report.fault("missing", self.next, "", f"no entry with seq {self.next} to {seq - 1}")
            self.tree.leave_out("missing")
            self.chain = None
        self.next, self.count = seq + 1, self.count + 1
        if leaf is None:
            self.withhold(seq, leaf_sha3, leaf_hash)
            return
        if leaf_sha3 != sha3(leaf):
            self.report.fault("mismatch", seq, "leaf_sha3", "is not SHA3-256 of the leaf")
        self.tree.add(seq, entry.hash)
        try:
            self.check(entry)
        except Exception as error:                      # a bug of this program must not pass for an intact ledger
            self.report.fault("tampered", seq, "", f"cannot be checked: {type(error).__name__}: {error}")
        self.chain = sha3(self.chain, sha3(leaf)) if self.chain else None

    def withhold(self, seq, leaf_sha3, leaf_hash):
        if seq > 1:
            self.report.limit("withheld", seq, "leaf", "the entry is withheld")
        else:
            self.report.fault("missing", seq, "leaf", "entries 0 and 1 must not be withheld")
        self.withheld.add(seq)
        self.case.blind = True
        if leaf_hash is None:
            self.tree.leave_out("withheld")
            self.case.hidden_unknown = True
        else:
            self.tree.add(seq, leaf_hash)
            self.case.hidden.add(leaf_hash.hex())
        known = isinstance(leaf_sha3, bytes) and len(leaf_sha3) == 32
        if not known:
            self.report.fault("missing", seq, "leaf_sha3", "is not the 32-byte SHA3-256 of a withheld leaf")
        self.chain = sha3(self.chain, leaf_sha3) if known and self.chain else None

    def check(self, entry):
        for field, text in entry.errors:
            self.tampered(entry, field, text)
        if entry.place == (0, 0):
            self.case.id = self.case.id or entry.hash.hex()
            if self.case.id != entry.hash.hex():
                self.report.fault("unauthorised", 0, "case", f"the case id of this ledger is {entry.hash.hex()}")
        if not entry.m:
            return
        self.begin_view(entry)
        self.check_members(entry)
        if entry.place == (0, 0):
            self.open_case(entry)
        self.check_place(entry)
        self.check_signers(entry)
        self.check_histories(entry)
        self.check_meaning(entry)
        self.case.apply(self, entry)

    def tampered(self, entry, field, text):
        self.report.fault("tampered", entry.seq, field, text)

    def depends(self, name, entry, field, text):
        """A fault that rests on earlier entries: one of a type that may be withheld may be among those withheld."""
        if self.case.blind and field == "body.incident":
            self.report.limit("withheld", entry.seq, field, f"cannot be told, an earlier entry is withheld: {text}")
        else:
            self.report.fault(name, entry.seq, field, text)

    # -- the form of an entry

    def check_members(self, entry):
        self.commits |= {(entry.seq, path): commit for path, commit in entry.commits.items()}
        if entry.get("type", "noted") not in BODY:
            self.report.limit("unknown type", entry.seq, "type", f"{entry.m['type']!r} is not known")
        if any(left >= right for left, right in zip(entry.ids, entry.ids[1:])):
            self.tampered(entry, "about", "identifiers are not strictly rising")
        keys = [signer["key"] for signer in entry.get("signers", [])]
        if "signers" in entry.m and (not 1 <= len(keys) <= 16 or len(set(keys)) < len(keys)):
            self.tampered(entry, "signers", "must be 1 to 16, no key twice")
        if entry.get("clock") and entry.m["clock"]["synchronised"] != ("offset_us" in entry.m["clock"]):
            self.tampered(entry, "clock", "offset_us must be there only when synchronised")
        if entry.get("time", self.newest_time) < self.newest_time:
            self.report.limit("clock anomaly", entry.seq, "time", "earlier than that of the entry before")
        self.newest_time = entry.get("time", self.newest_time)

    def check_place(self, entry):
        """(11.2) and (11.4)."""
        opens = entry.place == (0, 0)
        right = {"seq": entry.seq, "log": self.log_key.name if self.log_key else entry.get("log")}
        right["chain"] = self.chain.hex() if self.chain else entry.get("chain")
        if not opens:
            self.case.id = self.case.id or entry.get("case")
            right["case"] = self.case.id
        for name, value in right.items():
            if name in entry.m and entry.m[name] != value:
                self.tampered(entry, name, f"is {entry.m[name]}, must be {value}")
        if ("case" in entry.m) == opens:
            self.tampered(entry, "case", "must be in all entries but the first of the case")
        if (entry.get("type") == "case_opened") != opens:
            self.tampered(entry, "type", "case_opened must be the first entry of the case and no other")
        if entry.get("type") in BODY and (entry.m["type"] in OPENS_LOG) != (self.index > 0 and entry.seq == 0):
            self.tampered(entry, "type", "a further log is opened by its first entry, and only there")
        if self.chain is None and entry.get("chain"):
            self.chain = bytes.fromhex(entry.m["chain"])

    def open_case(self, entry):
        if entry.get("type") == "case_opened" and entry.body_ok:
            self.vkey(entry, entry.m["body"]["log"], "log", "body.log")
            self.case.administrator = self.vkey(entry, entry.m["body"]["administrator"], "actor", "body.administrator")
            if self.case.administrator:             # signs this very entry
                name = self.case.administrator.name
                self.state.keys[name], self.state.roles[name] = self.case.administrator, {"administrator"}

    def vkey(self, entry, text, kind, field):
        try:
            key, genuine = parse_vkey(text, kind)
        except ValueError as error:
            self.tampered(entry, field, error)
            return None
        if not genuine:
            self.report.fault("unauthorised", entry.seq, field, "name or key id does not follow from the public key")
        return key

    # -- signatures and roles

    def check_signers(self, entry):
        signers = entry.get("signers", [])
        if len(entry.lines) != len(signers):
            self.tampered(entry, "signers", f"{len(entry.lines)} signature lines for {len(signers)} signers")
        for number, signer in enumerate(signers):
            key = self.state.keys.get(signer["key"])
            if not key:
                self.depends("unauthorised", entry, f"signers.{number}", f"key {signer['key']!r} is not enrolled")
            elif signer["key"] in self.state.ended:
                self.depends("unauthorised", entry, f"signers.{number}", f"the key was ended by {self.state.ended[key.name]}")
            elif not self.state.holds(key.name, signer["role"]) and (
                    entry.get("type"), signer["role"]) != ("private", "committed"):
                self.depends("unauthorised", entry, f"signers.{number}.role", f"the key is not {signer['role']}")
            allowed = EVERYONE if signer["capacity"] == "witness" else MAY_SIGN.get(entry.get("type"), EVERYONE)
            if signer["role"] not in allowed:
                self.report.fault("unauthorised", entry.seq, f"signers.{number}.role", "may not sign this type")
            if number < len(entry.lines):
                self.check_line(entry, f"signers.{number}", signer["key"], key, entry.lines[number])
        self.check_capacities(entry, [(signer["capacity"], signer["key"]) for signer in signers])

    def check_line(self, entry, field, name, key, line):
        try:
            stated, key_id, signature = parse_signature(line)
        except ValueError as error:
            self.tampered(entry, field, error)
            return
        if stated != name:
            self.tampered(entry, field, f"the signature line is by {stated!r}, not by {name!r}")
        elif key and key_id != key.id:
            self.report.fault("unauthorised", entry.seq, field, "the key id does not follow from the public key")
        elif key:
            self.expect(key.public, entry.text, signature, "tampered", entry.seq, field, "bad signature")

    def check_capacities(self, entry, given):
        """Who signs in which capacity (6); `given` is a list of (capacity, key)."""
        kind, body = entry.get("type"), entry.get("body")
        if not entry.body_ok or not given:
            return
        wanted = given[:1]
        if kind == "transferred":
            wanted = [("releasing", body["from"]), ("receiving", body["to"])]
        elif kind == "transferred_from_outside":
            wanted = [("receiving", body["to"])]
        elif kind == "transferred_to_outside" and not body["seized"] or kind == "released":
            wanted = [("releasing", body["from"])]
        elif kind == "key_rotated":
            wanted = [("author", body["replaces"])]
        elif kind in ("key_revoked", "disposal_carried_out", "restored", "conflict_resolved", "mapping_opened"):
            second = "witness" if kind == "disposal_carried_out" else "approving"
            wanted = [("author", given[0][1]), (second, given[-1][1])]
        else:
            wanted = [("author", given[0][1])]
        rest = [capacity for capacity, _ in given[len(wanted):]]
        if kind in ("transferred_to_outside", "transferred_from_outside", "seal_applied", "seal_broken"):
            good = rest in ([], ["witness"])
        else:
            good = not rest
        if given[:len(wanted)] != wanted or not good:
            self.report.fault("unauthorised", entry.seq, "signers", "keys or capacities do not fit the type")

    # -- histories (8)

    def check_histories(self, entry):
        kind = entry.get("type", "")
        for number, item in enumerate(entry.get("about", [])):
            name, prev, field = item["id"], item["prev"], f"about.{number}"
            heads = sorted(self.state.heads.get(name, ()))
            registers = kind in ("thing_registered", "image_registered") or (
                kind == "derived" and isinstance(entry.get("body"), dict) and entry.m["body"].get("item") == name)
            if registers:
                self.check_prefix(entry, field, name)
            if registers and name in self.state.kind:
                self.tampered(entry, field, f"{name} is registered twice")
            elif not registers and name not in self.state.kind:
                self.depends("tampered", entry, field, f"{name} is not registered")
            elif prev != ([] if registers else heads):
                self.check_other_history(entry, field, name, prev, heads)
        if kind in EXCLUSIVE:
            self.check_dispute(entry, entry.ids)

    def check_other_history(self, entry, field, name, prev, heads):
        """Where the author saw entries that are withheld here, the history is as they say."""
        known = set(heads) | self.case.hidden
        if heads and self.case.blind and not set(prev) <= set(heads) and (
                self.case.hidden_unknown or set(prev) <= known):
            self.report.limit("withheld", entry.seq, field, f"an entry about {name} before it is withheld")
            entry.bridged.add(name)
        elif entry.get("type") in EXCLUSIVE and heads and len(prev) == 1:
            self.report.fault("forked", entry.seq, field, f"follows on another entry about {name} than the newest")
        else:
            self.tampered(entry, field, f"prev is not the heads of the history of {name} that the author knew")
