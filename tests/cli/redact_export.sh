#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Redacted exports: what is kept back is nowhere in them, everything else verifies, roots included; what custody rests on cannot be kept back.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
have sqlite3 || skip 'sqlite3 is not installed'

verifier=$(dirname "${BASH_SOURCE[0]}")/../interop/verify_ledger.py
new_case
image "$CASE" EV-001
ok access "$CASE" --item EV-001 --action viewed --reason 'canary-reason-17'
access=$(json_field <("$EXHIBIT" log "$CASE" --json) '[e["entry"] for e in d["entries"] if e["type"] == "accessed"][-1]')
ok note "$CASE" --item EV-001 --text 'canary-note-23'
note=$((access + 1))
ok move "$CASE" --item EV-001 --place 'Tokyo/Safe 2' --reason 'canary-move-31'

# verified FOLDER: no fault, the root known and that of the checkpoint; the second verifier says the same
verified() {
  run "$EXHIBIT" verify "$1" --json
  same "$1: exit status of verify" "$STATUS" 0
  same "$1: faults" "$(json_field "$OUT" '[f for f in d["findings"] if f["kind"] == "fault"]')" '[]'
  run python3 "$verifier" "$1" --json
  same "$1: exit status of the second verifier" "$STATUS" 0
  same "$1: root" "$(json_field "$OUT" 'd["root"]')" "$(sed -n 3p "$1/checkpoint" | base64 -d | od -An -tx1 | tr -d ' \n')"
}
absent() { ! grep -rqaF "$2" "$1" || fail "$1 holds '$2'"; }

ok log export "$CASE" "$TEMP/whole"
verified "$TEMP/whole"
grep -rqaF canary-reason-17 "$TEMP/whole" || fail 'the canary is not in a whole export: this test sees nothing'

ok log export "$CASE" "$TEMP/all" --redact all
verified "$TEMP/all"
same 'disclosures of an export with none' "$(wc -c <"$TEMP/all/disclosures.jsonl")" 0
for text in canary-reason-17 canary-note-23 canary-move-31 'R. Sato' 'Files on FS-1'; do absent "$TEMP/all" "$text"; done

ok log export "$CASE" "$TEMP/some" --withhold-disclosures "entry:$access" --withhold-disclosures 'person:H. Mori'
verified "$TEMP/some"
absent "$TEMP/some" canary-reason-17
absent "$TEMP/some" 'H. Mori'
grep -qaF canary-note-23 "$TEMP/some/disclosures.jsonl" || fail 'a value that was not named is kept back'
ok log export "$CASE" "$TEMP/field" --withhold-disclosures 'body.reas*'
absent "$TEMP/field" canary-move-31
ok log export "$CASE" "$TEMP/item" --withhold-disclosures item:EV-001
absent "$TEMP/item" canary-note-23
refused 'fits no disclosed value' log export "$CASE" "$TEMP/none" --withhold-disclosures body.raeson
refused 'no entry' log export "$CASE" "$TEMP/none" --withhold-disclosures entry:999
[ ! -e "$TEMP/none" ] || fail 'a refused export leaves a folder'

# A whole entry, in the middle of an item's history.
ok log export "$CASE" "$TEMP/leaf" --withhold "$access" --withhold "$note"
verified "$TEMP/leaf"
absent "$TEMP/leaf" canary-reason-17
absent "$TEMP/leaf" '"accessed"'
same 'rows without a leaf' "$(sqlite3 "$TEMP/leaf/ledger.sqlite" 'select group_concat(seq) from entry where leaf is null')" "$access,$note"
run "$EXHIBIT" verify "$TEMP/leaf"
matches 'verify' "$OUT" 'limit  withheld: .*not checked'
matches 'verify' "$OUT" 'limit  withheld: .*an entry about EV-001 before it is withheld'
for entry in 0 1 2 "$((note + 1))"; do
  refused 'cannot be withheld' log export "$CASE" "$TEMP/none" --withhold "$entry"
done

# The hash kept for a withheld leaf is bound by the signed root; a kept leaf with a hash beside it is not expected.
cp -r "$TEMP/leaf" "$TEMP/bad"
sqlite3 "$TEMP/bad/ledger.sqlite" "update withheld set leaf_hash = zeroblob(32) where seq = $access"
run "$EXHIBIT" verify "$TEMP/bad"
same 'a wrong hash of a withheld leaf' "$STATUS" 3
run python3 "$verifier" "$TEMP/bad"
same 'a wrong hash, second verifier' "$STATUS" 3
rm -rf "$TEMP/bad"
cp -r "$TEMP/leaf" "$TEMP/bad"
sqlite3 "$TEMP/bad/ledger.sqlite" "insert into withheld values (1, 3, zeroblob(32))"
run "$EXHIBIT" verify "$TEMP/bad"
same 'a hash too many' "$STATUS" 3
run python3 "$verifier" "$TEMP/bad"
same 'a hash too many, second verifier' "$STATUS" 3
# Somebody withholds by hand what must not be: later entries tell.
rm -rf "$TEMP/bad"
cp -r "$TEMP/whole" "$TEMP/bad"
registered=$(sqlite3 "$TEMP/bad/ledger.sqlite" "select min(seq) from entry where instr(cast(leaf as text), '\"type\":\"image_registered\"') > 0")
hash=$({ printf '\000'; sqlite3 "$TEMP/bad/ledger.sqlite" "select writefile('$TEMP/leaf.bin', leaf) from entry where seq=$registered" >/dev/null; cat "$TEMP/leaf.bin"; } | sha256sum | cut -c1-64)
sqlite3 "$TEMP/bad/ledger.sqlite" "insert into withheld values (1, $registered, x'$hash'); update entry set leaf = null where seq = $registered"
sed -i "/^\[$registered,/d" "$TEMP/bad/disclosures.jsonl"
rm -rf "$TEMP/bad/tile"
run "$EXHIBIT" verify "$TEMP/bad"
same 'a registration withheld by hand' "$STATUS" 3
lacks 'the tree is whole all the same' "$OUT" 'the tree of the first'

# A package without values: verifies, holds none, leaves documents out and says so.
ok document "$CASE" custody-form --item EV-001 --out "$TEMP/form.pdf"
ok package "$CASE" --for court --out "$TEMP/bag" --redact all
run "$EXHIBIT" verify "$TEMP/bag"
same 'a redacted package' "$STATUS" 0
matches 'verify' "$OUT" 'limit  withheld: .*left out of the package'
for text in canary-reason-17 canary-note-23 'Files on FS-1'; do absent "$TEMP/bag" "$text"; done
[ -z "$(ls "$TEMP/bag/data/documents" 2>/dev/null)" ] || fail 'a redacted package holds documents'

# A document that prints only what is committed.
if have pdftotext; then
  pdftotext -layout "$TEMP/form.pdf" "$TEMP/form.txt"
  matches 'a whole document' "$TEMP/form.txt" 'R\. Sato'
  ok document "$CASE" custody-form --item EV-001 --committed-only --out "$TEMP/blank.pdf"
  pdftotext -layout "$TEMP/blank.pdf" "$TEMP/blank.txt"
  matches 'a document of commitments' "$TEMP/blank.txt" 'withheld \([0-9a-f]{8}'
  lacks 'a document of commitments' "$TEMP/blank.txt" 'R\. Sato|Files on FS-1|canary'
fi
intact "$CASE"
finish
