#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two verifiers that share no code, the program's and tests/interop/verify_ledger.py, say the same of exported ledgers, intact and changed.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/case"
run log export "$work/case" "$work/export"
entries=$(sed -n 2p "$work/export/checkpoint")
same 'what log export wrote' "$(cd "$work/export" && ls)" \
  $'HOW-TO-VERIFY.txt\ncheckpoint\ncheckpoints\ndisclosures.jsonl\nkeys\nledger.sqlite\nlog.pem\nlog.vkey\nproofs\ntile'
same 'a proof of each entry' "$(find "$work/export/proofs" -type f | wc -l)" "$entries"
status 1 'an export over another' log export "$work/case" "$work/export"
one_line 'an export over another'
status 1 'an export without a parent' log export "$work/case" "$work/none/export"
one_line 'an export without a parent'

source "$SOURCE_DIR/tests/cli/_both_verifiers.sh"
both 'intact' 0 "$work/export"
both 'intact, with the case id' 0 "$work/export" --case-id "$case_id"
both 'another case id' 3 "$work/export" --case-id "${case_id//[0-7]/8}"

# Every further entry type, made by hand from the document, and made by the program.
"$python" -B -c 'import sys; sys.path.insert(0, sys.argv[1]); from make_keeping import KeepingMaker
import os; os.mkdir(sys.argv[2]); KeepingMaker().story().write(sys.argv[2])' "$SOURCE_DIR/tests/interop" "$work/by-hand" ||
  stop 'make_keeping.py'
both 'every type, by hand' 0 "$work/by-hand"
"$python" -B -c 'import sys; sys.path.insert(0, sys.argv[1]); from make_legal import LegalMaker
import os; os.mkdir(sys.argv[2]); LegalMaker().story().write(sys.argv[2])' "$SOURCE_DIR/tests/interop" "$work/legal" ||
  stop 'make_legal.py'
both 'every type of the legal work, by hand' 0 "$work/legal"
keep() { run "$1" "$work/kept" "${@:2}"; }
number() { "$EXHIBIT" log "$work/kept" --json | "$python" -c 'import json,sys; print(len(json.load(sys.stdin)["entries"]) - 1)'; }
cp -r "$work/case" "$work/kept"
item=$("$EXHIBIT" case show "$work/kept" --json 2>/dev/null |
  "$python" -c 'import json,sys; print(next(t["id"] for t in json.load(sys.stdin)["things"] if t["holder"] == "R. Sato" and t["kind"] == "source"))') ||
  stop 'no thing that R. Sato holds'
export EXHIBIT_KEY
EXHIBIT_KEY=$("$EXHIBIT" key list --json | "$python" -c 'import json,sys; print(next(k["id"] for k in json.load(sys.stdin)["keys"] if k["name"] == "R. Sato"))')
second=$("$EXHIBIT" key create --name 'T. Ueda' --role custodian)
third=$("$EXHIBIT" key create --name 'T. Ueda, second key' --role custodian)
run key enrol "$work/kept" "$second" --role custodian
run thing register "$work/kept" --item P-1 --kind paper --description notebook --photograph "$work/consent.txt" --power off
run derive "$work/kept" --item P-1 --as-item P-1-X --kind extract --file "$work/consent.txt" --reason scan
keep move --item P-1 --place Tokyo/Safe --reason storage
keep correct --entry "$(number)" --field place --value Osaka/Safe --reason misread
keep seal --item P-1 --number A-1 --witness 'H. Mori'
keep seal --item P-1 --broken "$(number)" --reason reading
keep note --item P-1 --text 'label came off'
keep hold --reason lawsuit --as 'K. Abe'
keep hold --lift "$(number)" --reason over --as 'K. Abe'
keep restrict --item P-1 --kind privilege --reason 'letter of counsel'
keep restrict --lift "$(number)" --recipient counsel --reason agreed --as 'K. Abe'
keep release --item "$item" --reason courier --method post --carrier 'waybill 7' --out "$work/r1"
run receive --request "$work/r1" --refuse --reason torn --condition torn --out "$work/a1" --as "$second"
run receive "$work/kept" --answer "$work/a1"
keep release --item "$item" --to "$second" --reason courier --out "$work/r2"
keep release --withdraw "$(number)" --reason 'no courier'
keep release --item "$item" --to "$second" --reason courier --out "$work/r3"
run receive --request "$work/r3" --out "$work/a3" --as "$second"
run receive "$work/kept" --answer "$work/a3"
keep dispose --item P-1 --action destroyed --method shredder --reason closed --as "$second"
request=$(number)
keep dispose --approve "$request" --as 'H. Mori'
keep dispose --carried-out "$request" --method shredder --witness 'K. Abe' --receipt "$work/consent.txt"
run role grant "$work/kept" "$second" examiner
run role withdraw "$work/kept" "$second" examiner
run key rotate "$work/kept" "$second" "$third"
run key revoke "$work/kept" "$third" --last "$(($(number) - 1))" --reason stolen --as 'H. Mori' --approver 'K. Abe'
run log export "$work/kept" "$work/kept-export"
both 'every type, by the program' 0 "$work/kept-export"

