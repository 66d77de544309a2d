# SPDX-License-Identifier: Apache-2.0
# An incident from intake to closing, counsel's work beside it, and what each step refuses.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }  # number of the newest entry
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }
ahead() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
before=$(entries "$CASE")

# Nothing of an incident without an incident
refused 'no incident INC-7' action "$CASE" --incident INC-7 --kind technical --name isolate-host --text x
refused 'no incident INC-7' incident triage "$CASE" --number INC-7 --priority high --reason r --override none
refused 'no incident INC-7' aware "$CASE" --incident INC-7 --event aware_personal_data --at "$(ago '1 hour')"
same 'entries after refusals' "$(entries "$CASE")" "$before"

# Detection
ok intake "$CASE" --collection passive --kind incident --source 'help desk' --received-at "$(ago '3 hours')" \
  --text 'files on FS-1 cannot be opened' --reporter 'caller 3' --purpose 'incident response'
INTAKE=$(last)
misused 'is in the future' intake "$CASE" --collection active --kind other --source s --received-at 2999-01-01T00:00:00Z --text t
misused 'passive' intake "$CASE" --collection sideways --kind other --source s --received-at "$(ago '1 hour')" --text t
misused 'at most 20000' intake "$CASE" --collection active --kind other --source s --received-at "$(ago '1 hour')" \
  --text "$(printf 'x%.0s' $(seq 20001))"
cat >"$TEMP/criteria.yaml" <<'YAML'
criteria:
  - id: C1
    priority: low
    when: {en: "one workstation, no personal data", ja: "端末一台、個人データなし"}
  - id: C2
    priority: high
    when: {en: "a server or personal data", ja: "サーバまたは個人データ"}
YAML
ok policy "$CASE" --kind 'triage criteria' --name triage --version 3 --document "$TEMP/criteria.yaml"
CRITERIA=$(last)
printf 'criteria:\n  - id: C1\n    priority: urgent\n    when: {en: a, ja: b}\n' >"$TEMP/bad.yaml"
refused 'bad.yaml:3: priority .urgent. is not known' policy "$CASE" --kind 'triage criteria' --name t --version 1 --document "$TEMP/bad.yaml"
ok incident open "$CASE" --number INC-7 --title 'Ransom note on FS-1'
ok incident open "$CASE" --number INC-8 --title 'Note on FS-2'

# Triage by the criteria, in order
refused 'not triaged yet' incident assign "$CASE" --number INC-7 --response technical --owner 'night shift'
refused 'not assigned to anybody yet' incident review "$CASE" --number INC-7 --findings f
triage() { "$EXHIBIT" incident triage "$CASE" --number INC-7 --family system_failure --category malware --intake "$INTAKE" --reason 'ransom note' "$@"; }
expect 2 'no criterion is named' triage --priority high
expect 2 'gives the priority high, not critical' triage --priority critical --criteria "$CRITERIA" --criterion C2
expect 2 "no criterion 'C9'" triage --priority high --criteria "$CRITERIA" --criterion C9
expect 1 'no earlier entry of the type policy_fixed|no file was fixed' triage --priority high --criteria "$INTAKE" --criterion C2
expect 0 '' triage --priority high --criteria "$CRITERIA" --criterion C2
expect 0 '' triage --priority critical --criteria "$CRITERIA" --criterion C2 --override 'hospital'
ok incident assign "$CASE" --number INC-7 --response technical --owner 'night shift' --due "$(ahead '6 hours')" --key "$MORI"
ok incident assign "$CASE" --number INC-7 --response legal --owner 'K. Abe'
ok incident relate "$CASE" --number INC-8 --kind part-of --other INC-7 --reason 'same note'
refused 'circle' incident relate "$CASE" --number INC-7 --kind continues --other INC-8 --reason x
refused 'circle' incident relate "$CASE" --number INC-7 --kind related --other INC-7 --reason x

# Actions, advice, decisions
printf '1. take the host off the network\n' >"$TEMP/playbook.txt"
ok policy "$CASE" --kind playbook --name ransomware --version 2 --document "$TEMP/playbook.txt"
PLAYBOOK=$(last)
ok action "$CASE" --incident INC-7 --kind technical --name isolate-host --playbook "$PLAYBOOK" --text 'FS-1 off the network' --item EV-001
expect 0 'note: not agreed beforehand' "$EXHIBIT" action "$CASE" --incident INC-7 --kind technical --name block-traffic --text 'address blocked'
refused 'needs counsel' action "$CASE" --incident INC-7 --kind management --name pay-ransom --text 'pay' --playbook "$PLAYBOOK"
refused 'holds no role' advice "$CASE" --incident INC-7 --action pay-ransom --question q --answer permitted --text t
ok advice "$CASE" --as "$ABE" --incident INC-7 --action pay-ransom --question 'may we pay?' --answer 'not permitted' \
  --text 'CANARY-ADVICE: sanctions list' --privilege-by 'K. Abe' --privilege-basis 'attorney-client' --privilege-jurisdiction US
