# SPDX-License-Identifier: Apache-2.0
"""Handovers apart, seals, holds, restrictions, disposal, copies and keys that end: format sections 6 to 8."""
import json

from ledger_notes import b64
from ledger_shapes import REFERS

NOBODY = object()                                       # the holder of a thing that was disposed of


def at(body, path):
    for name in path.split("."):
        body = body[name]
    return body


class Keeping:
    """The part of Replay for these types; `pending` holds the entries that others refer to, by leaf hash."""

    def start_keeping(self):
        self.ended, self.revoked, self.replaced, self.enrolled_by = {}, {}, {}, {}
        self.pending, self.ends, self.approved = {}, {}, set()
        self.waiting, self.restriction, self.parent, self.disposed = {}, {}, {}, {}
        self.knows, self.signed = {}, {}

    # -- people

    def person(self, key):
        while key in self.replaced:
            key = self.replaced[key]
        return key

    def four_eyes(self, one, other):
        people = self.person(one), self.person(other)
        by = [self.person(self.enrolled_by.get(person)) for person in people]
        return None not in by and people[0] != people[1] and by[0] != people[1] and by[1] != people[0]

    def holds(self, key, role):
        return key in self.keys and role in self.keys[key].roles

    def may_release(self, name, wanted):
        holder = self.holder[name]
        if not isinstance(wanted, str) or not isinstance(holder, str):
            return holder == wanted
        return self.person(holder) == self.person(wanted) or (
            holder in self.revoked and self.holds(wanted, "administrator"))

    def need(self, good, name, entry, field, text):
        if not good:
            self.depends(name, entry, field, text)

    # -- what covers what

    def origins(self, name):
        found = [name]
        while name in self.parent or name in self.images:
            name = self.parent.get(name) or self.images[name]["image_of"]
            found.append(name)
        return found

    def open_holds(self):
        return [about for hash_, (kind, about, _, _) in self.pending.items()
                if kind == "hold_placed" and hash_ not in self.ends]

    # -- checks

    def check_keeping(self, entry, body, ids):
        kind = entry.m["type"]
        if kind in REFERS:
            self.check_reference(entry, body, ids, *REFERS[kind])
        check = getattr(self, "keep_" + kind, None)
        if check:
            check(entry, body, ids)
        if kind.startswith("disposal"):
            for about in self.open_holds():
                for name in ids:
                    self.need(about and not set(about) & set(self.origins(name)), "unauthorised", entry, "about",
                              f"{name} is under a legal hold")
        if kind in ("derived", "package_made") or (
                kind == "accessed" and body["action"] in ("mounted", "exported", "copied")):
            self.check_unrestricted(entry, ids, "unauthorised")

    def check_unrestricted(self, entry, ids, name_of_fault):
        for name in ids:
            self.need(not any(origin in self.restriction for origin in self.origins(name)), name_of_fault, entry,
                      "about", f"{name} is restricted")

    def check_reference(self, entry, body, ids, path, wanted, _):
        kind, about, _, _ = self.pending.get(at(body, path), (None, None, None, None))
        done = self.approved if entry.m["type"] == "disposal_approved" else self.ends
        self.need(kind == wanted and about == ids and at(body, path) not in done, "tampered", entry, "body." + path,
                  f"is no open {wanted} about the same")

    def keep_released(self, entry, body, ids):
        self.check_transfer(entry, body, ids)
        self.keep_transferred(entry, body, ids)
        if "to" in body:
            self.need(self.person(body["to"]) != self.person(body["from"]), "unauthorised", entry, "body.to",
                      "who releases cannot receive")

    def keep_transferred(self, entry, body, ids):
        for name in ids:
            self.need(name not in self.waiting, "unauthorised", entry, "about", f"{name} waits for an answer")

    def keep_transferred_to_outside(self, entry, body, ids):
        if not body["seized"]:
            self.keep_transferred(entry, body, ids)

    def keep_received(self, entry, body, ids):
        answer = body["answer"]
        key, release = self.keys.get(answer["key"]), self.pending.get(answer["release"], (None,) * 4)[3]
        if release is None:
            return
        self.need(key and key.name not in self.ended, "unauthorised", entry, "body.answer.key", "is not enrolled")
        if not key or key.name in self.ended:
            return
        person = self.person(key.name)
        self.need(key.roles - {"auditor"} and person != self.person(release["from"])
                  and ("to" not in release or person == self.person(release["to"])), "unauthorised", entry,
                  "body.answer.key", "is not one that may receive")
        text = ("exhibit.evidence/answer/v1\n" + json.dumps(
            answer, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
        signed = b64(body["signature"])
        if len(signed) != 68 or signed[:4] != key.id:
            self.tampered(entry, "body.signature", "is not a signature of the answering key")
        else:
            self.signatures.expect(key.public, text, signed[4:], "tampered", entry.seq, "body.signature",
                                   "bad signature of the answer")
        if answer["accept"] != (entry.m["type"] == "received"):
            self.tampered(entry, "body.answer.accept", "says otherwise than the type")

    keep_refused = keep_received

    def keep_release_withdrawn(self, entry, body, _):
        release = self.pending.get(body["release"], (None,) * 4)[3]
        signer = entry.get("signers", [{"key": None}])[0]["key"]
        self.need(not release or "from" not in release or self.person(release["from"]) == self.person(signer),
                  "unauthorised", entry, "signers", "a release is withdrawn by who made it")

    def keep_moved(self, entry, _, ids):
        for name in ids:
            self.need(isinstance(self.holder.get(name, ""), str), "unauthorised", entry, "about",
                      f"{name} is not held by a key")

    keep_seal_applied = keep_moved

    def keep_corrected(self, entry, body, ids):
        about = self.knows.get(body["entry"])
        self.need(about is not None and (set(ids) <= set(about) and bool(ids) == bool(about)), "tampered", entry,
                  "body.entry", "is no earlier entry about the same")

    def keep_restricted(self, entry, _, ids):
        self.check_unrestricted(entry, ids, "tampered")

    def keep_disposal_asked(self, entry, _, ids):
        for name in ids:
            self.need(name not in self.disposed, "tampered", entry, "about", f"{name} is disposed of")

    def keep_disposal_approved(self, entry, body, _):
        asker = self.pending.get(body["request"], (None,) * 4)[2]
        signer = entry.get("signers", [{"key": None}])[0]["key"]
        self.need(asker is None or self.four_eyes(asker, signer), "unauthorised", entry, "signers", "not four eyes")

    def keep_disposal_carried_out(self, entry, body, _):
        self.need(body["request"] in self.approved or body["request"] not in self.pending, "unauthorised", entry,
                  "body.request", "is not approved")
        here = {item["sha256"] for item in entry.get("attachments", [])}
        if body.get("receipt") not in here | {None}:
            self.tampered(entry, "body.receipt", "is not the digest of an attachment of this entry")

    def keep_derived(self, entry, body, _):
        if body["file"] != body["item"] and not body["file"].startswith(body["item"] + "."):
            self.tampered(entry, "body.file", "is not named after the item")
        self.need(body["parent"] not in self.disposed, "tampered", entry, "body.parent", "is disposed of")

    def administrator_beside(self, key):
        return any("administrator" in other.roles and name not in self.ended
                   for name, other in self.keys.items() if name != key)

    def keep_role_withdrawn(self, entry, body, _):
        self.need(self.holds(body["key"], body["role"]), "unauthorised", entry, "body.role", "the key holds no such role")
        self.need(body["role"] != "administrator" or self.administrator_beside(body["key"]), "unauthorised", entry,
                  "body.role", "no administrator would be left")

    def keep_key_rotated(self, entry, body, _):
        self.need(body["replaces"] in self.keys, "unauthorised", entry, "body.replaces", "is not enrolled")

    def keep_key_revoked(self, entry, body, _):
        key, signers = body["key"], [signer["key"] for signer in entry.get("signers", [])]
        self.need(key in self.keys, "unauthorised", entry, "body.key", "is not enrolled")
        self.need(key not in self.ended, "tampered", entry, "body.key", "is ended already")
        self.need(key not in signers, "unauthorised", entry, "signers", "the key revokes itself")
        self.need(len(signers) == 2 and self.four_eyes(*signers), "unauthorised", entry, "signers", "not four eyes")
        self.need(self.administrator_beside(key), "unauthorised", entry, "body.key", "no administrator would be left")
        if self.vouched(body["last"], entry.get("log")) > entry.seq:
            self.tampered(entry, "body.last", "vouches for entries to come")

    @staticmethod
    def vouched(last, log):
        return next((item["size"] for item in last if item["log"] == log), 0)

    # -- what later entries build on

    def apply_keeping(self, entry, kind, body, ids):
        reference = entry.hash.hex()
        signers = [signer["key"] for signer in entry.get("signers", [])]
        self.knows[reference] = ids
        for key in signers:
            self.signed.setdefault(key, []).append(entry.seq)
        if kind in ("released", "seal_applied", "hold_placed", "restricted", "disposal_asked"):
            self.pending[reference] = (kind, ids, signers[0] if signers else None, body)
        if kind in REFERS and REFERS[kind][2]:
            self.end(at(body, REFERS[kind][0]))
        for name in ids if kind.startswith("transferred") else ():
            self.end(self.waiting.get(name))
        effect = getattr(self, "do_" + kind, None)
        if effect:
            effect(entry, body, ids)

    def end(self, reference):
        if reference in self.pending:
            self.ends.setdefault(reference, True)
            self.waiting = {name: release for name, release in self.waiting.items() if release != reference}
            self.restriction = {name: by for name, by in self.restriction.items() if by != reference}

    def do_key_enrolled(self, entry, body, _):
        self.enrolled_by.setdefault(body["key"].split("+")[0], entry.get("signers", [{"key": None}])[0]["key"])

    def do_key_rotated(self, entry, body, _):
        new, old = body["key"].split("+")[0], self.keys.get(body["replaces"])
        if old and new in self.keys:
            self.keys[new].roles |= old.roles
            self.replaced.setdefault(new, old.name)
            self.ended.setdefault(old.name, f"entry {entry.seq}")

    def do_key_revoked(self, entry, body, _):
        if body["key"] in self.keys:
            self.ended.setdefault(body["key"], f"entry {entry.seq}")
            self.revoked.setdefault(body["key"], (entry.seq, self.vouched(body["last"], entry.get("log"))))

    def do_role_withdrawn(self, _, body, __):
        if body["key"] in self.keys:
            self.keys[body["key"]].roles.discard(body["role"])

    def do_released(self, entry, _, ids):
        self.waiting |= {name: entry.hash.hex() for name in ids}

    def do_received(self, _, body, ids):
        self.holder |= {name: body["answer"]["key"] for name in ids if name in self.holder}

    def do_restricted(self, entry, _, ids):
        self.restriction |= {name: entry.hash.hex() for name in ids}

    def do_disposal_approved(self, _, body, __):
        self.approved.add(body["request"])

    def do_disposal_carried_out(self, entry, _, ids):
        self.disposed |= {name: entry.seq for name in ids}
        self.holder |= {name: NOBODY for name in ids if name in self.holder}
        self.state |= {name: "disposed" for name in ids if self.kind.get(name) == "image"}

    def do_derived(self, _, body, __):
        self.kind[body["item"]] = "image"
        self.parent[body["item"]] = body["parent"]
        self.state[body["item"]] = "derived"

    def finish_keeping(self):
        for key, (end, vouched) in self.revoked.items():
            for seq in self.signed.get(key, []):
                if vouched <= seq < end:
                    self.report.limit("concurrent with revocation", seq, "signers", f"entry {end} does not vouch for it")
