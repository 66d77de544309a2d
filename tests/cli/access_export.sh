# SPDX-License-Identifier: Apache-2.0
# export, copy, view: the right bytes, their digest in the entry, the entry first, failures recorded, refusals.
. "$(dirname "$0")/_lib.sh"
new_case
mixed "$TEMP/disk" 3146240
for item in EV-001:e01 EV-002:raw; do
  "$EXHIBIT" acquire "$TEMP/disk" --case "$CASE" --item "${item%:*}" --format "${item#*:}" --segment-size 1M >/dev/null
done
# newest EXPRESSION: of the newest entry e of the ledger
newest() {
  export_of "$CASE"
  leaf "$(($(entries "$CASE") - 1 - ${2:-0}))" | sed -n 2p >"$TEMP/entry.json"
  python3 -c 'import json,sys; e=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$TEMP/entry.json" "$1"
}
# part OFFSET LENGTH: of the disk
part() { dd if="$TEMP/disk" iflag=skip_bytes,count_bytes skip="$1" count="$2" status=none; }
export_it() { "$EXHIBIT" export "$CASE" --item EV-001-I1 --reason 'malware analysis' "$@"; }

# export
for item in EV-001-I1 EV-002-I1; do
  ok export "$CASE" --item "$item" --out "$TEMP/$item.raw" --reason 'malware analysis' --json
  cmp "$TEMP/$item.raw" "$TEMP/disk" || fail "the export of $item is not the disk"
  same "$item: JSON" "$(json_field "$OUT" 'd["sha256"], d["bytes"], d["offset"], d["entry"]')" \
    "('$(digest "$TEMP/disk")', 3146240, 0, $(($(entries "$CASE") - 1)))"
  same "$item: entry" "$(newest 'e["type"], e["body"]["action"], e["body"]["range"]')" \
    "('accessed', 'exported', 'bytes 0-3146239 (1 range, 3146240 bytes), sha256 $(digest "$TEMP/disk")')"
done
expect 0 '' export_it --out "$TEMP/part" --offset 262000 --length 1000000
part 262000 1000000 >"$TEMP/expected"
cmp "$TEMP/part" "$TEMP/expected" || fail 'the exported range is not that of the disk'
same 'entry of a range' "$(newest 'e["body"]["range"]')" "bytes 262000-1261999 (1 range, 1000000 bytes), sha256 $(digest "$TEMP/expected")"
matches 'export' "$OUT" "^entry [0-9]+: 1,000,000 bytes of EV-001-I1 written to $TEMP/part, sha256 $(digest "$TEMP/expected")\$"
expect 0 '' export_it --out "$TEMP/last" --offset 3146239
same 'the last byte' "$(xxd -p "$TEMP/last")" "$(tail -c 1 "$TEMP/disk" | xxd -p)"
"$EXHIBIT" log "$CASE" >"$TEMP/log"
matches 'log' "$TEMP/log" 'exported, malware analysis'

# view
ok view "$CASE" --item EV-001-I1 --offset 262140 --length 40 --reason 'partition table'
part 262140 40 >"$TEMP/forty"
same 'lines of the dump' "$(grep -c '|' "$OUT")" 3
matches 'first line of the dump' "$OUT" '^0003fffc  ([0-9a-f]{2} ){8} ([0-9a-f]{2} ){8} \|.{16}\|$'
same 'bytes of the dump' "$(sed -n 's/^[0-9a-f]\{8\}  \(.*\) |.*/\1/p' "$OUT" | tr -d ' \n')" "$(xxd -p "$TEMP/forty" | tr -d '\n')"
same 'entry of a view' "$(newest 'e["body"]["action"], e["body"]["range"]')" \
  "('viewed', 'bytes 262140-262179 (1 range, 40 bytes), sha256 $(digest "$TEMP/forty")')"
ok view "$CASE" --item EV-002-I1 --offset 0 --length 5 --reason r --json
same 'JSON of view' "$(json_field "$OUT" 'd["hex"]')" "$(head -c 5 "$TEMP/disk" | xxd -p)"

# copy
mkdir "$TEMP/lab"
ok copy "$CASE" --item EV-001-I1 --to "$TEMP/lab" --reason 'working copy'
diff -r "$CASE/evidence/EV-001" "$TEMP/lab" || fail 'the copy differs'
same 'entry of a copy' "$(newest 'e["body"]["action"], e["body"]["range"]')" \
  "('copied', 'all $(find "$TEMP/lab" -type f | wc -l) files of the image, $(cat "$TEMP/lab"/* | wc -c) bytes; sha256 of the list of their digests $(cd "$TEMP/lab" && sha256sum -- * | digest /dev/stdin)')"
have ewfverify && { ewfverify -q "$TEMP/lab/EV-001-I1.E01" >"$TEMP/ewf" 2>&1 || fail "ewfverify rejects the copy"; }
intact "$CASE"

