#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# import: images that other tools made, whole, damaged and incomplete; images taken unsigned, with their sheet.
. "$(dirname "$0")/_lib.sh"
new_case
import() { "$EXHIBIT" import "$@"; }
# nothing_left ITEM: nothing of it is recorded, and no file of it lies in the case
nothing_left() {
  same "entries after $1 was refused" "$(entries "$CASE")" "$BEFORE"
  [ ! -e "$CASE/evidence/$1" ] || fail "of $1 is left: $(ls -A "$CASE/evidence/$1")"
}

random "$TEMP/disk" 4194304
# --- raw and split raw
ok import "$TEMP/disk" --case "$CASE" --item RAW-1 --reason 'handed over' --json
same 'bytes' "$(json_field "$OUT" 'd["bytes"]')" 4194304
same 'SHA-256' "$(json_field "$OUT" 'd["sha256"]')" "$(digest "$TEMP/disk")"
same 'members' "$(json_field "$OUT" 'sorted(d)')" "['blocks_root', 'bytes', 'carrier', 'entry', 'faults', 'image', 'image_id', 'item', 'label', 'md5', 'seconds', 'sha1', 'sha256', 'source', 'stored', 'unreadable', 'verified']"
same 'the files' "$(json_field "$OUT" 'd["image"]')" "['evidence/RAW-1/RAW-1-I1.raw']"
same 'entry named' "$(json_field "$OUT" 'd["entry"]') image_imported" "$(types "$CASE" | tail -1)"
same 'verified' "$(json_field "$OUT" 'd["verified"], d["stored"]["md5"], d["unreadable"]')" '(True, None, [])'
mkdir "$TEMP/split"
split -b 1500000 -d -a 3 --additional-suffix= "$TEMP/disk" "$TEMP/split/disk."
ok import "$TEMP/split/disk.000" --case "$CASE" --item RAW-2 --json
same 'SHA-256 of the split image' "$(json_field "$OUT" 'd["sha256"]')" "$(digest "$TEMP/disk")"
same 'its files' "$(json_field "$OUT" '[f[-3:] for f in d["image"]]')" "['001', '002', '003']"
same 'a copy' "$(digest "$CASE/evidence/RAW-2/RAW-2-I1.002")" "$(digest "$TEMP/split/disk.001")"
if have dc3dd; then
  dc3dd if="$TEMP/disk" ofs="$TEMP/dc.000" ofsz=1M >"$TEMP/said" 2>&1
  ok import "$TEMP/dc.000" --case "$CASE" --item RAW-3 --json
  same 'SHA-256 of the image of dc3dd' "$(json_field "$OUT" 'd["sha256"]')" "$(digest "$TEMP/disk")"
fi
same 'no start entry' "$(count_of "$CASE" acquisition_started)" 0
refused 'cannot import as RAW-1: .*already has the finished image' import "$TEMP/disk" --case "$CASE" --item RAW-1
ok import "$TEMP/disk" --case "$CASE" --item RAW-1 --again --json
same 'a further image' "$(json_field "$OUT" 'd["image_id"]')" RAW-1-I2

# --- refused: nothing recorded, nothing left
BEFORE=$(entries "$CASE")
mv "$TEMP/split/disk.001" "$TEMP/kept.001"
refused 'disk.001' import "$TEMP/split/disk.000" --case "$CASE" --item NO-1
nothing_left NO-1
head -c 1000 "$TEMP/kept.001" >"$TEMP/split/disk.001"
refused 'disk.001: it has 1000 bytes' import "$TEMP/split/disk.000" --case "$CASE" --item NO-1
nothing_left NO-1
refused 'name the first segment' import "$TEMP/split/disk.002" --case "$CASE" --item NO-1
: >"$TEMP/empty"
refused 'empty' import "$TEMP/empty" --case "$CASE" --item NO-1
refused 'cannot' import "$TEMP/nowhere.E01" --case "$CASE" --item NO-1
refused 'inside the case folder' import "$CASE/evidence/RAW-1/RAW-1-I1.raw" --case "$CASE" --item NO-1
misused 'sheet' import "$TEMP/disk" --case "$CASE" --item NO-1 --sheet "$(digest "$TEMP/disk")"
refused 'no sheet' import "$TEMP/disk" --case "$CASE" --item NO-1 --sign
nothing_left NO-1

