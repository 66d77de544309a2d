#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Changes a case database as somebody would who knows SQLite: the triggers are dropped for it and made again word for word.

    verify_edit_db.py FILE SQL [--refit]

With --refit the digests stored beside the entries are computed anew, so that only what is signed can show the change.
In SQL, edited(leaf, old, new) replaces text in a leaf and fails when the old text is not in it.
"""
import hashlib
import sqlite3
import sys


def edited(leaf, old, new):
    leaf, old, new = (part.encode() if isinstance(part, str) else part for part in (leaf, old, new))
    if old not in leaf:
        raise ValueError("nothing to replace")
    return leaf.replace(old, new, 1)


def refit(base):
    chain = bytes(32)
    for seq, leaf in base.execute("SELECT seq, leaf FROM entry WHERE log = 1 ORDER BY seq").fetchall():
        sha3 = hashlib.sha3_256(leaf).digest()
        chain = hashlib.sha3_256(chain + sha3).digest()
        base.execute("UPDATE entry SET leaf_hash = ?, leaf_sha3 = ?, chain = ? WHERE seq = ?",
                     (hashlib.sha256(b"\0" + leaf).digest(), sha3, chain, seq))


def main():
    base = sqlite3.connect(sys.argv[1], isolation_level=None)
    base.create_function("edited", 3, edited)
    triggers = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        base.execute(f"DROP TRIGGER {name}")
    base.executescript(sys.argv[2])
    if "--refit" in sys.argv:
        refit(base)
    for _, sql in triggers:
        base.execute(sql)
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()


main()
