# SPDX-License-Identifier: Apache-2.0
# A handover between people who are not in one place: release, answer on another device without the case, record; refusal,
# withdrawal, what is told meanwhile.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
FAR=$TEMP/far
run env EXHIBIT_HOME="$FAR" "$EXHIBIT" key create --name 'T. Ueda' --role custodian
UEDA=$(cat "$OUT")
far() { EXHIBIT_HOME=$FAR EXHIBIT_KEY=$UEDA "$@"; }
far "$EXHIBIT" key export "$UEDA" --card >"$TEMP/ueda.card"
"$EXHIBIT" key enrol "$CASE" "$TEMP/ueda.card" --role custodian >/dev/null
release() { "$EXHIBIT" release "$CASE" --item EV-001 --reason 'to Osaka' "$@"; }
show() { "$EXHIBIT" case show "$CASE" >"$TEMP/show" 2>&1; }

# Refusals leave nothing.
before=$(entries "$CASE")
expect 2 '--item is missing' "$EXHIBIT" release "$CASE" --reason x --out "$TEMP/r.json"
expect 2 '--out FILE is missing' release --to "$UEDA"
expect 1 'EV-001-I1 is an image' "$EXHIBIT" release "$CASE" --item EV-001-I1 --reason x --out "$TEMP/r.json"
expect 1 'not held by' release --to "$UEDA" --out "$TEMP/r.json" --as "$MORI"
expect 1 'the one who releases cannot receive' release --to "$SATO" --out "$TEMP/r.json"
touch "$TEMP/there"
expect 1 'exists already; nothing was recorded' release --to "$UEDA" --out "$TEMP/there"
same 'entries after refusals' "$(entries "$CASE")" "$before"
[ ! -e "$TEMP/r.json" ] || fail 'a refused release wrote its file'

ok release "$CASE" --item EV-001 --to "$UEDA" --reason 'to Osaka' --out "$TEMP/r.json" --seal intact --method courier --carrier 'Yamato 1234' --purpose examination --authority 'head of the laboratory'
matches release "$OUT" "^entry $before: EV-001 is released; send .*r.json.*You stay accountable"
show
matches 'case show' "$TEMP/show" "EV-001 \(source\), held by R\. Sato.*released and not answered \(entry $before\)"
expect 1 "was released by entry $before and waits for an answer" release --to "$UEDA" --out "$TEMP/again.json"
expect 1 "was released by entry $before and waits" "$EXHIBIT" transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason x
export_of "$CASE"
leaf "$before" >"$TEMP/leaf"
matches released "$TEMP/leaf" '"capacity":"releasing"'
lacks released "$TEMP/leaf" 'Yamato|courier|Osaka|laboratory'

# The receiver's device has neither the case nor the giver's keys.
mv "$CASE" "$TEMP/elsewhere"
run "$EXHIBIT" receive --request "$TEMP/r.json" --out "$TEMP/a.json" --as "$MORI"
same 'an answer by another' "$STATUS" 1
matches 'an answer by another' "$ERR" 'names another receiver.*nothing was signed'
[ ! -e "$TEMP/a.json" ] || fail 'an answer by another was written'
far expect 2 '--reason' "$EXHIBIT" receive --request "$TEMP/r.json" --out "$TEMP/a.json" --refuse
sed 's/to Osaka/to Kyoto/' "$TEMP/r.json" >"$TEMP/lying.json"
far expect 0 '' "$EXHIBIT" receive --request "$TEMP/lying.json" --out "$TEMP/lying-answer.json"
lacks 'what was not committed to' "$OUT" 'Kyoto'
sed 's/"leaf":"ZXhoaWJpdC5ldmlk/"leaf":"ZXhoaWJpdC5ldmll/' "$TEMP/r.json" >"$TEMP/bad.json"
far expect 1 'no release that can be answered' "$EXHIBIT" receive --request "$TEMP/bad.json" --out "$TEMP/x.json"
far expect 0 '' "$EXHIBIT" receive --request "$TEMP/r.json" --out "$TEMP/a.json" --seal intact --digest matches --condition 'dent in a corner'
matches 'what the receiver is shown' "$OUT" '^case +2026-0042: Files on FS-1'
matches 'what the receiver is shown' "$OUT" '^from +R\. Sato, key'
matches 'what the receiver is shown' "$OUT" '^reason +to Osaka'
far expect 1 'exist' "$EXHIBIT" receive --request "$TEMP/r.json" --out "$TEMP/a.json"
mv "$TEMP/elsewhere" "$CASE"

