# SPDX-License-Identifier: Apache-2.0
# What NIST's Computer Forensics Tool Testing asks of a tool that images: each part of this script is one of its four demands,
# compared with ground truth that other programs (sha256sum, cmp, the kernel's counters) establish.
. "$(dirname "$0")/_lib.sh"
. "$(dirname "$0")/_damage_lib.sh"
new_case

demand() { DEMAND=$1 FAILED_BEFORE=$FAILED; }
met() {
  if [ "$FAILED" = "$FAILED_BEFORE" ]; then echo "met: $DEMAND"; else echo "NOT met: $DEMAND" >&2; fi
}
all_digests() { echo "$(md5sum <"$1" | cut -c1-32) $(sha1sum <"$1" | cut -c1-40) $(digest "$1")"; }
told_digests() { json_field "$OUT" '" ".join((d["md5"], d["sha1"], d["sha256"]))'; }
exact() {  # exact ITEM SOURCE: the media of its first image, taken out again, are the source bit by bit
  same "$1: digests" "$(told_digests)" "$(all_digests "$2")"
  same "$1: bytes" "$(json_field "$OUT" 'd["bytes"]')" "$(stat -c %s "$2")"
  ok export "$CASE" --item "$1-I1" --out "$TEMP/media" --reason 'acceptance test'
  cmp "$TEMP/media" "$2" || fail "$1: the image is not the source"
  rm "$TEMP/media"
}

