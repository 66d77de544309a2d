# SPDX-License-Identifier: Apache-2.0
# Damaged media: every readable sector is recovered, exactly as ddrescue does it; slow and hanging devices; maps of rescues.
. "$(dirname "$0")/_lib.sh"
. "$(dirname "$0")/_damage_lib.sh"
can_serve || skip 'no failing storage without root, FUSE, nbdkit and nbdfuse'
new_case

SIZE=$((6 * 1024 * 1024 + 1536))
random "$TEMP/disk" "$SIZE"
# The first sector, one in the middle, some over the border of two reads, a long run, every other sector, the last.
BAD=(0 512 0x123400 512 0x1ffe00 1024 0x300000 0x28000)
for i in 0 1 2 3 4 5 6 7; do BAD+=($((0x400000 + i * 1024)) 512); done
BAD+=($((SIZE - 512)) 512)
map_with "$SIZE" "${BAD[@]}" >"$TEMP/truth.map"
ranges_of_map "$TEMP/truth.map" >"$TEMP/truth"
python3 - "$TEMP/disk" "$TEMP/truth" zeros "$TEMP/wanted" <<'END'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
for line in open(sys.argv[2]):
    offset, length = map(int, line.split())
    data[offset:offset + length] = bytes(length)
open(sys.argv[4], "wb").write(data)
END

serve_damaged failing "$TEMP/disk" "$TEMP/truth.map"
ok acquire "$SERVED" --case "$CASE" --item EV-001 --format raw --map-out "$TEMP/ours.map" --json
cmp "$CASE/evidence/EV-001/EV-001-I1.raw" "$TEMP/wanted" || fail 'the image is not all that can be read'
same 'unreadable ranges' "$(ranges_of_json "$OUT")" "$(cat "$TEMP/truth")"
same 'ranges of the map' "$(ranges_of_map "$TEMP/ours.map")" "$(cat "$TEMP/truth")"
same 'map in JSON' "$(json_field "$OUT" 'd["map"]')" "$TEMP/ours.map"
matches 'log' "$CASE/evidence/EV-001/EV-001-I1.log" ' read error: offset 1192960, length 512, errno 5 \(Input/output error\), attempts 3$'
# Behind 64 bad sectors in a row each is tried once.
matches 'log' "$CASE/evidence/EV-001/EV-001-I1.log" " read error: offset $((0x300000 + 63 * 512)), .* attempts 3\$"
matches 'log' "$CASE/evidence/EV-001/EV-001-I1.log" " read error: offset $((0x300000 + 64 * 512)), .* attempts 1\$"
ok acquire "$SERVED" --case "$CASE" --item EV-001 --again --format raw --retries 0 --no-verify
lacks 'log without retries' "$CASE/evidence/EV-001/EV-001-I2.log" 'attempts [2-9]'
cmp "$CASE/evidence/EV-001/EV-001-I2.raw" "$TEMP/wanted" || fail 'without retries the image is another'

# ddrescue on the same source: the same bytes, the same ranges.
if have ddrescue; then
  ddrescue -d -r2 "$SERVED" "$TEMP/peer" "$TEMP/peer.map" >/dev/null 2>&1 || fail 'ddrescue failed'
  same 'ranges that ddrescue could not read' "$(ranges_of_map "$TEMP/peer.map")" "$(cat "$TEMP/truth")"
  truncate -s "$SIZE" "$TEMP/peer"  # it leaves away what it could not read at the end
  cmp "$TEMP/peer" "$CASE/evidence/EV-001/EV-001-I1.raw" || fail 'ddrescue recovers other bytes'
  same 'bad blocks by ddrescuelog' "$(ddrescuelog --list-blocks=- "$TEMP/ours.map" | sha256sum)" "$(ddrescuelog --list-blocks=- "$TEMP/peer.map" | sha256sum)"
fi

