# SPDX-License-Identifier: Apache-2.0
# Awareness events, clocks and notifications; statements and figures; agreements and sharing; readiness.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }
ahead() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
# due STAGE MEMBER: of the clock of that stage that was not superseded
due() {
  "$EXHIBIT" deadlines "$CASE" --json >"$TEMP/due.json"
  json_field "$TEMP/due.json" "[c['$2'] for c in d['deadlines'] if c['stage'] == '$1' and c['state'] != 'superseded']"
}

ok incident open "$CASE" --number INC-7 --title 'Ransom note on FS-1'
ok deadlines "$CASE"
matches 'deadlines without an event' "$OUT" 'no clock runs'
misused 'is in the future' aware "$CASE" --incident INC-7 --event aware_personal_data --at "$(ahead '1 day')"
misused 'starts no clock' aware "$CASE" --incident INC-7 --event aware_of_everything --at "$(ago '1 hour')"
AT=$(ago '80 hours')
ok aware "$CASE" --incident INC-7 --event aware_personal_data --at "$AT" --text 'customer table read'
EVENT=$(last)
same 'GDPR after 80 hours' "$(due EU-GDPR-33 state)" "['overdue']"
same 'GDPR, 72 hours' "$(due EU-GDPR-33 due)" "['$(date -u -d "$AT + 72 hours" +%Y-%m-%dT%H:%M:%S).000000Z']"
same 'from which entry' "$(due EU-GDPR-33 computed_from)" "['entry $EVENT']"
same 'unconfirmed' "$(due EU-GDPR-33 unconfirmed)" '[True]'
same 'a proposed rule gives no date' "$(due EU-GDPR-OMN due)" '[None]'
ok deadlines "$CASE" --jurisdiction JP --json
same 'Japan alone' "$(json_field "$OUT" 'sorted({c["duty"][:2] for c in d["deadlines"]})')" "['JP']"

# A corrected event: both stay visible.
LATER=$(ago '10 hours')
ok aware "$CASE" --incident INC-7 --event aware_personal_data --at "$LATER" --supersedes "$EVENT"
same 'GDPR from the corrected event' "$(due EU-GDPR-33 state)" "['runs']"
same 'the old clock' "$(json_field "$TEMP/due.json" "[c['state'] for c in d['deadlines'] if c['stage'] == 'EU-GDPR-33' and c['entry'] == $EVENT]")" "['superseded']"

# Counsel confirms; what was decided; what hangs on a notification
refused 'holds no role' rules confirm "$CASE" --rule EU-GDPR-33
ok rules confirm "$CASE" --rule EU-GDPR-33 --as "$ABE"
same 'confirmed' "$(due EU-GDPR-33 unconfirmed)" '[False]'
refused 'no duty to notify' notify "$CASE" --incident INC-7 --duty US-FRE-902-14 --decision sent --at "$(ago '1 hour')" --decider d --reason r
expect 0 'no delegation is recorded' "$EXHIBIT" notify "$CASE" --incident INC-7 --duty EU-GDPR-33 --decision sent --at "$(ago '1 hour')" --decider DPO --reason 'risk to persons'
same 'sent in time' "$(due EU-GDPR-33 state)" "['sent']"
ok aware "$CASE" --incident INC-7 --event aware_significant_incident --at "$(ago '5 hours')"
same 'the final report waits' "$(due EU-NIS2-23-4-d due)" '[]'
ok delegation "$CASE" --key "$SATO" --power decide-notification --reason 'by the board'
ok notify "$CASE" --incident INC-7 --duty EU-NIS2-23-4-b --decision sent --at "$(ago '1 hour')" --decider CISO --reason r
[ "$(due EU-NIS2-23-4-d due)" != '[]' ] || fail 'the final report has no clock once the notification is sent'
refused 'holds no live delegation' notify "$CASE" --as "$MORI" --incident INC-7 --duty EU-GDPR-34 --decision 'not required' --at "$(ago '1 hour')" --decider d --reason r

# Calendar programs
ok deadlines "$CASE" --ics "$TEMP/due.ics"
matches 'due.ics' "$TEMP/due.ics" '^BEGIN:VCALENDAR'
matches 'due.ics' "$TEMP/due.ics" 'UNCONFIRMED'
refused 'due.ics' deadlines "$CASE" --ics "$TEMP/due.ics"

