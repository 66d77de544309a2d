# SPDX-License-Identifier: Apache-2.0
# Keys in a case: enrolled, given roles, refused; the passphrase is seen nowhere.
. "$(dirname "$0")/_lib.sh"
new_case
OLGA=$(new_key 'O. Auditor' auditor) EVE=$(new_key 'E. Stranger' examiner)

before=$(entries "$CASE")
unchanged() { same "entries after $1" "$(entries "$CASE")" "$before"; [ -z "$(ls -A "$CASE/evidence")" ] || fail "$1 leaves: $(ls -A "$CASE/evidence")"; rm -rf "$CASE"/evidence/*; }

# Not enrolled, or without the role
random "$TEMP/small" 65536
refused "not recorded: the key $EVE \(E\. Stranger\) is not enrolled" acquire "$TEMP/small" --case "$CASE" --item EV-001 --as "$EVE"
unchanged 'an acquire by a stranger'
refused "not enrolled" incident open "$CASE" --number INC-1 --title T --as "$EVE"
refused "not enrolled" role grant "$CASE" "$EVE" examiner
refused "not enrolled" key enrol "$CASE" "$OLGA" --role auditor --as "$EVE"
refused "holds no role that may sign 'key_enrolled'" key enrol "$CASE" "$OLGA" --role auditor --as "$MORI"
refused "holds no role that may sign 'role_granted'" role grant "$CASE" "$MORI" examiner --as "$MORI"
unchanged 'refused enrolments'

ok key enrol "$CASE" "$OLGA" --role auditor
matches 'key enrol' "$OUT" "^entry $before: O\. Auditor \($OLGA\) is enrolled as auditor$"
refused 'already|enrolled' key enrol "$CASE" "$OLGA" --role auditor
refused 'already|enrolled' key enrol "$CASE" "$OLGA" --role examiner
before=$((before + 1))
for key in "$OLGA" "$ABE" "$MORI"; do
  refused 'holds no role that may sign' acquire "$TEMP/small" --case "$CASE" --item EV-001 --as "$key"
done
unchanged 'acquires by an auditor, counsel and a custodian'
refused "holds no role that may sign 'incident_opened'" incident open "$CASE" --number INC-1 --title T --as "$OLGA"
misused 'no role; the roles are' key enrol "$CASE" "$EVE" --role chief
misused 'no role; the roles are' role grant "$CASE" "$MORI" chief
refused "no key 'nobody'" key enrol "$CASE" nobody --role auditor
refused "no key 'nobody'" role grant "$CASE" nobody auditor
unchanged 'refusals'

# A role granted counts from then on.
ok role grant "$CASE" 'H. Mori' examiner --json
same 'role granted' "$(json_field "$OUT" 'd["role"]')" examiner
ok acquire "$TEMP/small" --case "$CASE" --item EV-001 --as "$MORI" --json
export_of "$CASE"
leaf "$(types "$CASE" | grep acquisition_started | cut -d' ' -f1)" >"$TEMP/leaf"
matches 'start entry' "$TEMP/leaf" "\"signers\":\[\{\"capacity\":\"author\",\"key\":\"exhibit.evidence/actor/$MORI\",\"role\":\"examiner\"\}\]"
ok access "$CASE" --item EV-001-I1 --action viewed --reason 'an auditor looks' --as "$OLGA"

# The second administrator: the note goes.
run "$EXHIBIT" case show "$CASE"
matches 'note of case show' "$ERR" 'one administrator.*key enrol'
"$EXHIBIT" role grant "$CASE" "$ABE" administrator >/dev/null
run "$EXHIBIT" case show "$CASE"
[ ! -s "$ERR" ] || fail "case show with two administrators writes: $(cat "$ERR")"
ok key enrol "$CASE" "$EVE" --role examiner --as "$ABE"

# A key of another device comes as a card; a bare vkey or a damaged card does not do.
other() { EXHIBIT_HOME=$TEMP/other "$EXHIBIT" "$@"; }
FAR=$(other key create --name 'F. Remote' --role counsel)
other key export "$FAR" --card >"$TEMP/card"
refused 'proof of possession.*--card' key enrol "$CASE" "$(other key export "$FAR")" --role counsel
sed 's/"possession":"...../"possession":"AAAAA/' "$TEMP/card" >"$TEMP/forged"
refused 'damaged or its proof of possession' key enrol "$CASE" "$TEMP/forged" --role counsel
ok key enrol "$CASE" "$TEMP/card" --role counsel
# It may not sign here, having no private key; and that device never appends to this log, but to one of its own.
refused "no key '$FAR'" access "$CASE" --item EV-001 --reason x --as "$FAR"
before=$(sqlite3 "$CASE/case.db" 'select count(*) from entry where log=1')
EXHIBIT_HOME=$TEMP/other expect 0 '' "$EXHIBIT" access "$CASE" --item EV-001 --reason x --as "$FAR"
same 'entries of the first log' "$(sqlite3 "$CASE/case.db" 'select count(*) from entry where log=1')" "$before"
same 'entries of the other log' "$(sqlite3 "$CASE/case.db" 'select count(*) from entry where log=2')" 2
# The first device takes that in with its next entry.
ok access "$CASE" --item EV-001 --reason y
same 'logs taken in' "$(sqlite3 "$CASE/case.db" "select count(*) from entry where log=1 and instr(leaf, '\"type\":\"imported\"')>0")" 1

# The passphrase stands in no argument, environment of a child or file.
if [ -d /proc/self ]; then
  head -c 20971520 /dev/zero >"$TEMP/zeros"
  echo "$EXHIBIT_PASSPHRASE" >"$TEMP/words"
  chmod 600 "$TEMP/words"
  env -u EXHIBIT_PASSPHRASE "$EXHIBIT" acquire "$TEMP/zeros" --case "$CASE" --item EV-002 --compression best --passphrase-file "$TEMP/words" >/dev/null &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    for process in "$child" $(pgrep -P "$child" || true); do
      cat "/proc/$process/cmdline" "/proc/$process/environ" 2>/dev/null | tr '\0' '\n' || true
    done
    sleep 0.05
  done >"$TEMP/seen"
  wait "$child" || fail 'acquire with a passphrase file failed'
  [ -s "$TEMP/seen" ] || fail 'nothing was seen of the process'
  lacks 'what the system shows of the process' "$TEMP/seen" "$EXHIBIT_PASSPHRASE"
fi
! grep -rqaF "$EXHIBIT_PASSPHRASE" "$CASE" "$EXHIBIT_HOME" "$EXPORT" || fail 'the passphrase lies in the case, the home folder or the export'
for place in "$CASE" "$EXPORT"; do
  ! grep -rqa 'PRIVATE KEY' "$place" || fail "a private key lies in $place"
done
for file in "$EXHIBIT_HOME"/logs/* "$EXHIBIT_HOME/device.secret"; do same "mode of $file" "$(stat -c %a "$file")" 600; done
intact "$CASE"
finish
