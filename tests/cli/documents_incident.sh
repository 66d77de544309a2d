# SPDX-License-Identifier: Apache-2.0
# Documents about an incident and registers, in both languages, with good and bad input.
. "$(dirname "$0")/_lib.sh"
have pdftotext || skip 'no pdftotext'
new_case
image "$CASE" EV-001
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }
# says KIND LANGUAGE REGEX [ARG...]: the document is drawn and holds the text
NUMBER=0
says() {
  local kind=$1 language=$2 regex=$3
  shift 3
  NUMBER=$((NUMBER + 1))
  ok document "$CASE" "$kind" --lang "$language" --out "$TEMP/$NUMBER.pdf" --as "$ABE" "$@"
  pdftotext -layout "$TEMP/$NUMBER.pdf" "$TEMP/$NUMBER.txt" || fail "$kind in $language is no PDF"
  tr -d ' \n' <"$TEMP/$NUMBER.txt" >"$TEMP/page"
  matches "$kind in $language" "$TEMP/page" "$(tr -d ' ' <<<"$regex")"
}

# An acquisition names the playbook it follows, or is held up by nothing
printf '1. image first\n' >"$TEMP/playbook.txt"
ok policy "$CASE" --kind playbook --name ransomware --version 2 --document "$TEMP/playbook.txt"
PLAYBOOK=$(last)
refused 'names no entry that fixed a playbook' acquire "$TEMP/small" --case "$CASE" --item EV-002 --playbook 0
ok acquire "$TEMP/small" --case "$CASE" --item EV-002 --playbook "$PLAYBOOK"

ok incident open "$CASE" --number INC-7 --title 'Ransom note on FS-1'
ok incident triage "$CASE" --number INC-7 --family leak --priority high --override 'no criteria yet' --reason 'a server'
ok link "$CASE" --item EV-001-I1 --incident INC-7 --shows 'the ransom note'
ok link "$CASE" --item EV-002 --incident INC-7 --shows 'the second disk'
ok incident timeline "$CASE" --number INC-7
matches 'playbook in the timeline' "$OUT" "playbook ransomware 2 \\(entry $PLAYBOOK\\)"
ok loss "$CASE" --incident INC-7 --amount 5400000 --currency JPY --basis 'invoice 118'
ok aware "$CASE" --incident INC-7 --event aware_personal_data --at "$(ago '5 hours')" --text 'customer table'
ok advice "$CASE" --as "$ABE" --incident INC-7 --action pay-ransom --question 'may we?' --answer 'not permitted' --text 'CANARY-ADVICE'
says incident-report en 'Ransom note on FS-1' --incident INC-7
matches 'UNCONFIRMED' "$TEMP/page" 'UNCONFIRMED'
lacks 'advice in a report' "$TEMP/page" 'CANARY'
matches 'sum of losses' "$TEMP/page" '5,400,000JPY'
says incident-report ja '情報漏えい' --incident INC-7
matches 'not confirmed' "$TEMP/page" '未確認'

# The referral, before and after somebody prepared it; no suspect is named
says law-enforcement-referral en 'not recorded' --incident INC-7
ok referral "$CASE" --incident INC-7 --addressed-to 'Prefectural Police' --victim 'Example Trading' --poc 'K. Abe' \
  --found 'by the help desk' --summary 'files were encrypted' --identifier 203.0.113.7 --ask 'keep the connection records'
same 'words of a referral stay out of the log' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" referral_prepared
says law-enforcement-referral en '203.0.113.7' --incident INC-7
matches 'the request' "$TEMP/page" 'keeptheconnectionrecords'
matches 'no suspect' "$TEMP/page" 'namesnosuspect'
says law-enforcement-referral ja '捜査機関への申告書' --incident INC-7
says receipt-of-property en 'Receipt of property' --incident INC-7
says receipt-of-property ja '物件受領書' --incident INC-7

# A notice to keep data
ok hold-notice "$CASE" --as "$ABE" --matter 'server matter' --custodian 'night shift' --contact legal --text 'Keep everything.' --stop 'rotation of logs'
NOTICE=$(last)
misused 'contradict each other' hold-notice "$CASE" --matter m --custodian c --contact l --text t --from 2026-02-01T00:00:00Z --until 2026-01-01T00:00:00Z
misused 'is in the future' hold-acknowledge "$CASE" --notice "$NOTICE" --custodian 'night shift' --at 2999-01-01T00:00:00Z
says hold-notice en 'nobody so far' --entry "$NOTICE"
ok hold-acknowledge "$CASE" --notice "$NOTICE" --custodian 'night shift' --at "$(ago '1 hour')"
says hold-notice ja '証拠保存通知書' --entry "$NOTICE"
lacks 'confirmed' "$TEMP/page" '現時点でなし'
ok hold-release "$CASE" --notice "$NOTICE" --reason 'settled'
says hold-notice en 'was lifted' --entry "$NOTICE"
refused 'ended it' hold-release "$CASE" --notice "$NOTICE" --reason 'settled'

