#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that no two files define a type of the same name in the same namespace: the linker would take one for the other.

Prints the name and the files for each fault, and exits with 1 when there is one. --self-test checks the rule. Nested and local
types, and those in unnamed namespaces, are not looked at.
"""
import collections
import pathlib
import re
import sys

MODULES = ["core", "acquire", "custody", "report", "legal", "cli"]
ROOT = pathlib.Path(__file__).resolve().parent.parent
TYPE = re.compile(r"(?:struct|class|enum class)(?: \[\[\w+\]\])? (\w+)(?: final)?(?: : [^;]*)? \{")


def types_in(text):
    """(namespace, name) of each type that other files can see. Relies on clang-format: a namespace and its types begin a line."""
    spaces = []
    for line in text.splitlines():
        if opened := re.match(r"namespace ?([\w:]*) ?\{", line):
            spaces.append(opened[1])
        elif line.startswith("}  // namespace"):
            spaces.pop()
        elif (found := TYPE.match(line)) and "" not in spaces:
            yield "::".join(spaces), found[1]


def faults_of(files):
    places = collections.defaultdict(list)
    for path, text in files:
        for name in types_in(text):
            places[name].append(path)
    return [f"{space}::{name}: {', '.join(where)}" for (space, name), where in sorted(places.items()) if len(where) > 1]


def self_test():
    one = "namespace legal {\nstruct Item {\n};\n}  // namespace legal\n"
    other = "namespace legal {\nnamespace {\nclass Item final : public Base {\n};\n}  // namespace\n}  // namespace legal\n"
    elsewhere = one.replace("legal", "cli")
    wrong = [] if faults_of([("a.h", one), ("b.h", one.replace("struct", "class"))]) else ["accepted: two of one name"]
    return wrong + [f"refused: {fault}" for fault in faults_of([("a.h", one), ("b.cc", other), ("c.h", elsewhere)])]


def main():
    if sys.argv[1:] == ["--self-test"]:
        found = [f"check_types self-test: {line}" for line in self_test()]
    else:
        paths = (path for module in MODULES for path in sorted((ROOT / module).rglob("*")) if path.suffix in (".h", ".cc"))
        found = faults_of((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
