#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that no C++ file has more than 500 lines and no function more than 60, counted from brace to brace.

A simple scan: comments and literals are blanked, then a brace that follows a parameter list outside of any other
function opens a function. --self-test checks the scan.
"""
import pathlib
import re
import sys

FILE_LIMIT = 500
FUNCTION_LIMIT = 60
FOLDERS = ["core", "acquire", "custody", "report", "legal", "cli", "web", "tests"]
ROOT = pathlib.Path(__file__).resolve().parent.parent

BLANKED = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|(?:u8|u|U|L)?R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z_])(?:u8|u|U|L)?'(?:\\.|[^'\\\n])+'"
    r"|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.DOTALL | re.MULTILINE)
TYPE = re.compile(r"\b(namespace|class|struct|union|enum)\b[^()=;]*$|\bextern\s*$")


def blank(text):
    """The text without comments, literals and preprocessor lines; line numbers stay."""
    return BLANKED.sub(lambda match: "\n" * match[0].count("\n"), text)


def name_of(head):
    names = re.findall(r"([\w:~]+|operator\s*\S+?)\s*\(", head)
    return names[0] if names else "?"


def functions(text):
    """(name, first line, number of lines) of each function, the lines counted from brace to brace."""
    depth, inside, line, head, opened = 0, None, 1, "", []
    for char in blank(text):
        if char == "\n":
            line += 1
        if char == "{":
            if inside is None and "(" in head and not TYPE.search(head.strip()):
                inside = (name_of(head), line, depth)
            depth, head = depth + 1, ""
        elif char == "}":
            depth, head = depth - 1, ""
            if inside and depth == inside[2]:
                opened.append((inside[0], inside[1], line - inside[1] + 1))
                inside = None
        else:
            head = "" if char == ";" and inside is None else head + char
    return opened


def faults_of(path, text):
    count = text.count("\n")
    if count > FILE_LIMIT:
        yield f"{path}:1: the file has {count} lines, the limit is {FILE_LIMIT}"
    for name, line, lines in functions(text):
        if lines > FUNCTION_LIMIT:
            yield f"{path}:{line}: {name} has {lines} lines, the limit is {FUNCTION_LIMIT}"


def self_test():
    long = "  work();\n" * FUNCTION_LIMIT
    cases = [
        ("int f(int a) {\n  return a;\n}\n", [("f", 1, 3)]),
        ('namespace a {\nclass B : public C<int> {\n  B() : c_(0) {}\n  int d() const { return c_; }\n};\n}\n',
         [("B", 3, 1), ("d", 4, 1)]),
        ('const char* k = "{ ( {"; char c = \'{\';\n// f() {\n/* g() { */\nvoid h() noexcept {}\n', [("h", 4, 1)]),
        ('auto t = R"x(void f() {)x";\nint n = 1\'000;\nvoid g() {\n  auto f = [](int) { return 1; };\n}\n', [("g", 3, 3)]),
        ('TEST_CASE("a {", "[b]") {\n  CHECK(true);\n}\n', [("TEST_CASE", 1, 3)]),
        ('#define M(x) \\\n  do { x; \\\n  } while (0)\nextern "C" {\nint f() { return 0; }\n}\n', [("f", 5, 1)]),
    ]
    wrong = [f"{text!r}: {functions(text)}, expected {expected}" for text, expected in cases if functions(text) != expected]
    if not list(faults_of("x.cc", "void f() {\n" + long + "}\n")) or not list(faults_of("x.cc", "\n" * (FILE_LIMIT + 1))):
        wrong.append("a fault went unnoticed")
    if list(faults_of("x.cc", "void f() {\n" + long[: long.index("\n") + 1] * (FUNCTION_LIMIT - 2) + "}\n")):
        wrong.append("a function at the limit was refused")
    return wrong


def main():
    if sys.argv[1:] == ["--self-test"]:
        found = [f"check_sizes self-test: {line}" for line in self_test()]
    else:
        files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".h", ".cc")]
        found = [line for path in files for line in faults_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
