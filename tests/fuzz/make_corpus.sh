#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# make_corpus.sh FOLDER: seeds for every target in FOLDER/<target>/, made with the program and mutilated copies of them.
set -euo pipefail
: "${EXHIBIT:?is the program}"
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$1
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export EXHIBIT_HOME=$work/home EXHIBIT_PASSPHRASE='a passphrase for tests only' LC_ALL=C.UTF-8
unset EXHIBIT_KEY
PATH=$PATH:/usr/sbin:/sbin

quietly() { "$@" >"$work/said" 2>&1 || { cat "$work/said" >&2; echo "make_corpus: failed: $*" >&2; exit 1; }; }

# Half a disk of 100 KiB: three chunks and a part, with one that does not compress.
/usr/bin/python3 -c 'import random, sys
chance = random.Random(5)
sys.stdout.buffer.write(b"text " * 6554 + chance.randbytes(2048) + bytes(68094))' | head -c 102400 >"$work/disk"
quietly "$EXHIBIT" key create --name 'R. Sato' --role responder --org 'Example Trading'
quietly "$EXHIBIT" case create "$work/case" --number 2026-0042 --title 'Files on FS-1'
quietly "$EXHIBIT" acquire "$work/disk" --case "$work/case" --item EV-001 --no-verify
quietly "$EXHIBIT" acquire "$work/disk" --case "$work/case" --item EV-002 --compression none --no-verify
quietly "$EXHIBIT" log checkpoint "$work/case" --out "$work/request"
quietly "$EXHIBIT" witness key create --name witness.example.org/w1
cp "$work/said" "$work/w1.vkey"
quietly "$EXHIBIT" log export "$work/case" "$work/export"
quietly "$EXHIBIT" witness "$work/request" --log "$work/export/log.vkey" --out "$work/cosigned"
quietly "$EXHIBIT" witness add "$work/case" "$work/cosigned" --witness "$work/w1.vkey"
quietly "$EXHIBIT" prove "$work/case" 3 --out "$work/proof"
quietly "$EXHIBIT" timestamp "$work/case" --query-out "$work/query"
printf '[tsa]\ndefault_tsa = t\n[t]\nserial = %s\ncrypto_device = builtin\ndefault_policy = 1.2.3\ndigests = sha256\nsigner_digest = sha256\ness_cert_id_alg = sha256\n' "$work/serial" >"$work/conf"
quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/tsa.key" -out "$work/tsa.pem" -subj /CN=stamper -days 3650 \
  -addext extendedKeyUsage=critical,timeStamping
quietly openssl ts -reply -config "$work/conf" -queryfile "$work/query" -signer "$work/tsa.pem" -inkey "$work/tsa.key" -out "$work/reply"

# Small file systems with a folder and two files in each.
mkdir -p "$work/tree/papers"
seq 1 400 >"$work/tree/papers/numbers"
echo note >"$work/tree/note.txt"
truncate -s 256K "$work/ext4"
quietly mkfs.ext4 -q -F -b 1024 -N 16 -O ^has_journal -d "$work/tree" "$work/ext4"
truncate -s 128K "$work/vfat"
quietly mkfs.vfat "$work/vfat"
quietly mcopy -s -i "$work/vfat" "$work/tree/papers" "$work/tree/note.txt" ::
truncate -s 2M "$work/ntfs"
quietly mkfs.ntfs -q -F -c 512 "$work/ntfs"
quietly ntfscp -f "$work/ntfs" "$work/tree/note.txt" note.txt

# Partition tables with volumes in them.
truncate -s 2M "$work/gpt"
printf 'label: gpt\nstart=64, size=512, name="EFI"\nstart=1024, size=256, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4\n' | quietly sfdisk -q "$work/gpt"
truncate -s 2M "$work/mbr"
printf 'label: dos\nstart=64, size=256, type=7\nstart=512, size=2048, type=5\nstart=600, size=256, type=83\nstart=1024, size=512, type=82\n' | quietly sfdisk -q "$work/mbr"
dd if="$work/vfat" of="$work/gpt" bs=512 seek=64 count=256 conv=notrunc status=none

