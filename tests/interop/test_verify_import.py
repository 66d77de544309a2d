# SPDX-License-Identifier: Apache-2.0
"""Tests of the second verifier on images that others made."""
from make_import import ImportMaker
from test_verify_ledger import ZERO, Case, find, put

FULL = ImportMaker().story()
PLAIN, UNSIGNED = (find(FULL, "image_imported", number) for number in (0, 1))


class Imported(Case):
    def broken(self, seq, path, value):
        self.write(ImportMaker(edit=put(seq, path, value)).story())
        return self.faults()

    def test_no_fault(self):
        self.write(FULL)
        self.assertEqual(self.faults(FULL.case), set())
        self.assertNotIn("not compared", {name for name, _ in self.limits()})

    def test_bodies(self):
        for path, value in (("body.files.bytes", 5), ("body.segments.count", 2), ("body.faults.count", -1), ("body.from", "/mnt"),
                            ("body.header.serial", "x"), ("body.image", "I-1"), ("body.digests", {}), ("body.names", None),
                            ("body.unsigned", {"sheet_told": True})):
            with self.subTest(path):
                self.assertIn(("tampered", PLAIN), self.broken(PLAIN, path, value))

    def test_stored_digest_that_differs_is_among_the_faults(self):
        self.assertEqual(self.broken(PLAIN, "body.stored.md5", "3" * 32), {("mismatch", PLAIN)})

        def told(at, entry):
            return put(PLAIN, "body.faults.count", 1)(at, put(PLAIN, "body.stored.md5", "3" * 32)(at, entry))
        self.write(ImportMaker(edit=told).story())
        self.assertEqual(self.faults(), set())

    def test_imported_twice(self):
        """An image is imported once, and none that was begun here."""
        for image in "I-1", "I-2":
            def other(at, entry, image=image):
                return put(UNSIGNED, "body.image", image)(at, put(UNSIGNED, "about.2.id", image)(at, entry))
            self.write(ImportMaker(edit=other).story())
            self.assertIn(("tampered", UNSIGNED), self.faults())

    def test_sheet_of_an_unsigned_image(self):
        for name in ("facts_file", "sheet"):
            self.assertEqual(self.broken(UNSIGNED, "body.unsigned." + name, ZERO), {("tampered", UNSIGNED)})
        self.assertEqual(self.broken(UNSIGNED, "body.unsigned.sheet_told", False), set())
        self.assertIn(("not compared", UNSIGNED), self.limits())

    def test_ranges_that_the_image_lists(self):
        self.assertEqual(self.broken(PLAIN, "body.unreadable.count", 2), set())
        self.assertIn(("unreadable ranges", PLAIN), self.limits())