# A notification, a statement, what was shared, what left the case
expect 0 'no delegation is recorded' "$EXHIBIT" notify "$CASE" --incident INC-7 --duty EU-GDPR-33 --decision sent --at "$(ago '1 hour')" --decider DPO --reason 'risk to persons'
NOTIFICATION=$(last)
says notification-decision en 'risk to persons' --entry "$NOTIFICATION"
says notification-decision ja '通知要否判断記録' --entry "$NOTIFICATION"
printf 'Data of 1,500 persons were read.\n' >"$TEMP/release.txt"
ok figure "$CASE" --incident INC-7 --name persons-affected --value 1204 --unit persons --basis 'count'
ok statement "$CASE" --incident INC-7 --title 'press release' --document "$TEMP/release.txt"
STATEMENT=$(last)
says press-review en 'DIFFERS' --entry "$STATEMENT"
says press-review ja '相違' --entry "$STATEMENT"
echo indicator >"$TEMP/indicators.csv"
ok agreement "$CASE" --kind nda --name NDA-1 --party 'Forensic firm' --scope INC-7 --tlp amber
ok share "$CASE" --incident INC-7 --party 'Forensic firm' --purpose analysis --agreement "$(last)" --tlp green --file "$TEMP/indicators.csv"
says sharing-record en 'Forensic firm'
says sharing-record ja '秘密保持契約'
ok package "$CASE" --for police --out "$TEMP/package" --as "$ABE"
PACKAGE=$(types "$CASE" | grep ' package_made$' | tail -1 | cut -d' ' -f1)
ok package-receipt "$CASE" --package "$PACKAGE" --receiver 'Insp. Kato' --at "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
says disclosure-register en 'Insp. Kato'
matches 'the package in the register' "$TEMP/page" 'police'
matches 'what was shared' "$TEMP/page" 'Forensicfirm'
matches 'the digest of what was shared' "$TEMP/page" "$(digest "$TEMP/indicators.csv" | cut -c1-28)"
matches 'the notification in the register' "$TEMP/page" 'EU-GDPR-33'
says disclosure-register ja '開示・提供記録簿'

# Reports that authorities ask for, from one record of impact and cause
says cisa-notification en 'unknown at time of report' --incident INC-7
misused 'is in the future' impact "$CASE" --incident INC-7 --detected-at 2999-01-01T00:00:00Z
misused 'is none of' impact "$CASE" --incident INC-7 --recoverability soon
ok impact "$CASE" --incident INC-7 --functional 'file service down' --information 'customer data' --recoverability extended \
  --detected-at "$(ago '6 hours')" --systems 3 --records 1204 --users 120 --location 'head office' --vector 'stolen password' \
  --mitigation 'accounts locked' --operator 'Example Power' --sector energy --depends-on 'billing' --prepared 'playbook 2' \
  --cause 'no second factor' --prevention 'second factor'
says cisa-notification en 'stolen password' --incident INC-7
matches 'users' "$TEMP/page" 'Numberofusers120'
says cisa-notification ja '復旧の見込みが立たない' --incident INC-7
says critical-infrastructure-report en 'Example Power' --incident INC-7
matches 'dependencies' "$TEMP/page" 'billing'
says critical-infrastructure-report ja '重要インフラ事業者等の情報連絡' --incident INC-7
says unified-standards-report en 'second factor' --incident INC-7
for part in '1.Preparation' '2.Reportandfirstmeasures' '3.Causeandprevention' 'notrecorded'; do matches 'three parts' "$TEMP/page" "$part"; done
says unified-standards-report ja '再発防止策' --incident INC-7
ok agreement "$CASE" --kind engagement --name E-1 --party 'Law firm' --scope INC-7
ok delegation "$CASE" --key 'K. Abe' --power outside-counsel --agreement "$(last)" --reason 'engaged by the board'
refused 'no earlier entry of the type agreement_recorded' delegation "$CASE" --key 'K. Abe' --power legal-lead --agreement 0 --reason r
says committee-paper en 'outside-counsel' --incident INC-7
says committee-paper ja '情報セキュリティ委員会付議資料' --incident INC-7
says operational-period en 'Ransom note' --incident INC-7 --from "$(ago '1 hour')"
says operational-period en 'nothing is recorded' --incident INC-7 --from 2020-01-01T00:00:00Z --to 2020-01-02T00:00:00Z
says operational-period ja '活動期間の概要' --incident INC-7
misused 'ends before it begins' document "$CASE" operational-period --incident INC-7 --from 2020-01-02T00:00:00Z --to 2020-01-01T00:00:00Z --out "$TEMP/x.pdf"
misused 'takes no --from' document "$CASE" incident-report --incident INC-7 --from 2020-01-02T00:00:00Z --out "$TEMP/x.pdf"

# What is refused, with nothing recorded
before=$(entries "$CASE")
misused 'needs --incident' document "$CASE" incident-report --out "$TEMP/x.pdf"
misused 'takes no --item' document "$CASE" disclosure-register --item EV-001 --out "$TEMP/x.pdf"
refused "no incident 'INC-9'" document "$CASE" incident-report --incident INC-9 --out "$TEMP/x.pdf"
refused 'is not one that .exhibit hold-notice. records' document "$CASE" hold-notice --entry "$STATEMENT" --out "$TEMP/x.pdf"
refused 'no entry|is no label|no such entry' document "$CASE" hold-notice --entry 99999 --out "$TEMP/x.pdf"
refused 'exists already' document "$CASE" incident-report --incident INC-7 --out "$TEMP/1.pdf"
misused "there is no document 'x-ray'" document "$CASE" x-ray --out "$TEMP/x.pdf"
same 'entries after refusals' "$(entries "$CASE")" "$before"
[ ! -e "$TEMP/x.pdf" ] || fail 'a refused document leaves a file'

# A private document: nothing in the log tells its kind; it is no file of documents/
ok document "$CASE" incident-report --incident INC-7 --secret --as "$ABE" --out "$TEMP/secret.pdf"
same 'type of a private document' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" private
[ -f "$CASE/attachments/$(digest "$TEMP/secret.pdf")" ] || fail 'a private document is not kept in the case'
[ ! -f "$CASE/documents/$(digest "$TEMP/secret.pdf")" ] || fail 'a private document lies among the others'
ok document kinds
matches 'kinds' "$OUT" '^law-enforcement-referral +en ja +--incident'
intact "$CASE"
finish
