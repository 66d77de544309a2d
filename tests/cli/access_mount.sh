# SPDX-License-Identifier: Apache-2.0
# mount: the media as one read-only file, what was read of it in the entry, killed mounts, refusals.
. "$(dirname "$0")/_lib.sh"
[ -e /dev/fuse ] && [ -r /dev/fuse ] && [ -w /dev/fuse ] || skip 'there is no /dev/fuse to mount with'
have fusermount3 || skip 'fusermount3 unmounts'
have sfdisk && have mke2fs || skip 'sfdisk and mke2fs make the disk'
new_case

mkdir "$TEMP/files" "$TEMP/at" "$TEMP/at2"
echo 'All your files are encrypted.' >"$TEMP/files/READ_ME.txt"
seq 1 20000 >"$TEMP/files/numbers.txt"
truncate -s 12M "$TEMP/disk"
printf 'label: dos\nstart=2048, size=20480, type=83\n' | sfdisk --quiet "$TEMP/disk"
mke2fs -q -t ext4 -L data -d "$TEMP/files" -E offset=1048576 "$TEMP/disk" 10M
"$EXHIBIT" acquire "$TEMP/disk" --case "$CASE" --item EV-001 >/dev/null
"$EXHIBIT" acquire "$TEMP/disk" --case "$CASE" --item EV-002 --format raw --segment-size 5M >/dev/null
FILE=$TEMP/at/EV-001-I1.raw

# shown ITEM AT FLAG...: mounts in the background
shown() {
  local item=$1 at=$2
  shift 2
  MOUNTS+=("$at")
  ok mount "$CASE" --item "$item" --at "$at" --reason 'search for the note' "$@"
}
# gone AT: unmounts, and waits for the entry, which takes the note away; at most 30 s
gone() {
  fusermount3 -u "$1"
  for _ in $(seq 600); do
    [ -n "$(find "$CASE" -maxdepth 1 -name '.access-*')" ] || return 0
    sleep 0.05
  done
  fail "no entry follows the unmounting of $1"
}
# field EXPRESSION: of the newest entry e of the ledger
field() {
  export_of "$CASE"
  leaf "$(($(entries "$CASE") - 1))" | sed -n 2p >"$TEMP/entry.json"
  python3 -c 'import json,sys; e=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$TEMP/entry.json" "$1"
}
# bytes_at OFFSET LENGTH FILE
bytes_at() { dd if="$3" iflag=skip_bytes,count_bytes skip="$1" count="$2" status=none; }

# What is shown, and that nothing can be changed
before=$(entries "$CASE")
shown EV-001-I1 "$TEMP/at"
matches 'mount' "$OUT" "^EV-001-I1 is shown read-only as $FILE; end it with: fusermount3 -u $TEMP/at\$"
same 'files shown' "$(ls -A "$TEMP/at")" EV-001-I1.raw
same 'size' "$(stat -c %s "$FILE")" 12582912
same 'first 4096 bytes' "$(dd if="$FILE" bs=4096 count=1 status=none | sha256sum)" "$(head -c 4096 "$TEMP/disk" | sha256sum)"
same 'bytes in the middle' "$(dd if="$FILE" bs=4096 skip=300 count=3 status=none | sha256sum)" "$(bytes_at 1228800 12288 "$TEMP/disk" | sha256sum)"
same 'an odd range' "$(bytes_at 1048577 9 "$FILE" | xxd -p)" "$(bytes_at 1048577 9 "$TEMP/disk" | xxd -p)"
if echo x 2>/dev/null >"$FILE"; then fail 'the file can be written'; fi
if echo x 2>/dev/null >>"$FILE"; then fail 'the file can be written at its end'; fi
if touch "$TEMP/at/new" 2>/dev/null; then fail 'a file can be made beside it'; fi
if rm -f "$FILE" 2>/dev/null; then fail 'the file can be removed'; fi
if truncate -s 0 "$FILE" 2>/dev/null; then fail 'the file can be cut'; fi
if mv "$FILE" "$TEMP/at/other" 2>/dev/null; then fail 'the file can be renamed'; fi
same 'entries while it is mounted' "$(entries "$CASE")" "$before"
same 'notes while it is mounted' "$(find "$CASE" -maxdepth 1 -name '.access-*' | wc -l)" 1
intact "$CASE" interrupted
gone "$TEMP/at"
same 'entries after it' "$(entries "$CASE")" $((before + 1))
same 'type' "$(field 'e["type"], e["body"]["action"], [a["id"] for a in e["about"]]')" "('accessed', 'mounted', ['EV-001-I1'])"
same 'who' "$(field 'e["signers"][0]["key"].endswith("'"$SATO"'")')" True
matches 'range' <(field 'e["body"]["range"]') \
  '^bytes 0-4095, 1048577-1048585, 1228800-1241087 \(3 ranges, 16393 bytes\); mount [0-9a-f]{16}$'
