#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether two verifiers say the same of one export: compare_reports.py [--exact] OURS THEIRS, each a report in JSON.

Of each log the earliest faults that they name must be at the same entry, or the next, with a class in common; --exact asks
for the same faults, (class, log, entry), all over. Only where no fault is named, entries and root must be equal too.
"""
import json
import sys


def faults_of(report, number, several):
    """Of one log alone its name says nothing: damage can leave it unknown to one of the two."""
    return {(f["class"], several and f["log"] or "", f[number]) for f in report["findings"]
            if f["kind"].lower() == "fault" and f[number] is not None}


def first(faults, log):
    least = min((seq for _, origin, seq in faults if origin == log), default=None)
    return least, {name for name, origin, seq in faults if (origin, seq) == (log, least)}


def difference(ours, theirs, exact):
    if ours["intact"] != theirs["intact"]:
        return f"intact: {ours['intact']} and {theirs['intact']}"
    if ours["intact"] and (ours["entries"], ours["root"]) != (theirs["entries"], theirs["root"]):
        return "entries or root differ"
    several = len({f["log"] for f in theirs["findings"] if f["log"]}) > 1
    one, other = faults_of(ours, "entry", several), faults_of(theirs, "seq", several)
    if exact and one != other:
        return f"faults: only ours {sorted(one - other)}, only theirs {sorted(other - one)}"
    for log in {origin for _, origin, _ in one} & {origin for _, origin, _ in other}:
        (at, classes), (their_at, their_classes) = first(one, log), first(other, log)
        if abs(at - their_at) > 1 or not classes & their_classes:
            return f"earliest fault of {log}: entry {at} {sorted(classes)}, but entry {their_at} {sorted(their_classes)}"
    return None


def main():
    ours, theirs = (json.load(open(name, encoding="utf-8")) for name in sys.argv[-2:])
    return difference(ours, theirs, "--exact" in sys.argv[1:-2])


if __name__ == "__main__":
    sys.exit(main())
