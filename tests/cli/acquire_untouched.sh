# SPDX-License-Identifier: Apache-2.0
# The source is never written; the start is recorded before the first byte is read; images of the same item; not compared;
# facts added later.
. "$(dirname "$0")/_lib.sh"
new_case

random "$TEMP/source" 1048576
touch -d '2024-02-29 12:00:00 UTC' "$TEMP/source"
state() { stat -c '%s %Y %X %Z %a %i' "$1"; digest "$1"; }
before=$(stat -c '%s %Y %Z %a %i' "$TEMP/source"; digest "$TEMP/source")
ok acquire "$TEMP/source" --case "$CASE" --item EV-001
same 'source before and after' "$(stat -c '%s %Y %Z %a %i' "$TEMP/source"; digest "$TEMP/source")" "$before"

# A source that cannot be written at all is enough.
cp "$TEMP/source" "$TEMP/read-only" && chmod 400 "$TEMP/read-only"
ok acquire "$TEMP/read-only" --case "$CASE" --item EV-002
# The carrier is the one the first acquisition registered, and no authority or incident is asked for.
same 'types about the first acquisition' "$(types "$CASE" | sed -n '5,10p' | cut -d' ' -f2 | paste -sd' ')" \
  'thing_registered thing_registered image_registered acquisition_started acquisition_finished image_verified'
same 'types about the second acquisition' "$(types "$CASE" | sed -n '11,$p' | cut -d' ' -f2 | paste -sd' ')" \
  'thing_registered image_registered acquisition_started acquisition_finished image_verified'

if have strace && strace -f -o /dev/null true 2>/dev/null; then
  strace -f -y -o "$TEMP/trace" -e trace=open,openat,read,pread64,preadv,preadv2,write,pwrite64,fsync,fdatasync,truncate,ftruncate,unlink,rename,renameat,renameat2,utimensat,fchmod,fchmodat,ioctl \
    "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-003 --format raw >/dev/null 2>"$ERR" || fail 'acquire below strace failed'
  grep -F "\"$TEMP/source\"" "$TEMP/trace" | grep -E 'open(at)?\(' >"$TEMP/opens" || true
  [ -s "$TEMP/opens" ] || fail 'the trace shows no opening of the source'
  lacks 'opening of the source' "$TEMP/opens" 'O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND'
  matches 'opening of the source' "$TEMP/opens" 'O_RDONLY'
  grep -E '(write|pwrite64|truncate|ftruncate|unlink|rename[a-z0-9]*|utimensat|fchmod|fchmodat)\(' "$TEMP/trace" |
    grep -F "$TEMP/source" >"$TEMP/changes" || true
  [ ! -s "$TEMP/changes" ] || fail "calls that change the source: $(head -3 "$TEMP/changes")"
  # The commit of the start entry (its last sync of the ledger) stands before imaging begins. What the entry tells of the
  # medium (partitions, signs of encryption) is read before, in small reads.
  first_read=$(grep -nE "(pread64|preadv2?|read)\([0-9]+<$TEMP/source>.*, 1048576, 0\)" "$TEMP/trace" | sed -n 1p | cut -d: -f1)
  started=$(grep -nE "(fsync|fdatasync)\([0-9]+<$CASE/case.db(-wal|-journal)?>" "$TEMP/trace" | sed -n 1p | cut -d: -f1)
  [ -n "$first_read" ] || fail 'the trace shows no read of the source'
  [ -n "$started" ] && [ -n "$first_read" ] && [ "$started" -lt "$first_read" ] ||
    fail "the source is read (line ${first_read:-none}) before the ledger is synced (line ${started:-none})"
  # The image is synced before the finished entry, and renamed without replacing.
  matches trace "$TEMP/trace" 'renameat2\(.*EV-003-I1\.raw.*RENAME_NOREPLACE'
  matches trace "$TEMP/trace" '(fsync|fdatasync)\([0-9]+<[^>]*EV-003-I1\.raw'
fi

# A further image of an item that has one.
refused 'EV-001.*EV-001-I1.*--again' acquire "$TEMP/source" --case "$CASE" --item EV-001
ok acquire "$TEMP/source" --case "$CASE" --item EV-001 --again --json
same 'image made again' "$(json_field "$OUT" 'd["image_id"]')" EV-001-I2
refused 'EV-001-I1.*identifier of an image' acquire "$TEMP/source" --case "$CASE" --item EV-001-I1
refused 'EV-001-C1' acquire "$TEMP/source" --case "$CASE" --item EV-001-C1
intact "$CASE"

# Not read back: said on standard output, in the JSON object, by verify and in documents.
ok acquire "$TEMP/source" --case "$CASE" --item EV-004 --no-verify
matches 'standard output' "$OUT" '^not compared \(entry [0-9]+\)'
ok acquire "$TEMP/source" --case "$CASE" --item EV-005 --no-verify --json
same 'verified without comparison' "$(json_field "$OUT" 'd["verified"]')" False
same 'entry without comparison' "$(types "$CASE" | tail -1)" "$(json_field "$OUT" 'd["entry"]') acquisition_finished"
intact "$CASE" 'not compared'
matches 'verify' "$TEMP/verified" 'not compared.*EV-004-I1'
run "$EXHIBIT" verify "$CASE" --strict
same 'verify --strict with limits' "$STATUS" 3
if have pdftotext; then
  ok document "$CASE" acquisition-report --item EV-004 --out "$TEMP/report.pdf"
  pdftotext -layout "$TEMP/report.pdf" - | tr -s ' \n' ' ' >"$TEMP/report.txt"
  matches 'acquisition report' "$TEMP/report.txt" '[Ii]maged, not compared'
  lacks 'acquisition report' "$TEMP/report.txt" '(read back|compared) and (the )?same'
fi

# A fact recorded after the image carries the number of the finished entry.
ok fact add "$CASE" --item EV-001 --fact F18 --value 'clock of the host 3 s slow' --observed-at 2026-11-22T18:53:00+09:00
matches 'standard output' "$OUT" 'added later'
export_of "$CASE"
leaf "$(types "$CASE" | tail -1 | cut -d' ' -f1)" >"$TEMP/leaf"
after=$(types "$CASE" EV-001 | grep acquisition_finished | cut -d' ' -f1 | paste -sd,)
matches 'fact entry' "$TEMP/leaf" "\"after\":\[$after\]"
matches 'fact entry' "$TEMP/leaf" '"observed_at":"2026-11-22T09:53:00\.000000Z"'
lacks 'fact entry' "$TEMP/leaf" '3 s slow'
misused "no time with a zone" fact add "$CASE" --item EV-001 --fact F18 --value x --observed-at 2026-11-22T18:53:00
misused "no fact number" fact add "$CASE" --item EV-001 --fact 'F 18' --value x
misused '--value is empty' fact add "$CASE" --item EV-001 --fact F18 --value ' '
refused "no item 'EV-9'" fact add "$CASE" --item EV-9 --fact F18 --value x
intact "$CASE"
finish
