# SPDX-License-Identifier: Apache-2.0
# kill -9 during acquire, at random moments: the case stays whole and the item can be imaged.
. "$(dirname "$0")/_lib.sh"
new_case
mixed "$TEMP/source" 8388608
random "$TEMP/small" 65536

# One whole run tells how long it takes.
begin=$(date +%s%N)
ok acquire "$TEMP/source" --case "$CASE" --item EV-000 --compression best
whole=$((($(date +%s%N) - begin) / 1000000))

again() {  # again ITEM WHAT: the next acquire of the item works, and says so of the one that was cut off
  run "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item "$1" --again --no-verify
  [ "$STATUS" = 0 ] || fail "after $2 the next acquire of $1 ends with status $STATUS: $(cat "$ERR")"
}

early=0
for n in $(seq 1 9); do
  delay=$((100 + whole * (n * 11 + RANDOM % 11 - 11) / 100))
  start "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item "R-$n" --compression best
  sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
  kill -9 "$CHILD" 2>/dev/null || early=$((early + 1))
  ended
  survived "$CASE" "kill -9 after $delay ms of $whole"
  again "R-$n" "kill -9 after $delay ms of $whole"
done
[ "$early" -lt 6 ] || echo "note: only $((9 - early)) kills hit a running acquire"
sleep 0.2
[ -z "$(pgrep -f "$TEMP/source" || true)" ] || fail "a process goes on after its parent was killed: $(pgrep -af "$TEMP/source")"

"$EXHIBIT" verify "$CASE" >"$TEMP/verified" || fail "verify at the end: $(grep -v ^limit "$TEMP/verified" | head -c 600)"
finish
