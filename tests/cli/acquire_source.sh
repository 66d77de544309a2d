# SPDX-License-Identifier: Apache-2.0
# What is known of a source before a byte is imaged: partitions, signs of encryption, write blocking, the running system; and the
# list of disks to choose from.
. "$(dirname "$0")/_lib.sh"
have sfdisk && have mke2fs || skip 'sfdisk and mke2fs make the disk'
new_case

# A disk with an ext4 and a LUKS header.
truncate -s 24M "$TEMP/disk"
printf 'label: gpt\nstart=2048, size=20480, name="data"\nstart=22528, size=20480, name="vault"\n' | sfdisk --quiet "$TEMP/disk"
mke2fs -q -t ext4 -L papers -E offset=1048576 "$TEMP/disk" 10M
printf 'LUKS\xba\xbe\0\2' | dd of="$TEMP/disk" bs=512 seek=22528 conv=notrunc status=none
SOURCE=$TEMP/disk DEVICE=
if loop "$TEMP/disk"; then SOURCE=$LOOP DEVICE=$LOOP; else echo 'not checked: block device (no loop device may be attached)'; fi
# The flag outlives the attachment of a loop device.
writable_again() { [ -z "$DEVICE" ] || blockdev --setrw "$DEVICE"; }

expect 0 'warning: signs of encryption: LUKS2 at byte 11,534,336; .* may never be read again' \
  "$EXHIBIT" acquire "$SOURCE" --case "$CASE" --item EV-001
disclosed() { python3 - "$EXPORT/disclosures.jsonl" "$1" <<'PYTHON'
import json, sys
found = [line for line in map(json.loads, open(sys.argv[1])) if line[1] == sys.argv[2]]
print(json.dumps(found[-1][3], sort_keys=True, ensure_ascii=False) if found else "absent")
PYTHON
}
export_of "$CASE"
same 'signs of encryption' "$(disclosed body.source.encryption_signs)" '[{"kind": "LUKS2", "likely_only": false, "offset": 11534336}]'
matches 'partitions' <(disclosed body.source.medium) '"file_system": "ext4", "label": "papers", "length": 10485760, "name": "data", "number": 1, "offset": 1048576'
matches 'partitions' <(disclosed body.source.medium) '"faults": \[\].*"scheme": "gpt"'
matches 'hidden areas' <(disclosed body.source.hidden_areas) 'only a device connected by ATA is asked'
matches 'health before' <(disclosed body.source.smart) 'why_not|counts'
matches 'health after' <(disclosed body.source_after.smart) 'why_not|counts'
matches 'write blocking not asked for' <(disclosed body.source.write_block) '"asked": false'

# In both languages, and where nothing is there.
if have pdftotext; then
  for lang in en ja; do
    ok document "$CASE" acquisition-report --item EV-001 --lang "$lang" --out "$TEMP/$lang.pdf"
    pdftotext -layout "$TEMP/$lang.pdf" "$TEMP/$lang.txt"
    matches "report in $lang" "$TEMP/$lang.txt" 'LUKS2'
    matches "report in $lang" "$TEMP/$lang.txt" 'papers'
    matches "report in $lang" "$TEMP/$lang.txt" '11,534,336'
  done
  matches 'report' "$TEMP/en.txt" 'not set by this program'
  pdftotext -raw "$TEMP/ja.pdf" - | tr -d ' \n\f' >"$TEMP/ja.line"  # cells are broken anywhere
  matches 'report' "$TEMP/ja.line" '本プログラムは設定していない'
  matches 'report' "$TEMP/ja.line" '暗号化の兆候'
fi

