# SPDX-License-Identifier: Apache-2.0
"""Replays the entries of a log in order: format sections 4 to 8 and items 2 to 4 and 6 of section 11."""
from ledger_notes import Tree, b64, canonical, decode_json, parse_signature, parse_vkey, sha256, sha3, split_note
from ledger_keeping import Keeping
from ledger_shapes import ABOUT, BODY, ENTRY, EVERYONE, EXCLUSIVE, MAY_BE_PRIVATE, MAY_SIGN, check_shape, find_commits

MAX_LEAF = 65535
OUTSIDE = object()                                      # the holder of a thing that no enrolled key holds


class Entry:
    """One leaf: `m` holds the members that have the right form, so that one bad member hides no other finding."""

    def __init__(self, seq, leaf):
        self.seq, self.hash, self.m, self.commits = seq, sha256(b"\0", leaf), {}, {}
        self.text, self.lines, self.body_ok = b"", [], False

    def get(self, name, default=None):
        return self.m.get(name, default)


class Replay(Keeping):
    def __init__(self, report, signatures, case_id):
        self.report, self.signatures, self.case = report, signatures, case_id
        self.tree, self.chain, self.count, self.next = Tree(), bytes(32), 0, 0
        self.log_key, self.administrator, self.blind, self.newest_time = None, None, False, ""
        self.commits, self.withheld = {}, set()
        self.keys, self.kind, self.heads, self.holder, self.images = {}, {}, {}, {}, {}
        self.exclusive, self.finished, self.running, self.verified = {}, {}, {}, set()
        self.incidents, self.state, self.enrolled, self.documents = set(), {}, set(), set()
        self.start_keeping()
        self.hidden, self.hidden_unknown = set(), False     # leaf hashes of withheld entries; one is not given
        self.contents, self.erasures, self.about = {}, {}, {}

    def row(self, seq, leaf, leaf_sha3, leaf_hash=None):
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
        entry = Entry(seq, leaf)
        self.tree.add(seq, entry.hash)
        try:
            self.check(entry, leaf)
        except Exception as error:                      # a bug of this program must not pass for an intact ledger
            self.report.fault("tampered", seq, "", f"cannot be checked: {type(error).__name__}: {error}")
        self.chain = sha3(self.chain, sha3(leaf)) if self.chain else None

    def withhold(self, seq, leaf_sha3, leaf_hash):
        if seq > 1:
            self.report.limit("withheld", seq, "leaf", "the entry is withheld")
        else:
            self.report.fault("missing", seq, "leaf", "entries 0 and 1 must not be withheld")
        self.withheld.add(seq)
        self.blind = True
        if leaf_hash is None:
            self.tree.leave_out("withheld")
            self.hidden_unknown = True
        else:
            self.tree.add(seq, leaf_hash)
            self.hidden.add(leaf_hash.hex())
        known = isinstance(leaf_sha3, bytes) and len(leaf_sha3) == 32
        if not known:
            self.report.fault("missing", seq, "leaf_sha3", "is not the 32-byte SHA3-256 of a withheld leaf")
        self.chain = sha3(self.chain, leaf_sha3) if known and self.chain else None

    def check(self, entry, leaf):
        self.parse(entry, leaf)
        if entry.seq == 0:
            self.case = self.case or entry.hash.hex()
            if self.case != entry.hash.hex():
                self.report.fault("unauthorised", 0, "case", f"the case id of this ledger is {entry.hash.hex()}")
        if not entry.m:
            return
        self.check_members(entry)
        self.check_body(entry)
        if entry.seq == 0:
            self.open_case(entry)
        self.check_place(entry)
        self.check_signers(entry)
        self.check_histories(entry)
        self.check_meaning(entry)
        self.apply(entry)

    def tampered(self, entry, field, text):
        self.report.fault("tampered", entry.seq, field, text)

    def depends(self, name, entry, field, text):
        """A fault that rests on earlier entries: one of a type that may be withheld may be among those withheld."""
        if self.blind and field == "body.incident":
            self.report.limit("withheld", entry.seq, field, f"cannot be told, an earlier entry is withheld: {text}")
        else:
            self.report.fault(name, entry.seq, field, text)

    # -- the form of an entry

    def parse(self, entry, leaf):
        if len(leaf) > MAX_LEAF:
            self.tampered(entry, "leaf", f"has {len(leaf)} bytes, more than {MAX_LEAF}")
        try:
            entry.text, entry.lines = split_note(leaf)
        except ValueError as error:
            self.tampered(entry, "leaf", error)
            return
        context, _, rest = entry.text.partition(b"\n")
        if context != b"exhibit.evidence/entry/v1" or rest.count(b"\n") != 1:
            self.tampered(entry, "leaf", "the text is not the context line and one line of JSON")
        value, errors = decode_json(rest[:-1])
        for error in errors:
            self.tampered(entry, "leaf", error)
        result = check_shape(ENTRY, value)
        for path, text in () if value is None and errors else result.bad:
            self.tampered(entry, path, text)
        bad = {path.split(".")[0] for path, _ in result.bad}
        entry.commits = result.commits
        entry.m = {name: item for name, item in value.items() if name not in bad} if isinstance(value, dict) else {}

    def check_members(self, entry):
        ids = [item["id"] for item in entry.get("about", [])]
        if any(left >= right for left, right in zip(ids, ids[1:])):
            self.tampered(entry, "about", "identifiers are not strictly rising")
        keys = [signer["key"] for signer in entry.get("signers", [])]
        if "signers" in entry.m and (not 1 <= len(keys) <= 16 or len(set(keys)) < len(keys)):
            self.tampered(entry, "signers", "must be 1 to 16, no key twice")
        if entry.get("clock") and entry.m["clock"]["synchronised"] != ("offset_us" in entry.m["clock"]):
            self.tampered(entry, "clock", "offset_us must be there only when synchronised")
        if entry.get("time", self.newest_time) < self.newest_time:
            self.report.limit("clock anomaly", entry.seq, "time", "earlier than that of the entry before")
        self.newest_time = entry.get("time", self.newest_time)

    def check_body(self, entry):
        kind, body = entry.get("type"), entry.get("body")
        if kind is not None and kind not in BODY:
            self.report.limit("unknown type", entry.seq, "type", f"{kind!r} is not known")
        if kind not in BODY or body is None:
            find_commits(body, "body", entry.commits)
        else:
            result = check_shape(BODY[kind], body, "body")
            entry.body_ok = not result.bad
            entry.commits |= result.commits
            for path, text in result.bad:
                self.tampered(entry, path, text)
        self.commits |= {(entry.seq, path): commit for path, commit in entry.commits.items()}

    def check_place(self, entry):
        """(11.2) and (11.4)."""
        right = {"seq": entry.seq, "log": self.log_key.name if self.log_key else entry.get("log")}
        right["chain"] = self.chain.hex() if self.chain else entry.get("chain")
        if entry.seq:
            self.case = self.case or entry.get("case")
            right["case"] = self.case
        for name, value in right.items():
            if name in entry.m and entry.m[name] != value:
                self.tampered(entry, name, f"is {entry.m[name]}, must be {value}")
        if ("case" in entry.m) != (entry.seq > 0):
            self.tampered(entry, "case", "must be in all entries but the first")
        if (entry.get("type") == "case_opened") != (entry.seq == 0):
            self.tampered(entry, "type", "case_opened must be the first entry and no other")
        if self.chain is None and entry.get("chain"):
            self.chain = bytes.fromhex(entry.m["chain"])

    def open_case(self, entry):
        if entry.get("type") == "case_opened" and entry.body_ok:
            self.log_key = self.vkey(entry, entry.m["body"]["log"], "log", "body.log")
            key = self.vkey(entry, entry.m["body"]["administrator"], "actor", "body.administrator")
            if key:
                key.roles.add("administrator")
                self.keys[key.name] = self.administrator = key

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
            key = self.keys.get(signer["key"])
            if not key:
                self.depends("unauthorised", entry, f"signers.{number}", f"key {signer['key']!r} is not enrolled")
            elif signer["key"] in self.ended:
                self.depends("unauthorised", entry, f"signers.{number}", f"the key was ended by {self.ended[key.name]}")
            elif signer["role"] not in key.roles and (entry.get("type"), signer["role"]) != ("private", "committed"):
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
            self.signatures.expect(key.public, entry.text, signature, "tampered", entry.seq, field, "bad signature")

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
        elif kind in ("key_revoked", "disposal_carried_out"):
            second = "approving" if kind == "key_revoked" else "witness"
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
            registers = kind in ("thing_registered", "image_registered") or (
                kind == "derived" and isinstance(entry.get("body"), dict) and entry.m["body"].get("item") == name)
            if registers and name in self.kind:
                self.tampered(entry, field, f"{name} is registered twice")
            elif not registers and name not in self.kind:
                self.depends("tampered", entry, field, f"{name} is not registered")
            elif prev != ([] if registers else [self.heads.get(name)]):
                if not registers and prev and (self.hidden_unknown or self.hidden.issuperset(prev)) and self.blind:
                    self.report.limit("withheld", entry.seq, field, f"an entry about {name} before it is withheld")
                else:
                    self.tampered(entry, field, f"prev is not the newest earlier entry about {name}")
            for head in prev if kind in EXCLUSIVE else ():
                if self.exclusive.setdefault((name, head), entry.seq) != entry.seq:
                    first = self.exclusive[name, head]
                    self.report.fault("forked", entry.seq, field, f"entry {first} took over {name} from the same head")
            self.heads[name] = entry.hash.hex()
        self.about[entry.seq] = (entry.hash.hex(), [item["id"] for item in entry.get("about", [])])

    # -- what the entry says

    def check_meaning(self, entry):
        if entry.seq == 1 and not self.enrols_administrator(entry):
            self.depends("unauthorised", entry, "type", "must be the enrolment of the first administrator")
        if not entry.body_ok:
            return
        kind, ids = entry.m["type"], [item["id"] for item in entry.get("about", [])]
        if "about" in entry.m and not self.about_fits(ABOUT[kind], ids, entry.m["body"]):
            self.tampered(entry, "about", f"does not fit the type {kind}, which is about: {ABOUT[kind]}")
        check = getattr(self, "check_" + kind, None)
        if check:
            check(entry, entry.m["body"], ids)
        if kind.startswith("transferred"):
            self.check_transfer(entry, entry.m["body"], ids)
        self.check_keeping(entry, entry.m["body"], ids)
        if "head" in entry.m["body"]:
            self.check_head(entry, entry.m["body"]["head"])

    def check_head(self, entry, head):
        size, roots = head["size"], self.tree.roots
        if not 0 < size <= entry.seq or size < len(roots) and roots[size].hex() != head["root"]:
            self.depends("mismatch", entry, "body.head", "is not a head this log had")

    def about_fits(self, rule, ids, body):
        def all_are(kind):
            return all(self.kind.get(name, kind) == kind for name in ids)
        if rule == "source, carrier, image":
            image = self.images.get(body["image"])
            if not image:
                return body["image"] in ids and self.kind.get(body["image"]) != "thing"
            return set(ids) == {body["image"], image["image_of"], image["carrier"]}
        return {"none": not ids, "none or more": True, "a new identifier": len(ids) == 1,
                "thing or image": len(ids) == 1, "one or more things": ids and all_are("thing"),
                "one or more": bool(ids), "one thing": len(ids) == 1 and all_are("thing"),
                "parent and item": set(ids) == {body.get("parent"), body.get("item")} and len(ids) == 2,
                "image": len(ids) == 1 and all_are("image") and body.get("image") == ids[0]}[rule]

    def enrols_administrator(self, entry):
        if entry.get("type") != "key_enrolled" or not self.administrator:
            return False
        return not entry.body_ok or entry.m["body"]["key"].startswith(self.administrator.name + "+")

    def check_case_opened(self, entry, body, _):
        if self.log_key and entry.get("log") != self.log_key.name:
            self.tampered(entry, "body.log", "is not the key that `log` names")

    def check_key_enrolled(self, entry, body, _):
        key = self.vkey(entry, body["key"], "actor", "body.key")
        if key:
            text = b"exhibit.evidence/possession/v1\n%s\n" % body["key"].encode()
            self.signatures.expect(key.public, text, b64(body["possession"]), "tampered", entry.seq, "body.possession",
                                   "is not a signature of the enrolled key")
            if key.name in self.enrolled:
                self.tampered(entry, "body.key", "is enrolled twice")
            self.enrolled.add(key.name)
            self.keys.setdefault(key.name, key)

    check_key_rotated = check_key_enrolled

    def check_case_setting(self, entry, body, _):
        if not 1 <= body["recheck_days"] <= 36500:
            self.tampered(entry, "body.recheck_days", "is not an interval from 1 to 36500 days")

    def check_role_granted(self, entry, body, _):
        if body["key"] not in self.keys:
            self.depends("unauthorised", entry, "body.key", "is not enrolled")

    def check_thing_registered(self, entry, body, _):
        here = {item["sha256"] for item in entry.get("attachments", [])}
        if not set(body.get("photographs", [])) <= here:
            self.tampered(entry, "body.photographs", "is not the digest of an attachment of this entry")
        if "key" in body["holder"] and body["holder"]["key"] not in self.keys:
            self.depends("unauthorised", entry, "body.holder", "the key is not enrolled")

    def check_image_registered(self, entry, body, _):
        for name in ("image_of", "carrier"):
            if self.kind.get(body[name]) != "thing":
                self.depends("tampered", entry, "body." + name, "is no registered thing")

    def check_incident_opened(self, entry, body, _):
        if body["number"] in self.incidents:
            self.tampered(entry, "body.number", "is opened twice")
        self.incidents.add(body["number"])

    def check_artifact_linked(self, entry, body, _):
        if body["incident"] not in self.incidents:
            self.depends("tampered", entry, "body.incident", "is not opened")

    def check_state(self, entry, image, needed):
        if self.state.get(image) != needed:
            self.depends("tampered", entry, "type", f"{image} is not {needed}")

    def check_acquisition_started(self, entry, body, _):
        if self.state.get(body["image"], "failed") != "failed":
            self.depends("tampered", entry, "type", f"{body['image']} is not registered or failed")

    def check_acquisition_failed(self, entry, body, _):
        self.check_state(entry, body["image"], "started")

    def check_image_verified(self, entry, body, _):
        done = self.finished.get(body["against"], {})
        if done.get("image") != body["image"]:
            self.depends("tampered", entry, "body.against", "is not an acquisition_finished of this image")
        elif body["match"]:
            then = done["body"]
            both = body["digests"].keys() & then["digests"].keys()
            if (body["bytes"], body["blocks_root"]) != (then["bytes"], then["blocks"]["root"]) or any(
                    body["digests"][name] != then["digests"][name] for name in both):
                self.report.fault("mismatch", entry.seq, "body.match", "the digests are not those of the acquisition")
        self.verified.add(body["against"])

    def check_fact_added(self, entry, body, ids):
        about = [seq for seq, done in self.finished.items() if ids and ids[0] in done["about"]]
        of_item = {seq for seq in about if ids[0] in self.finished[seq]["of"]}
        after = body["after"]
        if after != sorted(set(after)) or not of_item <= set(after) <= set(about):
            self.depends("tampered", entry, "body.after", "is not the finished acquisitions of that item")

    def check_disclosure_erased(self, entry, body, ids):
        if (body["log"], True) != (entry.get("log"), body["seq"] < entry.seq):
            self.tampered(entry, "body.seq", "is not an earlier entry of this log")
        place = (body["seq"], body["field"])
        if place in self.erasures:
            self.tampered(entry, "body.field", "was erased already")
        self.erasures.setdefault(place, (entry.seq, body["commit"], (body["leaf"], ids)))

    def check_private(self, entry, body, _):
        """The content of a private entry (6), where it is disclosed and what was committed to."""
        salt, content = self.contents.get(entry.seq, (None, None))
        text = canonical([salt, "body.content", content])
        if sha256(b"exhibit.evidence/commit/v1\n", text).hex() != body["content"]["commit"]:
            return
        form = check_shape({"about": ["id"], "body": "object", "role": "text", "type": "text"}, content, "body.content")
        for path, text in form.bad:
            self.tampered(entry, path, text)
        if form.bad:
            return
        kind, field = content["type"], "body.content"
        if kind not in BODY:
            self.report.limit("unknown type", entry.seq, field, f"{kind!r} is not known")
            return
        if kind not in MAY_BE_PRIVATE:
            self.report.fault("unauthorised", entry.seq, field, f"{kind} is never private")
            return
        key = self.keys.get(entry.m["signers"][0]["key"])
        if key and content["role"] not in key.roles or content["role"] not in MAY_SIGN[kind]:
            self.report.fault("unauthorised", entry.seq, field, f"the key is not {content['role']}, or may not sign {kind}")
        shape = BODY[kind]
        inner = {name: {"commit": "0" * 64} if shape.get(name, shape.get(name + "?")) == "commit" else item
                 for name, item in content["body"].items()}
        result, ids = check_shape(shape, inner, field), content["about"]
        for path, text in result.bad:
            self.tampered(entry, path, text)
        fits = not result.bad and self.about_fits(ABOUT[kind], ids, inner)
        if ids != sorted(set(ids)) or not fits or any(name not in self.kind for name in ids):
            self.tampered(entry, field, "is not about registered things or images as the type asks")
        if kind == "artifact_linked" and not result.bad:
            self.check_artifact_linked(entry, inner, ids)

    def check_authority_recorded(self, entry, body, _):
        here = {item["sha256"] for item in entry.get("attachments", [])}
        if body.get("document") not in here | {None}:
            self.depends("tampered", entry, "body.document", "is not the digest of an attachment")

    def check_document_issued(self, entry, body, _):
        if body["file"] in self.documents:
            self.tampered(entry, "body.file", "a document of that name is issued already")
        self.documents.add(body["file"])

    def check_acquisition_finished(self, entry, body, _):
        self.check_state(entry, body["image"], "started")
        if body["unreadable"]["count"]:
            text = f"{body['unreadable']['count']} ranges could not be read"
            self.report.limit("unreadable ranges", entry.seq, "body.unreadable", text)

    def check_transfer(self, entry, body, ids):
        receipts = {item["sha256"] for item in entry.get("attachments", [])}
        if "receipt" in body and body["receipt"] not in receipts:
            self.tampered(entry, "body.receipt", "is not the digest of an attachment of this entry")
        if "from" in body and body["from"] not in self.keys:
            self.depends("unauthorised", entry, "body.from", "is not enrolled")
        if "to" in body and body["to"] not in self.keys:
            self.depends("unauthorised", entry, "body.to", "is not enrolled")
        for name in ids if not body.get("seized") else ():
            wanted = body.get("from", OUTSIDE)
            if name in self.holder and not self.may_release(name, wanted):
                whom = "outside" if wanted is OUTSIDE else f"held by {wanted}"
                self.depends("unauthorised", entry, "body", f"{name} is not {whom}")

    def apply(self, entry):
        """What later entries build on; an entry with a fault counts like any other."""
        if not entry.body_ok:
            return
        kind, body, ids = entry.m["type"], entry.m["body"], [item["id"] for item in entry.get("about", [])]
        self.apply_keeping(entry, kind, body, ids)
        if kind in ("key_enrolled", "role_granted"):
            key = self.keys.get(body["key"].split("+")[0])
            if key:
                key.roles.add(body["role"])
        elif kind in ("thing_registered", "image_registered"):
            self.kind |= {name: kind.split("_")[0] for name in ids}
            if kind == "thing_registered":
                self.holder |= {name: body["holder"].get("key", OUTSIDE) for name in ids}
            else:
                self.images |= {name: body for name in ids}
        elif kind.startswith("transferred"):
            self.holder |= {name: body.get("to", OUTSIDE) for name in ids if name in self.holder}
        if kind.startswith("acquisition_"):
            self.state[body["image"]] = kind.split("_")[1]
        if kind == "acquisition_started":
            self.running.setdefault(body["image"], []).append(entry.seq)
        elif kind.startswith("acquisition_"):
            self.running[body["image"]] = self.running.get(body["image"], [])[:-1]
            if kind == "acquisition_finished":
                image = body["image"]
                of = {image, self.images.get(image, {}).get("image_of")}
                self.finished[entry.seq] = {"image": image, "about": ids, "of": of, "body": body}

    def finish(self):
        self.finish_keeping()
        for seq in sum(self.running.values(), []):
            self.report.limit("interrupted", seq, "", "an acquisition that neither finished nor failed")
        for seq in self.finished.keys() - self.verified:
            self.report.limit("not compared", seq, "", "no image_verified names this acquisition")
