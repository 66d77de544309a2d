# SPDX-License-Identifier: Apache-2.0
# A small exercise from its creation to its score: a case of its own kind, with keys of its own, that nobody can package.
. "$(dirname "$0")/_lib.sh"
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }
player() { "$EXHIBIT" key create --exercise --name "$1" --role "$2" --org 'Example Trading'; }
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }

# Keys of their own
SATO=$(new_key 'R. Sato' responder)
BLUE=$(player 'Blue lead' responder) WHITE=$(player 'White cell' counsel)
export EXHIBIT_KEY=$BLUE
CASE=$TEMP/exercise
refused 'the key is one for real cases' case create "$CASE" --number EX-1 --title 'Blue' --exercise 'Blue 2026' --as "$SATO"
misused 'the name of an exercise' case create "$CASE" --number EX-1 --title 'Blue' --exercise "$(printf 'x%.0s' $(seq 201))"
refused 'the key was made for exercises' case create "$CASE" --number R-1 --title 'Real'
[ ! -e "$CASE" ] || fail 'a refused case was left behind'
ok case create "$CASE" --number EX-1 --title 'Blue' --exercise 'Blue 2026'
matches 'creation' "$OUT" 'EXERCISE Blue 2026'
refused 'the key is one for real cases' key enrol "$CASE" "$SATO" --role responder
ok key enrol "$CASE" "$WHITE" --role counsel
ok key list
matches 'list of keys' "$OUT" 'Blue lead.*\(for exercises\)'
"$EXHIBIT" case create "$TEMP/real" --number R-1 --title 'Real' --as "$SATO" >/dev/null 2>&1
refused 'the key was made for exercises' key enrol "$TEMP/real" "$BLUE" --role responder --as "$SATO"
refused 'the case is no exercise' exercise observe "$TEMP/real" --capability C-1 --text t --as "$SATO"

# The plan is fixed beforehand
cat >"$TEMP/plan.yaml" <<'YAML'
exercise:
  name: "Blue 2026"
  starts: 2026-12-01
  ends: 2026-12-01
  poc: "White cell"
  objectives:
    - {id: O-1, text: "triage within half an hour", capabilities: [C-1]}
capabilities:
  - id: C-1
    name: "Incident handling"
    tasks:
      - {id: T-1, name: "Triage"}
events:
  - number: "1"
    at: "+00:15"
    inject: "a user reports a note on FS-1"
    from: "control"
    to: "help desk"
    capability: C-1
    task: T-1
    expect:
      - {text: "the report is taken in", type: intake_recorded, within: 10}
      - {text: "the incident is triaged", type: incident_triaged, within: 30, where: {incident: INC-1}}
      - {text: "it is assigned", type: incident_assigned, within: 20, where: {incident: INC-1}}
  - number: "2"
    at: "+03:00"
    inject: "CANARY-INJECT the attacker holds the password"
    from: "control"
    to: "nobody"
    capability: C-1
    protected: true
    release_to: ["Blue lead", "CANARY-OTHER"]
    classification: "TLP:RED"
    expect:
      - {text: "CANARY-EXPECTED", type: decision_recorded, within: 60}
YAML
sed 's/type: intake_recorded/type: intake/' "$TEMP/plan.yaml" >"$TEMP/bad.yaml"
refused "bad.yaml:22: there is no type of entry 'intake'" policy "$CASE" --kind 'exercise plan' --name blue --version 1 --document "$TEMP/bad.yaml"
refused 'has not been started' exercise inject "$CASE" --event 1
refused 'has not been started' exercise next "$CASE"
ok policy "$CASE" --kind 'exercise plan' --name blue --version 1 --document "$TEMP/plan.yaml"
PLAN=$(last)

# Played by a clock
misused 'is in the future' exercise start "$CASE" --plan "$PLAN" --at 2999-01-01T00:00:00Z
ok exercise start "$CASE" --plan "$PLAN" --at "$(ago '2 hours')"
refused 'started already' exercise start "$CASE" --plan "$PLAN"
ok exercise next "$CASE" --json
same 'due' "$(json_field "$OUT" '[e["event"] for e in d["due"]], [e["event"] for e in d["next"]]')" "(['1'], ['2'])"
lacks 'injects' "$OUT" CANARY
ok exercise next "$CASE" --with-protected
matches 'injects' "$OUT" 'DUE   event 1, .*\(since 1:4'
matches 'injects' "$OUT" 'CANARY-INJECT'
misused "no event '9'" exercise inject "$CASE" --event 9
ok exercise inject "$CASE" --event 1 --at "$(ago '40 minutes')"
refused 'delivered already' exercise inject "$CASE" --event 1
ok intake "$CASE" --collection passive --kind incident --source 'help desk' --received-at "$(ago '1 minute')" --text 'a note'
INTAKE=$(last)
ok incident open "$CASE" --number INC-1 --title 'Note'
ok exercise score "$CASE" --json
same 'scores' "$(json_field "$OUT" '[(a["result"], a["minutes"], a["entry"]) for e in d["events"] for a in e["actions"]]')" \
  "[('done late', 40, $INTAKE), ('not done', None, None), ('not done', None, None), ('inject not delivered', None, None)]"
