#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""many_entries.py ROOT OUT COUNT: a ledger export of COUNT entries, with a checkpoint after each append as the program writes
it. Prints how many signatures and entries it holds."""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/interop"))
import make_ledger  # noqa: E402


def main():
    maker = make_ledger.Maker().story()
    bob = [(maker.bob, "examiner", "author")]
    while len(maker.leaves) < int(sys.argv[3]):
        body = {"action": "viewed", "range": "all", "reason": make_ledger.Secret(f"look {len(maker.leaves)}")}
        maker.add("accessed", body, bob, ["I-1"])
        maker.commit_size()
    os.makedirs(sys.argv[2])
    maker.write(sys.argv[2])
    signers = sum(leaf.rpartition(b"\n\n")[2].count(b"\n") for leaf in maker.leaves)
    print(signers + len(maker.sizes), len(maker.leaves))


if __name__ == "__main__":
    main()