"$EXHIBIT" log "$CASE" --item EV-001-I1 >"$TEMP/log"
matches 'log' "$TEMP/log" 'mounted, search for the note'
intact "$CASE"

# The whole file is the media recorded; other tools read it; several ranges go into a list
recorded=$(digest "$TEMP/disk")
for item in EV-001-I1 EV-002-I1; do
  shown "$item" "$TEMP/at"
  same "$item whole" "$(sha256sum <"$TEMP/at/$item.raw" | cut -c1-64)" "$recorded"
  if have fls; then
    fls -o 2048 "$TEMP/at/$item.raw" >"$TEMP/names" || fail "fls rejects the mounted $item"
    matches "fls of $item" "$TEMP/names" 'READ_ME\.txt'
    node=$(sed -n 's/^r\/r \([0-9]*\):.*READ_ME.*/\1/p' "$TEMP/names")
    same "icat of $item" "$(icat -o 2048 "$TEMP/at/$item.raw" "$node")" 'All your files are encrypted.'
  fi
  gone "$TEMP/at"
  matches "range of $item" <(field 'e["body"]["range"]') '^bytes 0-12582911 \(1 range, 12582912 bytes\); mount '
done
shown EV-001-I1 "$TEMP/at"
for i in $(seq 0 19); do dd if="$FILE" of=/dev/null bs=512 skip=$((i * 100)) count=1 status=none; done
gone "$TEMP/at"
list=$(field 'e["attachments"][0]["sha256"]')
matches 'range of many' <(field 'e["body"]["range"]') "^20 ranges, 10240 bytes, listed in attachment $list; mount "
same 'the list' "$(cat "$CASE/attachments/$list")" "$(for i in $(seq 0 19); do echo "$((i * 51200)) 512"; done)"
intact "$CASE"

# In the foreground, ended by signals
for signal in INT TERM; do
  MOUNTS+=("$TEMP/at")
  start "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/at" --reason 'a look' --foreground --json
  for _ in $(seq 400); do ! mountpoint -q "$TEMP/at" || break; sleep 0.05; done
  dd if="$FILE" of=/dev/null bs=100 count=1 status=none
  kill -"$signal" "$CHILD"
  ended
  same "status after $signal" "$STATUS" 0
  same "JSON after $signal" "$(json_field "$OUT" 'd["item"], d["bytes"], d["range"], d["entry"]')" \
    "('EV-001-I1', 12582912, 'bytes 0-99 (1 range, 100 bytes)', $(($(entries "$CASE") - 1)))"
  ! mountpoint -q "$TEMP/at" || fail "it is still mounted after $signal"
done
intact "$CASE"

# Two at once, of the same image
shown EV-001-I1 "$TEMP/at"
shown EV-001-I1 "$TEMP/at2" --as "$SATO"
dd if="$FILE" of=/dev/null bs=10 count=1 status=none
dd if="$TEMP/at2/EV-001-I1.raw" of=/dev/null bs=20 count=1 status=none
fusermount3 -u "$TEMP/at2"
for _ in $(seq 600); do [ "$(find "$CASE" -maxdepth 1 -name '.access-*' | wc -l)" != 1 ] || break; sleep 0.05; done
matches 'range of the second' <(field 'e["body"]["range"]') '^bytes 0-19 \(1 range'
gone "$TEMP/at"
matches 'range of the first' <(field 'e["body"]["range"]') '^bytes 0-9 \(1 range'

# kill -9: listed as a limit, and recorded by the next command that appends, with that command's signer
before=$(entries "$CASE")
MOUNTS+=("$TEMP/at")
start "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/at" --reason 'cut short' --foreground
for _ in $(seq 400); do ! mountpoint -q "$TEMP/at" || break; sleep 0.05; done
cat "$FILE" >/dev/null
kill -9 "$CHILD"
ended
same 'status of the killed' "$STATUS" 137
fusermount3 -u "$TEMP/at"
[ "$(pgrep -fc "^exhibit-block-reader $CASE")" = 0 ] || fail 'the reader outlives the mount'
intact "$CASE" interrupted
same 'entries after the kill' "$(entries "$CASE")" "$before"
ok note "$CASE" --text 'the machine went down' --as "$MORI"
same 'the two entries' "$(types "$CASE" | tail -2 | cut -d' ' -f2 | paste -sd' ')" 'accessed noted'
"$EXHIBIT" log "$CASE" --json >"$TEMP/log.json"
export_of "$CASE"
leaf "$before" | sed -n 2p >"$TEMP/entry.json"
matches 'the cut off mount' <(json_field "$TEMP/entry.json" 'd["body"]["action"], d["body"]["range"]') \
  "mounted.*not known: mounted by key $SATO since 20.*Z, cut off and recorded afterwards; mount "
