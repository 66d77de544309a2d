#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every test that docs/features.md, docs/requirements.md and docs/threat-model.md name exists: `cli: NAME` is a script, `attack: SENTENCE` a test case."""
import fnmatch
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = [path.stem for path in (ROOT / "tests/cli").glob("*.sh")]
ATTACKS = [name for path in (ROOT / "tests/attack").glob("*.cc") for name in re.findall(r'TEST_CASE\("([^"]+)"', path.read_text())]


def named(row):
    """(module, name) of each `module: name`; `... end` in the same row is of the module before it."""
    module = None
    for text in re.findall(r"`([^`]+)`", row):
        start = re.fullmatch(r"(cli|attack): (.+)", text)
        if start:
            module = start[1]
            yield module, start[2]
        elif text.startswith("... ") and module:
            yield module, "*" + text[4:]


def exists(module, name):
    if module == "cli":
        return any(fnmatch.fnmatchcase(script, name) for script in SCRIPTS)
    return any(fnmatch.fnmatchcase(title, name) for title in ATTACKS)


def main():
    count, absent = 0, []
    for page in "features", "requirements", "threat-model":
        for row in (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8").splitlines():
            for module, name in named(row):
                count += 1
                if not exists(module, name):
                    absent.append(f"docs/{page}.md names '{module}: {name}', and there is no such test")
    print("\n".join(absent) or f"{count} named tests exist")
    return 1 if absent or count < 50 else 0


sys.exit(main())