# All visible sectors, also an odd number of them and sectors of 4096 bytes; both formats; segments no larger than asked.
demand complete
random "$TEMP/odd" $((12289 * 512))
random "$TEMP/4k" $((1031 * 4096))
random "$TEMP/no-sectors" 1000003
ok acquire "$TEMP/odd" --case "$CASE" --item ODD-E01 --segment-size 2M --json
exact ODD-E01 "$TEMP/odd"
for file in "$CASE"/evidence/ODD-E01/*.E0?; do
  [ "$(stat -c %s "$file")" -le 2097152 ] || fail "$file is larger than the segment size"
done
ok acquire "$TEMP/odd" --case "$CASE" --item ODD-RAW --format raw --segment-size 1M --json
exact ODD-RAW "$TEMP/odd"
same 'sizes of the segments' "$(stat -c %s "$CASE"/evidence/ODD-RAW/ODD-RAW-I1.0?? | sort -nu | paste -sd' ')" "512 1048576"
ok acquire "$TEMP/no-sectors" --case "$CASE" --item NO-SECTORS --format raw --json
exact NO-SECTORS "$TEMP/no-sectors"
refused 'cannot hold 1000003 bytes whole, because it counts in sectors of 512 bytes' acquire "$TEMP/no-sectors" --case "$CASE" --item NO-SECTORS --again
if loop --sector-size 4096 "$TEMP/4k"; then
  ok acquire "$LOOP" --case "$CASE" --item 4K --json
  exact 4K "$TEMP/4k"
else
  echo 'not checked: sectors of 4096 bytes (no loop device)'
fi
met

# Content, times and the kernel's own count of writes to the device are as before; the device was not even read-only.
demand 'source unaltered'
state() { stat -c '%s %X %Y %Z %a %i' "$1"; digest "$1"; }
random "$TEMP/kept" $((4096 * 512))
touch -d '2024-02-29 12:00:00 UTC' "$TEMP/kept"
before=$(stat -c '%s %X %Y %Z %a %i' "$TEMP/kept")
ok acquire "$TEMP/kept" --case "$CASE" --item KEPT
same 'times of a file' "$(stat -c '%s %X %Y %Z %a %i' "$TEMP/kept")" "$before"
if loop "$TEMP/odd"; then
  writes() { awk '{ print $5, $7, $12, $14 }' "/sys/block/${LOOP#/dev/}/stat"; }  # writes, sectors written, discards, sectors
  before_writes=$(writes) before_digest=$(digest "$LOOP")
  ok acquire "$LOOP" --case "$CASE" --item DEVICE --json
  same 'write requests that reached the device' "$(writes)" "$before_writes"
  same 'digest of the device' "$(digest "$LOOP")" "$before_digest"
  same 'digest of the image' "$(json_field "$OUT" 'd["sha256"]')" "$before_digest"
else
  echo 'not checked: writes that reach a device (no loop device)'
fi
met

# Type and place of every unresolved error, and a benign filling where nothing could be read.
demand 'errors logged'
ERRORS=
if can_serve; then
  SIZE=$((3 * 1024 * 1024))
  random "$TEMP/failing" "$SIZE"
  map_with "$SIZE" 51200 512 1048064 1536 2097152 4096 >"$TEMP/truth.map"
  ranges_of_map "$TEMP/truth.map" >"$TEMP/truth"
  serve_damaged served "$TEMP/failing" "$TEMP/truth.map"
  ok acquire "$SERVED" --case "$CASE" --item ERRORS --json
  ERRORS=$SERVED
  cp "$OUT" "$TEMP/errors.json"
  LOG=$CASE/evidence/ERRORS/ERRORS-I1.log
  same 'ranges told' "$(ranges_of_json "$OUT")" "$(cat "$TEMP/truth")"
  same 'ranges in the log' "$(ranges_of_log "$LOG")" "$(cat "$TEMP/truth")"
  same 'errors in the log' "$(grep -cE ' read error: offset [0-9]+, length 512, errno 5 \(Input/output error\), attempts 3$' "$LOG")" 12
  have ewfinfo && same 'ranges in the E01' "$(ranges_of_e01 "${LOG%.log}.E01")" "$(cat "$TEMP/truth")"
  cp "$TEMP/failing" "$TEMP/filled"
  while read -r offset length; do
    dd if=/dev/zero of="$TEMP/filled" bs=512 seek=$((offset / 512)) count=$((length / 512)) conv=notrunc status=none
  done <"$TEMP/truth"
  exact ERRORS "$TEMP/filled"
  unserve
else
  echo 'not checked: errors of a device (no failing storage without root, FUSE, nbdkit and nbdfuse)'
fi
met

# The report says what was read, with which digests and which losses; the log says what the report says.
demand 'documents correct'
if have pdftotext; then
  words_of() {
    ok document "$CASE" acquisition-report --item "$1" --lang "$2" --out "$TEMP/$1-$2.pdf"
    pdftotext -layout "$TEMP/$1-$2.pdf" "$TEMP/$1-$2.txt"
    tr -d ' \n,' <"$TEMP/$1-$2.txt" >"$TEMP/words"
  }
  check_report() {  # check_report ITEM MEDIA SOURCE RANGES BYTES-LOST
    local digest_text language
    for language in en ja; do
      words_of "$1" "$language"
      for digest_text in $(all_digests "$2"); do matches "report of $1 ($language)" "$TEMP/words" "$digest_text"; done
      matches "report of $1 ($language)" "$TEMP/words" "$(stat -c %s "$2")"
      matches "report of $1 ($language)" "$TEMP/words" "$(basename "$3")"
      matches "report of $1 ($language)" "$TEMP/words" "$(digest "$CASE/evidence/$1/$1-I1.log")"
      for file in "$CASE/evidence/$1/$1-I1".E0?; do matches "report of $1 ($language)" "$TEMP/words" "$(digest "$file")"; done
    done
    tr -d ' \n,' <"$TEMP/$1-en.txt" >"$TEMP/words"
    matches "losses in the report of $1" "$TEMP/words" "Unreadableranges$4$5bytesinall"
  }
  check_report ODD-E01 "$TEMP/odd" "$TEMP/odd" 0 0
  if [ -n "$ERRORS" ]; then
    check_report ERRORS "$TEMP/filled" "$ERRORS" 3 6144
    while read -r offset length; do
      grep -Eq "(^|[^0-9,])$offset +$length +entry" <(tr -d , <"$TEMP/ERRORS-en.txt") || fail "the report does not list $offset $length"
    done <"$TEMP/truth"
  fi
  for digest_text in $(all_digests "$TEMP/odd"); do
    matches 'log of ODD-E01' "$CASE/evidence/ODD-E01/ODD-E01-I1.log" " of the media: $digest_text\$"
  done
fi
intact "$CASE"
met
finish
