# SPDX-License-Identifier: Apache-2.0
# Several processes on one case at once: no entry is lost, none is written twice.
. "$(dirname "$0")/_lib.sh"
new_case
mixed "$TEMP/source" 16777216
random "$TEMP/small" 65536

# The same item: the second is refused while the first is at work.
start "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-001 --compression best
first=$CHILD
cp "$OUT" "$TEMP/first" 2>/dev/null || true
wait_for "$CASE/evidence/EV-001/.partial-EV-001-I1/EV-001-I1.E01" || fail 'the first acquire did not begin'
STATUS=0
"$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-001 --again >"$TEMP/second" 2>"$TEMP/second-error" || STATUS=$?
if kill -0 "$first" 2>/dev/null; then
  same 'status of the second acquire of the item' "$STATUS" 1
  matches 'its message' "$TEMP/second-error" 'EV-001.*another process is making EV-001-I1'
  same 'lines of its message' "$(wc -l <"$TEMP/second-error")" 1
fi
# Looking at the case meanwhile is allowed and finds no fault.
"$EXHIBIT" verify "$CASE" --quick >"$TEMP/verified" 2>&1 || fail "verify beside an acquire: $(head -3 "$TEMP/verified")"
ended
same 'status of the first acquire' "$STATUS" 0

# Started at the same instant: exactly one image comes of it.
for n in 1 2; do
  ( s=0; "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-002 --no-verify >/dev/null 2>"$TEMP/error-$n" || s=$?; echo $s >"$TEMP/status-$n" ) &
done
wait
same 'statuses of two acquires of one item' "$(sort "$TEMP"/status-[12] | paste -sd' ')" '0 1'
same 'images of EV-002' "$(types "$CASE" EV-002 | grep -c acquisition_finished)" 1
matches 'message of the refused one' <(cat "$TEMP"/error-[12]) 'EV-002.*(another process|already has)'

# Two items at once: both.
for n in 3 4; do
  ( s=0; "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item "EV-00$n" --json >"$TEMP/made-$n" 2>&1 || s=$?; echo $s >"$TEMP/status-$n" ) &
done
wait
same 'statuses of two acquires of two items' "$(cat "$TEMP"/status-[34] | paste -sd' ')" '0 0'
for n in 3 4; do same "sha256 of EV-00$n" "$(json_field "$TEMP/made-$n" 'd["sha256"]')" "$(digest "$TEMP/source")"; done
same 'carriers registered' "$("$EXHIBIT" case show "$CASE" 2>/dev/null | grep -c '(carrier)')" 1
intact "$CASE" 'not compared'

# Six processes, ten entries each.
before=$(entries "$CASE")
for p in 1 2 3 4 5 6; do
  (
    for n in 1 2 3 4 5 6 7 8 9 10; do
      "$EXHIBIT" access "$CASE" --item EV-001 --action viewed --reason "process $p, number $n" >>"$TEMP/said-$p" 2>>"$TEMP/wrong" || echo "process $p, number $n" >>"$TEMP/lost"
    done
  ) &
done
wait
[ ! -s "$TEMP/lost" ] || fail "entries refused beside others: $(cat "$TEMP/lost" "$TEMP/wrong" | head -5)"
same 'entries of six processes' "$(($(entries "$CASE") - before))" 60
same 'numbers told to the six' "$(cat "$TEMP"/said-* | sed 's/^entry \([0-9]*\):.*/\1/' | sort -n | paste -sd,)" "$(seq -s, "$before" $((before + 59)))"
"$EXHIBIT" log "$CASE" --item EV-001 >"$TEMP/log"
for p in 1 2 3 4 5 6; do
  same "order of process $p" "$(grep -o "process $p, number [0-9]*" "$TEMP/log" | awk '{print $4}' | paste -sd' ')" '1 2 3 4 5 6 7 8 9 10'
done

# Two handovers of one thing at once: only one holder gives it away.
for to in "$MORI" "$ABE"; do
  ( s=0; "$EXHIBIT" transfer "$CASE" --item EV-004 --from "$SATO" --to "$to" --reason 'both want it' >/dev/null 2>"$TEMP/error-$to" || s=$?; echo $s >"$TEMP/status-$to" ) &
done
wait
same 'statuses of two handovers at once' "$(sort "$TEMP/status-$MORI" "$TEMP/status-$ABE" | paste -sd' ')" '0 1'
same 'handovers recorded' "$(count_of "$CASE" transferred)" 1
intact "$CASE" 'not compared'
finish