# A smaller one to change: each of its signatures is a process of openssl.
run case create "$work/second" --number 2 --title 'Ransom note' --as 'R. Sato'
run key enrol "$work/second" 'H. Mori' --role custodian --as 'R. Sato'
run key enrol "$work/second" 'K. Abe' --role counsel --as 'R. Sato'
run authority "$work/second" --kind consent --scope 'server FS-1' --issuer 'owner of FS-1' --document "$work/consent.txt" --as 'K. Abe'
run incident open "$work/second" --number INC-7 --title 'Ransom note on FS-1' --as 'K. Abe'
run incident open "$work/second" --number INC-8 --title 'Another note' --as 'K. Abe'
rm -rf "$work/export"
run log export "$work/second" "$work/export"
entries=$(sed -n 2p "$work/export/checkpoint")
both 'the smaller one intact' 0 "$work/export"

ledger() { changed "$1" 3 "edit_db ledger.sqlite \"$2\""; }
ledger 'an entry edited' "update entry set leaf = edited(leaf, 'counsel', 'auditor') where seq = 3"
ledger 'the first entry edited' "update entry set leaf = edited(leaf, '\\\"lang\\\":\\\"en', '\\\"lang\\\":\\\"ja') where seq = 0"
ledger 'the newest entry edited' "update entry set leaf = edited(leaf, 'INC-8', 'INC-9') where seq = $((entries - 1))"
ledger 'a leaf of noise' "update entry set leaf = randomblob(500) where seq = 5"
ledger 'an empty leaf' "update entry set leaf = x'' where seq = 5"
ledger 'a space in the JSON' "update entry set leaf = edited(leaf, ',', ', ') where seq = 5"
ledger 'a signature stripped' "update entry set leaf = cast(substr(leaf, 1, instr(leaf, x'0a0a') + 1) as blob) where seq = 5"
ledger 'a signature doubled' "update entry set leaf = cast(leaf || substr(leaf, instr(leaf, x'0a0a') + 2) as blob) where seq = 5"
ledger 'an entry in the middle removed' 'delete from entry where seq = 4'
ledger 'the first removed' 'delete from entry where seq = 0'
ledger 'the newest removed' "delete from entry where seq = $((entries - 1))"
ledger 'the newest three removed' "delete from entry where seq > $((entries - 4))"
ledger 'all removed' 'delete from entry'
ledger 'two swapped' 'update entry set seq = -1 where seq = 4; update entry set seq = 4 where seq = 5; update entry set seq = 5 where seq = -1'
ledger 'one doubled' "insert into entry select log, $entries, leaf, leaf_sha3 from entry where seq = 4"
ledger 'leaf_sha3 changed' 'update entry set leaf_sha3 = zeroblob(32) where seq = 4'
ledger 'a row of another log' 'insert into entry select 2, seq, leaf, leaf_sha3 from entry where seq = 4'
ledger 'the second entry withheld' 'update entry set leaf = null where seq = 1'
ledger 'not the table that it should be' 'alter table entry rename to entries'
changed 'a later entry withheld' 0 'edit_db ledger.sqlite "update entry set leaf = null where seq = 5"; grep -v "^\[5," disclosures.jsonl >x; mv x disclosures.jsonl'
changed 'disclosures withheld' 0 ': >disclosures.jsonl'
changed 'a disclosed value' 3 'sed -i "s/Ransom note\"/Random note\"/" disclosures.jsonl'
changed 'a disclosure doubled' 3 'sed -i 2p disclosures.jsonl'
changed 'disclosures out of order' 3 'sed -n 2p disclosures.jsonl >x; sed 2d disclosures.jsonl >>x; mv x disclosures.jsonl'
changed 'a space in a disclosure' 3 'sed -i "3s/,/, /" disclosures.jsonl'
changed 'a disclosure without its line feed' 3 'truncate -s -1 disclosures.jsonl'
changed 'no disclosures at all' 3 'rm disclosures.jsonl'
changed 'the newest checkpoint' 3 'flip checkpoint 90'
changed 'the newest checkpoint cut off' 3 'awk "BEGIN { RS = \"\" } { keep[NR] = \$0 } END { for (i = 1; i <= NR - 2; ++i) print keep[i] \"\n\" }" checkpoints >x; mv x checkpoints'
changed 'checkpoints without their end' 3 'truncate -s -1 checkpoints'
changed 'no checkpoints' 3 ': >checkpoints'
changed 'the key of the log' 3 'set -- keys/*.pem; cp "$1" log.pem'
changed 'the name of the log' 3 'flip log.vkey 30'
changed "a person's key" 3 'set -- keys/*; cp "$1" x; cp "$2" "$1"; rm x'
changed "a person's key removed" 3 'set -- keys/*; rm "$1"'
changed 'a key added' 3 'cp log.pem keys/00112233445566778899aabbccddeeff.pem'
changed 'a proof' 3 'sed -i "3s/^./+/;3s/^+A/+B/" proofs/3.tlog-proof; flip proofs/3.tlog-proof 50'
changed 'a proof removed' 3 'rm proofs/3.tlog-proof'
changed 'proofs swapped' 3 'mv proofs/3.tlog-proof x; mv proofs/4.tlog-proof proofs/3.tlog-proof; mv x proofs/4.tlog-proof'
changed 'a proof added' 3 "cp proofs/3.tlog-proof proofs/$entries.tlog-proof"
changed 'a proof in place of another' 3 'mv proofs/3.tlog-proof proofs/999.tlog-proof'
changed 'a key in place of another name' 3 'set -- keys/*; mv "$1" keys/00112233445566778899aabbccddeeff.pem'
finish
