#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks which header may be included where: the order of the modules, and third-party headers kept to few files.

Prints file:line and the reason for each fault, and exits with 1 when there is one. --self-test checks the rules.
"""
import pathlib
import re
import sys

ORDER = ["core", "acquire", "custody", "report", "legal", "cli"]
FACTS = "acquire/acquisition.h"
# The rooms of acquire/ in the order in which one may see another, behind headers that all of them see; what lies in
# acquire/ itself joins the rooms, and no room sees it.
ROOMS = ["stages", "device", "image", "survey", "writing", "damage", "child", "reading", "files", "resume"]
ROOM_FACTS = {FACTS, "acquire/block_digests.h", "acquire/range_set.h"}
# What a module may see where that is less than all to its left; a name ending in .h is that one header.
TIGHTER = {
    "custody": ["core", FACTS],
    "report": ["core", "custody", FACTS],
    "legal": ["core", "custody", "report", FACTS],
}

# (header, who may include it, why). The first rule whose header matches decides; tests follow no such rule.
CONFINED = [
    (r"libewf(\.h|/)", r"acquire/reading/ewf_reader\.cc", "libewf stays in acquire/reading/ewf_reader.cc: it is the second reader and nothing else"),
    (r"sqlite3\.h", r"custody/sqlite\.(h|cc)", "SQLite stays in custody/sqlite.*"),
    (r"openssl/", r"core/(digest|resumable_digest|random|secret)\.(h|cc)|custody/(signature|time_stamp)\.(h|cc)",
     "OpenSSL stays in core/{digest,resumable_digest,random,secret}.* and custody/{signature,time_stamp}.*"),
    (r"sodium", r"custody/(signature|sealed_for_two)\.cc", "libsodium stays in custody/{signature,sealed_for_two}.cc"),
    (r"netdb\.h|netinet/|sys/socket\.h|arpa/", r"cli/http_(client|server)\.cc|acquire/child/reader_child\.cc",
     "sockets stay in cli/http_{client,server}.cc; the reader talks with its child over a pair"),
    (r"CLI/", r"cli/.+", "CLI11 stays in cli/"),
    (r"boost/", r"core/path\.h", "Boost enters through core/path.h only"),
    (r"(cairo|pango|harfbuzz)/|(cairo|hb)[\w-]*\.h|fontconfig/|ft2build\.h|freetype",
     r"report/(font_\w+|\w*layout\w*|render_\w+|page_\w+)\.(h|cc)",
     "cairo, pango, fontconfig and freetype stay in report/{font_*,*layout*,render_*,page_*}.*"),
    (r"yaml-cpp/", r"report/template\w*\.(h|cc)|legal/law/rule_\w+\.(h|cc)", "yaml-cpp stays in report/template* and legal/law/rule_*"),
    (r"cmark", r"report/template\w*\.(h|cc)", "cmark stays in report/template*"),
    (r"date/", r"legal/law/civil_time\.cc", "the date library stays in legal/law/civil_time.cc"),
    (r"qrencode\.h", r"report/qr_code\.cc", "libqrencode stays in report/qr_code.cc"),
    (r"archive(_entry)?\.h", r"report/(package|zip)\w*\.(h|cc)", "libarchive stays in report/{package,zip}*"),
    (r"tsk/", r"acquire/files/tsk_\w+\.(h|cc)", "libtsk stays in acquire/files/tsk_*: it runs in the locked-down child only"),
    (r"fuse", r"acquire/reading/raw_mount\.cc", "libfuse stays in acquire/reading/raw_mount.cc"),
    (r"seccomp\.h|linux/(seccomp|landlock)\.h", r"acquire/.+", "seccomp and Landlock stay in acquire/"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
ROOT = pathlib.Path(__file__).resolve().parent.parent


def allowed(module):
    """The modules and headers that `module` may see besides itself."""
    return TIGHTER.get(module, ORDER[: ORDER.index(module)])


def fault_of_module(module, header):
    target = header.split("/")[0]
    if target not in ORDER or target == module or target in allowed(module) or header in allowed(module):
        return None
    if target == "cli":
        return "nobody includes cli/"
    if ORDER.index(target) > ORDER.index(module):
        return f"{module} may not see {target}: the order is {' <- '.join(ORDER)}"
    return f"{module} sees of {target} only {FACTS}"


def fault_of_room(path, header):
    """A room of acquire/ sees itself, the rooms before it and the headers that all see."""
    room, target = (name.split("/")[1] if name.count("/") == 2 else None for name in (path, header))
    if room is None or not path.startswith("acquire/") or not header.startswith("acquire/") or header in ROOM_FACTS:
        return None
    if target not in ROOMS or room not in ROOMS:
        return "not a room of acquire/, or what joins the rooms: " + " <- ".join(ROOMS)
    if ROOMS.index(target) > ROOMS.index(room):
        return f"acquire/{room}/ may not see acquire/{target}/: the order is {' <- '.join(ROOMS)}"
    return None


def fault_of_library(path, header):
    for pattern, users, reason in CONFINED:
        if re.match(pattern, header):
            return None if re.fullmatch(users, path) else reason
    return None


def fault(path, bracket, header):
    """Why the file at `path` may not include `header`, or None."""
    module = path.split("/")[0]
    if bracket == '"' and "/" not in header:
        return 'our headers are included by their path from the root: "core/bytes.h"'
    if header.startswith("tests/"):
        return "the program includes nothing from tests/"
    if path.startswith("legal/law/") and header.startswith("legal/") and not header.startswith("legal/law/"):
        return "the law as data and its clocks see nothing of a case: legal/law/ includes of legal/ itself only"
    return fault_of_module(module, header) or fault_of_room(path, header) or fault_of_library(path, header)


def faults_of(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        reason = match and fault(path, match[1], match[2])
        if reason:
            yield f"{path}:{number}: {match[2]}: {reason}"


def sources():
    for module in ORDER:
        for path in sorted((ROOT / module).rglob("*")):
            if path.suffix in (".h", ".cc"):
                yield path


def self_test():
    good = [
        ("core/digest.cc", "<openssl/evp.h>"), ("core/path.h", "<boost/filesystem/path.hpp>"), ("core/x.cc", "<string>"),
        ("acquire/reading/ewf_reader.cc", "<libewf.h>"), ("acquire/a.cc", '"core/bytes.h"'), ("acquire/a.cc", "<linux/landlock.h>"),
        ("acquire/reading/raw_mount.cc", "<fuse_lowlevel.h>"), ("acquire/files/tsk_image.h", "<tsk/libtsk.h>"),
        ("custody/record.h", '"acquire/acquisition.h"'), ("custody/sqlite.cc", "<sqlite3.h>"), ("cli/main.cc", "<CLI/CLI.hpp>"),
        ("report/render_pdf.cc", "<cairo/cairo-pdf.h>"), ("report/render_pdf.cc", "<cairo-pdf.h>"),
        ("report/template.cc", "<yaml-cpp/yaml.h>"), ("legal/law/rule_yaml.cc", "<yaml-cpp/parser.h>"), ("report/package.cc", "<archive.h>"), ("legal/link.cc", '"report/document.h"'),
        ("cli/cmd_acquire.cc", '"acquire/acquire.h"'), ("report/x.cc", '"custody/entry.h"'),
        ("legal/law/civil_time.cc", "<date/tz.h>"), ("legal/law/rule.cc", '"legal/law/rule.h"'),
        ("acquire/reading/x.cc", '"acquire/child/frames.h"'), ("acquire/reading/x.cc", '"acquire/reading/y.h"'),
        ("acquire/stages/x.cc", '"acquire/acquisition.h"'), ("acquire/x.cc", '"acquire/resume/journal.h"'),
    ]
    bad = [
        ("core/x.cc", '"custody/entry.h"'), ("acquire/x.cc", '"custody/entry.h"'), ("custody/x.cc", '"acquire/acquire.h"'),
        ("custody/x.cc", '"report/document.h"'), ("report/x.cc", '"acquire/device/source.h"'), ("report/x.cc", '"legal/link.h"'),
        ("legal/x.cc", '"acquire/device/source.h"'), ("legal/x.cc", '"cli/out.h"'), ("core/x.cc", '"cli/out.h"'),
        ("acquire/pipeline.cc", "<libewf.h>"), ("custody/ledger.cc", "<sqlite3.h>"), ("custody/note.cc", "<openssl/evp.h>"),
        ("core/json.cc", "<openssl/evp.h>"), ("report/x.cc", "<CLI/CLI.hpp>"), ("core/durable_file.h", "<boost/optional.hpp>"),
        ("report/document.cc", "<pango/pangocairo.h>"), ("legal/x.cc", "<yaml-cpp/yaml.h>"), ("legal/rule_x.cc", "<cmark-gfm.h>"), ("report/x.cc", "<cmark-gfm.h>"),
        ("cli/main.cc", "<archive.h>"), ("custody/x.cc", "<seccomp.h>"), ("core/x.cc", '"bytes.h"'),
        ("custody/witness.cc", "<sys/socket.h>"), ("core/x.cc", '"tests/support/fakes.h"'), ("report/render_pdf.cc", "<sqlite3.h>"),
        ("acquire/reading/raw_mount.h", "<fuse.h>"), ("legal/law/civil_time.h", "<date/tz.h>"), ("cli/x.cc", "<date/date.h>"),
        ("legal/law/rule.cc", '"legal/records.h"'), ("acquire/files/file_job.cc", "<tsk/libtsk.h>"), ("cli/cmd_files.cc", "<tsk/fs/tsk_fs.h>"),
        ("acquire/writing/ewf_writer.cc", "<libewf.h>"), ("acquire/child/x.cc", '"acquire/reading/y.h"'),
        ("acquire/stages/x.cc", '"acquire/acquire.h"'), ("acquire/new_room/x.cc", '"acquire/stages/y.h"'),
    ]
    wrong = [f"refused: {path} {header}" for path, header in good if list(faults_of(path, f"#include {header}\n"))]
    wrong += [f"accepted: {path} {header}" for path, header in bad if not list(faults_of(path, f"#  include {header}\n"))]
    if list(faults_of("core/x.cc", '// #include "cli/out.h"\n')):
        wrong.append("refused: a comment")
    return wrong


def main():
    if sys.argv[1:] == ["--self-test"]:
        found = [f"check_includes self-test: {line}" for line in self_test()]
    else:
        found = [line for path in sources() for line in faults_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
