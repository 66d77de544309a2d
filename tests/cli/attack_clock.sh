# SPDX-License-Identifier: Apache-2.0
# A device whose clock is moved: what is recorded says which clock it was, the order stays that of the log, and verify names the jump.
. "$(dirname "$0")/_lib.sh"
have faketime || skip 'faketime is not installed'
new_case
image "$CASE" EV-001
at() { run faketime -f "$1" "$EXHIBIT" note "$CASE" --text "clock $1"; [ "$STATUS" = 0 ] || fail "a note with the clock at $1: $(cat "$ERR")"; }
newest() { "$EXHIBIT" log "$CASE" --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["entries"][-1]["'"$1"'"])'; }

at '-400d'
back=$(newest entry)
at '+400d'
at '+0'
again=$(newest entry)
before=$(entries "$CASE")

run "$EXHIBIT" verify "$CASE" --json
same 'exit status: a jump of the clock is no fault' "$STATUS" 0
same 'the entries at which the clock went back' \
  "$(json_field "$OUT" 'sorted(f["entry"] for f in d["findings"] if f["class"] == "clock anomaly")')" "[$back, $again]"
same 'the order is that in which they were written' \
  "$("$EXHIBIT" log "$CASE" --json | python3 -c 'import json,sys; e=[x["entry"] for x in json.load(sys.stdin)["entries"]]; print(e == sorted(e))')" True
same 'nothing was lost' "$(entries "$CASE")" "$before"

# A handover while the clock is wrong is asked about by name.
run faketime -f '-3d' "$EXHIBIT" transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason x
same 'a handover with a wrong clock' "$STATUS" 0
run "$EXHIBIT" custody gaps "$CASE"
matches 'gaps' "$OUT" 'clock'
# A case opened by a clock far in the future is read by one that is right.
run faketime -f '+5000d' "$EXHIBIT" case create "$TEMP/later" --number L-1 --title later
same 'a case of the future' "$STATUS" 0
run "$EXHIBIT" verify "$TEMP/later"
same 'verify of a case of the future' "$STATUS" 0
finish