# Refused before anything is read: no entry, no file
before=$(entries "$CASE")
expect 1 'exists already' export_it --out "$TEMP/part"
expect 1 'does not exist' export_it --out "$TEMP/none/part"
expect 1 'inside the case folder' export_it --out "$CASE/documents/part"
expect 2 'are not inside it' export_it --out "$TEMP/x" --offset 3146241
expect 2 'are not inside it' export_it --out "$TEMP/x" --offset 1 --length 3146240
expect 2 'are not inside it' export_it --out "$TEMP/x" --offset 1 --length 18446744073709551615
expect 2 '--length is 0' export_it --out "$TEMP/x" --length 0
expect 2 '--reason is required' "$EXHIBIT" export "$CASE" --item EV-001-I1 --out "$TEMP/x"
expect 2 '--reason is empty' "$EXHIBIT" view "$CASE" --item EV-001-I1 --offset 0 --length 1 --reason ' '
expect 2 'at most 1048576' "$EXHIBIT" view "$CASE" --item EV-001-I1 --offset 0 --length 1048577 --reason r
expect 1 'EV-001 is a thing.*EV-001-I1' "$EXHIBIT" copy "$CASE" --item EV-001 --to "$TEMP/lab" --reason r
expect 1 'holds a file' "$EXHIBIT" copy "$CASE" --item EV-001-I1 --to "$TEMP/lab" --reason r
expect 1 'no such folder' "$EXHIBIT" copy "$CASE" --item EV-001-I1 --to "$TEMP/none" --reason r
expect 1 'inside the case folder' "$EXHIBIT" copy "$CASE" --item EV-001-I1 --to "$CASE/documents" --reason r
expect 1 'passphrase is wrong' env EXHIBIT_PASSPHRASE=wrong "$EXHIBIT" copy "$CASE" --item EV-002-I1 --to "$TEMP/lab" --reason r
IDA=$(new_key 'I. Ida' examiner)
expect 1 'not enrolled' export_it --out "$TEMP/x" --as "$IDA"
same 'entries after refusals' "$(entries "$CASE")" "$before"
[ ! -e "$TEMP/x" ] || fail 'a refused export leaves a file'

# Damage: a range that holds none is given; one that does is refused before its entry
cp -a "$CASE/evidence/EV-002/EV-002-I1.002" "$TEMP/kept"
printf 'X' | dd of="$CASE/evidence/EV-002/EV-002-I1.002" bs=1 seek=5 conv=notrunc status=none
same 'the segment is changed' "$(cmp -s "$CASE/evidence/EV-002/EV-002-I1.002" "$TEMP/kept" && echo same)" ''
ok export "$CASE" --item EV-002-I1 --out "$TEMP/before" --length 1000000 --reason r
expect 3 'cannot read EV-002-I1: block 4 .*its digest is not the one recorded' "$EXHIBIT" export "$CASE" --item EV-002-I1 --out "$TEMP/x" --offset 1000000 --length 1000000 --reason r
expect 3 'not the one recorded.*nothing was copied' "$EXHIBIT" copy "$CASE" --item EV-002-I1 --to "$TEMP/lab" --reason r
same 'entries' "$(entries "$CASE")" $((before + 1))
# The whole media has its digest already: the entry comes first, so does a second one that it failed.
expect 3 "block 4 .*entry $((before + 1)) says that it was begun, entry $((before + 2)) that it failed" \
  "$EXHIBIT" export "$CASE" --item EV-002-I1 --out "$TEMP/x" --reason 'all of it'
[ ! -e "$TEMP/x" ] || fail 'a failed export leaves a file'
same 'entry of the failure' "$(newest 'e["body"]["action"], e["body"]["range"]')" \
  "('exported', 'nothing whole: what entry $((before + 1)) names was not completed')"
"$EXHIBIT" log "$CASE" >"$TEMP/log"
matches 'reason of the failure' "$TEMP/log" 'exported, all of it; failed: cannot read EV-002-I1'
cp -a "$TEMP/kept" "$CASE/evidence/EV-002/EV-002-I1.002"

# No room where the bytes go
if small_disk "$TEMP/small-disk" 1M; then
  before=$(entries "$CASE")
  expect 1 "entry $before says that it was begun, entry $((before + 1)) that it failed" export_it --out "$TEMP/small-disk/x"
  expect 1 "entry $((before + 2)) says that it was begun, entry $((before + 3)) that it failed" \
    "$EXHIBIT" copy "$CASE" --item EV-002-I1 --to "$TEMP/small-disk" --reason r
  same 'left on the full disk' "$(ls -A "$TEMP/small-disk")" ''
fi
# The entry is there before the first byte is written
if can_trace; then
  before=$(entries "$CASE")
  mkdir "$TEMP/traced"
  traced openat "signal=SIGKILL:when=1" -P "$TEMP/traced/x" "$EXHIBIT" export "$CASE" --item EV-001-I1 --out "$TEMP/traced/x" --reason r >/dev/null 2>&1 || true
  same 'entries of an export killed at its first byte' "$(entries "$CASE")" $((before + 1))
  [ ! -s "$TEMP/traced/x" ] || fail 'bytes left before the kill'
fi
intact "$CASE"

# Restricted: only what stays on the screen is not refused by the rules; here all is
ok restrict "$CASE" --item EV-001 --kind contraband --reason 'seen in the preview'
before=$(entries "$CASE")
expect 1 'EV-001-I1 is restricted by entry' export_it --out "$TEMP/x"
expect 1 'EV-001-I1 is restricted by entry' "$EXHIBIT" view "$CASE" --item EV-001-I1 --offset 0 --length 1 --reason r
mkdir "$TEMP/lab2"
expect 1 'EV-001-I1 is restricted by entry' "$EXHIBIT" copy "$CASE" --item EV-001-I1 --to "$TEMP/lab2" --reason r
same 'entries after a restriction' "$(entries "$CASE")" "$before"
same 'copied after a restriction' "$(ls -A "$TEMP/lab2")" ''
finish