# Writing is blocked in the kernel, on the disk and its partitions, and stays blocked.
misused 'required' acquire "$SOURCE" --item EV-002
refused 'is no block device' acquire "$TEMP/disk" --case "$CASE" --item EV-002 --write-block
if [ -n "$DEVICE" ]; then
  before=$(entries "$CASE")
  expect 0 'warning: signs of encryption' "$EXHIBIT" acquire "$DEVICE" --case "$CASE" --item EV-002 --write-block
  same 'the read-only flag afterwards' "$(blockdev --getro "$DEVICE")" 1
  [ ! -b "${DEVICE}p1" ] || same 'the flag of a partition' "$(blockdev --getro "${DEVICE}p1")" 1
  ! dd if=/dev/zero of="$DEVICE" bs=512 count=1 conv=notrunc 2>/dev/null || fail 'a blocked device can be written to'
  export_of "$CASE"
  matches 'what was found' <(disclosed body.source.write_block) '"before": \[\{"device": "'"$DEVICE"'", "read_only": false'
  matches 'what was set' <(disclosed body.source.write_block) '"after": \[\{"device": "'"$DEVICE"'", "read_only": true'
  matches 'what was asked' <(disclosed body.source.write_block) '"asked": true'
  "$EXHIBIT" facts "$CASE" --item EV-002 --json >"$TEMP/facts.json"
  same 'write protection' "$(json_field "$TEMP/facts.json" '[f["state"] for f in d["facts"] if f["fact"] == "F08"]')" "['recorded']"
  [ "$(entries "$CASE")" -gt "$before" ] || fail 'nothing was recorded'
  writable_again
  # Unplugged and plugged in again: the flag is set anew, and it is recorded what was found.
  if can_trace; then
    { strace -f -o /dev/null -P "$CASE/evidence/EV-007/.partial-EV-007-I1/EV-007-I1.unreadable" -e trace=unlink -e inject=unlink:signal=SIGKILL "$EXHIBIT" acquire "$DEVICE" --case "$CASE" --item EV-007 --write-block --checkpoint-every 4M --no-questions >/dev/null 2>&1 || true; } 2>/dev/null
    writable_again
    run "$EXHIBIT" acquire "$DEVICE" --case "$CASE" --item EV-007 --write-block --resume --no-questions
    same 'status of going on' "$STATUS" 0
    matches 'what is warned of when it goes on' "$ERR" 'warning: signs of encryption: LUKS2'
    same 'the read-only flag after it went on' "$(blockdev --getro "$DEVICE")" 1
    export_of "$CASE"
    matches 'what was found when it went on' <(disclosed body.source.write_block) '"before": \[\{"device": "'"$DEVICE"'", "read_only": false'
    matches 'what was set when it went on' <(disclosed body.source.write_block) '"after": \[\{"device": "'"$DEVICE"'", "read_only": true'
    writable_again
  fi
  mkdir "$TEMP/mnt"
  if [ -b "${DEVICE}p1" ] && mount "${DEVICE}p1" "$TEMP/mnt" 2>/dev/null; then
    MOUNTS+=("$TEMP/mnt")
    refused 'it is mounted writable on .*; unmount it first' acquire "$DEVICE" --case "$CASE" --item EV-003 --write-block
    same 'the flag of a mounted disk' "$(blockdev --getro "$DEVICE")" 0
    run "$EXHIBIT" acquire "$DEVICE" --case "$CASE" --item EV-003 --no-verify
    same 'status of a disk in use' "$STATUS" 0
    matches 'a disk in use' "$ERR" 'is in use while it is imaged: the image will not be of one moment'
    # Interrupted, and written to before it goes on: counted, recorded, and the image is whole.
    if can_trace; then
      { strace -f -o /dev/null -P "$CASE/evidence/EV-008/.partial-EV-008-I1/EV-008-I1.unreadable" -e trace=unlink -e inject=unlink:signal=SIGKILL "$EXHIBIT" acquire "$DEVICE" --case "$CASE" --item EV-008 --checkpoint-every 4M --no-questions >/dev/null 2>&1 || true; } 2>/dev/null
      head -c 20971520 /dev/urandom >"$TEMP/mnt/new" 2>/dev/null || true  # all the room it has
      sync "$TEMP/mnt/new"
      run "$EXHIBIT" acquire "$DEVICE" --case "$CASE" --item EV-008 --resume --no-questions
      same 'status of going on with a disk in use' "$STATUS" 0
      matches 'a disk in use that went on' "$ERR" 'read again, from the source and from the image, and [0-9,]+ of them are no longer what was imaged: the source is being written to'
      matches 'the log of it' "$CASE/evidence/EV-008/EV-008-I1.log" 'read again before it: [0-9]+ bytes are the same, [1-9][0-9]* are not'
      if have pdftotext; then
        ok document "$CASE" acquisition-report --item EV-008 --out "$TEMP/in-use.pdf"
        matches 'the report of it' <(pdftotext -layout "$TEMP/in-use.pdf" - | tr -s ' \n' ' ') 'read again, are no longer'
      fi
      ok verify "$CASE"
    fi
    umount "$TEMP/mnt"
  else
    echo 'not checked: a mounted source'
  fi
