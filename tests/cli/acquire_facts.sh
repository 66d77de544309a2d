# SPDX-License-Identifier: Apache-2.0
# Facts that only a person knows, told with an acquisition; what nobody told is listed.
. "$(dirname "$0")/_lib.sh"
new_case
random "$TEMP/disk" 65536
printf 'F18: clock 3 s ahead of NTP\nF45: >-\n  night operator logged in,\n  nothing restarted\n' >"$TEMP/facts.yaml"
before=$(entries "$CASE")
printf 'F18: a\nF77: b\n' >"$TEMP/bad.yaml"
refused "bad.yaml:2: 'F77' is no fact" acquire "$TEMP/disk" --case "$CASE" --item EV-001 --facts "$TEMP/bad.yaml"
printf 'F18: a\nF18: b\n' >"$TEMP/bad.yaml"
refused 'bad.yaml:2: .*(twice|doubled|again)' acquire "$TEMP/disk" --case "$CASE" --item EV-001 --facts "$TEMP/bad.yaml"
printf 'F18: [a]\n' >"$TEMP/bad.yaml"
refused 'bad.yaml:1: F18 has no text' acquire "$TEMP/disk" --case "$CASE" --item EV-001 --facts "$TEMP/bad.yaml"
refused 'none' acquire "$TEMP/disk" --case "$CASE" --item EV-001 --facts "$TEMP/none"
same 'entries after refusals' "$(entries "$CASE")" "$before"
ok acquire "$TEMP/disk" --case "$CASE" --item EV-001 --facts "$TEMP/facts.yaml" --json
same 'not recorded' "$(json_field "$OUT" 'd["facts_not_recorded"]')" "['F03', 'F28', 'F33', 'F34', 'F38', 'F42', 'F47', 'F48', 'F49']"
"$EXHIBIT" facts "$CASE" --item EV-001 --json >"$TEMP/facts.json"
same 'F45' "$(json_field "$TEMP/facts.json" '[f["text"] for f in d["facts"] if f["fact"] == "F45"][0]')" 'night operator logged in, nothing restarted'
same 'facts of the entry' "$(count_of "$CASE" fact_added)" 2
ok acquire "$TEMP/disk" --case "$CASE" --item EV-002
matches 'acquire' "$OUT" '^not recorded of EV-002: F03 .*F18 .*F49'
intact "$CASE"
finish
