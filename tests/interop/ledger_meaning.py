# SPDX-License-Identifier: Apache-2.0
"""What an entry says, against the state that its author knew: format sections 6 and 7."""
from ledger_notes import b64, canonical, sha256
from ledger_shapes import ABOUT, BODY, MAY_BE_PRIVATE, MAY_SIGN, check_shape
from ledger_state import OUTSIDE


class Meaning:
    """The part of Replay for the types of one log; those of several are in Logs, those of keeping in Keeping."""

    def check_meaning(self, entry):
        if entry.place == (0, 1) and not self.enrols_administrator(entry):
            self.depends("unauthorised", entry, "type", "must be the enrolment of the first administrator")
        if not entry.body_ok:
            return
        kind, ids = entry.m["type"], entry.ids
        if "about" in entry.m and not self.about_fits(ABOUT[kind], ids, entry.m["body"]):
            self.tampered(entry, "about", f"does not fit the type {kind}, which is about: {ABOUT[kind]}")
        check = getattr(self, "check_" + kind, None)
        if check:
            check(entry, entry.m["body"], ids)
        if kind.startswith("transferred"):
            self.check_transfer(entry, entry.m["body"], ids)
        self.check_keeping(entry, entry.m["body"], ids)
        self.check_legal(entry, kind, entry.m["body"], ids, entry.get("signers", [{"role": ""}])[0]["role"])
        if "head" in entry.m["body"]:
            self.check_head(entry, entry.m["body"]["head"])

    def check_head(self, entry, head):
        size, roots = head["size"], self.tree.roots
        if not 0 < size <= entry.seq or size < len(roots) and roots[size].hex() != head["root"]:
            self.depends("mismatch", entry, "body.head", "is not a head this log had")

    def about_fits(self, rule, ids, body):
        def all_are(kind):
            return all(self.state.kind.get(name, kind) == kind for name in ids)
        if rule == "source, carrier, image":
            image = self.state.images.get(body["image"])
            if not image:
                return body["image"] in ids and self.state.kind.get(body["image"]) != "thing"
            return set(ids) == {body["image"], image["image_of"], image["carrier"]}
        return {"none": not ids, "none or more": True, "a new identifier": len(ids) == 1,
                "thing or image": len(ids) == 1, "one or more things": ids and all_are("thing"),
                "one or more": bool(ids), "one thing": len(ids) == 1 and all_are("thing"),
                "parent and item": set(ids) == {body.get("parent"), body.get("item")} and len(ids) == 2,
                "image": len(ids) == 1 and all_are("image") and body.get("image") == ids[0]}[rule]

    def enrols_administrator(self, entry):
        if entry.get("type") != "key_enrolled" or not self.case.administrator:
            return False
        return not entry.body_ok or entry.m["body"]["key"].startswith(self.case.administrator.name + "+")

    def check_case_opened(self, entry, body, _):
        if self.log_key and entry.get("log") != self.log_key.name:
            self.tampered(entry, "body.log", "is not the key that `log` names")
        name = body.get("exercise")
        if name is not None:
            self.report.limit("exercise", entry.seq, "body.exercise", f"the case is the exercise {name!r}")
            if not 1 <= len(name.encode()) <= 200 or "\n" in name:
                self.tampered(entry, "body.exercise", "is not one line of 1 to 200 bytes")

    def check_key_enrolled(self, entry, body, _):
        key = self.vkey(entry, body["key"], "actor", "body.key")
        if key:
            use = "possession" if self.state.exercise is None else "exercise-possession"
            text = b"exhibit.evidence/%s/v1\n%s\n" % (use.encode(), body["key"].encode())
            self.expect(key.public, text, b64(body["possession"]), "tampered", entry.seq, "body.possession",
                                   "is not a signature of the enrolled key")
            if key.name in self.state.enrolled:
                self.tampered(entry, "body.key", "is enrolled twice")

    check_key_rotated = check_key_enrolled

    def check_case_setting(self, entry, body, _):
        if not 1 <= body["recheck_days"] <= 36500:
            self.tampered(entry, "body.recheck_days", "is not an interval from 1 to 36500 days")

    def check_role_granted(self, entry, body, _):
        if body["key"] not in self.state.keys:
            self.depends("unauthorised", entry, "body.key", "is not enrolled")

    def check_thing_registered(self, entry, body, _):
        here = {item["sha256"] for item in entry.get("attachments", [])}
        if not set(body.get("photographs", [])) <= here:
            self.tampered(entry, "body.photographs", "is not the digest of an attachment of this entry")
        if "key" in body["holder"] and body["holder"]["key"] not in self.state.keys:
            self.depends("unauthorised", entry, "body.holder", "the key is not enrolled")

    def check_image_registered(self, entry, body, _):
        for name in ("image_of", "carrier"):
            if self.state.kind.get(body[name]) != "thing":
                self.depends("tampered", entry, "body." + name, "is no registered thing")

    def check_incident_opened(self, entry, body, _):
        if body["number"] in self.state.incidents:
            self.tampered(entry, "body.number", "is opened twice")

    def check_state(self, entry, image, *needed):
        if self.state.step.get(image) not in needed:
            self.depends("tampered", entry, "type", f"{image} is not {' or '.join(needed)}")

    def check_acquisition_started(self, entry, body, _):
        if self.state.step.get(body["image"], "failed") != "failed":
            self.depends("tampered", entry, "type", f"{body['image']} is not registered or failed")
        if "playbook" in body and self.state.records.get(body["playbook"], {}).get("kind") != "policy_fixed":
            self.depends("tampered", entry, "body.playbook", "names no policy_fixed")

    def check_acquisition_failed(self, entry, body, _):
        self.check_state(entry, body["image"], "started", "resumed", "suspended")

    check_acquisition_resumed = check_acquisition_failed

    def check_acquisition_suspended(self, entry, body, _):
        self.check_state(entry, body["image"], "started", "resumed")

    def check_image_imported(self, entry, body, _):
        if body["image"] in self.state.step:
            self.depends("tampered", entry, "type", f"{body['image']} is not merely registered")
        for name, stored in body.get("stored", {}).items():
            if not body["faults"]["count"] and stored != body["digests"].get(name, stored):
                self.report.fault("mismatch", entry.seq, "body.stored", f"{name} differs, and no fault is recorded")
        if any(body["files"][name] != body["segments"][name] for name in ("bytes", "count")):
            self.tampered(entry, "body.files", "is not what body.segments counts")
        here = {item["sha256"] for item in entry.get("attachments", [])}
        for name in ("facts_file", "sheet") if "unsigned" in body else ():
            if body["unsigned"][name] not in here:
                self.tampered(entry, "body.unsigned." + name, "is not the digest of an attachment of this entry")
        if "unsigned" in body and not body["unsigned"]["sheet_told"]:
            self.report.limit("not compared", entry.seq, "body.unsigned.sheet_told",
                              "the sheet was not compared with a digest written down when the image was taken")
        self.note_unreadable(entry, body)

    def note_unreadable(self, entry, body):
        if body["unreadable"]["count"]:
            text = f"{body['unreadable']['count']} ranges could not be read"
            self.report.limit("unreadable ranges", entry.seq, "body.unreadable", text)

    def check_image_verified(self, entry, body, _):
        log = self.case.opened.get(body["against_log"]) if "against_log" in body else self.index
        done = self.state.finished.get(body["image"])
        if not done or done["place"] != (log, body["against"]):
            self.depends("tampered", entry, "body.against", "is not the newest acquisition_finished or image_imported of this image")
        elif body["match"]:
            then = done["body"]
            both = body["digests"].keys() & then["digests"].keys()
            if (body["bytes"], body["blocks_root"]) != (then["bytes"], then["blocks"]["root"]) or any(
                    body["digests"][name] != then["digests"][name] for name in both):
                self.report.fault("mismatch", entry.seq, "body.match", "the digests are not those of the acquisition")

    def check_fact_added(self, entry, body, ids):
        if len(ids) == 1 and (body["after"], body.get("after_elsewhere", [])) != self.state.acquired(ids[0], self.index):
            self.tampered(entry, "body.after", "is not the finished acquisitions of that item")

    def check_disclosure_erased(self, entry, body, ids):
        log = self.case.opened.get(body["log"])
        if log is None or not entry.knows((log, body["seq"])):
            self.tampered(entry, "body.seq", "is no earlier entry that the author knew")
        elif (body["log"], body["seq"], body["field"]) in self.state.erased:
            self.tampered(entry, "body.field", "was erased already")

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
        if not self.state.holds(entry.first_signer, content["role"]) or content["role"] not in MAY_SIGN[kind]:
            self.report.fault("unauthorised", entry.seq, field, f"the key is not {content['role']}, or may not sign {kind}")
        shape = BODY[kind]
        inner = {name: {"commit": "0" * 64} if shape.get(name, shape.get(name + "?")) == "commit" else item
                 for name, item in content["body"].items()}
        result, ids = check_shape(shape, inner, field), content["about"]
        for path, text in result.bad:
            self.tampered(entry, path, text)
        fits = not result.bad and self.about_fits(ABOUT[kind], ids, inner)
        if ids != sorted(set(ids)) or not fits or any(name not in self.state.kind for name in ids):
            self.tampered(entry, field, "is not about registered things or images as the type asks")
        check = getattr(self, "check_" + kind, None)
        if check and not result.bad:
            check(entry, inner, ids)
        if not result.bad:
            self.check_legal(entry, kind, inner, ids, content["role"])
        if kind == "accessed" and not result.bad and inner["action"] in ("mounted", "exported", "copied"):
            self.check_unrestricted(entry, ids, "unauthorised")

    def check_authority_recorded(self, entry, body, _):
        here = {item["sha256"] for item in entry.get("attachments", [])}
        if body.get("document") not in here | {None}:
            self.depends("tampered", entry, "body.document", "is not the digest of an attachment")

    def check_document_issued(self, entry, body, _):
        if body["file"] in self.state.documents:
            self.tampered(entry, "body.file", "a document of that name is issued already")

    def check_acquisition_finished(self, entry, body, _):
        self.check_state(entry, body["image"], "started", "resumed")
        self.note_unreadable(entry, body)

    def check_transfer(self, entry, body, ids):
        receipts = {item["sha256"] for item in entry.get("attachments", [])}
        if "receipt" in body and body["receipt"] not in receipts:
            self.tampered(entry, "body.receipt", "is not the digest of an attachment of this entry")
        if "from" in body and body["from"] not in self.state.keys:
            self.depends("unauthorised", entry, "body.from", "is not enrolled")
        if "to" in body and body["to"] not in self.state.keys:
            self.depends("unauthorised", entry, "body.to", "is not enrolled")
        for name in ids if not body.get("seized") else ():
            wanted = body.get("from", OUTSIDE)
            if name in self.state.holder and not self.state.may_release(name, wanted):
                whom = "outside" if wanted is OUTSIDE else f"held by {wanted}"
                self.depends("unauthorised", entry, "body", f"{name} is not {whom}")

