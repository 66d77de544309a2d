# SPDX-License-Identifier: Apache-2.0
# Ctrl-C: status 1, one line, the ledger says what happened, and what is unfinished is kept aside to go on with.
. "$(dirname "$0")/_lib.sh"
new_case
mixed "$TEMP/source" 67108864

# stopped ITEM SIGNAL TARGET WHAT: TARGET '-' sends to the whole group, as a terminal does
stopped() {
  local failures
  failures=$(count_of "$CASE" acquisition_suspended)
  start "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item "$1" --compression best
  wait_for "$CASE/evidence/$1/.partial-$1-I1/$1-I1.E01" || fail "$4: the image did not begin: $(cat "$ERR")"
  kill "-$2" -- "${3/#-/-$CHILD}" 2>/dev/null || fail "$4: acquire was gone already"
  ended
  same "status after $4" "$STATUS" 1
  same "lines on standard error after $4" "$(wc -l <"$ERR")" 1
  matches "standard error after $4" "$ERR" "^exhibit: stopped before the image of $1 was whole.*ledger records"
  [ ! -s "$OUT" ] || fail "$4: something stands on standard output: $(cat "$OUT")"
  same "interruptions recorded after $4" "$(count_of "$CASE" acquisition_suspended)" "$((failures + 1))"
  same "last entry after $4" "$(types "$CASE" | tail -1 | cut -d' ' -f2)" acquisition_suspended
  same "what is left after $4" "$(ls -A "$CASE/evidence/$1")" ".partial-$1-I1"
  [ -z "$(pgrep -f "$TEMP/source" || true)" ] || fail "after $4 a process goes on: $(pgrep -af "$TEMP/source")"
}
only() { stopped "$1" "$2" "-" "$3"; }
only EV-001 INT 'Ctrl-C (SIGINT to the group)'
only EV-002 TERM 'SIGTERM to the group'
only EV-003 HUP 'the terminal was closed (SIGHUP to the group)'
intact "$CASE" interrupted
log_text=$("$EXHIBIT" log "$CASE" --item EV-001)
[[ $log_text == *'stopped by the person'* ]] || fail 'the log does not say that a person stopped the acquisition'
# The item is not used up.
truncate -s 4194304 "$TEMP/source"
ok acquire "$TEMP/source" --case "$CASE" --item EV-001

# While the image is read back: the image is whole, and recorded as not compared.
mixed "$TEMP/source" 67108864
start "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-004
if wait_for "$CASE/evidence/EV-004/EV-004-I1.blocks" && for _ in $(seq 100); do [ -d "$CASE/evidence/EV-004/.partial-EV-004-I1" ] || break; sleep 0.01; done && sleep 0.1 &&
  kill -INT -- "-$CHILD" 2>/dev/null; then
  ended
  if [ "$STATUS" != 0 ]; then
    same 'status after Ctrl-C while comparing' "$STATUS" 1
    same 'lines on standard error' "$(wc -l <"$ERR")" 1
    matches 'standard error' "$ERR" 'EV-004-I1 is whole and recorded as not compared|stopped before the image'
    if grep -q 'is whole' "$ERR"; then
      same 'last entry' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" acquisition_finished
      intact "$CASE" interrupted 'not compared'
    fi
  fi
else
  ended
  echo 'not checked: Ctrl-C while comparing (too quick)'
fi

# Packing
start "$EXHIBIT" package "$CASE" --for police --out "$TEMP/package.zip"
for _ in $(seq 300); do [ -z "$(leftovers "$TEMP" -maxdepth 1)" ] || break; sleep 0.01; done
kill -INT -- "-$CHILD" 2>/dev/null || true
ended
if [ "$STATUS" != 0 ]; then
  same 'status of package after Ctrl-C' "$STATUS" 1
  same 'lines on standard error' "$(wc -l <"$ERR")" 1
  [ ! -e "$TEMP/package.zip" ] || fail 'a stopped package leaves its file'
  same 'packages recorded' "$(count_of "$CASE" package_made)" 0
fi
[ -z "$(leftovers "$TEMP" -maxdepth 1)" ] || fail "a stopped package leaves $(leftovers "$TEMP" -maxdepth 1)"
finish