# Ledger, list, E01, log and report say the same; a filling that nobody takes for content is recorded.
ok acquire "$SERVED" --case "$CASE" --item EV-002 --fill pattern --retries 1 --json
cp "$OUT" "$TEMP/e01.json"
IMAGE=$CASE/evidence/EV-002/EV-002-I1
same 'ranges in JSON' "$(ranges_of_json "$TEMP/e01.json")" "$(cat "$TEMP/truth")"
same 'ranges in the list' "$(cat "$IMAGE.unreadable")" "$(cat "$TEMP/truth")"
same 'ranges in the log' "$(ranges_of_log "$IMAGE.log")" "$(cat "$TEMP/truth")"
have ewfinfo && same 'ranges in the E01' "$(ranges_of_e01 "$IMAGE.E01")" "$(cat "$TEMP/truth")"
export_of "$CASE"
leaf "$(types "$CASE" EV-002 | awk '/acquisition_finished/ { print $1 }')" >"$TEMP/leaf"
matches 'finished entry' "$TEMP/leaf" "\"unreadable\":\{\"bytes\":$(awk '{ n += $2 } END { print n }' "$TEMP/truth"),\"count\":$(wc -l <"$TEMP/truth"),"
matches 'finished entry' "$TEMP/leaf" "\"log\":\{\"file\":\"EV-002-I1.log\",\"sha256\":\"$(digest "$IMAGE.log")\",\"size\":$(stat -c %s "$IMAGE.log")\}"
leaf "$(types "$CASE" EV-002 | awk '/acquisition_started/ { print $1 }')" >"$TEMP/leaf"
matches 'started entry' "$TEMP/leaf" '"fill":"pattern".*"read_timeout":30,"retries":1'
ok export "$CASE" --item EV-002-I1 --out "$TEMP/filled" --reason r
same 'filling at the start' "$(head -c 512 "$TEMP/filled" | tr -d '\n' | cut -c1-24)" BADBLOCKBADBLOCKBADBLOCK
same 'bytes behind it' "$(tail -c +513 "$TEMP/filled" | head -c 4096 | sha256sum)" "$(tail -c +513 "$TEMP/disk" | head -c 4096 | sha256sum)"
same 'filling in JSON' "$(json_field "$TEMP/e01.json" 'd["fill"], d["slow_reads"], d["log"]["file"]')" "('pattern', 0, 'EV-002-I1.log')"
if have pdftotext; then
  ok document "$CASE" acquisition-report --item EV-002 --out "$TEMP/report.pdf"
  pdftotext -layout "$TEMP/report.pdf" - >"$TEMP/report.txt"
  while read -r offset length; do
    matches 'report' "$TEMP/report.txt" "(^|[^0-9])$(printf "%'d" "$offset" | sed 's/,/,?/g') +$(printf "%'d" "$length" | sed 's/,/,?/g')"
  done <"$TEMP/truth"
  tr -s ' \n' ' ' <"$TEMP/report.txt" >"$TEMP/report.words"
  matches 'report' "$TEMP/report.words" 'BADBLOCK again and again'
  matches 'report' "$TEMP/report.words" 'Log of the acquisition EV-002-I1.log'
fi
intact "$CASE" 'unreadable ranges'
# The log is covered: a changed or missing one is found.
cp "$IMAGE.log" "$TEMP/kept.log"
printf x >>"$IMAGE.log"
run "$EXHIBIT" verify "$CASE" --quick
same 'status with a changed log' "$STATUS" 3
matches 'verify with a changed log' "$OUT" 'EV-002-I1.log is not the one recorded'
rm "$IMAGE.log"
run "$EXHIBIT" verify "$CASE" --quick
matches 'verify without the log' "$OUT" 'EV-002-I1.log is missing'
cp "$TEMP/kept.log" "$IMAGE.log"
unserve

# What ddrescue rescued, with its map: what it could not read is listed, whatever stands there.
PEER=$TEMP/peer PEER_MAP=$TEMP/peer.map
[ -f "$PEER" ] || { cp "$TEMP/wanted" "$PEER"; cp "$TEMP/ours.map" "$PEER_MAP"; }
truncate -s $((SIZE - 512)) "$PEER"  # as ddrescue leaves it
printf garbage | dd of="$PEER" bs=1 conv=notrunc status=none
ok acquire "$PEER" --map "$PEER_MAP" --case "$CASE" --item EV-003 --format raw --json
cmp "$CASE/evidence/EV-003/EV-003-I1.raw" "$TEMP/wanted" || fail 'the image made from a rescue is another'
same 'ranges from a rescue' "$(ranges_of_json "$OUT")" "$(cat "$TEMP/truth")"
matches 'log from a rescue' "$CASE/evidence/EV-003/EV-003-I1.log" ' left out as the map says: offset 0, length 512$'
matches 'log from a rescue' "$CASE/evidence/EV-003/EV-003-I1.log" " map: SHA-256 $(digest "$PEER_MAP")\$"
same 'the map is as it was' "$(json_field "$OUT" '"map" in d')" False
# Where --map names nothing, the map is written.
ok acquire "$TEMP/disk" --map "$TEMP/new.map" --case "$CASE" --item EV-004 --no-verify
same 'map of a sound source' "$(grep -v '^#' "$TEMP/new.map" | tail -1 | tr -s ' ')" "$(printf '0x00000000 0x%08X +' "$SIZE")"
same 'ranges of a sound source' "$(ranges_of_map "$TEMP/new.map")" ''

