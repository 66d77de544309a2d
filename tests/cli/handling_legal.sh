# SPDX-License-Identifier: Apache-2.0
# What entitles us, incidents, links.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
before=$(entries "$CASE")
echo 'I consent.' >"$TEMP/consent.txt"
entitle() { "$EXHIBIT" authority "$CASE" --kind consent --scope 'disk of FS-1' --issuer 'owner of FS-1' "$@"; }

expect 2 "--expires '2026-12-31T00:00:00' is no time with a zone" entitle --expires 2026-12-31T00:00:00
expect 2 'no time with a zone' entitle --expires tomorrow
expect 2 'no time with a zone' entitle --expires 2026-02-30T00:00:00Z
expect 2 'no time with a zone' entitle --expires 2026-12-31
expect 2 'kind' "$EXHIBIT" authority "$CASE" --kind rumour --scope s --issuer i
expect 2 '--scope is empty' "$EXHIBIT" authority "$CASE" --kind consent --scope '  ' --issuer i
expect 2 '--issuer is required' "$EXHIBIT" authority "$CASE" --kind consent --scope s
expect 2 '--document is empty' entitle --document ''
expect 2 '--expires is empty' entitle --expires ''
expect 2 '--item is empty' "$EXHIBIT" log "$CASE" --item ''
expect 2 '--observed-at is empty' "$EXHIBIT" fact add "$CASE" --item EV-001 --fact F18 --value x --observed-at ''
expect 1 "cannot attach $TEMP/none" entitle --document "$TEMP/none"
expect 1 "no item 'EV-404'" entitle --item EV-404
same 'entries after refusals' "$(entries "$CASE")" "$before"
same 'attachments after refusals' "$(ls -A "$CASE/attachments")" ''

expect 0 '' entitle --document "$TEMP/consent.txt" --expires 2026-12-31T00:00:00+09:00 --item EV-001 --as "$ABE" --json
D=$(digest "$TEMP/consent.txt")
same 'document of the JSON object' "$(json_field "$OUT" 'd["document"]')" "$D"
cmp "$CASE/attachments/$D" "$TEMP/consent.txt" || fail 'the paper is not kept under its digest'
export_of "$CASE"
leaf "$before" >"$TEMP/leaf"
matches 'authority' "$TEMP/leaf" "\"document\":\"$D\""
matches 'authority' "$TEMP/leaf" '"expires":"2026-12-30T15:00:00\.000000Z"'
matches 'authority' "$TEMP/leaf" '"kind":"consent"'
lacks 'authority' "$TEMP/leaf" 'FS-1|consent\.txt'
expect 0 '' entitle
same 'an authority about nothing in particular' "$(types "$CASE" | tail -1)" "$((before + 1)) authority_recorded"
expect 0 '' entitle --document "$TEMP/consent.txt"
same 'attachments' "$(ls -A "$CASE/attachments")" "$D"

# Incidents and links
refused "no incident.*INC-7|INC-7.*(no|not|unknown)" link "$CASE" --item EV-001-I1 --incident INC-7 --shows 'the note'
ok incident open "$CASE" --number INC-7 --title $'Ransom note on FS-1\u3000身代金'
matches 'incident open' "$OUT" '^entry [0-9]+: incident INC-7 is open$'
refused 'INC-7.*(already|open)' incident open "$CASE" --number INC-7 --title again
misused 'cannot be an incident number' incident open "$CASE" --number 'INC 8' --title T
misused '--title is empty' incident open "$CASE" --number INC-8 --title ''
ok link "$CASE" --item EV-001-I1 --incident INC-7 --shows 'READ_ME.txt, the note' --json
same 'members of link' "$(json_field "$OUT" 'sorted(d)')" "['entry', 'label', 'leaf_hash']"
ok link "$CASE" --item EV-001 --incident INC-7 --shows 'the disk' --as "$MORI"
refused "no item 'EV-404'" link "$CASE" --item EV-404 --incident INC-7 --shows x
misused '--shows is empty' link "$CASE" --item EV-001 --incident INC-7 --shows ' '
"$EXHIBIT" log "$CASE" >"$TEMP/log"
matches log "$TEMP/log" 'artifact linked \[EV-001-I1\].*INC-7'
matches log "$TEMP/log" 'incident opened.*INC-7'
"$EXHIBIT" log "$CASE" --json >"$TEMP/log.json"
same 'members of log --json' "$(json_field "$TEMP/log.json" 'sorted(d["entries"][0])')" "['entry', 'items', 'label', 'signers', 'summary', 'time', 'type']"
lacks 'log --json' "$TEMP/log.json" $'\e'

# Text that would mislead a reader is refused or shown harmlessly.
run "$EXHIBIT" incident open "$CASE" --number INC-9 --title $'good\e[2Kbad'
[ "$STATUS" = 2 ] || { "$EXHIBIT" log "$CASE" >"$TEMP/log"; lacks log "$TEMP/log" $'\e'; }
lacks 'standard error' "$ERR" $'\e'
run "$EXHIBIT" incident open "$CASE" --number INC-10 --title $'bad\xffbytes'
same 'status of text that is no UTF-8' "$STATUS" 2
head -c 70000 /dev/zero | tr '\0' x >"$TEMP/long"
run "$EXHIBIT" access "$CASE" --item EV-001 --action viewed --reason "$(cat "$TEMP/long")"
[ "$STATUS" = 0 ] || [ "$(wc -l <"$ERR")" = 1 ] || fail "a reason of 70,000 characters: status $STATUS, $(head -c 200 "$ERR")"
intact "$CASE"
finish