fi

# The running system's own disk.
root=$(findmnt -no SOURCE / | sed 's/\[.*//')
if is_root && [ -b "$root" ] && head -c 512 "$root" >/dev/null 2>&1; then
  refused 'this computer runs from it; .*--live --unsigned' acquire "$root" --case "$CASE" --item EV-009
  refused 'no private key is to be used on the host that is imaged' acquire "$root" --case "$CASE" --item EV-009 --live
  refused 'the folder lies on the source' acquire "$root" --item EV-009 --live --unsigned --out "$TEMP/live"
  [ ! -e "$TEMP/live" ] || fail 'a refused live image leaves its folder behind'
  [ "$(types "$CASE" EV-009 2>/dev/null | wc -l)" = 0 ] || fail 'a refused source is in the ledger'
else
  echo 'not checked: the root file system lies on no block device that can be opened here'
fi

# Live and unsigned: no key, no case.
misused 'go together' acquire "$SOURCE" --item L-1 --live --unsigned
misused '--unsigned goes with --live' acquire "$SOURCE" --item L-1 --unsigned --out "$TEMP/live"
misused 'needs no --case' acquire "$SOURCE" --item L-1 --live --unsigned --out "$TEMP/live" --case "$CASE"
expect 0 'warning: signs of encryption' env -u EXHIBIT_PASSPHRASE EXHIBIT_HOME="$TEMP/none" "$EXHIBIT" acquire "$SOURCE" --item L-1 --live --unsigned --out "$TEMP/live"
[ ! -e "$TEMP/none" ] || fail 'a live image made a home for keys'
matches 'live image' "$OUT" "sha256 +$(digest "$TEMP/disk")"
matches 'live image' "$OUT" 'blocks root +[0-9a-f]{64}'
matches 'live image' "$OUT" "sheet +$(digest "$TEMP/live/L-1.sha256")"
(cd "$TEMP/live" && sha256sum --quiet -c L-1.sha256) || fail 'sha256sum does not agree with the sheet'
same 'files of the sheet' "$(cut -c67- "$TEMP/live/L-1.sha256" | tr '\n' ' ')" 'L-1.E01 L-1.blocks L-1.facts.json L-1.log '
same 'facts of the live image' "$(json_field "$TEMP/live/L-1.facts.json" 'd["sha256"]')" "$(digest "$TEMP/disk")"
matches 'facts of the live image' "$TEMP/live/L-1.facts.json" 'as reported by the host; nothing here is signed'
refused 'exists' acquire "$SOURCE" --item L-1 --live --unsigned --out "$TEMP/live"
misused 'continue-in goes with --case' acquire "$SOURCE" --item L-1 --live --unsigned --out "$TEMP/live" --resume --continue-in "$TEMP"

