# SPDX-License-Identifier: Apache-2.0
"""Incidents, legal work and packages: format section 6, "Incidents", "Legal work" and "Packages"."""
import ledger_exercise

TLP = frozenset(("clear", "green", "amber", "amber+strict", "red"))
PRIVILEGE = {"privilege_basis?": "commit", "privilege_by?": "commit", "privilege_jurisdiction?": "commit"}
RANGES = {"bytes": "count", "count": "count", "file?": "hash", "list?": ["count"]}
HEAD = {"root": "hash", "size": "count"}

BODY = {
    "intake_recorded": {"channel?": "commit", "collection": frozenset(("active", "passive")), "document?": "hash",
                        "kind": frozenset(("incident", "vulnerability", "other")), "purpose?": "commit",
                        "received_at": "time", "received_under?": "commit", "reporter?": "commit", "source": "commit",
                        "text": "commit", "tlp?": TLP},
    "policy_fixed": {"document": "hash", "kind": frozenset(("triage criteria", "playbook", "organisation",
                                                            "sharing profile", "procedure", "exercise plan",
                                                            "anonymisation profile")),
                     "name": "id", "version": "text"},
    "incident_triaged": {"categories": ["text"], "criteria?": "hash", "criterion?": "id", "families": ["text"],
                         "incident": "id", "intakes": ["hash"], "issues": ["text"], "override?": "commit",
                         "priority": "text", "reason": "commit", "valid": "bool"},
    "incident_assigned": {"due?": "time", "incident": "id", "key?": "text", "owner": "commit",
                          "response": frozenset(("technical", "management", "legal"))},
    "incident_reviewed": {"document?": "hash", "findings": "commit", "incident": "id"},
    "incident_closed": {"incident": "id", "reason": "commit", "waiver?": "commit"},
    "incident_related": {"incident": "id", "kind": frozenset(("part-of", "duplicate-of", "continues", "related")),
                         "other": "id", "reason": "commit"},
    "action_recorded": {"advice?": "hash", "agreed": "bool", "incident": "id",
                        "kind": frozenset(("technical", "management", "legal")), "name": "id", "override?": "commit",
                        "playbook?": "hash", "taken_at?": "time", "text": "commit"},
    "decision_recorded": {"decided_at": "time", "decider": "commit", "decision": "commit", "head": HEAD, "incident": "id",
                          "known": "commit", "options": "commit", "question": "commit"},
    "decision_addendum": {"decision": "hash", "incident": "id", "text": "commit"},
    "improvement_recorded": {"due?": "time", "incident": "id", "owner": "commit", "text": "commit",
                             "kind": frozenset(("prepare", "protect", "detect", "triage", "respond"))},
    "improvement_done": {"improvement": "hash", "incident": "id", "text": "commit"},
    "artifact_recorded": {"digest?": "hash", "inode?": "text", "method": "text", "occurred_at?": "time", "path?": "commit", "ranges?": RANGES,
                          "kind": frozenset(("file", "range", "log line", "memory finding", "item")), "text?": "commit",
                          "volume?": "count"},
    "artifact_linked": {"artifact?": "hash", "confidence?": frozenset(("certain", "probable", "possible", "doubtful")),
                        "incident": "id", "kind?": frozenset(("evidences", "contradicts", "context", "duplicate-of")),
                        "other?": "hash", "serves?": ["text"], "shows": "commit", "supersedes?": "hash"},
    "indicator_recorded": {"artifact?": "hash", "confidence": frozenset(("certain", "probable", "possible", "doubtful")),
                           "first_seen?": "time", "incident": "id", "kind": frozenset((
                               "md5", "sha-1", "sha-256", "ipv4", "ipv6", "domain", "url", "email")),
                           "last_seen?": "time", "note?": "commit", "supersedes?": "hash", "tlp?": TLP, "value": "commit"},
    "brief_made": {"allowed?": "commit", "head": HEAD, "incident": "id", "keys": ["text"], "lang": frozenset(("en", "ja")),
                   "mapping": "hash", "profile?": "hash", "profile_sha256": "hash", "sha256": "hash"},
    "mapping_opened": {"brief": "hash", "incident": "id", "reason": "commit"},
    "advice_recorded": {"action?": "id", "answer": frozenset(("permitted", "permitted with conditions", "not permitted",
                                                              "none")), "conditions?": "commit", "document?": "hash",
                        "incident?": "id", "question": "commit", "text": "commit"} | PRIVILEGE,
    "review_asked": {"document?": "hash", "incident?": "id", "litigation?": "bool", "prepared_at?": "time",
                     "recipients?": "commit", "title": "commit"} | PRIVILEGE,
    "review_done": {"document?": "hash", "incident?": "id", "outcome": "commit", "privileged": "bool",
                    "request": "hash"} | PRIVILEGE,
    "element_set_aside": {"element": "id", "reason": "commit", "rule": "id"},
    "assessment_recorded": {"digest": "hash", "result": "commit", "rule": "id"},
    "rules_confirmed": {"confirmed": "bool", "digest": "hash", "reason?": "commit", "rule": "id"},
    "exhibit_designated": {"author?": "commit", "created?": "commit", "number": "commit", "offered_by?": "commit",
                           "original": frozenset(("original", "copy", "not stated")), "purpose": "commit",
                           "remarks?": "commit", "supersedes?": "hash", "title": "commit"},
    "intent_noticed": {"exhibits": ["hash"], "inspect": "commit", "method?": "commit", "objection?": "commit",
                       "party": "commit", "rules": ["text"], "served_at?": "time", "supersedes?": "hash"},
    "suspect_named": {"basis": "commit", "incident": "id", "name": "commit", "supersedes?": "hash"},
    "agreement_recorded": {"document?": "hash", "from?": "time", "kind": frozenset(("nda", "sharing", "engagement",
                                                                                    "processing")),
                           "name": "id", "party": "commit", "return_duty?": "commit", "scope": "commit", "tlp?": TLP,
                           "until?": "time"},
    "agreement_ended": {"agreement": "hash", "reason": "commit"},
    "use_released": {"basis": frozenset(("consent", "duty")), "document?": "hash", "intake": "hash", "purpose": "commit",
                     "text": "commit"},
    "sharing_recorded": {"agreement?": "hash", "allowed?": "commit", "duty?": "id", "fields": ["text"], "incident?": "id", "intakes": ["hash"],
                         "party": "commit", "profile?": "hash",
                         "purpose": "commit", "sha256": "hash", "tlp?": TLP},
    "delegation_recorded": {"agreement?": "hash", "key": "text", "power": "text", "reason": "commit", "until?": "time"},
    "delegation_ended": {"delegation": "hash", "reason": "commit"},
    "statement_drafted": {"document": "hash", "embargo?": "time", "incident": "id", "title": "commit"},
    "statement_reviewed": {"changes?": "commit", "cleared": "bool", "flags?": "commit", "incident": "id",
                           "statement": "hash"},
    "statement_released": {"channel": "commit", "incident": "id", "review": "hash"},
    "figure_recorded": {"basis": "commit", "incident": "id", "name": "id", "supersedes?": "hash", "unit": "text",
                        "value": "count"},
    "loss_recorded": {"amount": "count", "basis": "commit", "currency": "text", "document?": "hash", "incident": "id",
                      "supersedes?": "hash"},
    "contact_recorded": {"agency?": "commit", "at": "time", "channel?": "commit",
                         "direction": frozenset(("made", "received")), "incident?": "id", "party": "commit",
                         "text": "commit"},
    "request_received": {"answer_by?": "time", "authority": "commit", "document?": "hash", "incident?": "id",
                         "items": "commit", "kind": frozenset(("preservation", "production order", "inquiry", "epoc",
                                                               "epoc-pr", "seizure", "other")),
                         "preserve_until?": "time", "received_at": "time", "reference": "commit",
                         "secrecy_until?": "time"},
    "request_answered": {"answered": "bool", "at": "time", "document?": "hash", "incident?": "id", "reason": "commit",
                         "request": "hash"},
    "hold_notice_recorded": {"contact": "commit", "custodians": "commit", "data?": "commit", "from?": "time",
                             "incident?": "id", "matter": "commit", "stopped?": "commit", "supersedes?": "hash",
                             "systems?": "commit", "text": "commit", "until?": "time"},
    "hold_notice_acknowledged": {"at": "time", "custodian": "commit", "document?": "hash", "notice": "hash"},
    "hold_notice_released": {"notice": "hash", "reason": "commit"},
    "impact_recorded": {"cause?": "commit", "depends_on?": "commit", "detected_at?": "time", "functional?": "commit",
                        "incident": "id", "information?": "commit", "location?": "commit", "mitigation?": "commit",
                        "operator?": "commit", "prepared?": "commit", "prevention?": "commit", "records?": "count",
                        "recoverability?": frozenset(("regular", "supplemented", "extended", "not recoverable")),
                        "sector?": "text", "supersedes?": "hash", "systems?": "count", "users?": "count",
                        "vector?": "commit"},
    "referral_prepared": {"addressed_to": "commit", "consent?": "commit", "found": "commit", "identifiers?": "commit",
                          "incident": "id", "insurance?": "commit", "money?": "commit", "ongoing": "bool",
                          "others_told?": "commit", "poc": "commit", "preserved?": "commit", "ransomware?": "commit",
                          "requests?": "commit", "reservation?": "commit", "summary": "commit", "supersedes?": "hash",
                          "systems?": "commit", "victim": "commit"},
    "awareness_recorded": {"at": "time", "event": "id", "incident": "id", "supersedes?": "hash", "text?": "commit"},
    "notification_recorded": {"at": "time", "decider": "commit", "document?": "hash", "duty": "id", "incident": "id",
                              "decision": frozenset(("sent", "not required", "deferred", "delayed by request")),
                              "reason": "commit", "reference?": "commit", "rule": "hash", "supersedes?": "hash"},
    "readiness_recorded": {"document?": "hash", "expires?": "time", "fingerprint?": "text", "jurisdiction?": "text",
                           "name": "commit", "register": frozenset((
                               "contact", "authority", "procedure", "template", "key ceremony", "self-test", "training",
                               "exercise", "equipment")), "supersedes?": "hash", "text?": "commit", "verified_at": "time"},
    "selftest_recorded": {"failed": "count", "passed": "count", "program": "hash", "report": "hash"},
    "package_made": {"agreement?": "hash", "approved_by?": "commit", "bytes": "count",
                     "class?": frozenset(("police", "court", "csirt", "auditor", "other")), "duty?": "id", "files": "count",
                     "form?": frozenset(("folder", "zip")), "head": HEAD, "items?": "commit", "manifest_sha256": "hash",
                     "override?": "commit", "personal_data?": "bool", "purpose?": "commit", "recipient": "commit",
                     "tlp?": TLP, "transfer_basis?": "commit"},
    "package_withheld": {"included?": "commit", "manifest_sha256": "hash", "withheld": "commit"},
    "package_received": {"at": "time", "document?": "hash", "package": "hash", "receiver": "commit", "text?": "commit"},
    "outside_review_recorded": {"at": "time", "document": "hash", "fingerprint?": "text", "firm": "commit",
                                "manifest_sha256": "hash", "outcome?": "commit", "package": "hash", "reviewer": "commit",
                                "signature?": "hash", "signature_verified": "bool"},
} | ledger_exercise.BODY

