#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes ZIP files for package_zip.sh from a good package: some still good, most hostile or damaged.

    package_make_zips.py BAG_FOLDER GOOD_ZIP OUT_FOLDER
"""
import os
import random
import shutil
import stat
import sys
import warnings
import zipfile

bag, good, out = sys.argv[1:]
warnings.simplefilter("ignore")                         # of zipfile, for doubled names


def files():
    for top, _, names in os.walk(bag):
        for name in names:
            path = os.path.join(top, name)
            yield os.path.relpath(path, bag), path


def make(name, prefix="bag/", more=(), kind=zipfile.ZIP_DEFLATED, leave_out=""):
    """A ZIP of the bag, and further (name, data, mode) after it."""
    with zipfile.ZipFile(os.path.join(out, name + ".zip"), "w", kind) as package:
        for inner, path in files():
            if inner != leave_out:
                package.write(path, prefix + inner)
        for inner, data, mode in more:
            about = zipfile.ZipInfo(inner)
            about.external_attr = mode << 16
            about.create_system = 3
            package.writestr(about, data)


PLAIN, LINK, PIPE, DEVICE = (kind | 0o644 for kind in (stat.S_IFREG, stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR))
make("good-deflated")
make("good-stored", kind=zipfile.ZIP_STORED)
make("good-no-folder", prefix="")
make("good-folders-listed", more=[("bag/", b"", stat.S_IFDIR | 0o755), ("bag/data/", b"", stat.S_IFDIR | 0o755)])
make("empty-folder-listed", more=[("bag/data/evidence/EV-009/", b"", stat.S_IFDIR | 0o755), ("bag/data/x", b"x", PLAIN)])
escaped = "exhibit-test-escaped"
for name, inner in {
        "dots": f"../{escaped}", "dots-inside": f"bag/../../{escaped}", "many-dots": "../" * 20 + f"tmp/{escaped}", "dots-only": "..",
        "one-dot": f"bag/./data/{escaped}", "absolute": f"/tmp/{escaped}", "absolute-double": f"//tmp/{escaped}",
        "backslash": f"bag\\data\\{escaped}", "backslash-dots": f"..\\..\\{escaped}", "drive": f"C:/{escaped}",
        "control-characters": f"bag/\x1b[31m{escaped}\n", "long-name": "bag/" + "x" * 3000, "long-part": "bag/" + "x" * 300,
        "deep": "bag/" + "d/" * 900 + "x"}.items():
    make(name, more=[(inner, b"escaped", PLAIN)])
make("link", more=[("bag/data/link", b"/etc/passwd", LINK)])
make("link-then-file", more=[("bag/data/out", b"/tmp", LINK), (f"bag/data/out/{escaped}", b"x", PLAIN)])
make("link-in-place-of-payload", leave_out="FIRST-PAGE.pdf", more=[("bag/FIRST-PAGE.pdf", os.path.join(bag, "FIRST-PAGE.pdf").encode(), LINK)])
make("pipe", more=[("bag/data/pipe", b"", PIPE)])
make("device", more=[("bag/data/device", b"", DEVICE)])
make("doubled", more=[("bag/bagit.txt", b"x", PLAIN)])
make("doubled-payload", more=[("bag/data/ledger/checkpoint", b"x", PLAIN)])
make("file-as-folder", more=[("bag/bagit.txt/x", b"x", PLAIN)])
make("two-packages", more=[("other/bagit.txt", b"x", PLAIN)])
make("planted", more=[("bag/data/planted", b"x", PLAIN)])
make("beside-the-package", more=[("planted", b"x", PLAIN), ("other/planted", b"x", PLAIN)])
make("missing-file", leave_out="FIRST-PAGE.pdf")
make("missing-bagit", leave_out="bagit.txt")
make("many", more=[(f"bag/data/many/{i}", b"", PLAIN) for i in range(4000)])
make("much", more=[("bag/data/zeros", bytes(200_000_000), PLAIN)])
with zipfile.ZipFile(os.path.join(out, "no-package.zip"), "w") as package:
    package.writestr("readme.txt", "x")
with zipfile.ZipFile(os.path.join(out, "no-entry.zip"), "w"):
    pass

with open(good, "rb") as file:
    data = file.read()
for name, changed in {
        "cut-in-half": data[:len(data) // 2], "cut-100": data[:100], "cut-4": data[:4], "cut-at-the-end": data[:-10], "first-byte": b"Q" + data[1:],
        "noise": b"PK\3\4" + random.Random(4).randbytes(50000), "beginning-lost": data[1000:], "zeros": bytes(10000)}.items():
    with open(os.path.join(out, name + ".zip"), "wb") as file:
        file.write(changed)
chance = random.Random(5)
for number in range(25):
    position = chance.randrange(len(data))
    with open(os.path.join(out, f"flip-{position}.zip"), "wb") as file:
        file.write(data[:position] + bytes([data[position] ^ 1 << number % 8]) + data[position + 1:])
shutil.copy(good, os.path.join(out, "good-own.zip"))
