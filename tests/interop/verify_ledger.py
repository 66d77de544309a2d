#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An independent verifier of an exported Exhibit ledger, written from docs/ledger-format.md alone.

It needs Python 3.11 and the program openssl (3.0 or newer), which checks signatures and time stamps; it is meant for
ledgers of some thousand entries. Numbers such as (7) or (11.5) are sections of the format document.

    verify_ledger.py EXPORT_DIR [--case-id HASH] [--head SIZE:ROOT|FILE]... [--policy FILE] [--tsa-ca FILE] [--json]

Exit status: 0 no fault, 1 nothing could be read, 2 wrong usage, 3 at least one fault.
"""
import argparse
import json
import os
import re
import stat
import sys

from ledger_folder import LogFolder
from ledger_logs import Case
from ledger_notes import Signatures
from ledger_outsiders import Outsiders, Policy


class Export:
    """A whole export: the folder of the log that opened the case, and logs/<fingerprint> for each further one."""

    def __init__(self, folder, case_id, heads=(), policy=None, tsa_ca=None):
        self.case = Case(case_id)
        self.report, self.heads, self.policy, self.tsa_ca = self.case.report, heads, policy, tsa_ca
        self.folders = []
        for path, name in [(folder, ""), *self.further(folder)]:
            self.folders.append(LogFolder(self.case, path, name))
            self.case.logs.append(self.folders[-1].replay)

    def further(self, folder):
        above = os.path.join(folder, "logs")
        for name in sorted(os.listdir(above)) if os.path.isdir(above) else ():
            path = os.path.join(above, name)
            if stat.S_ISDIR(os.lstat(path).st_mode):
                yield path, "logs/" + name
            else:
                self.report.fault("tampered", None, "logs/" + name, "is no folder of a log")

    def verify(self, case_known):
        for folder in self.folders:
            folder.open()
        self.case.run()
        for folder in self.folders:
            folder.check()
        self.case.finish()
        outsiders = Outsiders(self.case, self.folders, self.heads, self.policy, self.tsa_ca)
        outsiders.check()
        self.case.signatures.run()
        outsiders.answer()
        if not case_known and not outsiders.policy_fixes_log:
            self.report.limit("signers not identified", None, "", "the log's key is taken from the ledger itself")
        if not self.heads:
            self.report.limit("no earlier head known", None, "", "nothing to compare this ledger's past with")
        self.report.findings.sort(key=lambda f: (f["seq"] is None, f["seq"] or 0))


def arguments():
    parser = argparse.ArgumentParser(description="Verifies an exported Exhibit ledger.")
    parser.add_argument("export_dir")
    parser.add_argument("--case-id", help="leaf hash of the case's first entry, known from elsewhere")
    parser.add_argument("--head", action="append", default=[], help="a head known from elsewhere: SIZE:ROOT or a checkpoint file")
    parser.add_argument("--policy", help="C2SP tlog-policy: whose cosignatures count")
    parser.add_argument("--tsa-ca", help="certificates of time-stamping authorities, in PEM")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.case_id is not None and not re.fullmatch("[0-9a-f]{64}", given.case_id):
        parser.error("--case-id must be 64 hexadecimal digits in lower case")
    try:
        given.head = [head if re.fullmatch("[1-9][0-9]{0,15}:[0-9a-f]{64}", head) else content(head) for head in given.head]
        given.tsa_ca = content(given.tsa_ca) if given.tsa_ca else None
        given.policy = Policy(content(given.policy).decode()) if given.policy else None
    except (OSError, ValueError) as error:
        parser.error(str(error))
    return given


def content(path):
    with open(path, "rb") as file:
        return file.read(1 << 20)


def main():
    given = arguments()
    readable = os.path.isdir(given.export_dir) and os.access(given.export_dir, os.R_OK | os.X_OK)
    if not readable or not Signatures.work():
        print("cannot read the folder, or openssl cannot check Ed25519 signatures", file=sys.stderr)
        return 1
    export = Export(given.export_dir, given.case_id, given.head, given.policy, given.tsa_ca)
    try:
        export.verify(given.case_id is not None)
    except OSError as error:                            # no room for temporary files, no further process: no verdict
        print(f"cannot check the signatures: {error}", file=sys.stderr)
        return 1
    report, replay = export.report, export.case.logs[0]
    root = replay.tree.roots[-1].hex() if replay.tree.hole is None else "unknown"
    result = {"intact": report.intact(), "findings": report.findings, "root": root,
              "entries": sum(log.count for log in export.case.logs),
              "chain": replay.chain.hex() if replay.chain else "unknown"}
    if given.json:
        print(json.dumps(result, indent=1))
    else:
        for finding in report.findings:
            seq = "-" if finding["seq"] is None else finding["seq"]
            log = f"[{finding['log'].rpartition('/')[2][:8]}] " if len(export.folders) > 1 and finding["log"] else ""
            print(f"{finding['kind']} {finding['class']} {seq} {finding['field']}: {log}{finding['text']}")
        print(f"entries {result['entries']}\nroot {root}\nchain {result['chain']}")
    return 0 if report.intact() else 3


if __name__ == "__main__":
    sys.exit(main())
