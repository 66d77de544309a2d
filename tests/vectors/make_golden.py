#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the golden values of this folder with hashlib, openssl and docs/ledger-format.md, without Exhibit's code.

    make_golden.py         rewrites merkle.json, format.json and ledger.json beside this script
"""
import base64
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "interop"))
import make_ledger  # noqa: E402


def sha256(data):
    return hashlib.sha256(data).digest()


def root(leaves):
    """RFC 6962 section 2.1 over leaf data."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:]))


def merkle():
    leaves = [f"leaf {number}".encode() for number in range(260)]
    return {"leaf": "leaf <number>", "roots": [root(leaves[:size]).hex() for size in range(260)]}


def commitments():
    out = []
    for number, (name, value) in enumerate((
            ("body.title", "Fall 7"), ("attachments.0.name", "\u65e5\u672c\u8a9e.pdf"), ("body.facts.size", 4096),
            ("body.list", ["a\nb", {"b": True, "a": None}]), ("body.empty", ""))):
        salt = sha256(f"salt {number}".encode()).hex()[:32]
        line = json.dumps([salt, name, value], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        text = b"exhibit.evidence/commit/v1\n" + line.encode()
        out.append({"commit": sha256(text).hex(), "name": name, "salt": salt, "value": value})
    return out


def chains():
    out, head = [], bytes(32)
    for number in range(5):
        leaf = f"leaf {number}".encode()
        head = hashlib.sha3_256(head + hashlib.sha3_256(leaf).digest()).digest()
        out.append(head.hex())
    return out


def keys():
    out = []
    for number in range(3):
        public = sha256(f"key {number}".encode())
        fingerprint = sha256(public).hex()[:32]
        for kind in ("actor", "log"):
            name = f"exhibit.evidence/{kind}/{fingerprint}"
            identifier = sha256(name.encode() + b"\n\x01" + public)[:4].hex()
            vkey = f"{name}+{identifier}+{base64.b64encode(bytes([1]) + public).decode()}"
            out.append({"kind": kind, "name": name, "public": public.hex(), "vkey": vkey})
    return out


def ledger():
    maker = make_ledger.Maker().story()
    disclosures = sorted(maker.disclosures, key=lambda item: (item[0], item[1].encode()))
    return {"case": maker.case, "checkpoints": [maker.checkpoint(size).decode() for size in maker.sizes],
            "disclosures": disclosures, "leaves": [leaf.decode() for leaf in maker.leaves]}


def main():
    files = {"merkle.json": merkle(), "format.json": {"chains": chains(), "commitments": commitments(), "keys": keys()},
             "ledger.json": ledger()}
    for name, value in files.items():
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)
        (HERE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
