# SPDX-License-Identifier: Apache-2.0
# cite: a file inside an image as an artifact, with the digest, place and ranges that The Sleuth Kit and dd give too.
. "$(dirname "$0")/_lib.sh"
have mkfs.ext4 && have icat && have ifind || skip 'no tools that make and read file systems'
new_case
mkdir -p "$TEMP/tree"
printf 'pay within 72 hours\n' >"$TEMP/tree/note.txt"
random "$TEMP/tree/large.bin" 900000
printf 'x' >"$TEMP/tree/$(printf '\033[31mred')"
truncate -s 7M "$TEMP/ext"
mkfs.ext4 -q -F -b 1024 -d "$TEMP/tree" "$TEMP/ext"
"$EXHIBIT" acquire "$TEMP/ext" --case "$CASE" --item EV-001 >/dev/null
ok incident open "$CASE" --number INC-7 --title 'note'
before=$(entries "$CASE")

cite() { "$EXHIBIT" cite "$CASE" --item EV-001-I1 --reason 'ransom note' "$@"; }
expect 2 'which file' cite
expect 1 'none.txt' cite --path /none.txt
expect 2 'no time with a zone|--occurred-at' cite --path /note.txt --occurred-at yesterday
expect 1 "no .*EV-009" "$EXHIBIT" cite "$CASE" --item EV-009-I1 --path /note.txt --reason r
same 'entries after refusals' "$(entries "$CASE")" "$before"

expect 0 '' cite --path /large.bin --text 'the archive that was sent out' --occurred-at 2026-11-22T02:14:00+09:00 --json
DIGEST=$(json_field "$OUT" 'd["sha256"]')
same 'digest' "$DIGEST" "$(digest "$TEMP/tree/large.bin")"
same 'the access comes first, then the artifact' "$(types "$CASE" | tail -2 | cut -d' ' -f2 | tr '\n' ' ')" 'accessed artifact_recorded '
ARTIFACT=$(types "$CASE" | tail -1 | cut -d' ' -f1)
export_of "$CASE"
leaf "$ARTIFACT" | sed -n 2p >"$TEMP/entry.json"
body() { json_field "$TEMP/entry.json" "d['body']$1"; }
same 'digest in the entry' "$(body "['digest']")" "$DIGEST"
same 'inode' "$(body "['inode']")" "$(ifind -n large.bin "$TEMP/ext")"
same 'volume' "$(body "['volume']")" 0
same 'time' "$(body "['occurred_at']")" '2026-11-21T17:14:00.000000Z'
matches 'method' <(body "['method']") '^exhibit [0-9.]+, libtsk [0-9.]+'
lacks 'what the entry says in clear' "$TEMP/entry.json" 'large.bin|archive'
# The bytes of the ranges, taken from the disk by dd, are the file.
python3 - "$TEMP/entry.json" >"$TEMP/ranges" <<'PY'
import json, sys
flat = json.load(open(sys.argv[1]))["body"]["ranges"]["list"]
for at in range(0, len(flat), 2):
    print(flat[at], flat[at + 1])
PY
while read -r offset length; do
  dd if="$TEMP/ext" iflag=skip_bytes,count_bytes skip="$offset" count="$length" bs=64k status=none
done <"$TEMP/ranges" >"$TEMP/gathered"
same 'bytes at the ranges' "$(head -c 900000 "$TEMP/gathered" | digest /dev/stdin)" "$DIGEST"
ok link "$CASE" --item EV-001-I1 --incident INC-7 --artifact "$ARTIFACT" --shows 'what left the company'
expect 0 '' cite --path "/$(printf '\033[31mred')"
lacks 'a name that misleads' "$OUT" "$(printf '\033')"
intact "$CASE"
export_of "$CASE"
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
finish
