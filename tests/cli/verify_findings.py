#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the JSON of `exhibit verify` against the contract and against what a test expects to be found.

    verify_findings.py FILE [--intact | --faults] [CLAUSE...]

A clause is a list of conditions joined by commas, such as class=tampered,entry=5,field~^signatures: some finding must
meet all of them ('=' equal, '~' regular expression, '|' between alternatives of '='). A clause that begins with '!' must be met
by no finding.
"""
import json
import re
import sys

CLASSES = {
    "fault": {"tampered", "truncated", "rolled back", "forked", "missing", "uncovered", "unauthorised", "mismatch"},
    "limit": {"unknown type", "withheld", "not compared", "interrupted", "unreadable ranges", "clock anomaly", "unwitnessed",
              "time unproven", "signers not identified", "no earlier head known", "renewal due"},
}
MEMBERS = {"intact": bool, "findings": list, "seen": str, "signers": str, "entries": int, "items": int, "bytes": int}


def meets(finding, clause):
    for condition in clause.split(","):
        name, operator, wanted = re.fullmatch(r"(\w+)([=~])(.*)", condition).groups()
        value = "" if finding[name] is None else str(finding[name])
        if value not in wanted.split("|") if operator == "=" else not re.search(wanted, value):
            return False
    return True


def shape_errors(report):
    for name, kind in MEMBERS.items():
        if type(report.get(name)) is not kind:
            yield f"member {name} is {report.get(name)!r}"
    for finding in report.get("findings", []):
        if set(finding) != {"class", "kind", "log", "entry", "item", "field", "text"}:
            yield f"members of a finding: {sorted(finding)}"
        elif finding["class"] not in CLASSES.get(finding["kind"], ()):
            yield f"{finding['kind']} {finding['class']!r} is not in the format document"
        elif not (finding["entry"] is None or type(finding["entry"]) is int) or not finding["text"]:
            yield f"entry or text of {finding}"
    if report.get("intact") != (not any(f["kind"] == "fault" for f in report.get("findings", []))):
        yield "intact does not say whether there is a fault"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    errors = list(shape_errors(report))
    for argument in sys.argv[2:]:
        if argument == "--intact" or argument == "--faults":
            if report["intact"] != (argument == "--intact"):
                errors.append(f"intact is {report['intact']}")
            continue
        unwanted, clause = argument.startswith("!"), argument.removeprefix("!")
        if any(meets(finding, clause) for finding in report["findings"]) == unwanted:
            errors.append(("found " if unwanted else "no finding with ") + clause)
    if errors:
        print("\n".join(errors))
        for finding in report["findings"]:
            print("  ", {name: finding[name] for name in ("kind", "class", "entry", "item", "field", "text")})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