same 'its signer' "$(json_field "$TEMP/entry.json" 'd["signers"][0]["key"].endswith("'"$MORI"'")')" True
intact "$CASE"
ok note "$CASE" --text 'once only'
same 'entries after another note' "$(entries "$CASE")" $((before + 3))

# Refused: nothing is mounted, nothing recorded, no note left
before=$(entries "$CASE")
mount_it() { "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/at" "$@"; }
expect 1 'passphrase is wrong' env EXHIBIT_PASSPHRASE=wrong "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/at" --reason r
expect 1 'passphrase is wrong' env EXHIBIT_PASSPHRASE=wrong "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/at" --reason r --foreground
expect 2 '--reason is required' mount_it
expect 2 '--reason is empty' mount_it --reason ' '
expect 1 'EV-001 is a thing.*EV-001-I1' "$EXHIBIT" mount "$CASE" --item EV-001 --at "$TEMP/at" --reason r
expect 1 "no item 'EV-404'" "$EXHIBIT" mount "$CASE" --item EV-404 --at "$TEMP/at" --reason r
expect 1 'no empty folder' "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/files" --reason r
expect 1 'no empty folder' "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/none" --reason r
mkdir "$CASE/documents/at"
expect 1 'inside the case folder' "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$CASE/documents/at" --reason r
rmdir "$CASE/documents/at"
IDA=$(new_key 'I. Ida' examiner)
expect 1 'could not sign the entry' mount_it --reason r --as "$IDA"
if can_trace; then
  run traced mount error=EPERM "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/at" --reason r
  same 'status where the kernel refuses' "$STATUS" 1
  matches 'where the kernel refuses' "$ERR" "^exhibit: cannot mount at $TEMP/at: .* nothing was read\$"
fi
same 'entries after refusals' "$(entries "$CASE")" "$before"
same 'notes after refusals' "$(find "$CASE" -maxdepth 1 -name '.access-*')" ''
! mountpoint -q "$TEMP/at" || fail 'a refused mount is mounted'

# Damage: EIO where it is, told at the end, the rest is given
cp "$CASE/evidence/EV-001/EV-001-I1.E01" "$TEMP/kept.E01"
python3 - "$CASE/evidence/EV-001/EV-001-I1.E01" <<'PYTHON'
import sys
with open(sys.argv[1], 'r+b') as f:
    data = f.read()
    at = data.find(b'sectors') + 76 + 10  # in the first chunk
    f.seek(at); f.write(bytes([data[at] ^ 1]))
PYTHON
MOUNTS+=("$TEMP/at")
start "$EXHIBIT" mount "$CASE" --item EV-001-I1 --at "$TEMP/at" --reason 'damaged' --foreground
for _ in $(seq 400); do ! mountpoint -q "$TEMP/at" || break; sleep 0.05; done
if dd if="$FILE" of=/dev/null bs=512 count=1 status=none 2>"$TEMP/dd"; then fail 'damaged bytes are given out'; fi
matches 'dd' "$TEMP/dd" 'Input/output error'
same 'bytes behind the damage' "$(tail -c +1048577 "$FILE" | sha256sum)" "$(tail -c +1048577 "$TEMP/disk" | sha256sum)"
fusermount3 -u "$TEMP/at"
ended
same 'status with damage' "$STATUS" 3
matches 'told' "$ERR" 'not given out: block 0 .*chunk 0'
matches 'range with damage' <(field 'e["body"]["range"]') \
  '^bytes 1048576-12582911 \(1 range, 11534336 bytes\); not given out since damaged: bytes 0-511 \(1 range, 512 bytes\); mount '
cp "$TEMP/kept.E01" "$CASE/evidence/EV-001/EV-001-I1.E01"

# Restricted: refused; what was mounted before is recorded all the same
shown EV-001-I1 "$TEMP/at"
ok restrict "$CASE" --item EV-001 --kind privilege --reason 'letters to counsel'
restriction=$(($(entries "$CASE") - 1))
dd if="$FILE" of=/dev/null bs=512 count=1 status=none
gone "$TEMP/at"
matches 'range after a restriction' <(field 'e["body"]["action"] + ": " + e["body"]["range"]') \
  "^viewed: mounted before the restriction of entry $restriction; bytes 0-511 "
expect 1 "EV-001-I1 is restricted by entry $restriction" mount_it --reason r
same 'notes after a restriction' "$(find "$CASE" -maxdepth 1 -name '.access-*')" ''
intact "$CASE"
finish
