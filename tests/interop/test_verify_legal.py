# SPDX-License-Identifier: Apache-2.0
"""The rules of incidents and legal work: each broken alone, by who holds all keys."""
from make_legal import LegalMaker
from test_verify_ledger import ZERO, Case, author, find, put

FULL = LegalMaker().story()


class LegalWork(Case):
    def broken(self, expected, kind, path, value, number=0):
        seq = find(FULL, kind, number)
        self.write(LegalMaker(edit=put(seq, path, value)).story())
        self.assertIn((expected, seq), self.faults())

    def test_no_fault(self):
        self.write(FULL)
        self.assertEqual(self.faults(FULL.case), set())

    def test_references_that_name_nothing(self):
        for kind, path, number in (
                ("incident_triaged", "body.criteria", 0), ("incident_triaged", "body.intakes", 0),
                ("action_recorded", "body.advice", 0), ("action_recorded", "body.playbook", 0),
                ("decision_addendum", "body.decision", 0), ("improvement_done", "body.improvement", 0),
                ("artifact_linked", "body.artifact", 0), ("artifact_linked", "body.supersedes", 1),
                ("artifact_linked", "body.other", 2), ("agreement_ended", "body.agreement", 0),
                ("statement_reviewed", "body.statement", 0), ("statement_released", "body.review", 0),
                ("review_done", "body.request", 0), ("request_answered", "body.request", 0),
                ("use_released", "body.intake", 0), ("sharing_recorded", "body.agreement", 0),
                ("sharing_recorded", "body.profile", 0), ("delegation_ended", "body.delegation", 0),
                ("hold_notice_acknowledged", "body.notice", 0), ("hold_notice_released", "body.notice", 0),
                ("hold_notice_recorded", "body.supersedes", 1), ("referral_prepared", "body.supersedes", 1),
                ("impact_recorded", "body.supersedes", 1), ("delegation_recorded", "body.agreement", 1),
                ("package_made", "body.agreement", 0), ("package_received", "body.package", 0),
                ("outside_review_recorded", "body.package", 0), ("awareness_recorded", "body.supersedes", 1),
                ("loss_recorded", "body.supersedes", 1),
                ("intent_noticed", "body.exhibits", 0), ("intent_noticed", "body.supersedes", 1),
                ("suspect_named", "body.supersedes", 1)):
            with self.subTest(kind + " " + path):
                self.broken("tampered", kind, path, [ZERO] if path in ("body.intakes", "body.exhibits") else ZERO, number)

    def test_references_of_another_type_or_incident(self):
        self.broken("tampered", "decision_addendum", "body.decision", FULL.intake)
        self.broken("tampered", "decision_addendum", "body.incident", "INC-3")
        self.broken("unauthorised", "statement_released", "body.review", FULL.refusal)

    def test_packages(self):
        self.broken("mismatch", "outside_review_recorded", "body.manifest_sha256", ZERO)
        self.broken("tampered", "outside_review_recorded", "body.signature", ZERO)
        self.broken("tampered", "package_made", "body.class", "friend")
        self.broken("tampered", "package_received", "body.package", FULL.intake)

    def test_steps(self):
        for kind, number in (("incident_assigned", 0), ("incident_reviewed", 0), ("incident_closed", 0)):
            with self.subTest(kind):
                self.broken("tampered", kind, "body.incident", "INC-3", number)
        self.broken("tampered", "incident_triaged", "body.incident", "INC-9")
        self.broken("tampered", "incident_closed", "body.incident", "INC-1", 1)  # closed already
        self.broken("unauthorised", "incident_closed", "signers.0", author(FULL.bob, "examiner"), 1)

    def test_circles(self):
        self.broken("tampered", "incident_related", "body.kind", "continues", 2)
        self.broken("tampered", "incident_related", "body.other", "INC-2")
        self.broken("tampered", "artifact_linked", "body.other", FULL.artifact, 2)
        self.broken("tampered", "artifact_linked", "body.kind", "context", 2)

    def test_briefs(self):
        self.broken("tampered", "brief_made", "body.mapping", ZERO)
        self.broken("tampered", "brief_made", "body.profile", ZERO)
        self.broken("tampered", "brief_made", "body.keys", [FULL.dave.name])
        self.broken("unauthorised", "brief_made", "body.keys", [FULL.carol.name, FULL.bob.name])
        self.broken("unauthorised", "brief_made", "body.keys", [FULL.dave.name, FULL.dave.name])
        self.broken("tampered", "mapping_opened", "body.brief", FULL.criteria)
        alone = [author(FULL.dave, "counsel"), author(FULL.bob, "examiner") | {"capacity": "approving"}]
        self.broken("unauthorised", "mapping_opened", "signers", alone)
        self.broken("unauthorised", "mapping_opened", "signers", alone[:1])
        boss = author(FULL.alice, "administrator") | {"capacity": "approving"}
        self.broken("unauthorised", "mapping_opened", "signers", [alone[0], boss])  # in role, but not sealed for
        self.broken("tampered", "indicator_recorded", "body.supersedes", ZERO, 1)

    def test_papers_and_people(self):
        for kind, path in (("policy_fixed", "body.document"), ("selftest_recorded", "body.report"),
                           ("incident_reviewed", "body.document")):
            self.broken("tampered", kind, path, ZERO)
        self.broken("unauthorised", "delegation_recorded", "body.key", "exhibit.evidence/actor/" + "0" * 32)
        self.broken("unauthorised", "advice_recorded", "signers.0", author(FULL.bob, "examiner"))
        for kind in ("rules_confirmed", "intent_noticed", "suspect_named"):
            self.broken("unauthorised", kind, "signers.0", author(FULL.bob, "examiner"))