/usr/bin/python3 - "$work" "$out" "$tests" <<'END'
import base64, io, json, pathlib, random, struct, sys, zipfile, zlib
work, out, tests = (pathlib.Path(arg) for arg in sys.argv[1:])
chance = random.Random(7)
golden = json.loads((tests / "vectors/ledger.json").read_text("utf-8"))
leaves = [leaf.encode() for leaf in golden["leaves"]]
samples = {}

def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

def add(target, *contents):
    samples.setdefault(target, []).extend(bytes(content) for content in contents)

def records(*parts):
    return b"".join(tag.encode() + struct.pack("<I", len(data)) + data for tag, data in parts)

def mutilated(data):
    """Cut short, one bit turned, a stretch taken out, a stretch said twice."""
    if len(data) < 4:
        return []
    at, end = sorted(chance.sample(range(len(data)), 2))
    turned = bytearray(data)
    turned[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return [data[:end], bytes(turned), data[:at] + data[end:], data[:end] + data[at:]]

add("json", b'{"a":[1,-0,1e3,"\\u00e9\\ud83d\\ude00",true,null]}', b"1.5e-7", b"[" * 40, b'"\\ud800"', b'{"a":1,"a":2}',
    b"9007199254740993", b"-9223372036854775809", b"1e400", *(leaf.split(b"\n")[1] for leaf in leaves[:6]))
add("note", *leaves[:3], golden["checkpoints"][0].encode())
add("label", f"exhibit:1 case={'0' * 64} thing=EV-001 log={'1' * 32} size=41 root={'2' * 64}".encode())
add("checkpoint", *(note.encode() for note in golden["checkpoints"]),
    *(note.encode().split(b"\n\n")[0] + b"\n" for note in golden["checkpoints"]), (work / "export/checkpoint").read_bytes())
first = json.loads(leaves[0].split(b"\n")[1])
add("verifier_key", first["body"]["log"].encode(), first["body"]["administrator"].encode())
cards = sorted((work / "home/keys").glob("*.card"))
add("key_card", *(card.read_bytes() for card in cards))
add("entry", *leaves)

disclosures = [("D", canonical(line)) for line in golden["disclosures"]]
checkpoints = [("C", note.encode()) for note in golden["checkpoints"]]
entries = [("L", leaf) for leaf in leaves]
add("ledger", records(("P", b""), *entries, *checkpoints, *disclosures),
    records(("P", b""), ("S", b""), *entries, *checkpoints, *disclosures),
    records(("P", b""), ("E", b""), *entries, *checkpoints), records(*entries[:9], *checkpoints[:3], *disclosures),
    records(("P", b""), *entries[:5], *entries[6:], *checkpoints))

templates = sorted((tests.parent / "report/templates").glob("*/*.md"))
head = (b'---\nid: t\nversion: "1"\nlanguage: en\ntitle: "T {{name}}"\nnot_recorded: none\nyes: yes\nno: no\n'
        b"fields: [name, items, items.id, items.files.size, flag]\nfooter: [\"f {{name}}\"]\n---\n")
body = (b"# H {{name}}\n\n{{#items}}\n\n- a {{id}}\n\n{{/items}}\n\n{{widths: 1 2}}\n\n| a | b |\n|---|---|\n| {{#items}} {{id}} | x |\n\n"
        b"> q\n\n{{signature: By | name}}\n\n{{pagebreak}}\n\n{{^flag}}\n\n*n* {{br}} {{blank}}\n\n{{/flag}}\n")
facts = canonical({"name": "<b>|\n{{name}}", "items": [{"id": "1"}, {"id": None}, {"files": [{"size": 3}]}], "flag": False})
add("template", *(path.read_bytes() for path in templates), head + body, head + body + b"\0" + facts)

def first_file(item):
    return sorted((work / "case/evidence" / item).rglob("*.E01"))[0].read_bytes()

packed, stored = first_file("EV-001"), first_file("EV-002")[:70000]
second = bytearray(packed)
second[9] = 2
add("e01", packed, stored, records(("s", packed), ("s", bytes(second))))
table = "1\r\nmain\r\nc\tn\ta\te\tt\tav\tov\tm\tu\tp\r\nCASE\tNO\twhat\twho\twhy\t4.19a\tWindows\t2004 11 4 3 56 35\t2004 11 4 3 56 35\t0\r\n\r\n"
wide = "3\nmain\na\tc\tn\te\tt\tmd\tsn\tav\tov\tm\n\U0001f600\tC\t\t\u4f50\u85e4\t\t\t\t6\tLinux\t1626967998\n"
add("ewf_header", b"\0" + table.encode(), b"\1\xff\xfe" + wide.encode("utf-16-le"), b"\1\xfe\xff" + wide.encode("utf-16-be"),
    b"\0main\nt\nx", b"\1m\0a\0i\0n\0\n\0t\0\n\0\x00\xd8")
for level, data in ((1, b"text " * 900), (9, bytes(5000)), (6, chance.randbytes(700)), (0, b"stored"), (9, b"")):
    room = struct.pack("<H", len(data)) + b"\0"
    whole = zlib.compress(data, level)
    add("inflate", room + whole, room + whole + b"\0", b"\0\0\0" + whole)
add("segments", b"x.E01\nx.E02\nx.E04\nx.EAA\nx.ZZZ\n", b"x.001\nx.002\nx.010\nx\nE99\nEAA\n", b"EVF.e01\nEVF.e02\nx.L01\n.E01\n", b"x.9999\nx.000\nx.00\nE00")

def medium(data, sectors=9):
    """The media as records, zero stretches left out."""
    pieces = [(at, data[at:at + 4096]) for at in range(0, len(data), 4096) if any(data[at:at + 4096])]
    return records(("Z", struct.pack("<IB", len(data) // 1024, sectors)), *(("M", struct.pack("<I", at // 512) + piece) for at, piece in pieces))

def at_place(size, place, text):
    return medium(bytes(place) + text + bytes(size - place - len(text)))

disks = [(work / name).read_bytes() for name in ("gpt", "mbr", "vfat", "ntfs", "ext4")]
add("medium", *(medium(disk) for disk in disks), medium(disks[0], 12), at_place(1 << 20, 0, b"LUKS\xba\xbe\0\2"), at_place(1 << 20, 3, b"-FVE-FS-"),
    at_place(1 << 20, 32, b"NXSB"), at_place(1 << 20, 65600, b"_BHRfS_M"), at_place(1 << 20, 1024, b"\x10\x20\xf5\xf2"),
    at_place(1 << 20, 3, b"EXFAT   " + bytes(77) + struct.pack("<III", 8, 4, 2) + bytes(8) + b"\x09\x03"), medium(chance.randbytes(400 << 10)))
sense = bytes((0x72, 1, 0, 0x1D, 0, 0, 0, 14, 9, 12, 1, 0, 0, 1, 4, 1, 5, 2, 6, 3, 0xE0, 0x50))
add("device_answer", sense, sense[:8] + bytes((0, 2, 0, 0)) + sense[8:], canonical({"smart_status": {"passed": False}, "power_cycle_count": 3,
    "ata_smart_attributes": {"table": [{"id": 5, "raw": {"value": 9}}, 5]}}))

def frame(kind, data):
    return kind + struct.pack("<I", len(data)) + data

report = canonical({"faults": ["f"]})
head = frame(b"H", canonical({"declared": "5", "faults": [], "md5": "0" * 32, "of_device": True, "removable": False, "sector_size": 512,
                              "sha1": "0" * 40, "header": {name: "x" for name in ("case_number", "description", "examiner",
                              "evidence_number", "notes", "software", "acquired_at", "model", "serial")}}))
errors = frame(b"X", struct.pack("<QQQQ", 0, 512, 1024, 512))
size = frame(b"S", struct.pack("<Q", 5))
def slot(number, length):
    return frame(b"M", bytes([number]) + struct.pack("<I", length))

add("frames", slot(0, 5), b"D" + struct.pack("<I", 1 << 20), b"R" + struct.pack("<I", 16 << 20), size, errors, head)
large = frame(b"S", struct.pack("<Q", 1 << 40))
add("reading", size + errors + head + slot(0, 5) + frame(b"R", report), size + head + slot(31, 4), size + head + frame(b"R", report), slot(0, 5),
    size + size, size + slot(0, 5), size + head + head, size + head + errors, size + frame(b"X", b"\xff" * 16) + head, size + frame(b"H", b"{}"),
    size + head + slot(1, 5) + frame(b"R", b"{}"), b"X\0\0\0\0" + size, size + head + slot(32, 5), size + head + slot(0, 6),
    size + head + slot(0, 0), large + head + slot(2, 1 << 20) + slot(3, 7) + slot(2, 1 << 20) * 40, large + head + slot(4, 1 << 20) + slot(4, (1 << 20) + 1))

import hashlib
told = frame(b"S", struct.pack("<Q", 5)) + frame(b"B", bytes(8) + hashlib.sha256(b"media").digest())
content = frame(b"U", bytes(1) + struct.pack("<QQ", 1, 4)) + frame(b"D", b"edia")
found = {"address": "12", "allocated": True, "attribute": "", "encrypted": False, "file_system": "ext4", "packed": "0", "path": "2f61",
         "recovered": False, "size": "4", "stream": "", "times": {"modified": [1, 2]}, "utc": True, "volume": "0"}
name = {"address": "12", "kind": "file", "name": "61", "size": "4", "state": "allocated"}
place = {"address": "2", "file_system": "ext4", "left_out": "0", "volume": "0"}
volume = {"description": "", "fault": "", "file_system": "ext4", "length": "5", "offset": "0"}
add("told", told + content + frame(b"R", canonical(found)), told + frame(b"N", canonical(name)) + frame(b"R", canonical(place)),
    told + frame(b"R", canonical({"volumes": [volume]})), told + frame(b"F", b"why"), told + frame(b"R", canonical({"refused": "why"})),
    told + frame(b"R", canonical({**found, "size": "18446744073709551615"})),
    told + content + frame(b"U", b"\1" + struct.pack("<QQ", 0, 1 << 60)) + frame(b"R", canonical(found)))
def line(name, data):
    return hashlib.sha256(data).hexdigest().encode() + b"  " + name + b"\n"
declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
payload = {b"data/a": b"A", b"data/sub/b": b"B"}
manifest = b"".join(line(name, data) for name, data in payload.items())
tags = {b"bagit.txt": declaration, b"bag-info.txt": b"x: y\n", b"manifest-sha256.txt": manifest}
tag_manifest = b"".join(line(name, data) for name, data in tags.items())
bag = {**payload, **tags, b"tagmanifest-sha256.txt": tag_manifest}
add("bag", records(*(("F", name + b"\n" + data) for name, data in bag.items())),
    records(*(("F", name + b"\n" + data) for name, data in bag.items()), ("F", b"data/%0A\nmore")),
    records(("F", b"bagit.txt\n" + declaration), ("F", b"manifest-sha256.txt/x\n"), ("F", b"tagmanifest-sha256.txt\n" + line(b"../x", b"") + manifest)))

def zipped(names, method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as pack:
        for name in names:
            pack.writestr(name, "content " * 5)
    return buffer.getvalue()

link = zipfile.ZipInfo("case/link")
link.create_system, link.external_attr = 3, 0o120777 << 16
for names in (["case/a", "case/b/c"], ["../around/x"], ["/tmp/exhibit-fuzz-outside"], ["case/a", "case/a/b"], [link],
              ["case/../../x"], ["case/a\\..\\b"], ["case/", "case/\u00e9"]):
    add("zip", zipped(names, zipfile.ZIP_DEFLATED), zipped(names, zipfile.ZIP_STORED))

def kept(name):
    return (work / name).read_bytes()

request, proof, cosigned = kept("request"), kept("proof"), kept("cosigned")
hash_line = base64.b64encode(bytes(32)) + b"\n"
add("request", request, b"old 20852014\n" + hash_line * 4 + request[6:], b"old 7\n" + hash_line * 63 + request[6:])
add("proof", proof, proof.replace(b"\nindex", b"\nextra YWdl\nindex", 1), b"c2sp.org/tlog-proof@v1\nindex 0\n\nx")
vkey, log_vkey = kept("w1.vkey").strip(), kept("export/log.vkey").strip()
add("policy", b"log " + log_vkey + b" http://l/\nwitness w " + vkey + b"\n# c\ngroup g 1 w\nquorum g\n", b"quorum none\n",
    b"witness w " + vkey + b"\nquorum w\n", b"\twitness a " + vkey + b" u\ngroup g all a\ngroup h any g\nquorum h\n")
add("cosigned", records(("W", vkey), ("C", cosigned)), records(("W", vkey), ("C", cosigned), ("C", cosigned)))
add("http", b"http://example.org:80/a", b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\nContent-Length: 3\r\n\r\n", b"http://[::1]:8080/")
def sectors(image):
    """The image as its size and the stretches of it that are neither zero bytes nor an empty journal."""
    parts, start = [("Z", struct.pack("<I", len(image) // 1024))], None
    for number in range(len(image) // 512 + 1):
        sector = image[number * 512:number * 512 + 512]
        if sector.strip(b"\0") and sector.strip(b"\xff"):
            start = number if start is None else start
        elif start is not None:
            if number - start < 200:  # the table of capital letters of NTFS is longer, and not needed
                parts.append(("M", struct.pack("<I", start) + image[start * 512:number * 512]))
            start = None
    return records(*parts)

table = bytearray(kept("vfat"))
disk = bytes(446) + struct.pack("<BBBBBBBBII", 0, 0, 0, 0, 6, 0, 0, 0, 1, len(table) // 512) + bytes(48) + b"\x55\xaa" + bytes(table)
add("files", sectors(kept("ext4")), sectors(kept("vfat")), sectors(kept("ntfs")), sectors(disk))
query, reply, anchor = kept("query"), kept("reply"), kept("tsa.pem")
add("token", records(("Q", query), ("R", reply), ("A", anchor)), records(("Q", query), ("R", reply)), records(("Q", query), ("R", query)),
    records(("Q", query), ("R", bytes.fromhex("300b300902010230040c026e6f"))), records(("Q", query), ("R", reply), ("A", anchor), ("L", anchor)))

rules = tests.parent / "legal/rules"
add("rule", *((rules / f"{name}.yaml").read_bytes() for name in ("us-fre-902-14", "eu-nis2-23", "jp-appi-26-p", "jp-k-99b", "eu-45k")),
    b"a: &x [1]\nb: *x\n", b"[" * 600, b"{" * 600, b"? " * 600, b"- " * 600, b"a: !!int 1\n", b"--- a\n--- b\n", b"%TAG ! x:\n---\n!a b\n",
    b"id: &a x\nkind: duty\nstages:\n  - {id: EU-A-1, clock: 'notification_sent:EU-A-1', counting: hours, amount: 1}\n",
    b"text: |\n  a\n   b\ntitle: >-\n  c\n\n  d\n", b"\xef\xbb\xbfid: x\n", b"id: 'a\n", b'id: "\\u202e"\n', b"<<: {id: x}\n", b"\xff")

plan = """exercise: {name: Blue, starts: 2026-12-01, ends: 2026-12-02, scope: s, mission_areas: [response], threat: t, scenario: s,
  sponsor: s, organisations: [us], poc: p, objectives: [{id: O-1, text: t, capabilities: [C-1]}]}
capabilities:
  - {id: C-1, name: n, tasks: [{id: T-1, name: n, measures: [{id: M-1, text: t}]}]}
events:
  - {number: '1', at: '+00:15', inject: i, from: f, to: t, capability: C-1, task: T-1, expect: [
      {text: t, type: incident_triaged, within: 30, where: {incident: INC-1}, says: ransom}]}
  - {number: '2', at: '2026-12-01T12:00:00+09:00', inject: i, from: f, to: t, capability: C-1, protected: true}
"""
add("exercise_plan", *(text.encode() for text in (plan, plan.replace("+00:15", "+999:59"), plan.replace("+00:15", "+1:5"), plan.replace("T-1", "C-1"),
    plan.replace("incident_triaged", "private"), plan.replace("incident: INC-1", "reason: r"), plan.replace("{incident: INC-1}", "[[incident]]"),
    plan.replace("'2'", "'1'"), plan.replace("INC-1", "\u202e"), "events: []", "exercise: &a {name: x}", "capabilities: " + "[" * 40)))

criteria = """criteria:
  - id: C2
    priority: high
    when: {en: "a server", ja: "サーバ"}
"""
profile = "body: Sector CSIRT\nfields: [indicators, narrative]\ntlp: green\nonward: members only\n"
facts = "F18: 3 s ahead\nF28: trained in 2025\n"
add("fixed_file", *(text.encode() for text in (criteria, profile, facts, criteria.replace("high", "urgent"), profile.replace("green", "blue"),
    facts.replace("F28", "F18"), facts.replace("F18", "F99"), criteria.replace("C2", "\u202e"), "fields: [" * 30)),
    (tests.parent / "legal/anonymisation.yaml").read_bytes())

journal = """{"compression":"fast","cut":{"md5":"00112233445566778899aabbccddeeff0000000000200000","offset":2097152,"sha1":"","sha256":"","unreadable":[[512,1024],[4096,512]]},"fill":"zero","format":"e01","map":"","second":"2f6d6e74","segment_size":1048576,"source":{"kind":"block device","model":"4469736b","sector":512,"serial":"53","size":4194304,"vendor":""},"started":"2026-11-22T01:02:03.000000Z","version":1,"writer":{"details":{"chunks":64},"files":[{"name":"EV-1.E01","size":100}],"media_bytes":2097152}}"""
add("journal", *(text.encode() for text in (journal, journal.replace("e01", "raw"), journal.replace("2097152", "4194304"), journal.replace("[[512,1024],[4096,512]]", "[]"),
    journal.replace("[4096,512]", "[1536,512]"), journal.replace("EV-1", ".."), journal.replace('"version":1', '"version":2'), "{}", "[" * 40)))
rescue = "# Mapfile. Created by GNU ddrescue version 1.27\n# current_pos  current_status  current_pass\n0x00100000     +               1\n#      pos        size  status\n0x00000000  0x00100000  +\n0x00100000  0x00000400  -\n0x00100400  0x002FFC00  +\n"
add("rescue_map", *(text.encode() for text in (rescue, rescue.replace("  -", "  ?"), rescue.replace("  -", "  x"), rescue.replace("0x00100400", "0x00100500"),
    rescue.replace("0x00100400", "1049600"), rescue.replace("0x002FFC00", "0x7FFFFFFFFFFFFFFF"), rescue.replace("0x00000400", "0"), "0 ?\n0 512 *\n512 512 /\n1024 1 +",
    "0x0 + 1\n0x200 0x200 + # from here\r\n", rescue.replace("+               1", "\u202e"), "#", "0x0 + 1\n")))

host = """{"blocks_root":"%s","bytes":4194304,"finished":"2026-11-22T01:05:03.000000Z","item":"EV-9","md5":"%s","notice":"not signed","program":"exhibit 0.1.0","sha1":null,"sha256":"%s","smart_after":{},"source":{"size":4194304},"started":"2026-11-22T01:02:03.000000Z","unreadable":[{"length":1024,"offset":512},{"length":512,"offset":4096}]}""" % ("ab" * 32, "cd" * 16, "ef" * 32)
add("facts", *(text.encode() for text in (host, host.replace('"offset":4096', '"offset":1535'), host.replace('"offset":4096', '"offset":4194304'), host.replace("[{", "[[[{"),
    host.replace('"sha1":null', '"sha1":"12"'), host.replace('"sha1":null,', ""), host.replace('"bytes":4194304', '"bytes":-1'), host.replace("not signed", "\u202e"), "{}", "[" * 40)))
sheet = "".join(f"{digest * 32}  {name}\n" for digest, name in (("ab", "EV-9.E01"), ("cd", "EV-9.blocks"), ("ef", "EV-9.facts.json")))
add("sheet", *(text.encode() for text in (sheet, sheet[:-1], sheet.replace("EV-9.blocks", "../x"), sheet.replace("EV-9.blocks", ".x"), sheet.replace("EV-9.blocks", "EV-9.E01"),
    sheet.replace("  ", " *"), sheet.replace("ab", "AB"), "\n", "")))
places = "/mnt/large/.partial-EV-1-I1\n/mnt/large\n"
add("places", *(text.encode() for text in (places, places[:-1], places * 40, "relative\n../x\n", "/\0\n", "/" * 5000, "\n\n", "")))

for target, contents in samples.items():
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    contents += [broken for content in contents[:6] for broken in mutilated(content)]
    for number, content in enumerate(contents):
        (folder / f"seed-{number:03d}").write_bytes(content)
END
