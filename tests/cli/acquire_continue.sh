# SPDX-License-Identifier: Apache-2.0
# A case's disk that is too small: the image goes on in a folder on another disk, and is one image all the same.
. "$(dirname "$0")/_lib.sh"
small_disk "$TEMP/small" 24m || skip 'a small tmpfs must be mounted, which needs root'
small_disk "$TEMP/second" 24m
mkdir "$TEMP/other"
new_case "$TEMP/small/case"
mixed "$TEMP/source" 50331648
SUM=$(digest "$TEMP/source")
acquire() { "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --no-questions --checkpoint-every 1M "$@"; }
# fills ITEM OPTION...: an acquisition that finds the case's disk full
fills() {
  expect 1 'goes on from there when there is room, with --continue-in DIR in a folder on another disk' acquire --item "$@"
  survived "$CASE" 'a full disk'
}
# files_of ITEM FOLDER: the segments that lie there
files_of() { find "$2" -mindepth 1 -maxdepth 1 -regextype egrep -regex ".*/$1-I1\.(E[0-9A-Z]{2}|raw|[0-9]{3})" -printf '%f\n' | sort | paste -sd' '; }
home_of() { echo "$CASE/evidence/$1"; }
# one_set ITEM: the image in one folder, as another tool wants it
one_set() {
  rm -rf "$TEMP/set"
  mkdir "$TEMP/set"
  find "$(home_of "$1")" "$TEMP/other" "$TEMP/second" -name "$1-I1.[E0-9r]*" -exec ln -s {} "$TEMP/set/" \;
}
clear_all() { rm -rf "$CASE" "$TEMP/other" "$TEMP/second"/* "$TEMP/second"/.p* "$EXHIBIT_HOME"; mkdir "$TEMP/other"; new_case "$TEMP/small/case"; }

# E01 of several segments.
misused 'continue-in goes with --resume' acquire "$TEMP/source" --case "$CASE" --item EV-001 --continue-in "$TEMP/other"
fills EV-001 --segment-size 5M
before=$(entries "$CASE")
for bad in "$TEMP/none:there is no such folder" "$CASE/documents:lies inside the case folder"; do
  refused "${bad#*:}" acquire "$TEMP/source" --case "$CASE" --item EV-001 --resume --continue-in "${bad%%:*}"
done
: >"$TEMP/other/EV-001-I1.E09"
refused 'holds EV-001-I1.E09 already' acquire "$TEMP/source" --case "$CASE" --item EV-001 --resume --continue-in "$TEMP/other"
rm "$TEMP/other/EV-001-I1.E09"
mkdir "$TEMP/other/.partial-EV-001-I1"
echo another case >"$TEMP/other/.partial-EV-001-I1/EV-001-I1.E01"
refused 'holds .partial-EV-001-I1 already' acquire "$TEMP/source" --case "$CASE" --item EV-001 --resume --continue-in "$TEMP/other"
same 'what lay there' "$(cat "$TEMP/other/.partial-EV-001-I1/EV-001-I1.E01")" 'another case'
rm -r "$TEMP/other/.partial-EV-001-I1"
same 'entries after refusals' "$(entries "$CASE")" "$before"
expect 0 'goes on at' acquire --item EV-001 --resume --continue-in "$TEMP/other"
matches 'what is printed' "$OUT" "^from EV-001-I1.E[0-9]+ on in $TEMP/other: a copy of the case folder is not whole"
matches 'its digest' "$OUT" "^sha256  $SUM"
matches 'its comparison' "$OUT" '^compared '
[ -n "$(files_of EV-001 "$TEMP/other")" ] && [ -n "$(files_of EV-001 "$(home_of EV-001)")" ] || fail 'the image does not lie in two folders'
same 'left over' "$(leftovers "$CASE" "$TEMP/other")" ''
"$EXHIBIT" log "$CASE" --item EV-001-I1 >"$TEMP/log"
matches 'the entry' "$TEMP/log" "acquisition resumed .*$TEMP/other"
ok verify "$CASE"
matches 'what verify says' "$OUT" "limit.*files of the image lie outside the case, in $TEMP/other"
ok verify "$CASE" --quick
ok verify "$(home_of EV-001)/EV-001-I1.E01" --second-reader
matches 'the image by its first file' "$OUT" "$SUM"
if have ewfverify; then
  one_set EV-001
  run ewfverify -q -d sha256 "$TEMP/set/EV-001-I1.E01"
  same 'ewfverify' "$STATUS" 0
fi
ok export "$CASE" --item EV-001-I1 --offset 50000000 --length 331648 --out "$TEMP/range" --reason 'the end of it'
same 'a range of it' "$(digest "$TEMP/range")" "$(tail -c 331648 "$TEMP/source" | digest /dev/stdin)"
mkdir "$TEMP/copy"
ok copy "$CASE" --item EV-001-I1 --to "$TEMP/copy" --reason 'for the examiner'
ok verify "$TEMP/copy/EV-001-I1.E01"
matches 'the copy' "$OUT" "$SUM"

# The other disk is not there; then the files come home.
mv "$TEMP/other" "$TEMP/away"
expect 3 '' "$EXHIBIT" verify "$CASE"
matches 'what is missing' "$OUT" "files of the image are missing; it goes on in $TEMP/other: attach that disk there, or bring the files into the case"
mv "$TEMP/away" "$TEMP/other"
f=$(files_of EV-001 "$TEMP/other"); f=${f##* }
cp "$TEMP/other/$f" "$TEMP/kept-segment"
printf x | dd of="$TEMP/other/$f" bs=1 seek=5000 conv=notrunc 2>/dev/null
expect 3 '' "$EXHIBIT" verify "$CASE"
matches 'a spoilt file there' "$OUT" "$f is not the one recorded"
cp "$TEMP/kept-segment" "$TEMP/other/$f"
ok verify "$CASE"
mount -o remount,size=128m "$TEMP/small"
mv "$TEMP/other"/EV-001-I1.* "$(home_of EV-001)/"
ok verify "$CASE"
lacks 'what verify says once they are home' "$OUT" 'outside the case'
mount -o remount,size=24m "$TEMP/small" 2>/dev/null || true

# One raw file goes there whole, and a split one from the part on that was being written.
if can_trace; then
  for form in '' '--segment-size 4M'; do
    clear_all
    mount -o remount,size=128m "$TEMP/small"
    # shellcheck disable=SC2086  # an option and its value
    killed_at rename 8 "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --no-questions --checkpoint-every 1M --item EV-003 --format raw $form
    survived "$CASE" 'kill -9'
    expect 0 'goes on at' acquire --item EV-003 --resume --continue-in "$TEMP/other" --json
    same "digest of raw, $form" "$(json_field "$OUT" "d['sha256']")" "$SUM"
    [ -z "$form" ] || [ -n "$(files_of EV-003 "$(home_of EV-003)")" ] || fail 'no part of the split image stayed in the case'
    [ -n "$form" ] || same 'the raw image' "$(files_of EV-003 "$TEMP/other"), $(json_field "$OUT" "d['image']")" "EV-003-I1.raw, ['$TEMP/other/EV-003-I1.raw']"
    same "bytes of raw, $form" "$(one_set EV-003; cat "$TEMP/set"/EV-003-I1.[0r]* | digest /dev/stdin)" "$SUM"
    ok verify "$CASE" --json
    same "limits of raw, $form" "$(json_field "$OUT" "[f['class'] for f in d['findings'] if f['class'] == 'elsewhere']")" "['elsewhere']"
  done
fi

# Full once more there, and gone on with in a third folder; the disk of the second is away meanwhile.
clear_all
mount -o remount,size=24m "$TEMP/small"
dd if=/dev/zero of="$TEMP/second/filler" bs=1M count=18 2>/dev/null
fills EV-004 --segment-size 5M
run acquire --item EV-004 --resume --continue-in "$TEMP/second"
same 'status of a second disk that is full' "$STATUS" 1
matches 'what is said of it' "$ERR" "cannot write $TEMP/second/.*goes on from there when there is room, with --continue-in DIR"
survived "$CASE" 'a full second disk'
mv "$TEMP/second/.partial-EV-004-I1" "$TEMP/gone"
refused 'EV-004-I1.E[0-9]+ is missing, and .*/second/.partial-EV-004-I1, where a part of the image was written, is not there; attach its disk' acquire "$TEMP/source" --case "$CASE" --item EV-004 --resume
mv "$TEMP/gone" "$TEMP/second/.partial-EV-004-I1"
expect 0 'goes on at' acquire --item EV-004 --resume --continue-in "$TEMP/other"
matches 'the digest of three folders' "$OUT" "^sha256  $SUM"
[ -n "$(files_of EV-004 "$TEMP/second")" ] && [ -n "$(files_of EV-004 "$TEMP/other")" ] || fail 'the image does not lie in three folders'
ok verify "$CASE"
same 'folders told' "$(grep -c 'files of the image lie outside the case' "$OUT")" 2
same 'left over' "$(leftovers "$CASE" "$TEMP/other" "$TEMP/second")" ''

# Killed at each step of going there: the same command goes on.
if can_trace; then
  clear_all
  fills EV-005 --segment-size 2M
  mount -o remount,size=128m "$TEMP/small"
  keep
  for call in rename:1 rename:2 unlink:1 unlink:2 fsync:2 fsync:3 fdatasync:1 fdatasync:2 writev:2; do
    restore
    rm -rf "$TEMP/other"
    mkdir "$TEMP/other"
    killed_at "${call%:*}" "${call#*:}" "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --no-questions --checkpoint-every 1M --item EV-005 --resume --continue-in "$TEMP/other"
    survived "$CASE" "killed at $call"
    expect 0 'goes on at' acquire --item EV-005 --resume --continue-in "$TEMP/other"
    matches "the digest after a kill at $call" "$OUT" "^sha256  $SUM"
  done
  # Killed while the file was copied, and gone on with in the case after all: the part of a copy is not left there.
  restore
  rm -rf "$TEMP/other"
  mkdir "$TEMP/other"
  killed_at unlink 2 "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --no-questions --checkpoint-every 1M --item EV-005 --resume --continue-in "$TEMP/other"
  [ -n "$(find "$TEMP/other" -name 'EV-005-I1.E*')" ] || fail 'no part of a copy was left by the kill'
  expect 0 'goes on at' acquire --item EV-005 --resume
  matches 'the digest of what went on in the case' "$OUT" "^sha256  $SUM"
  same 'what is left of the copy' "$(find "$TEMP/other" -mindepth 1)" ''
fi
finish