sed 's/"seal":"intact"/"seal":"broken"/' "$TEMP/a.json" >"$TEMP/changed.json"
expect 1 'signature of the answer does not verify' "$EXHIBIT" receive "$CASE" --answer "$TEMP/changed.json"
expect 1 'no answer to a release' "$EXHIBIT" receive "$CASE" --answer "$TEMP/r.json"
same 'entries after refused answers' "$(entries "$CASE")" "$((before + 1))"
ok receive "$CASE" --answer "$TEMP/a.json"
matches receive "$OUT" "the release of entry $before is answered: received"
show
matches 'case show' "$TEMP/show" 'EV-001 \(source\), held by T\. Ueda$'
expect 1 'ended already' "$EXHIBIT" receive "$CASE" --answer "$TEMP/a.json"
"$EXHIBIT" case create "$TEMP/other" --number 2 --title Other >/dev/null 2>&1
expect 1 'no release of this case' "$EXHIBIT" receive "$TEMP/other" --answer "$TEMP/a.json"
intact "$CASE"

# Refused, then withdrawn: the giver stays accountable.
give_back() { EXHIBIT_HOME=$BOTH "$EXHIBIT" release "$CASE" --item EV-001 --reason 'back' --as "$UEDA" "$@"; }
BOTH=$TEMP/both
cp -a "$EXHIBIT_HOME" "$BOTH"
cp -a "$FAR"/keys/. "$BOTH"/keys/ 2>/dev/null || cp -a "$FAR"/. "$BOTH"/
at=$(entries "$CASE")
expect 0 '' give_back --out "$TEMP/r2.json"
expect 0 '' "$EXHIBIT" receive --request "$TEMP/r2.json" --out "$TEMP/a2.json" --refuse --reason 'seal is torn' --as "$MORI"
cp -a "$BOTH"/. "$EXHIBIT_HOME"/
ok receive "$CASE" --answer "$TEMP/a2.json"
matches receive "$OUT" "the release of entry $at is answered: refused"
show
matches 'case show' "$TEMP/show" "held by T\. Ueda, handover refused \(entry $((at + 1))\)"
expect 0 '' give_back --out "$TEMP/r3.json"
expect 1 'withdrawn by the one who made it' "$EXHIBIT" release "$CASE" --withdraw $((at + 2)) --reason x --as "$SATO"
ok release "$CASE" --withdraw $((at + 2)) --reason 'no courier today' --as "$UEDA"
expect 1 'has no entry 999' "$EXHIBIT" release "$CASE" --withdraw 999 --reason x --as "$UEDA"
show
matches 'case show' "$TEMP/show" 'EV-001 \(source\), held by T\. Ueda$'
intact "$CASE"

# The form tells all of them.
if have pdftotext; then
  ok document "$CASE" custody-form --item EV-001 --out "$TEMP/form.pdf" --as "$SATO"
  pdftotext -layout "$TEMP/form.pdf" "$TEMP/form.txt"
  tr -s ' \n' ' ' <"$TEMP/form.txt" >"$TEMP/form"
  matches 'custody form' "$TEMP/form" 'received, entry'
  matches 'custody form' "$TEMP/form" 'refused, entry'
  matches 'custody form' "$TEMP/form" 'withdrawn, entry'
  matches 'custody form' "$TEMP/form" 'seal is torn'
  matches 'custody form' "$TEMP/form" 'Yamato 1234'
fi
same 'types' "$(types "$CASE" | cut -d' ' -f2 | grep -E 'rele|rece|refu' | paste -sd' ')" 'released received released refused released release_withdrawn'
finish