# --- E01
if have ewfacquire; then
  make() { ewfacquire -u -q -t "$1" -C 'K-7' -D 'the office disk' -e 'Eve Other' -E 'X-1' -N 'found open' -d sha1 -S 1048576 "${@:2}" >"$TEMP/said" 2>&1; }
  make "$TEMP/e" "$TEMP/disk"
  ok import "$TEMP/e.E01" --case "$CASE" --item E-1 --json
  same 'SHA-256 of the media' "$(json_field "$OUT" 'd["sha256"]')" "$(digest "$TEMP/disk")"
  same 'stored MD5' "$(json_field "$OUT" 'd["stored"]["md5"] == d["md5"]')" True
  same 'stored SHA-1' "$(json_field "$OUT" 'd["stored"]["sha1"] == d["sha1"]')" True
  same 'more than one file' "$(json_field "$OUT" 'len(d["image"]) > 3')" True
  export_of "$CASE"
  lacks 'the examiner in the ledger in clear' "$EXPORT/ledger.sqlite" 'Eve Other'
  matches 'the examiner among the disclosures' "$EXPORT/disclosures.jsonl" '"body.header.examiner","[0-9a-f]+","Eve Other"'

  damaged() { rm -rf "$TEMP/d"; mkdir "$TEMP/d"; cp "$TEMP"/e.E* "$TEMP/d"; }
  BEFORE=$(entries "$CASE")
  damaged; rm "$TEMP/d/e.E02"
  refused 'e.E02' import "$TEMP/d/e.E01" --case "$CASE" --item NO-2
  damaged; mv "$TEMP/d/e.E02" "$TEMP/d/x"; mv "$TEMP/d/e.E03" "$TEMP/d/e.E02"; mv "$TEMP/d/x" "$TEMP/d/e.E03"
  refused 'e.E02: it says that it is segment 3' import "$TEMP/d/e.E01" --case "$CASE" --item NO-2
  damaged; rm "$TEMP/d/$(ls "$TEMP/d" | tail -1)"
  refused 'is missing' import "$TEMP/d/e.E01" --case "$CASE" --item NO-2
  head -c 3145728 "$TEMP/disk" >"$TEMP/other"
  make "$TEMP/f" "$TEMP/other"
  damaged; cp "$TEMP/f.E02" "$TEMP/d/e.E02"
  refused 'e.E02: .*other sizes' import "$TEMP/d/e.E01" --case "$CASE" --item NO-2
  damaged; cp "$TEMP/disk" "$TEMP/d/e.E02"
  refused 'e.E02' import "$TEMP/d/e.E01" --case "$CASE" --item NO-2
  nothing_left NO-2

  # Damage inside is no reason to turn evidence away: it is found, told and recorded.
  damaged
  printf 'XXXXXXXX' | dd of="$TEMP/d/e.E02" bs=1 seek=600000 conv=notrunc status=none
  run import "$TEMP/d/e.E01" --case "$CASE" --item BAD-1 --json
  same 'status of a damaged image' "$STATUS" 3
  matches 'each fault is printed' "$ERR" '^fault: chunk [0-9]+ .*checksum is wrong'
  same 'faults and verified' "$(json_field "$OUT" 'len(d["faults"]) > 0, d["verified"]')" '(True, False)'
  # A stored digest that is another: the MD5 in the last segment, with its own checksum put right.
  damaged
  last=$TEMP/d/$(ls "$TEMP/d" | tail -1)
  python3 - "$last" <<'END'
import sys, zlib
path = sys.argv[1]
data = bytearray(open(path, "rb").read())
for kind, size in ((b"hash", 36), (b"digest", 80)):
    at = data.find(kind + b"\0" * (16 - len(kind)))
    if at >= 0:
        data[at + 76] ^= 1
        data[at + 76 + size - 4:at + 76 + size] = zlib.adler32(bytes(data[at + 76:at + 76 + size - 4])).to_bytes(4, "little")
open(path, "wb").write(data)
END
  run import "$TEMP/d/e.E01" --case "$CASE" --item BAD-2 --json
  same 'status of an altered stored digest' "$STATUS" 3
  matches 'it is named' "$ERR" '^fault: the MD5 that the image stores'
  same 'one fault' "$(json_field "$OUT" 'len(d["faults"])')" 1
  run "$EXHIBIT" verify "$CASE"
  same 'verify finds what was recorded' "$STATUS" 3
  matches 'the recorded fault' "$OUT" '^FAULT  mismatch: the image had [0-9]+ faults of its own'
  lacks 'faults of others' "$OUT" '^FAULT .*(E-1-I1|RAW-)'
  lacks 'damage that was there before called tampering' "$OUT" '^FAULT  tampered'
  cp "$CASE/evidence/BAD-1/BAD-1-I1.E02" "$TEMP/kept"
  printf 'YYYY' | dd of="$CASE/evidence/BAD-1/BAD-1-I1.E02" bs=1 seek=600000 conv=notrunc status=none
  run "$EXHIBIT" verify "$CASE"
  matches 'damage that came later' "$OUT" '^FAULT  tampered: chunk'
  cp "$TEMP/kept" "$CASE/evidence/BAD-1/BAD-1-I1.E02"
