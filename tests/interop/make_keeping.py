# SPDX-License-Identifier: Apache-2.0
"""A ledger with the entry types that make_ledger.py leaves out, from docs/ledger-format.md alone: for tests only."""
import re

from make_ledger import Maker, Secret, b64, canonical, digest


class KeepingMaker(Maker):
    """People and items of make_ledger.py, then handovers apart, places, seals, holds, disposal, copies, ends of keys."""

    def __init__(self, content=None, **hooks):
        super().__init__(**hooks)
        self.content = content or {}                    # members of the private content to be set otherwise
        self.dave, self.erin, self.second = (self.actor(name) for name in ("dave", "erin", "erin again"))

    def story(self):
        self.people()
        self.items()
        self.enrol(self.dave, "counsel", "Dave")
        self.enrol(self.erin, "custodian", "Erin")
        self.interruptions()
        self.things()
        self.places()
        self.limits()
        self.handovers()
        self.disposal()
        self.discretion()
        self.ends()
        self.commit_size()
        return self

    def interruptions(self):
        """Cut off, put down, gone on with twice, and given up in the end."""
        bob, about = self.by(self.bob, "examiner"), ["D-1", "D-2", "I-1"]
        start = {"command": Secret("acquire"), "destination": Secret("/evidence"), "image": "I-1", "source": {"bytes": 4096}}
        self.add("acquisition_started", start | {"examiner": Secret("Bob"), "libraries": [], "settings": {}}, bob, about)
        self.add("acquisition_resumed", start | {"bytes": 1024, "changed": 256, "compared": 512, "reason": Secret("power cut")}, bob, about)
        self.add("acquisition_suspended", {"bytes": 2048, "error": Secret("full"), "image": "I-1"}, bob, about)
        self.add("acquisition_resumed", start | {"bytes": 2048, "compared": 1024, "continued_in": Secret("/mnt/other")}, bob, about)
        self.add("acquisition_failed", {"error": Secret("given up"), "image": "I-1"}, bob, about)

    def things(self):
        photo = {"name": Secret("photo.jpg"), "sha256": digest(b"photo").hex(), "size": 5}
        texts = ("bag", "condition", "exhibit", "make", "model", "owner", "root_exhibit", "seal", "serial", "type")
        body = {name: Secret(name) for name in texts} | {
            "collected": {"at": "2025-01-02T03:00:00.000000Z", "by": Secret("Bob"), "from": Secret("K"),
                          "place": Secret("desk"), "witness": Secret("Carol")},
            "description": Secret("notebook"), "facts": {}, "holder": {"key": self.bob.name}, "kind": "paper",
            "lock": "none", "photographs": [photo["sha256"]], "power": "off", "quantity": 2}
        self.add("thing_registered", body, self.by(self.bob, "examiner"), ["P-2"], [photo])
        for item, parent, kind in ("I-1-W", "I-1", "working copy"), ("P-2-X", "P-2", "extract"):
            self.add("derived", {"bytes": 7, "digests": {"sha256": digest(b"copy").hex()}, "file": item + ".dd",
                                 "item": item, "kind": kind, "parent": parent, "range": Secret("all"),
                                 "reason": Secret("lab"), "source": Secret("copy.dd")},
                     self.by(self.bob, "examiner"), [parent, item])

    def places(self):
        bob = self.by(self.bob, "examiner")
        self.add("moved", {"place": Secret("Safe 2"), "reason": Secret("storage")}, bob, ["D-1", "P-2"])
        self.add("corrected", {"entry": self.newest(), "field": "body.place", "reason": Secret("misread"),
                               "value": Secret("Safe 3")}, bob, ["D-1", "P-2"])
        self.add("seal_applied", {"number": Secret("A-1")}, bob + [(self.carol, "custodian", "witness")], ["D-1"])
        self.add("seal_broken", {"condition": Secret("torn"), "reason": Secret("imaging"), "seal": self.newest()}, bob,
                 ["D-1"])
        self.add("noted", {"text": Secret("label came off")}, bob)
        self.add("case_setting", {"reason": Secret("the court's rule"), "recheck_days": 90},
                 self.by(self.alice, "administrator"))

    def limits(self):
        dave = self.by(self.dave, "counsel")
        self.add("hold_placed", {"authority": Secret("court"), "reason": Secret("lawsuit")}, dave)
        self.add("hold_lifted", {"hold": self.newest(), "reason": Secret("over")}, dave)
        self.add("restricted", {"kind": "contraband", "reason": Secret("seen")}, self.by(self.bob, "examiner"), ["D-1"])
        self.add("restriction_lifted", {"reason": Secret("handed over"), "recipient": Secret("police"),
                                        "restriction": self.newest()}, dave, ["D-1"])

    def release(self, key, role, to=None):
        body = {"checks": {"digest": "matches", "seal": "intact"}, "from": key.name, "method": Secret("courier"),
                "carrier": Secret("waybill 7"), "purpose": Secret("storage"), "authority": Secret("rule"),
                "reason": Secret("Osaka")}
        self.add("released", body | ({"to": to.name} if to else {}), [(key, role, "releasing")], ["D-1"])
        return self.newest()

    def answer(self, key, release, accept):
        answer = self.conceal({
            "accept": accept, "checks": {"condition": Secret("dent"), "digest": "matches", "seal": "intact"},
            "key": key.name, "reason": Secret("\u00e9"), "release": release, "time": "2025-01-02T03:00:00.000000Z"},
            "body.answer", len(self.leaves))
        signature = key.id + key.sign(b"exhibit.evidence/answer/v1\n" + canonical(answer) + b"\n")
        self.add("received" if accept else "refused", {"answer": answer, "signature": b64(signature)},
                 self.by(self.bob, "examiner"), ["D-1"])

    def handovers(self):
        self.answer(self.carol, self.release(self.bob, "examiner", self.carol), True)
        self.answer(self.bob, self.release(self.carol, "custodian"), False)
        self.add("release_withdrawn", {"reason": Secret("no courier"), "release": self.release(self.carol, "custodian")},
                 self.by(self.carol, "custodian"), ["D-1"])

    def disposal(self):
        self.add("disposal_asked", {"action": "destroyed", "authority": Secret("policy"), "method": Secret("shredder"),
                                    "reason": Secret("closed")}, self.by(self.bob, "examiner"), ["P-2"])
        request = self.newest()
        self.add("disposal_approved", {"reason": Secret("agreed"), "request": request},
                 self.by(self.carol, "custodian"), ["P-2"])
        receipt = {"name": Secret("receipt.pdf"), "sha256": digest(b"receipt").hex(), "size": 7}
        self.add("disposal_carried_out", {"method": Secret("shredder"), "receipt": receipt["sha256"], "request": request},
                 self.by(self.bob, "examiner", (self.dave, "counsel", "witness")), ["P-2"], [receipt])

    def discretion(self):
        content = {"about": ["D-2"], "body": {"text": "asked by counsel"}, "role": "custodian", "type": "noted"} | self.content
        self.add("private", {"content": Secret(content)}, [(self.carol, "committed", "author")])
        self.add("noted", {"text": Secret("a name")}, self.by(self.bob, "examiner"), ["D-2"])
        seq, leaf = len(self.leaves) - 1, self.newest()
        [commit] = re.findall(rb'"text":{"commit":"([0-9a-f]{64})"}', self.leaves[seq])
        self.disclosures = [item for item in self.disclosures if item[0] != seq]
        self.add("disclosure_erased", {"authority": Secret("statute"), "commit": commit.decode(), "field": "body.text",
                                       "leaf": leaf, "log": self.log.name, "reason": Secret("asked"), "seq": seq},
                 self.by(self.dave, "counsel"), ["D-2"])

    def ends(self):
        boss = self.by(self.alice, "administrator")
        self.add("role_withdrawn", {"key": self.carol.name, "role": "auditor"}, boss)
        self.add("key_rotated", {"key": self.second.vkey, "name": Secret("Erin"), "possession": self.second.possession(),
                                 "replaces": self.erin.name}, self.by(self.erin, "custodian"))
        self.add("noted", {"text": Secret("by whom?")}, self.by(self.second, "custodian"))
        self.add("key_revoked", {"key": self.second.name, "reason": Secret("stolen"),
                                 "last": [{"log": self.log.name, "size": len(self.leaves) - 1}]},
                 self.by(self.carol, "custodian", (self.dave, "counsel", "approving")))