lacks 'score' "$OUT" CANARY
ok exercise score "$CASE" --at "$(ago '39 minutes')"
matches 'score while there is time' "$OUT" 'not yet due: the incident is triaged'
ok incident triage "$CASE" --number INC-1 --family leak --priority high --reason r --override none
ok exercise inject "$CASE" --event 2 --to 'the board'
ok exercise end "$CASE"
refused 'has ended' exercise inject "$CASE" --event 2
"$EXHIBIT" exercise score "$CASE" >"$TEMP/first"
"$EXHIBIT" exercise score "$CASE" --at 2999-01-01T00:00:00Z >"$TEMP/second"
cmp -s "$TEMP/first" "$TEMP/second" || fail 'the score of an ended exercise changes with the clock'
matches 'score' "$TEMP/first" '^2 done late, 2 not done$'

# Findings
misused 'text is missing|--text is required' exercise observe "$CASE" --capability C-1 --rating P
misused "no capability 'C-2'" exercise observe "$CASE" --capability C-2 --text t
ok exercise observe "$CASE" --capability C-1 --task T-1 --rating M --kind improvement --text 'triage was late' --entry "$INTAKE"
SEEN=$(last)
misused 'contradict each other' exercise improve "$CASE" --capability C-1 --issue i --action a --element training \
  --organisation o --poc p --start 2027-02-01T00:00:00Z --completion 2027-01-01T00:00:00Z
ok exercise improve "$CASE" --capability C-1 --issue 'no drill' --action 'drill monthly' --element training \
  --organisation 'Example Trading' --poc 'Blue lead' --start 2027-01-01T00:00:00Z --completion 2027-06-30T00:00:00Z --observation "$SEEN"

# The report, whole and for those who were not told of all injects
ok exercise observe "$CASE" --capability C-1 --rating U --kind strength --text 'CANARY-OBSERVED' --protected
# words NAME [FLAG...]: the text of the report in one line, as lines may be broken anywhere
words() {
  ok document "$CASE" after-action-report --out "$TEMP/$1.pdf" "${@:2}"
  pdftotext -raw "$TEMP/$1.pdf" - | tr -d ' \n\f' >"$TEMP/$1.txt"
}
if have pdftotext; then
  words whole
  words open --without-protected
  words japanese --without-protected --lang ja
  words lead --released-to 'blue lead'
  words lead-ja --released-to 'blue lead' --lang ja
  words other --released-to 'the press'
  matches 'the whole report' "$TEMP/whole.txt" 'CANARY-INJECT'
  matches 'the whole report' "$TEMP/whole.txt" 'CANARY-OBSERVED'
  for version in open japanese; do
    lacks "the $version report" "$TEMP/$version.txt" 'CANARY'
    matches "the $version report" "$TEMP/$version.txt" 'triagewaslate'
    matches "the $version report" "$TEMP/$version.txt" 'drillmonthly'
    matches "the $version report" "$TEMP/$version.txt" 'EXERCISE/演習'
  done
  matches 'the whole report' "$TEMP/whole.txt" 'protectedTLP:REDreleasedtoBluelead;CANARY-OTHER'
  for version in lead lead-ja; do
    matches "the report for the $version" "$TEMP/$version.txt" 'CANARY-INJECT'
    matches "the report for the $version" "$TEMP/$version.txt" 'TLP:RED'
    lacks "the report for the $version" "$TEMP/$version.txt" 'CANARY-O'
  done
  matches 'whom it is for' "$TEMP/lead.txt" 'Thiscopyisforbluelead'
  lacks 'the report for others' "$TEMP/other.txt" 'CANARY'
  matches 'what rests on what' "$TEMP/open.txt" "restson:$INTAKE"
  matches 'scope' "$TEMP/open.txt" 'Scopenotrecorded'
  matches 'what was left out' "$TEMP/open.txt" '2events,observationsanditems'
  matches 'range' "$TEMP/japanese.txt" '範囲未記録'
  matches 'rating' "$TEMP/japanese.txt" '重大な支障を伴って実施された'
fi
misused 'takes no --committed-only' document "$CASE" after-action-report --committed-only --out "$TEMP/none.pdf"
misused 'give no --without-protected with it' document "$CASE" after-action-report --without-protected --released-to x --out "$TEMP/none.pdf"
misused 'takes no --without-protected' document "$CASE" custody-form --item EV-001 --without-protected --out "$TEMP/none.pdf"
refused 'is no exercise: name the incident' document "$TEMP/real" after-action-report --out "$TEMP/none.pdf" --as "$SATO"

# Everything says that it is an exercise, and nobody is handed a package of it
image "$CASE" EV-001
ok document "$CASE" custody-form --item EV-001 --out "$TEMP/form.pdf"
if have pdftotext; then
  pages=$(pdfinfo "$TEMP/form.pdf" | sed -n 's/^Pages: *//p')
  same 'marks' "$(pdftotext "$TEMP/form.pdf" - | grep -c 'EXERCISE / 演習')" "$((2 * pages))"
fi
for recipient in court police auditor; do
  refused 'an exercise is packaged for nobody' package "$CASE" --for "$recipient" --out "$TEMP/package-$recipient"
  [ ! -e "$TEMP/package-$recipient" ] || fail 'a package was made of an exercise'
done
intact "$CASE" exercise
ok case show "$CASE"
matches 'case show' "$OUT" 'EXERCISE Blue 2026'
ok log export "$CASE" "$TEMP/out"
matches 'log export' "$OUT" 'EXERCISE Blue 2026'
ok log export "$CASE" "$TEMP/out.jsonld" --format case-uco
same 'tag of the graph' "$(grep -c '"uco-core:tag": *"EXERCISE"' "$TEMP/out.jsonld")" 1
matches 'guide of the export' "$TEMP/out/HOW-TO-VERIFY.txt" '^EXERCISE'
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$TEMP/out" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
matches 'second verifier' "$TEMP/second" "exercise 'Blue 2026'"
finish
