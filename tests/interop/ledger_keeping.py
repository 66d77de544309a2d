# SPDX-License-Identifier: Apache-2.0
"""Checks of handovers apart, seals, holds, restrictions, disposal, copies and keys that end: format sections 6 to 8."""
import json

from ledger_notes import b64
from ledger_shapes import REFERS
from ledger_state import OUTSIDE, at


class Keeping:
    """The part of Replay for these types; `pending` of a state holds the entries that others refer to, by leaf hash."""

    def need(self, good, name, entry, field, text):
        if not good:
            self.depends(name, entry, field, text)

    def check_keeping(self, entry, body, ids):
        kind = entry.m["type"]
        if kind in REFERS:
            self.check_reference(entry, body, ids, *REFERS[kind])
        check = getattr(self, "keep_" + kind, None)
        if check:
            check(entry, body, ids)
        if kind.startswith("disposal") or kind == "disclosure_erased":
            self.check_holds(entry, ids)
        if kind in ("derived", "package_made") or (
                kind == "accessed" and body["action"] in ("mounted", "exported", "copied")):
            self.check_unrestricted(entry, ids, "unauthorised")

    def check_holds(self, entry, ids):
        for about in self.state.open_holds():
            for name in ids:
                self.need(about and not set(about) & set(self.state.origins(name)), "unauthorised", entry, "about",
                          f"{name} is under a legal hold")
            self.need(about or ids, "unauthorised", entry, "about", "the whole case is under a legal hold")

    def check_unrestricted(self, entry, ids, name_of_fault):
        for name in ids:
            self.need(not any(origin in self.state.restriction for origin in self.state.origins(name)), name_of_fault, entry,
                      "about", f"{name} is restricted")

    def check_reference(self, entry, body, ids, path, wanted, _):
        kind, about, _, _ = self.state.pending.get(at(body, path), (None, None, None, None))
        done = self.state.approved if entry.m["type"] == "disposal_approved" else self.state.ends
        self.need(kind == wanted and about == ids and at(body, path) not in done, "tampered", entry, "body." + path,
                  f"is no open {wanted} about the same")

    def keep_released(self, entry, body, ids):
        self.check_transfer(entry, body, ids)
        self.keep_transferred(entry, body, ids)
        if "to" in body:
            self.need(self.state.person(body["to"]) != self.state.person(body["from"]), "unauthorised", entry, "body.to",
                      "who releases cannot receive")

    def keep_transferred(self, entry, body, ids):
        for name in ids:
            self.need(name not in self.state.waiting, "unauthorised", entry, "about", f"{name} waits for an answer")

    def keep_transferred_to_outside(self, entry, body, ids):
        if not body["seized"]:
            self.keep_transferred(entry, body, ids)

    def keep_received(self, entry, body, ids):
        answer = body["answer"]
        key, release = self.state.keys.get(answer["key"]), self.state.pending.get(answer["release"], (None,) * 4)[3]
        if release is None:
            return
        self.need(key and key.name not in self.state.ended, "unauthorised", entry, "body.answer.key", "is not enrolled")
        if not key or key.name in self.state.ended:
            return
        person = self.state.person(key.name)
        self.need(self.state.roles.get(key.name, set()) - {"auditor"} and person != self.state.person(release["from"])
                  and ("to" not in release or person == self.state.person(release["to"])), "unauthorised", entry,
                  "body.answer.key", "is not one that may receive")
        text = ("exhibit.evidence/answer/v1\n" + json.dumps(
            answer, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
        signed = b64(body["signature"])
        if len(signed) != 68 or signed[:4] != key.id:
            self.tampered(entry, "body.signature", "is not a signature of the answering key")
        else:
            self.expect(key.public, text, signed[4:], "tampered", entry.seq, "body.signature",
                                   "bad signature of the answer")
        if answer["accept"] != (entry.m["type"] == "received"):
            self.tampered(entry, "body.answer.accept", "says otherwise than the type")

    keep_refused = keep_received

    def keep_release_withdrawn(self, entry, body, _):
        release = self.state.pending.get(body["release"], (None,) * 4)[3]
        signer = entry.get("signers", [{"key": None}])[0]["key"]
        self.need(not release or "from" not in release or self.state.person(release["from"]) == self.state.person(signer),
                  "unauthorised", entry, "signers", "a release is withdrawn by who made it")

    def keep_moved(self, entry, _, ids):
        for name in ids:
            self.need(isinstance(self.state.holder.get(name, ""), str), "unauthorised", entry, "about",
                      f"{name} is not held by a key")

    keep_seal_applied = keep_moved

    def keep_corrected(self, entry, body, ids):
        about = self.state.about.get(body["entry"])
        if about is None:
            self.rests(entry, "body.entry", "is no earlier entry")
            return
        self.need(set(ids) <= set(about) and bool(ids) == bool(about), "tampered", entry,
                  "body.entry", "is no earlier entry about the same")

    def keep_restricted(self, entry, _, ids):
        self.check_unrestricted(entry, ids, "tampered")

    def keep_disposal_asked(self, entry, _, ids):
        for name in ids:
            self.need(name not in self.state.disposed, "tampered", entry, "about", f"{name} is disposed of")

    def keep_disposal_approved(self, entry, body, _):
        asker = self.state.pending.get(body["request"], (None,) * 4)[2]
        signer = entry.get("signers", [{"key": None}])[0]["key"]
        self.need(asker is None or self.state.four_eyes(asker, signer), "unauthorised", entry, "signers", "not four eyes")

    def keep_disposal_carried_out(self, entry, body, _):
        self.need(body["request"] in self.state.approved or body["request"] not in self.state.pending, "unauthorised", entry,
                  "body.request", "is not approved")
        here = {item["sha256"] for item in entry.get("attachments", [])}
        if body.get("receipt") not in here | {None}:
            self.tampered(entry, "body.receipt", "is not the digest of an attachment of this entry")

    def keep_derived(self, entry, body, _):
        if body["file"] != body["item"] and not body["file"].startswith(body["item"] + "."):
            self.tampered(entry, "body.file", "is not named after the item")
        self.need(body["parent"] not in self.state.disposed, "tampered", entry, "body.parent", "is disposed of")

    def administrator_beside(self, key):
        return any("administrator" in other.roles and name not in self.state.ended
                   for name, other in self.state.keys.items() if name != key)

    def keep_role_withdrawn(self, entry, body, _):
        self.need(self.state.holds(body["key"], body["role"]), "unauthorised", entry, "body.role", "the key holds no such role")
        self.need(body["role"] != "administrator" or self.state.administrator_beside(body["key"]), "unauthorised", entry,
                  "body.role", "no administrator would be left")

    def keep_key_rotated(self, entry, body, _):
        self.need(body["replaces"] in self.state.keys, "unauthorised", entry, "body.replaces", "is not enrolled")

    def keep_key_revoked(self, entry, body, _):
        key, signers = body["key"], [signer["key"] for signer in entry.get("signers", [])]
        self.need(key in self.state.keys, "unauthorised", entry, "body.key", "is not enrolled")
        self.need(key not in self.state.ended, "tampered", entry, "body.key", "is ended already")
        self.need(key not in signers, "unauthorised", entry, "signers", "the key revokes itself")
        self.need(len(signers) == 2 and self.state.four_eyes(*signers), "unauthorised", entry, "signers", "not four eyes")
        self.need(self.state.administrator_beside(key), "unauthorised", entry, "body.key", "no administrator would be left")
        if self.vouched(body["last"], entry.get("log")) > entry.seq:
            self.tampered(entry, "body.last", "vouches for entries to come")

    @staticmethod
    def vouched(last, log):
        return next((item["size"] for item in last if item["log"] == log), 0)