# A family of incident changes the clocks that are offered.
ok incident open "$CASE" --number INC-8 --title 'outage'
ok aware "$CASE" --incident INC-8 --event aware_personal_data --at "$(ago '1 hour')"
all=$("$EXHIBIT" deadlines "$CASE" --incident INC-8 --json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["deadlines"]))')
ok incident triage "$CASE" --number INC-8 --family system_failure --priority low --override 'no criteria yet' --reason r
few=$("$EXHIBIT" deadlines "$CASE" --incident INC-8 --json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["deadlines"]))')
[ "$few" -lt "$all" ] || fail "the family changes nothing: $all clocks before, $few after"

# Statements against the fact base
ok figure "$CASE" --incident INC-7 --name persons-affected --value 1204 --unit persons --basis 'count of the table'
FIGURE=$(last)
printf 'On 22 November we learned that data of 1,500 persons were read. We told 3 authorities.\n' >"$TEMP/release.txt"
ok statement "$CASE" --incident INC-7 --title 'press release' --document "$TEMP/release.txt"
DRAFT=$(last)
refused '1,500.*differs from the recorded figure persons-affected = 1204' statement-review "$CASE" --as "$ABE" --incident INC-7 --statement "$DRAFT" --cleared
run "$EXHIBIT" statement-review "$CASE" --as "$ABE" --incident INC-7 --statement "$DRAFT" --json
same 'status of a review that clears nothing' "$STATUS" 0
REVIEW=$(last)
matches 'flags of the review' "$ERR" "differs from the recorded figure persons-affected = 1204 persons \(entry $FIGURE\)"
matches 'flags of the review' "$ERR" '3 .*is no recorded figure'
printf 'Data of 1,204 persons were read.\n' >"$TEMP/release2.txt"
ok statement "$CASE" --incident INC-7 --title 'press release 2' --document "$TEMP/release2.txt"
ok statement-review "$CASE" --as "$ABE" --incident INC-7 --statement "$(last)" --cleared
CLEARED=$(last)
refused 'no live delegation' statement-release "$CASE" --incident INC-7 --review "$CLEARED" --channel web
ok delegation "$CASE" --key "$SATO" --power release-statement --reason 'by the board' --until "$(ahead '1 day')"
refused 'did not clear' statement-release "$CASE" --incident INC-7 --review "$REVIEW" --channel web
ok statement-release "$CASE" --incident INC-7 --review "$CLEARED" --channel web

# Sharing needs a live agreement or a duty, and keeps to profile and purpose.
echo 'indicator,kind' >"$TEMP/indicators.csv"
share() { "$EXHIBIT" share "$CASE" --incident INC-7 --party 'Forensic firm' --purpose analysis --file "$TEMP/indicators.csv" "$@"; }
expect 1 'not shared: neither' share
ok agreement "$CASE" --kind nda --name NDA-1 --party 'Forensic firm' --scope INC-7 --tlp amber --until "$(ago '1 hour')"
expect 1 'is not live' share --agreement "$(last)" --tlp green
misused 'contradict each other' agreement "$CASE" --kind nda --name N --party p --scope s --from "$(ahead '2 days')" --until "$(ahead '1 day')"
ok agreement "$CASE" --kind nda --name NDA-2 --party 'Forensic firm' --scope INC-7 --tlp amber --until "$(ahead '90 days')"
NDA=$(last)
expect 1 'allows TLP:amber at most' share --agreement "$NDA" --tlp red
expect 0 '' share --agreement "$NDA" --tlp amber
printf 'body: "Sector CSIRT"\nfields: [indicators, narrative]\ntlp: green\nonward: "members only"\n' >"$TEMP/profile.yaml"
ok policy "$CASE" --kind 'sharing profile' --name csirt --version 1 --document "$TEMP/profile.yaml"
PROFILE=$(last)
expect 1 "the field 'victims' is outside the sharing profile" share --agreement "$NDA" --tlp green --profile "$PROFILE" --field victims
expect 1 'allows TLP:green at most' share --agreement "$NDA" --tlp amber --profile "$PROFILE" --field indicators
expect 0 '' share --agreement "$NDA" --tlp green --profile "$PROFILE" --field indicators
ok intake "$CASE" --collection passive --kind other --source 'sector body' --received-at "$(ago '1 hour')" --text t --purpose defence
INTAKE=$(last)
expect 1 "was received for 'defence'" share --agreement "$NDA" --tlp green --intake "$INTAKE"
ok use-release "$CASE" --intake "$INTAKE" --purpose analysis --basis consent --text 'by mail'
expect 0 '' share --agreement "$NDA" --tlp green --intake "$INTAKE"
ok agreement-end "$CASE" --agreement "$NDA" --reason 'all done'
expect 1 'is not live' share --agreement "$NDA" --tlp green