# Refused before anything is recorded.
before=$(entries "$CASE")
ACQUIRE=("$TEMP/disk" --case "$CASE" --item EV-009)
printf '0 +\n0 512 +\n1024 512 -\n' >"$TEMP/gap.map"
refused "cannot use the map $TEMP/gap.map: line 3: there is a gap" acquire "${ACQUIRE[@]}" --map "$TEMP/gap.map"
map_with $((SIZE + 512)) 0 512 >"$TEMP/other.map"
refused "the map does not belong to $TEMP/disk" acquire "${ACQUIRE[@]}" --map "$TEMP/other.map"
refused 'it exists already' acquire "${ACQUIRE[@]}" --map-out "$TEMP/ours.map"
refused 'lies inside the case folder' acquire "${ACQUIRE[@]}" --map-out "$CASE/evidence/map"
refused 'its folder does not exist' acquire "${ACQUIRE[@]}" --map-out "$TEMP/none/map"
misused 'is not there, so it would be written' acquire "${ACQUIRE[@]}" --map "$TEMP/none1" --map-out "$TEMP/none2"
misused '--retries' acquire "${ACQUIRE[@]}" --retries 101
misused '--fill' acquire "${ACQUIRE[@]}" --fill noise
misused '--read-timeout' acquire "${ACQUIRE[@]}" --read-timeout 0
if loop "$TEMP/disk"; then
  refused "cannot use a map with $LOOP: it is a block device" acquire "$LOOP" --case "$CASE" --item EV-009 --map "$TEMP/ours.map"
fi
same 'entries after refusals' "$(entries "$CASE")" "$before"

# A device that answers slowly is waited for, and told from one that is dead.
serve_slow slow "$TEMP/disk" 3000000 2.5
expect 0 '^note: the device answers slowly: the read of [0-9]+ bytes at offset [0-9]+ has had no answer for 1\.[0-9] s' \
  "$EXHIBIT" acquire "$SERVED" --case "$CASE" --item EV-005 --read-timeout 1 --format raw --json
same 'media of a slow device' "$(digest "$CASE/evidence/EV-005/EV-005-I1.raw")" "$(digest "$TEMP/disk")"
same 'unreadable on a slow device' "$(json_field "$OUT" 'd["unreadable"]')" '[]'
[ "$(json_field "$OUT" 'd["slow_reads"]')" -ge 1 ] || fail 'no slow read is counted'
matches 'log of a slow device' "$CASE/evidence/EV-005/EV-005-I1.log" ' slow read: offset [0-9]+, length [0-9]+, took [2-9]\.[0-9] s$'
# On a terminal the progress line goes on while there is no answer: no two seconds without a sign of life.
python3 - "$EXHIBIT" acquire "$SERVED" --case "$CASE" --item EV-007 --read-timeout 1 --no-verify >"$TEMP/silence" <<'END'
import os, pty, subprocess, sys, time
ours, theirs = pty.openpty()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs)
os.close(theirs)
signs, text = [], b""
while True:
    try: part = os.read(ours, 4096)
    except OSError: break
    if not part: break
    text += part
    signs.append(time.monotonic())
lines = [line for line in text.replace(b"\r", b"\n").split(b"\n") if b"imaging EV-007" in line]
print(child.wait(), len(lines) >= 3, b"answers slowly" in text, max(b - a for a, b in zip(signs, signs[1:])) < 2)
END
same 'status, progress lines, note, no silence' "$(cat "$TEMP/silence")" '0 True True True'
unserve

# A read that hangs in the kernel does not hold up who gives up: the stop is recorded at once.
serve_slow hanging "$TEMP/disk" 3000000 60
# A leak checker would wait for the thread that hangs.
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 start "$EXHIBIT" acquire "$SERVED" --case "$CASE" --item EV-006 --read-timeout 1
for _ in $(seq 200); do
  ! grep -q 'answers slowly' "$ERR" || break
  sleep 0.1
done
matches 'standard error while the read hangs' "$ERR" 'the device answers slowly'
kill -INT "$CHILD"
for _ in $(seq 100); do
  ! grep -q 'the ledger records the interruption' "$ERR" || break
  sleep 0.1
done
matches 'standard error after the stop' "$ERR" 'stopped before the image of EV-006 was whole; [0-9,]+ of [0-9,]+ bytes are imaged and kept'
same 'last entry after the stop' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" acquisition_suspended
# The kernel lets go of a large read when its process ends: nothing is left that would wait for the device.
for _ in $(seq 100); do
  [ -e "/proc/$CHILD" ] || break
  sleep 0.1
done
[ ! -e "/proc/$CHILD" ] || fail "the program has not ended while its read hangs: $(grep State "/proc/$CHILD/status")"
{ kill -9 "$SERVER" && wait "$SERVER"; } 2>/dev/null || true
ended
[ "$STATUS" != 0 ] || fail 'a stopped acquisition ends with status 0'
umount -l "$SERVED" 2>/dev/null || true
intact "$CASE" interrupted 'unreadable ranges'
finish