ABOUT = dict.fromkeys(BODY, "none") | dict.fromkeys(
    ("artifact_recorded", "artifact_linked", "element_set_aside", "exhibit_designated"), "thing or image") | dict.fromkeys(
    ("intake_recorded", "action_recorded", "assessment_recorded", "package_made"), "none or more")
HANDLERS = frozenset(("administrator", "responder", "examiner", "custodian", "counsel"))
MAY_SIGN = dict.fromkeys(BODY, HANDLERS) | dict.fromkeys(
    ("advice_recorded", "review_done", "element_set_aside", "assessment_recorded", "rules_confirmed", "exhibit_designated",
     "intent_noticed", "statement_reviewed", "suspect_named"), frozenset(("counsel",))) | dict.fromkeys(
    ("delegation_recorded", "delegation_ended"), frozenset(("administrator", "counsel"))) | dict.fromkeys(
    ("package_made", "package_withheld"), HANDLERS | {"auditor"}) | {
    "mapping_opened": frozenset(("administrator", "custodian", "counsel"))}

# Member, type of the entry it names (None: any about nothing), whether it ends that one.
RECORDS = {
    "incident_triaged": [("criteria", "policy_fixed", False), ("intakes", "intake_recorded", False)],
    "action_recorded": [("advice", None, False), ("playbook", "policy_fixed", False)],
    "decision_addendum": [("decision", "decision_recorded", False)],
    "improvement_done": [("improvement", "improvement_recorded", True)],
    "artifact_linked": [("artifact", "artifact_recorded", False), ("other", "artifact_recorded", False),
                        ("supersedes", "artifact_linked", True)],
    "agreement_ended": [("agreement", "agreement_recorded", True)],
    "statement_reviewed": [("statement", "statement_drafted", False)],
    "statement_released": [("review", "statement_reviewed", False)],
    "review_done": [("request", "review_asked", True)],
    "request_answered": [("request", "request_received", True)],
    "use_released": [("intake", "intake_recorded", False)],
    "hold_notice_acknowledged": [("notice", "hold_notice_recorded", False)],
    "hold_notice_released": [("notice", "hold_notice_recorded", True)],
    "sharing_recorded": [("agreement", "agreement_recorded", False), ("intakes", "intake_recorded", False),
                         ("profile", "policy_fixed", False)],
    "delegation_recorded": [("agreement", "agreement_recorded", False)],
    "delegation_ended": [("delegation", "delegation_recorded", True)],
    "package_made": [("agreement", "agreement_recorded", False)],
    "package_received": [("package", "package_made", False)],
    "outside_review_recorded": [("package", "package_made", False)],
    "suspect_named": [("supersedes", None, False)],
    "intent_noticed": [("exhibits", "exhibit_designated", False), ("supersedes", "intent_noticed", True)],
    "brief_made": [("profile", "policy_fixed", False)],
    "mapping_opened": [("brief", "brief_made", False)],
    "indicator_recorded": [("artifact", "artifact_recorded", False), ("supersedes", "indicator_recorded", True)],
} | {kind: [("supersedes", kind, True)] for kind in (
    "figure_recorded", "loss_recorded", "awareness_recorded", "notification_recorded", "readiness_recorded",
    "exhibit_designated", "hold_notice_recorded", "referral_prepared", "impact_recorded")} | ledger_exercise.RECORDS
