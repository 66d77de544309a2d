# SPDX-License-Identifier: Apache-2.0
"""A ledger with every entry type of incidents and legal work, from docs/ledger-format.md alone: for tests only."""
from make_ledger import Maker, Secret, digest, root_of

TIME = "2025-01-02T03:00:00.000000Z"


class LegalMaker(Maker):
    """People and items of make_ledger.py, then an incident from intake to closing, and counsel's work beside it."""

    def __init__(self, **hooks):
        super().__init__(**hooks)
        self.dave = self.actor("dave")

    def story(self):
        self.people()
        self.items()
        self.enrol(self.dave, "counsel", "Dave")
        self.incident()
        self.artifacts()
        self.response()
        self.briefs()
        self.counsel()
        self.agreements()
        self.statements()
        self.authorities()
        self.outward()
        self.packages()
        self.closing()
        self.commit_size()
        return self

    def note(self, kind, about=(), attachments=(), /, by=None, **body):
        """The leaf hash of an entry by Bob or who else signs; texts that begin with ~ are committed."""
        members = {name: Secret(value[1:]) if isinstance(value, str) and value.startswith("~") else value
                   for name, value in body.items()}
        self.add(kind, members, by or self.by(self.bob, "examiner"), list(about), list(attachments))
        return self.newest()

    def paper(self, words):
        return {"name": Secret(words + ".txt"), "sha256": digest(words.encode()).hex(), "size": len(words)}

    def with_paper(self, kind, words, member="document", /, **body):
        paper = self.paper(words)
        return self.note(kind, (), [paper], **body, **{member: paper["sha256"]})

    def incident(self):
        self.intake = self.note("intake_recorded", ["D-1"], collection="passive", kind="incident", received_at=TIME,
                                source="~desk", text="~files", channel="~mail", reporter="~caller", purpose="~defence",
                                received_under="~rule", tlp="amber+strict")
        self.criteria = self.with_paper("policy_fixed", "criteria", kind="triage criteria", name="T-1", version="3")
        for number in "INC-1", "INC-2", "INC-3":
            self.note("incident_opened", number=number, title="~Intrusion")
        self.note("incident_triaged", categories=["malware"], criteria=self.criteria, criterion="C1", families=["leak"],
                  incident="INC-1", intakes=[self.intake], issues=["privacy"], override="~why", priority="high",
                  reason="~note", valid=True)
        self.note("incident_assigned", due=TIME, incident="INC-1", key=self.carol.name, owner="~shift", response="technical")
        self.note("incident_related", incident="INC-2", kind="part-of", other="INC-1", reason="~same")
        self.note("incident_related", incident="INC-3", kind="continues", other="INC-2", reason="~same")
        self.note("incident_related", incident="INC-1", kind="related", other="INC-3", reason="~same")

    def artifacts(self):
        ranges = {"bytes": 512, "count": 1, "list": [0, 512]}
        self.artifact = self.note("artifact_recorded", ["I-1"], digest=digest(b"x").hex(), inode="12-128-1", kind="file",
                                  method="tool 1", occurred_at=TIME, path="~/etc", ranges=ranges, text="~line", volume=0)
        twin = self.note("artifact_recorded", ["I-1"], kind="range", method="tool 1", ranges=ranges)
        self.link = self.note("artifact_linked", ["I-1"], artifact=self.artifact, confidence="probable", incident="INC-1",
                              kind="evidences", serves=["X-1/e1"], shows="~login")
        self.note("artifact_linked", ["I-1"], artifact=self.artifact, incident="INC-1", kind="contradicts", shows="~none",
                  supersedes=self.link)
        self.note("artifact_linked", ["I-1"], artifact=self.artifact, incident="INC-1", kind="duplicate-of", other=twin,
                  shows="~same")

    def response(self):
        dave = self.by(self.dave, "counsel")
        advice = self.note("advice_recorded", by=dave, action="mail-review", answer="permitted with conditions",
                           conditions="~headers", incident="INC-1", question="~may we?", text="~yes",
                           privilege_basis="~b", privilege_by="~Dave", privilege_jurisdiction="~US")
        playbook = self.with_paper("policy_fixed", "playbook", kind="playbook", name="P-1", version="1")
        self.note("action_recorded", ["D-1"], advice=advice, agreed=True, incident="INC-1", kind="technical",
                  name="isolate-host", override="~night", playbook=playbook, taken_at=TIME, text="~off")
        self.decision = self.note(
            "decision_recorded", decided_at=TIME, decider="~CISO", decision="~keep",
            head={"root": root_of(self.leaves).hex(), "size": len(self.leaves)}, incident="INC-1", known=Secret(["a"]),
            options=Secret(["a", "b"]), question="~what?")
        self.note("decision_addendum", decision=self.decision, incident="INC-1", text="~later")

    def briefs(self):
        indicator = self.note("indicator_recorded", artifact=self.artifact, confidence="probable", first_seen=TIME,
                              incident="INC-1", kind="ipv4", last_seen=TIME, note="~seen", tlp="green", value="~192.0.2.1")
        self.note("indicator_recorded", confidence="certain", incident="INC-1", kind="domain", supersedes=indicator,
                  value="~example.net")
        profile = self.with_paper("policy_fixed", "anonymise", kind="anonymisation profile", name="A-1", version="1")
        self.brief = self.with_paper(
            "brief_made", "sealed", "mapping", allowed=Secret(["board"]),
            head={"root": root_of(self.leaves).hex(), "size": len(self.leaves)}, incident="INC-1",
            keys=[self.dave.name, self.carol.name], lang="en", profile=profile, profile_sha256=digest(b"p").hex(),
            sha256=digest(b"brief").hex())
        self.add("mapping_opened", {"brief": self.brief, "incident": "INC-1", "reason": Secret("board asks")},
                 self.by(self.dave, "counsel", (self.carol, "custodian", "approving")))

    def counsel(self):
        dave = self.by(self.dave, "counsel")
        asked = self.with_paper("review_asked", "memo", incident="INC-1", litigation=True, prepared_at=TIME,
                                recipients="~Dave*", title="~memo", privilege_basis="~b", privilege_by="~Dave",
                                privilege_jurisdiction="~US")
        self.note("review_done", by=dave, incident="INC-1", outcome="~fine", privileged=True, request=asked,
                  privilege_basis="~b", privilege_by="~Dave", privilege_jurisdiction="~US")
        self.note("element_set_aside", ["I-1"], by=dave, element="e1", reason="~no trial", rule="X-1")
        self.note("assessment_recorded", ["I-1"], by=dave, digest=digest(b"rule").hex(), result=Secret({"e1": "missing"}),
                  rule="X-1")
        self.note("rules_confirmed", by=dave, confirmed=True, digest=digest(b"rule").hex(), reason="~read", rule="X-1")
        first = self.note("exhibit_designated", ["I-1"], by=dave, author="~Bob", created="~January", number="~Ko 1",
                          offered_by="~we", original="copy", purpose="~shows", remarks="~none", title="~image")
        self.note("exhibit_designated", ["I-1"], by=dave, number="~Ko 2", original="copy", purpose="~shows", title="~image",
                  supersedes=first)
        notice = self.note("intent_noticed", by=dave, exhibits=[first], inspect="~room 3", method="~mail",
                           objection="~in writing", party="~defence", rules=["X-1"], served_at=TIME)
        self.note("intent_noticed", by=dave, exhibits=[first], inspect="~room 3", party="~defence", rules=["X-1", "X-2"],
                  supersedes=notice)
        suspect = self.note("suspect_named", by=dave, basis="~log", incident="INC-1", name="~unknown")
        self.note("suspect_named", by=dave, basis="~log", incident="INC-1", name="~Zoe", supersedes=suspect)

    def agreements(self):
        agreement = self.with_paper("agreement_recorded", "nda", **{"from": TIME}, kind="nda", name="N-1", party="~firm",
                                    return_duty="~all", scope="~INC-1", tlp="amber", until=TIME)
        profile = self.with_paper("policy_fixed", "profile", kind="sharing profile", name="S-1", version="1")
        self.note("sharing_recorded", agreement=agreement, allowed="~Mori", duty="X-2", fields=["narrative"], incident="INC-1",
                  intakes=[self.intake], party="~firm", profile=profile, purpose="~analysis", sha256=digest(b"f").hex(),
                  tlp="green")
        self.with_paper("use_released", "consent", basis="consent", intake=self.intake, purpose="~police", text="~mail")
        self.note("agreement_ended", agreement=agreement, reason="~done")
        boss = self.by(self.alice, "administrator")
        delegation = self.note("delegation_recorded", by=boss, key=self.bob.name, power="release-statement", reason="~board",
                               until=TIME)
        engagement = self.note("agreement_recorded", kind="engagement", name="E-1", party="~law firm", scope="~INC-1")
        self.note("delegation_recorded", agreement=engagement, by=boss, key=self.bob.name, power="outside-counsel",
                  reason="~engaged")
        self.note("delegation_ended", by=boss, delegation=delegation, reason="~back")

    def statements(self):
        dave = self.by(self.dave, "counsel")
        self.draft = self.with_paper("statement_drafted", "release", embargo=TIME, incident="INC-1", title="~press")
        self.refusal = self.note("statement_reviewed", by=dave, changes="~number", cleared=False, flags=Secret(["3"]),
                                 incident="INC-1", statement=self.draft)
        review = self.note("statement_reviewed", by=dave, cleared=True, incident="INC-1", statement=self.draft)
        self.note("statement_released", channel="~web", incident="INC-1", review=review)
        figure = self.note("figure_recorded", basis="~count", incident="INC-1", name="persons", unit="persons", value=3)
        self.note("figure_recorded", basis="~count", incident="INC-1", name="persons", unit="persons", value=4,
                  supersedes=figure)
        loss = self.with_paper("loss_recorded", "invoice", amount=5, basis="~bill", currency="JPY", incident="INC-1")
        self.note("loss_recorded", amount=6, basis="~bill", currency="JPY", incident="INC-1", supersedes=loss)

    def authorities(self):
        self.note("contact_recorded", agency="~police", at=TIME, channel="~phone", direction="made", incident="INC-1",
                  party="~officer", text="~told")
        request = self.with_paper("request_received", "order", answer_by=TIME, authority="~court", incident="INC-1",
                                  items="~mail", kind="production order", preserve_until=TIME, received_at=TIME,
                                  reference="~26-1", secrecy_until=TIME)
        self.with_paper("request_answered", "answer", answered=True, at=TIME, incident="INC-1", reason="~given",
                        request=request)
        aware = self.note("awareness_recorded", at=TIME, event="aware_personal_data", incident="INC-1", text="~desk")
        self.note("awareness_recorded", at=TIME, event="aware_personal_data", incident="INC-1", supersedes=aware)
        told = self.with_paper("notification_recorded", "form", at=TIME, decider="~DPO", decision="sent", duty="X-2",
                               incident="INC-1", reason="~risk", reference="~118", rule=digest(b"rule").hex())
        self.note("notification_recorded", at=TIME, decider="~DPO", decision="not required", duty="X-2", incident="INC-1",
                  reason="~none", rule=digest(b"rule").hex(), supersedes=told)
        ready = self.with_paper("readiness_recorded", "card", expires=TIME, fingerprint="ab", jurisdiction="JP",
                                name="~police", register="contact", text="~24 h", verified_at=TIME)
        self.note("readiness_recorded", name="~police", register="contact", supersedes=ready, verified_at=TIME)
        self.with_paper("selftest_recorded", "report", "report", failed=0, passed=8, program=digest(b"program").hex())

    def outward(self):
        notice = self.note("hold_notice_recorded", contact="~legal", custodians=Secret(["night shift"]),
                           data=Secret(["mail"]), **{"from": TIME}, incident="INC-1", matter="~matter",
                           stopped=Secret(["rotation"]), systems=Secret(["FS-1"]), text="~keep", until=TIME)
        self.with_paper("hold_notice_acknowledged", "signed", at=TIME, custodian="~night shift", notice=notice)
        notice = self.note("hold_notice_recorded", contact="~legal", custodians=Secret(["day shift"]), matter="~matter",
                           supersedes=notice, text="~keep")
        self.note("hold_notice_released", notice=notice, reason="~settled")
        impact = self.note("impact_recorded", cause="~mail", depends_on=Secret(["power"]), detected_at=TIME,
                           functional="~down", incident="INC-1", information="~mail", location="~office",
                           mitigation="~off", operator="~firm", prepared="~plan", prevention="~training", records=4,
                           recoverability="extended", sector="finance", systems=1, users=3, vector="~mail")
        self.note("impact_recorded", incident="INC-1", supersedes=impact, users=4)
        referral = self.note("referral_prepared", addressed_to="~police", consent="~owner", found="~desk",
                             identifiers=Secret(["203.0.113.7"]), incident="INC-1", insurance="~none",
                             money=Secret(["3 BTC"]), ongoing=False, others_told=Secret(["DPA"]), poc="~legal",
                             preserved=Secret(["image"]), ransomware="~note", requests=Secret(["records"]),
                             reservation="~all", summary="~files", systems=Secret(["FS-1"]), victim="~firm")
        self.note("referral_prepared", addressed_to="~police", found="~desk", incident="INC-1", ongoing=True, poc="~legal",
                  summary="~files", supersedes=referral, victim="~firm")

    def packages(self):
        agreement = self.note("agreement_recorded", kind="nda", name="N-2", party="~firm", scope="~all")
        self.package = self.note(
            "package_made", ["I-1"], agreement=agreement, approved_by="~Dave", bytes=1, duty="X-2", files=2, form="zip",
            head={"root": root_of(self.leaves).hex(), "size": len(self.leaves)}, items=Secret([{"id": "I-1"}]),
            manifest_sha256=digest(b"tags").hex(), override="~night", personal_data=True, purpose="~review", recipient="~firm",
            tlp="amber", transfer_basis="~none", **{"class": "other"})
        self.note("package_withheld", included=Secret([]), manifest_sha256=digest(b"tags").hex(), withheld=Secret([]))
        self.with_paper("package_received", "receipt", at=TIME, package=self.package, receiver="~Eve", text="~whole")
        self.with_paper("outside_review_recorded", "findings", at=TIME, fingerprint="ab", firm="~firm",
                        manifest_sha256=digest(b"tags").hex(), outcome="~fine", package=self.package, reviewer="~Eve",
                        signature_verified=False)

    def closing(self):
        self.with_paper("incident_reviewed", "lessons", findings="~found", incident="INC-1")
        seen = self.note("observation_recorded", capability="C-1", entries=[self.link], incident="INC-1", kind="improvement",
                         text="~late")
        self.note("exercise_improvement_recorded", action="~drill", capability="C-1", completion=TIME, element="training",
                  incident="INC-1", issue="~slow", observation=seen, organisation="~us", poc="~Bob", start=TIME)
        better = self.note("improvement_recorded", due=TIME, incident="INC-1", kind="protect", owner="~net", text="~move")
        self.note("improvement_done", improvement=better, incident="INC-1", text="~moved")
        self.note("incident_closed", incident="INC-1", reason="~restored")
        self.note("incident_closed", by=self.by(self.carol, "custodian"), incident="INC-2", reason="~same",
                  waiver="~with INC-1")