# Requests, contacts, losses, readiness
misused 'contradict each other' request "$CASE" --kind preservation --authority A --reference R --items I --received-at "$(ago '1 hour')" --preserve-until "$(ago '2 hours')"
ok request "$CASE" --kind preservation --authority 'Prefectural Police' --reference 26-118 --items 'mail' --received-at "$(ago '1 hour')" --preserve-until "$(ahead '30 days')"
ok request-answer "$CASE" --request "$(last)" --at "$(ago '1 minute')" --reason 'kept'
ok contact "$CASE" --incident INC-7 --direction made --party 'Insp. on duty' --agency Police --at "$(ago '1 hour')" --text 'reported'
ok loss "$CASE" --incident INC-7 --amount 5400000 --currency JPY --basis 'invoice 118'
ok loss "$CASE" --incident INC-7 --amount 600000 --currency JPY --basis 'invoice 119'
misused 'no currency' loss "$CASE" --incident INC-7 --amount 1 --currency yen --basis b
ok incident show "$CASE" --number INC-7 --json
same 'sum of losses' "$(json_field "$OUT" 'd["losses"]["JPY"]')" 6000000
ok ready "$CASE" --register contact --name 'Police, cyber window' --verified-at "$(ago '40 days')" --expires "$(ahead '40 days')"
ok readiness "$CASE"
ok ready "$CASE" --register procedure --name 'imaging SOP 3' --verified-at "$(ago '400 days')" --expires "$(ago '1 day')"
STALE=$(last)
expect 3 '' "$EXHIBIT" readiness "$CASE"
matches readiness "$OUT" '^STALE  procedure: imaging SOP 3'
ok ready "$CASE" --register procedure --name 'imaging SOP 4' --verified-at "$(ago '1 hour')" --supersedes "$STALE"
ok readiness "$CASE"

# Timeline and assessment
ok link "$CASE" --item EV-001-I1 --incident INC-7 --shows $'<script>alert(1)</script> =1+1 \u202Etxt'
ok incident timeline "$CASE" --number INC-7 --csv "$TEMP/t.csv" --svg "$TEMP/t.svg"
lacks 'timeline.svg' "$TEMP/t.svg" '<script'
python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$TEMP/t.svg" || fail 'the picture is no XML'
python3 -c 'import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="")))
assert [r["at"] for r in rows] == sorted(r["at"] for r in rows), "not in order of time"
assert any("<script>" in r["text"] for r in rows)' "$TEMP/t.csv" || fail 'the table is not what was recorded'
before=$(entries "$CASE")
ok assess "$CASE" --item EV-001-I1 --rules US-FRE-902-14
lacks 'assess' "$OUT" 'admissible'
matches 'assess' "$OUT" '^Facts recorded against'
matches 'assess' "$OUT" 'UNCONFIRMED'
ok assess "$CASE" --item EV-001-I1 --rules US-FRE-902-14 --lang ja
matches 'assess in Japanese' "$OUT" '規定要件と記録事実の対照表'
same 'entries after assessing' "$(entries "$CASE")" "$before"
refused "no rule 'XX-1'" assess "$CASE" --item EV-001 --rules XX-1
refused 'is a duty to notify' assess "$CASE" --item EV-001 --rules EU-GDPR-33
ok assess "$CASE" --item EV-001-I1 --rules US-FRE-902-14 --record --as "$ABE" --json
same 'the kept result is private' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" private
same 'states' "$(json_field "$OUT" '{e["id"]: e["state"] for e in d["elements"]}["e3"]')" 'facts recorded'
intact "$CASE"
export_of "$CASE"
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
finish