STEPS = {"incident_triaged": "triaged", "incident_assigned": "assigned", "incident_reviewed": "reviewed",
         "incident_closed": "closed"}
BEFORE = {"incident_assigned": "triaged", "incident_reviewed": "assigned", "incident_closed": "reviewed"}
# What others rest on.
NEVER_PRIVATE = STEPS.keys() | {"incident_related", "policy_fixed", "statement_released", "delegation_recorded",
                                "delegation_ended", "package_made", "brief_made", "mapping_opened"} | ledger_exercise.NEVER_PRIVATE


def hashes(value):
    return [] if value is None else [value] if isinstance(value, str) else value


class LegalState(ledger_exercise.ExerciseState):
    """Part of a state: records by leaf hash, the steps of incidents, and what leads to what."""

    def begin_legal(self):
        self.records, self.steps, self.leads = {}, {}, {}
        self.begin_exercise()

    def apply_legal(self, entry, kind, body, _):
        self.apply_exercise(kind, body)
        if kind not in BODY:
            return
        reference = entry.hash.hex()
        for member, wanted, ends in RECORDS.get(kind, ()):
            if ends and self.records.get(body.get(member), {}).get("kind") == wanted:
                self.records[body[member]]["ended"] = True
        self.records[reference] = {"kind": kind, "incident": body.get("incident"), "ended": False, "body": body,
                                   "ids": entry.ids}
        if kind in STEPS and body["incident"] in self.incidents:
            self.steps.setdefault(body["incident"], set()).add(STEPS[kind])
        if kind == "incident_related" and body["kind"] != "related":
            self.leads.setdefault(body["incident"], []).append((body["other"], reference))
        elif kind == "artifact_linked" and body.get("kind") == "duplicate-of" and "artifact" in body:
            self.leads.setdefault(body["artifact"], []).append((body.get("other"), reference))

    def leads_to(self, start, target):
        seen, left = set(), [start]
        while left:
            at = left.pop()
            if at == target:
                return True
            if at not in seen:
                seen.add(at)
                left += [to for to, by in self.leads.get(at, ()) if not self.records[by]["ended"]]
        return False


