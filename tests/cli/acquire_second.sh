# SPDX-License-Identifier: Apache-2.0
# Two destinations at once: the same files in the case and in a folder on another disk, each read back and compared.
. "$(dirname "$0")/_lib.sh"
small_disk "$TEMP/other" 64m || skip 'a small tmpfs must be mounted, which needs root'
new_case
mixed "$TEMP/source" 33554432
SUM=$(digest "$TEMP/source")

# names FOLDER REGEX IMAGE: what there is of an image, unfinished folders too
names() { find "$1" -mindepth 1 -maxdepth 1 -regextype egrep -regex ".*/(\.partial-)?$3$2" -printf '%f\n' | sort | paste -sd' '; }
# same_files IMAGE FOLDER: the second copy has the image's files, byte for byte, and nothing else of it.
same_files() {
  local item=${1%-I*} file
  same "files of the second copy of $1" "$(names "$2" ".*" "$1")" "$(names "$CASE/evidence/$item" '\.(E[0-9A-Z]+|raw|[0-9]+)' "$1")"
  for file in "$2/$1".*; do
    cmp -s "$file" "$CASE/evidence/$item/${file##*/}" || fail "$file is not the image's"
  done
}
acquire() { "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --no-questions "$@"; }

# Whole, in each format; told, in JSON, and in the ledger.
expect 0 '' acquire --item EV-001 --second "$TEMP/other" --segment-size 2M
matches 'what is printed' "$OUT" "second copy in $TEMP/other: [0-9]+ files: read back, its media have SHA-256 $SUM, and each of its files is the same"
same_files EV-001-I1 "$TEMP/other"
ok verify "$TEMP/other/EV-001-I1.E01"
same 'copies recorded' "$(count_of "$CASE" accessed)" 1
export_of "$CASE"
leaf 10 >"$TEMP/leaf"
matches 'the entry' "$TEMP/leaf" "\"exported\".*; second copy, [0-9]+ files: read back, its media have SHA-256 $SUM"
lacks 'what cannot be erased of the entry' "$TEMP/leaf" "$TEMP"
"$EXHIBIT" log "$CASE" --item EV-001-I1 >"$TEMP/log"
matches 'the reason' "$TEMP/log" "exported.*second copy in $TEMP/other"
expect 0 '' acquire --item EV-002 --format raw --segment-size 8M --second "$TEMP/other" --json
same 'second, in JSON' "$(json_field "$OUT" "d['second']['verified'], d['second']['faults'], len(d['second']['image'])")" '(True, [], 4)'
same_files EV-002-I1 "$TEMP/other"
rm "$TEMP/other"/*
expect 0 '' acquire --item EV-003 --second "$TEMP/other" --no-verify
matches 'a copy that was not read back' "$OUT" 'second copy .*: not compared'
same_files EV-003-I1 "$TEMP/other"

# Refused before anything is recorded.
before=$(entries "$CASE")
refused 'there is no folder .*/none; attach its disk.*nothing was recorded' acquire "$TEMP/source" --case "$CASE" --item EV-004 --second "$TEMP/none"
refused 'lies inside the case folder' acquire "$TEMP/source" --case "$CASE" --item EV-004 --second "$CASE/documents"
ln -s "$CASE/documents" "$TEMP/link"
refused 'lies inside the case folder' acquire "$TEMP/source" --case "$CASE" --item EV-004 --second "$TEMP/link"
misused 'second goes with --case' acquire "$TEMP/source" --live --unsigned --out "$TEMP/unsigned" --item EV-004 --second "$TEMP/other"
: >"$TEMP/other/EV-004-I1.E01"
refused 'holds EV-004-I1.E01 already' acquire "$TEMP/source" --case "$CASE" --item EV-004 --second "$TEMP/other"
same 'the file that was there' "$(stat -c %s "$TEMP/other/EV-004-I1.E01")" 0
mkdir "$TEMP/other/.partial-EV-004-I1"
: >"$TEMP/other/.partial-EV-004-I1/EV-004-I1.E01"
rm "$TEMP/other/EV-004-I1.E01"
refused 'holds .partial-EV-004-I1 already' acquire "$TEMP/source" --case "$CASE" --item EV-004 --second "$TEMP/other"
rm -r "$TEMP/other/.partial-EV-004-I1"
same 'entries after refusals' "$(entries "$CASE")" "$before"
mkdir "$TEMP/beside"
expect 0 'same file system as the case' acquire --item EV-004 --second "$TEMP/beside"
same_files EV-004-I1 "$TEMP/beside"

# The other disk fills up: put down, and gone on with when there is room, or without it.
rm -rf "$TEMP/other"/*
dd if=/dev/zero of="$TEMP/other/filler" bs=1M count=52 2>/dev/null
expect 1 'goes on from there' acquire --item EV-005 --second "$TEMP/other" --checkpoint-every 1M
survived "$CASE" 'a full second disk'
misused 'second copy is the one in' acquire "$TEMP/source" --case "$CASE" --item EV-005 --resume --second "$TEMP/beside"
rm "$TEMP/other/filler"
expect 0 'goes on at' acquire --item EV-005 --resume
matches 'the copy that was gone on with' "$OUT" "second copy in $TEMP/other: .*read back, its media have SHA-256 $SUM"
same_files EV-005-I1 "$TEMP/other"
rm -rf "$TEMP/other"/*
dd if=/dev/zero of="$TEMP/other/filler" bs=1M count=52 2>/dev/null
expect 1 'goes on from there' acquire --item EV-006 --second "$TEMP/other" --checkpoint-every 1M
mv "$TEMP/other/.partial-EV-006-I1" "$TEMP/away"
refused 'attach its disk, or go on with the image alone' acquire "$TEMP/source" --case "$CASE" --item EV-006 --resume --no-questions
expect 0 'goes on at' acquire --item EV-006 --resume --second none
lacks 'an image gone on with alone' "$OUT" 'second copy'
rm -rf "$TEMP/other"/*

# Killed, and taken up again; a copy that somebody wrote to meanwhile is refused by name.
killed=0
for _ in 1 2 3 4 5 6; do
  item=EV-10$killed
  start "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item "$item" --second "$TEMP/other" --checkpoint-every 1M --compression best --no-questions
  for _ in $(seq 1500); do [ ! -e "$CASE/evidence/$item/.partial-$item-I1/$item-I1.journal" ] || break; sleep 0.02; done
  kill -9 "$CHILD" 2>/dev/null || true
  ended
  if [ "$STATUS" != 137 ] || ! [ -e "$CASE/evidence/$item/.partial-$item-I1/$item-I1.journal" ]; then rm -rf "$TEMP/other"/* "$TEMP/other"/.p*; continue; fi
  killed=$((killed + 1))
  if [ "$killed" = 2 ]; then
    cp -a "$TEMP/other/.partial-$item-I1" "$TEMP/copy"
    python3 -c 'import sys
f = open(sys.argv[1], "r+b"); f.seek(20); f.write(b"x")' "$TEMP/other/.partial-$item-I1/$item-I1.E01"
    truncate -s 3000 "$TEMP/other/.partial-$item-I1/$item-I1.E01"
    before=$(entries "$CASE")
    run acquire --item "$item" --resume
    same "status with a spoilt second copy" "$STATUS" 1
    matches 'what is said of a spoilt second copy' "$ERR" "^exhibit: cannot go on .*$TEMP/other/.partial-$item-I1/$item-I1.E01"
    same 'entries after it' "$(entries "$CASE")" "$before"
    cp -a "$TEMP/copy/." "$TEMP/other/.partial-$item-I1/"
  fi
  expect 0 'goes on at' acquire --item "$item" --resume
  matches "the copy of $item" "$OUT" "read back, its media have SHA-256 $SUM"
  same_files "$item-I1" "$TEMP/other"
  rm "$TEMP/other"/*
  [ "$killed" -lt 3 ] || break
done
[ "$killed" -ge 2 ] || fail "only $killed processes were killed while an image was made"
intact "$CASE" 'not compared'

# The case itself has no room left: its folder goes to a larger disk, and the acquisition goes on there.
mixed "$TEMP/large" 67108864
start "$EXHIBIT" acquire "$TEMP/large" --case "$CASE" --item EV-200 --checkpoint-every 1M --compression best --no-questions
for _ in $(seq 1500); do [ ! -e "$CASE/evidence/EV-200/.partial-EV-200-I1/EV-200-I1.journal" ] || break; sleep 0.02; done
kill -INT "$CHILD" 2>/dev/null || true
ended
same 'acquisitions put down' "$(types "$CASE" EV-200 | grep -c acquisition_suspended)" 1
mv "$CASE" "$TEMP/moved"
CASE=$TEMP/moved
expect 0 'goes on at' "$EXHIBIT" acquire "$TEMP/large" --case "$CASE" --item EV-200 --resume --no-questions
matches 'the image that was moved' "$OUT" "sha256  $(digest "$TEMP/large")"
intact "$CASE" 'not compared'
finish