fi

# A segment of another set, told by the identifier that this program writes into each.
new_case "$TEMP/makes"
for item in M-1 M-2; do
  "$EXHIBIT" acquire "$TEMP/disk" --case "$CASE" --item "$item" --segment-size 1048576 --no-verify >/dev/null 2>&1
done
mkdir "$TEMP/foreign"
for file in "$CASE"/evidence/M-1/M-1-I1.E0*; do cp "$file" "$TEMP/foreign/"; done
if [ -f "$TEMP/foreign/M-1-I1.E02" ]; then
  cp "$CASE/evidence/M-2/M-2-I1.E02" "$TEMP/foreign/M-1-I1.E02"
  BEFORE=$(entries "$CASE")
  refused 'M-1-I1.E02: .*another set' import "$TEMP/foreign/M-1-I1.E01" --case "$CASE" --item NO-4
  nothing_left NO-4
else
  fail 'the image of one item is not split'
fi

# --- taken unsigned on a suspect host
WHOLE=$TEMP/whole
new_case "$WHOLE"
CASE=$WHOLE
ok import "$TEMP/disk" --case "$CASE" --item RAW-1
run "$EXHIBIT" acquire "$TEMP/disk" --live --unsigned --out "$TEMP/host" --item EV-9 --json
SHEET=$(json_field "$OUT" 'd["sheet_sha256"]')
BEFORE=$(entries "$CASE")
refused 'not the one written down' import "$TEMP/host/EV-9.E01" --case "$CASE" --item EV-9 --sign --sheet "$(digest "$TEMP/disk")"
misused '64 hexadecimal digits' import "$TEMP/host/EV-9.E01" --case "$CASE" --item EV-9 --sign --sheet 12
for file in EV-9.E01 EV-9.blocks EV-9.facts.json; do
  rm -rf "$TEMP/altered"
  cp -r "$TEMP/host" "$TEMP/altered"
  printf x | dd of="$TEMP/altered/$file" bs=1 seek=700 conv=notrunc status=none
  refused "$file" import "$TEMP/altered/EV-9.E01" --case "$CASE" --item EV-9 --sign --sheet "$SHEET"
  rm "$TEMP/altered/$file"
  refused "$file|cannot" import "$TEMP/altered/EV-9.E01" --case "$CASE" --item EV-9 --sign --sheet "$SHEET"
done
nothing_left EV-9
ok import "$TEMP/host/EV-9.E01" --case "$CASE" --item EV-9 --sign --sheet "$SHEET" --json
same 'the sheet was told' "$(json_field "$OUT" 'd["sheet_told"], d["sheet_sha256"]')" "(True, '$SHEET')"
[ -f "$CASE/attachments/$SHEET" ] || fail 'the sheet is no attachment of the entry'
intact "$CASE"
lacks 'limits' "$TEMP/verified" 'sheet of an image'
ok import "$TEMP/host/EV-9.E01" --case "$CASE" --item EV-9 --again --sign
intact "$CASE" 'not compared'
expect 0 'note: EV-9.sha256 .*--sign' "$EXHIBIT" import "$TEMP/host/EV-9.E01" --case "$CASE" --item EV-8
# Facts that differ from the data are a fault of the image, not a reason to leave it.
rm -rf "$TEMP/altered"
cp -r "$TEMP/host" "$TEMP/altered"
sed -i -E 's/("sha256": ")[0-9a-f]{4}/\1ffff/' "$TEMP/altered/EV-9.facts.json"
(cd "$TEMP/altered" && sed -i "s/^.*  EV-9.facts.json$/$(digest EV-9.facts.json)  EV-9.facts.json/" EV-9.sha256)
new_case "$TEMP/third"
CASE=$WHOLE
run import "$TEMP/altered/EV-9.E01" --case "$TEMP/third" --item EV-7 --sign
same 'facts that differ' "$STATUS" 3
matches 'they are named' "$ERR" '^fault: the host reported the sha256 ffff'