class Legal(ledger_exercise.Exercise):
    """The part of Replay for these types."""

    def rests(self, entry, field, text):
        """A fault that rests on an earlier entry of a type that may be withheld."""
        if self.case.blind:
            self.report.limit("withheld", entry.seq, field, f"cannot be told, an earlier entry is withheld: {text}")
        else:
            self.tampered(entry, field, text)

    def check_legal(self, entry, kind, body, ids, first_role):
        if kind not in BODY:
            return
        incident = body.get("incident")
        if incident is not None and incident not in self.state.incidents:
            self.rests(entry, "body.incident", "is not opened")
        here = {item["sha256"] for item in entry.get("attachments", [])}
        for field, digest in (("document", body.get("document")), ("report", body.get("report")),
                              ("mapping", body.get("mapping")),
                              ("ranges.file", body.get("ranges", {}).get("file")), ("signature", body.get("signature"))):
            if digest is not None and digest not in here:
                self.tampered(entry, "body." + field, "is not the digest of an attachment")
        if "key" in body and body["key"] not in self.state.keys:
            self.report.fault("unauthorised", entry.seq, "body.key", "is not enrolled")
        for member, wanted, ends in RECORDS.get(kind, ()):
            for reference in hashes(body.get(member)):
                self.check_record(entry, body, "body." + member, reference, wanted, ends)
        self.check_exercise(entry, kind, body)
        if kind in STEPS or kind == "action_recorded":
            self.check_step(entry, kind, body, first_role)
        if kind == "incident_related":
            self.check_relation(entry, body)
        elif kind == "artifact_linked":
            self.check_doubles(entry, body, ids)
        elif kind == "statement_released":
            review = self.state.records.get(body["review"])
            if review and review["kind"] == "statement_reviewed" and not review["body"]["cleared"]:
                self.report.fault("unauthorised", entry.seq, "body.review", "did not clear the statement")
        elif kind == "outside_review_recorded":
            package = self.state.records.get(body["package"])
            if package and package["body"].get("manifest_sha256") != body["manifest_sha256"]:
                self.report.fault("mismatch", entry.seq, "body.manifest_sha256", "is of another package")

        elif kind == "brief_made":
            if len(body["keys"]) != 2:
                self.tampered(entry, "body.keys", "are not two")
            else:
                self.need_two_roles(entry, body["keys"], "body.keys")
        elif kind == "mapping_opened":
            keys = [signer["key"] for signer in entry.get("signers")]
            self.need_two_roles(entry, [keys[0], keys[-1]], "signers")
            made = self.state.records.get(body["brief"])
            if made and made["kind"] == "brief_made" and not set(keys) <= set(made["body"]["keys"]):
                self.report.fault("unauthorised", entry.seq, "signers", "are not the keys it is sealed for")

    def need_two_roles(self, entry, keys, field):
        """Counsel, and an administrator or a custodian who is somebody else."""
        state = self.state
        if any(key not in state.keys for key in keys) or state.person(keys[0]) == state.person(keys[1]) or not any(
                state.holds(one, "counsel") and (state.holds(other, "administrator") or state.holds(other, "custodian"))
                for one, other in (keys, keys[::-1])):
            self.report.fault("unauthorised", entry.seq, field, "are not counsel and a keeper")

    def check_record(self, entry, body, field, reference, wanted, ends):
        if wanted is None:
            if self.state.about.get(reference) != []:
                self.rests(entry, field, "is no earlier entry about nothing")
            return
        record = self.state.records.get(reference)
        if not record and entry.get("type") == "private" and self.state.about.get(reference) == []:
            return  # may be private as well
        if not record or record["kind"] != wanted:
            self.rests(entry, field, f"is no earlier {wanted}")
            return
        if None not in (record["incident"], body.get("incident")) and record["incident"] != body["incident"]:
            self.tampered(entry, field, "is of another incident")
        if ends and record["ended"]:
            self.tampered(entry, field, "is ended already")

    def check_step(self, entry, kind, body, first_role):
        incident = body["incident"]
        done = self.state.steps.get(incident, set())
        if "closed" in done:
            self.tampered(entry, "body.incident", "is closed")
        if kind == "incident_closed" and "waiver" in body:
            if first_role in ("responder", "examiner"):
                self.report.fault("unauthorised", entry.seq, "signers", "may not waive a review")
        elif kind in BEFORE and incident in self.state.incidents and BEFORE[kind] not in done:
            self.rests(entry, "body.incident", f"is not {BEFORE[kind]}")

    def check_relation(self, entry, body):
        if body["other"] not in self.state.incidents:
            self.rests(entry, "body.other", "is not opened")
        if body["other"] == body["incident"] or (
                body["kind"] != "related" and self.state.leads_to(body["other"], body["incident"])):
            self.tampered(entry, "body.other", "leads back")

    def check_doubles(self, entry, body, ids):
        doubles = body.get("kind") == "duplicate-of"
        if doubles != ("other" in body) or doubles and "artifact" not in body:
            self.tampered(entry, "body.other", "a duplicate names two artifacts, and nothing else does")
        elif doubles and self.state.leads_to(body["other"], body["artifact"]):
            self.tampered(entry, "body.other", "leads back")
        record = self.state.records.get(body.get("artifact"))
        if record and record["kind"] == "artifact_recorded" and ids and record["ids"] != ids:
            self.tampered(entry, "body.artifact", "is of another thing or image")