ADVICE=$(last)
same 'type of advice in public' "$(types "$CASE" | tail -1)" "$ADVICE private"
ok action "$CASE" --incident INC-7 --kind management --name pay-ransom --text 'no payment' --playbook "$PLAYBOOK" --advice "$ADVICE"
ok action "$CASE" --incident INC-7 --kind management --name contact-attacker --text 'asked for time' --playbook "$PLAYBOOK" --override 'counsel not reached at 03:00'
ok decision "$CASE" --incident INC-7 --question 'restore or preserve?' --option restore --option preserve \
  --known 'backup of yesterday is whole' --decision preserve --decider 'CISO'
DECISION=$(last)
ok decision-addendum "$CASE" --incident INC-7 --decision "$DECISION" --text 'the backup was not whole'
refused 'is of the incident INC-7' decision-addendum "$CASE" --incident INC-8 --decision "$DECISION" --text x

# Artifacts and links
ok artifact "$CASE" --item EV-001-I1 --kind 'log line' --path /var/log/auth.log --text $'Nov 22 02:14:07 fs1 sshd: \u202Eroot' --method 'exhibit files'
ARTIFACT=$(last)
ok artifact "$CASE" --item EV-001-I1 --kind range --range 0+512 --range 4096+1024 --digest "$(printf 'a%.0s' $(seq 64))"
TWIN=$(last)
misused 'no OFFSET\+LENGTH' artifact "$CASE" --item EV-001-I1 --kind range --range 0-512
misused 'is a range of bytes' artifact "$CASE" --item EV-001-I1 --kind range
misused 'no SHA-256' artifact "$CASE" --item EV-001-I1 --kind item --digest abc
ok link "$CASE" --item EV-001-I1 --incident INC-7 --artifact "$ARTIFACT" --kind evidences --confidence probable --serves US-FRE-901-B9/e1 --shows 'first login'
LINK=$(last)
ok link "$CASE" --item EV-001-I1 --incident INC-7 --artifact "$ARTIFACT" --kind contradicts --shows 'login refused' --supersedes "$LINK"
refused 'taken the place of' link "$CASE" --item EV-001-I1 --incident INC-7 --shows x --supersedes "$LINK"
ok link "$CASE" --item EV-001-I1 --incident INC-7 --artifact "$ARTIFACT" --kind duplicate-of --other "$TWIN" --shows 'same'
refused 'circle' link "$CASE" --item EV-001-I1 --incident INC-7 --artifact "$TWIN" --kind duplicate-of --other "$ARTIFACT" --shows 'same'
refused 'names two artifacts' link "$CASE" --item EV-001-I1 --incident INC-7 --kind duplicate-of --shows 'same'
refused 'of another thing or image' link "$CASE" --item EV-001 --incident INC-7 --artifact "$ARTIFACT" --shows x
misused 'no rule of that id' link "$CASE" --item EV-001 --incident INC-7 --shows x --serves XX-1/e1

# Review and closing
refused 'not reviewed yet' incident close "$CASE" --number INC-7 --reason 'all done'
ONO=$(new_key 'T. Ono' examiner)
"$EXHIBIT" key enrol "$CASE" "$ONO" --role examiner >/dev/null
refused 'a review is waived by' incident close "$CASE" --number INC-8 --reason 'all done' --waive-review w --as "$ONO"
ok incident review "$CASE" --number INC-7 --findings 'backups could be reached'
ok improvement "$CASE" --incident INC-7 --kind protect --owner 'network team' --text 'backups out of reach'
IMPROVEMENT=$(last)
ok improvement-done "$CASE" --incident INC-7 --improvement "$IMPROVEMENT" --text 'moved'
refused 'ended it' improvement-done "$CASE" --incident INC-7 --improvement "$IMPROVEMENT" --text 'moved again'
ok incident close "$CASE" --number INC-7 --reason 'restored'
refused 'is closed' action "$CASE" --incident INC-7 --kind technical --name isolate-host --playbook "$PLAYBOOK" --text late
refused 'is closed' incident triage "$CASE" --number INC-7 --priority low --override none --reason late
ok link "$CASE" --item EV-001 --incident INC-7 --shows 'found in court'
ok incident close "$CASE" --number INC-8 --reason 'same as INC-7' --waive-review 'reviewed with INC-7' --as "$ABE"

intact "$CASE"
export_of "$CASE"
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
# Counsel's words leave the case in no form.
"$EXHIBIT" log export "$CASE" "$TEMP/redacted" --redact all >/dev/null 2>&1 || fail 'no redacted export'
! grep -rqa 'CANARY-ADVICE' "$TEMP/redacted" || fail "counsel's words are in a redacted export"
finish