# --- it stands in the case as any other image
run "$EXHIBIT" verify "$CASE" --quick --json
same 'verify --quick' "$(json_field "$OUT" 'd["intact"], len([f for f in d["findings"] if f["kind"] == "fault"])')" '(True, 0)'
matches 'log' <("$EXHIBIT" log "$CASE") "no start entry existed: imported from another tool's image"
matches 'case show' <("$EXHIBIT" case show "$CASE" 2>/dev/null) 'EV-9-I1 of EV-9, finished, imported: no fault found'
ok package "$CASE" --for 'the court' --override 'ordered' --out "$TEMP/package"
run "$EXHIBIT" verify "$TEMP/package"
same 'verify of the package' "$STATUS" 0
[ -f "$TEMP/package/data/evidence/EV-9/EV-9-I1.E01" ] || fail 'the package lacks the imported image'
export_of "$CASE"
run /usr/bin/python3 -B "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT"
same 'the second verifier' "$STATUS" 0
lacks 'its findings' "$OUT" '^FAULT'
for lang in en ja; do
  ok document "$CASE" acquisition-report --lang "$lang" --item EV-9 --out "$TEMP/report-$lang.pdf"
done
if have pdftotext; then
  pdftotext -layout "$TEMP/report-en.pdf" "$TEMP/report.txt"
  matches 'the report' "$TEMP/report.txt" 'No start entry existed'
  lacks 'the report' "$TEMP/report.txt" 'while the source was read once'
fi

# --- stopped and killed in the middle
mixed "$TEMP/large" 268435456
ENTRIES=$(entries "$CASE")
start "$EXHIBIT" import "$TEMP/large" --case "$CASE" --item CUT-1
wait_for "$CASE/evidence/CUT-1/.partial-CUT-1-I1/CUT-1-I1.raw" || echo 'note: the import was over before it could be stopped'
kill -INT "$CHILD" 2>/dev/null || true
ended
if [ "$STATUS" != 0 ]; then
  same 'entries after Ctrl-C' "$(entries "$CASE")" "$ENTRIES"
  [ ! -e "$CASE/evidence/CUT-1" ] || fail "Ctrl-C leaves $(ls -A "$CASE/evidence/CUT-1")"
fi
start "$EXHIBIT" import "$TEMP/large" --case "$CASE" --item CUT-2
wait_for "$CASE/evidence/CUT-2/.partial-CUT-2-I1/CUT-2-I1.raw" || echo 'note: the import was over before it could be killed'
kill -9 "$CHILD" 2>/dev/null || true
ended
if [ "$STATUS" != 0 ]; then
  same 'entries after kill -9' "$(entries "$CASE")" "$ENTRIES"
  [ ! -e "$CASE/evidence/CUT-2/CUT-2-I1.raw" ] || fail 'kill -9 leaves an image that looks finished'
  intact "$CASE" interrupted
  ok import "$TEMP/disk" --case "$CASE" --item CUT-2
  [ -z "$(leftovers "$CASE/evidence/CUT-2")" ] || fail 'the next import leaves the old files'
fi
if small_disk "$TEMP/small_disk" 8M; then
  new_case "$TEMP/small_disk/case"
  expect 1 'bytes are free' "$EXHIBIT" import "$TEMP/large" --case "$TEMP/small_disk/case" --item BIG-1
  [ ! -e "$TEMP/small_disk/case/evidence/BIG-1" ] || fail 'a full disk leaves a folder'
  CASE=$WHOLE
fi

# --- samples of other tools
samples=$SOURCE_DIR/../shared/evidence
if [ -d "$samples" ]; then
  for name in CFReDS001.E01 imageformat_mmls_1.E01 ext2.E01 ext2.splitraw.000 multiseg_v1.E01; do
    ok import "$samples/$name" --case "$CASE" --item "S-${name%%.*}-${name##*.}" --json
    grep -q "| $(json_field "$OUT" 'd["md5"]') | $(json_field "$OUT" 'd["sha256"]') |" "$samples/README.md" ||
      fail "$name has other digests than its table says"
  done
  refused 'email_test.E03' import "$samples/incomplete/email_test.E01" --case "$CASE" --item NO-3
  refused 'add-overflow.E01|size of the media' import "$samples/hostile/add-overflow.E01" --case "$CASE" --item NO-3
else
  echo "note: no samples at $samples; only our own images are imported"
fi
finish
