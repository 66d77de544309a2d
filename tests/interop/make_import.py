# SPDX-License-Identifier: Apache-2.0
"""A ledger with images that others made, from docs/ledger-format.md alone: for tests only."""
from make_ledger import Maker, Secret, digest


class ImportMaker(Maker):
    """People and items of make_ledger.py, an acquisition, then two imports: a plain one and one taken unsigned."""

    def story(self):
        self.people()
        self.items()
        self.acquisition()
        bob = self.by(self.bob, "examiner")
        for image in "I-2", "I-3":
            self.add("image_registered", {"carrier": "D-2", "format": "e01", "image_of": "D-1"}, bob, [image])
        sheet, facts = ({"name": Secret(name), "sha256": digest(name.encode()).hex(), "size": 9}
                        for name in ("I.sha256", "I.facts.json"))
        self.add("image_imported", self.body("I-2"), bob, ["D-1", "D-2", "I-2"])
        self.add("image_imported", self.body("I-3") | {"unsigned": {
            "facts": Secret({"bytes": 4096}), "facts_file": facts["sha256"], "sheet": sheet["sha256"],
            "sheet_told": True}}, bob, ["D-1", "D-2", "I-3"], [facts, sheet])
        fact = {"after": [len(self.leaves) - 8, len(self.leaves) - 2, len(self.leaves) - 1], "fact": "F18"}
        self.add("fact_added", fact | {"value": Secret("red label")}, bob, ["D-1"])
        self.commit_size()
        return self

    def body(self, image):
        zero, digests = digest(b"x").hex(), {"md5": "0" * 32, "sha1": "1" * 40, "sha256": "2" * 64}
        return {
            "blocks": {"block_size": 4096, "count": 1, "file": f"{image}.blocks", "root": zero, "sha256": zero},
            "bytes": 4096, "command": Secret("import"), "digests": digests, "examiner": Secret("Bob"),
            "faults": {"count": 0, "list": Secret([])},
            "files": {"bytes": 4096, "count": 1, "file": f"{image}.files", "sha256": zero},
            "finished": "2025-01-02T03:04:12.000000Z", "from": Secret("/mnt/i.E01"),
            "header": {"examiner": Secret("Eve"), "software": Secret("other 1.0")}, "image": image,
            "libraries": ["libone 1.0"], "names": Secret(["i.E01"]), "reason": Secret("handed over"),
            "segments": {"bytes": 4096, "count": 1}, "started": "2025-01-02T03:04:11.000000Z",
            "stored": {"md5": "0" * 32}, "unreadable": {"bytes": 0, "count": 0}}
