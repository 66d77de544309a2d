# SPDX-License-Identifier: Apache-2.0
# custody gaps: none in a case that explains itself, each with its entries where something is open; exit status 3.
. "$(dirname "$0")/_lib.sh"
new_case
gaps() { json_field "$OUT" '[(g["class"], g["item"], g["entries"], g["to"] is None) for g in d["gaps"]]'; }

ok custody gaps "$CASE"
matches 'an empty case' "$OUT" '^0 gaps up to .*within 180 days \(the default\)$'
image "$CASE" EV-001
ok custody gaps "$CASE" --json
same 'gaps of a new image' "$(gaps)" '[]'

# A handover that nobody places, then one that is placed.
"$EXHIBIT" transfer "$CASE" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason shift --json >"$TEMP/done"
N=$(json_field "$TEMP/done" 'd["entry"]')
expect 3 '' "$EXHIBIT" custody gaps "$CASE" --json
same 'a handover without a place' "$(gaps)" "[('no place', 'EV-001', [$N], True)]"
expect 3 '' "$EXHIBIT" custody gaps "$CASE"
matches 'the gap in words' "$OUT" "^EV-001  no place  from 20[0-9T:.-]*Z to now"
matches 'the gap in words' "$OUT" "nobody recorded where .* \(entry $N\)$"
"$EXHIBIT" move "$CASE" --item EV-001 --place 'safe 3' --reason kept --as "$MORI" >/dev/null
ok custody gaps "$CASE"

# A release waits for its answer.
sleep 1.1
BEFORE=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1.1
"$EXHIBIT" release "$CASE" --item EV-001 --to 'R. Sato' --reason courier --out "$TEMP/request" --as "$MORI" --json >"$TEMP/done"
N=$(json_field "$TEMP/done" 'd["entry"]')
expect 3 '' "$EXHIBIT" custody gaps "$CASE" --json
same 'a release without an answer' "$(gaps)" "[('waiting', 'EV-001', [$N], True)]"
ok custody gaps "$CASE" --at "$BEFORE"
misused 'zone' custody gaps "$CASE" --at 2026-11-22T09:00:00
"$EXHIBIT" document "$CASE" custody-form --item EV-001 --out "$TEMP/form.pdf" >/dev/null
if have pdftotext; then
  pdftotext -layout "$TEMP/form.pdf" - | tr -s ' \n' ' ' >"$TEMP/form"
  matches 'the custody form' "$TEMP/form" 'released and nobody answered; the one who released it stayed accountable \(entry [0-9]+\)'
fi

# The interval is an entry; others than those who keep the case cannot set it.
misused 'recheck-days' case set "$CASE" --recheck-days 0 --reason x
misused 'reason is empty' case set "$CASE" --recheck-days 30 --reason ' '
ok case set "$CASE" --recheck-days 30 --reason 'agency rule' --as "$MORI"
same 'the entry' "$(count_of "$CASE" case_setting)" 1
export_of "$CASE"
"$EXHIBIT" verify "$EXPORT" >/dev/null || fail 'the export with the setting does not verify'
python3 -B "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/theirs" 2>&1 || true
lacks 'the other verifier on the setting' "$TEMP/theirs" 'case_setting'
expect 3 '' "$EXHIBIT" custody gaps "$CASE"
matches 'the interval' "$OUT" 'within 30 days \(entry [0-9]+\)$'
if have faketime; then
  expect 3 '' faketime -f '+31d' "$EXHIBIT" custody gaps "$CASE" --json
  same 'a month later' "$(json_field "$OUT" '[g["class"] for g in d["gaps"]]')" "['waiting', 'not compared again']"
fi
"$EXHIBIT" custody gaps --help >"$TEMP/help"
matches 'the help' "$TEMP/help" 'with any it is 3'
intact "$CASE"
finish