# Unsigned and interrupted: kept and told, gone on with by the same command, and nothing left where nothing was safe.
mixed "$TEMP/large" 100663296
unsigned() { "$EXHIBIT" acquire "$TEMP/large" --item L-2 --live --unsigned --out "$TEMP/cut" --compression best --checkpoint-every 1M "$@"; }
refused 'nothing to go on with: .*/cut holds no interrupted image of L-2' acquire "$TEMP/large" --item L-2 --live --unsigned --out "$TEMP/cut" --resume
start "$EXHIBIT" acquire "$TEMP/large" --item L-2 --live --unsigned --out "$TEMP/cut" --compression best --checkpoint-every 1M --retries 5
wait_for "$TEMP/cut/L-2.journal" || fail 'no journal was written'
kill -INT "$CHILD"
ended
same 'status of Ctrl-C' "$STATUS" 1
matches 'what is said of Ctrl-C' "$ERR" 'stopped before the image of L-2 was whole; [0-9,]+ of 100,663,296 bytes are imaged and kept, and the same command with --resume goes on'
refused 'exists' acquire "$TEMP/large" --item L-2 --live --unsigned --out "$TEMP/cut"
cp "$TEMP/large" "$TEMP/other-large"
printf x | dd of="$TEMP/other-large" bs=1 seek=0 conv=notrunc 2>/dev/null
truncate -s 94371840 "$TEMP/other-large"
refused 'is not the source it was begun from' acquire "$TEMP/other-large" --item L-2 --live --unsigned --out "$TEMP/cut" --resume
expect 0 'L-2 goes on at' unsigned --resume
matches 'the image gone on with' "$OUT" "sha256 +$(digest "$TEMP/large")"
(cd "$TEMP/cut" && sha256sum --quiet -c L-2.sha256) || fail 'sha256sum does not agree with the sheet of what was gone on with'
matches 'its log' "$TEMP/cut/L-2.log" 'gone on: behind [0-9]+ bytes'
matches 'its log' "$TEMP/cut/L-2.log" 'attempts at an unreadable sector 5,'
[ ! -e "$TEMP/cut/L-2.journal" ] || fail 'the journal was left'
if can_trace; then  # killed when the sheet is written, and the journal is not away yet
  random "$TEMP/little" 1000448
  { strace -f -o /dev/null -P "$TEMP/little-out/L-4.journal" -e trace=unlink,unlinkat -e inject=unlink,unlinkat:signal=SIGKILL "$EXHIBIT" acquire "$TEMP/little" --item L-4 --live --unsigned --out "$TEMP/little-out" >/dev/null 2>&1 || true; } 2>/dev/null
  [ -e "$TEMP/little-out/L-4.journal" ] || fail 'a kill at the end leaves no journal'
  expect 0 'L-4 goes on at 1,000,448 of 1,000,448 bytes' "$EXHIBIT" acquire "$TEMP/little" --item L-4 --live --unsigned --out "$TEMP/little-out" --resume
  (cd "$TEMP/little-out" && sha256sum --quiet -c L-4.sha256) || fail 'sha256sum does not agree with a sheet that was written twice'
  same 'files of a sheet that was written twice' "$(cut -c67- "$TEMP/little-out/L-4.sha256" | tr '\n' ' ')" 'L-4.E01 L-4.blocks L-4.facts.json L-4.log '
  [ ! -e "$TEMP/little-out/L-4.journal" ] || fail 'the journal was left after all'
fi
if small_disk "$TEMP/tiny" 1m; then
  run "$EXHIBIT" acquire "$TEMP/large" --item L-3 --live --unsigned --out "$TEMP/tiny/L-3"
  same 'status of a full disk' "$STATUS" 1
  [ ! -e "$TEMP/tiny/L-3" ] || [ -e "$TEMP/tiny/L-3/L-3.journal" ] || fail 'files were left that nothing goes on from'
fi

# Disks to choose from.
ok devices --json
same 'members of the JSON object' "$(json_field "$OUT" 'sorted(d)')" "['devices']"
ok devices
[ "$(awk '{ if (length($0) > 100) n++ } END { print n + 0 }' "$OUT")" = 0 ] || fail 'a line of devices is longer than 100 columns'
if [ -n "$DEVICE" ]; then
  matches devices "$OUT" "^$DEVICE +25\.2 MB +loop"
  matches devices "$OUT" 'ext4 "papers"'
  matches devices "$OUT" 'encrypted: LUKS2 at byte 11,534,336'
  ok devices --json
  json_field "$OUT" "[x for x in d['devices'] if x['path'] == '$DEVICE'][0]" >"$TEMP/mine"
  matches 'devices as JSON' "$TEMP/mine" "'partition_table': 'gpt'"
  matches 'devices as JSON' "$TEMP/mine" "'label': 'papers'"
  same 'signs as JSON' "$(json_field "$OUT" "[x['encryption_signs'] for x in d['devices'] if x['path'] == '$DEVICE'][0]")" "[{'kind': 'LUKS2', 'likely_only': False, 'offset': 11534336}]"
  same 'backing file' "$(json_field "$OUT" "[x['backing_file'] for x in d['devices'] if x['path'] == '$DEVICE'][0]")" "$TEMP/disk"
fi
intact "$CASE"
finish
