#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Entries, signatures, checkpoints and disclosures changed in the database of a case are found and named by number and field.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

make_keys
small_case "$work/case"
run acquire "$work/consent.txt" --case "$work/case" --item EV-001 --format raw --as 'R. Sato'
run transfer "$work/case" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe' --as 'R. Sato'
entries=$(query "$work/case/case.db" 'select count(*) from entry')
last=$((entries - 1))
run case create "$work/other" --number 2 --title 'Another case' --as 'R. Sato' --json
other_id=$(member case_id)
run key enrol "$work/other" 'H. Mori' --role custodian --as 'R. Sato'
run key enrol "$work/other" 'K. Abe' --role counsel --as 'R. Sato'
fold "$work/case"
fold "$work/other"
ledger() { # DESCRIPTION SQL CLAUSE...
  tampered "$1" "edit_db case.db \"$2\"" "${@:3}"
}
refitted() {
  tampered "$1, stored digests made to fit" "edit_db case.db \"$2\" --refit" "${@:3}" '!text~stored beside'
}

# Entries edited: with and without the digests beside them.
for way in ledger refitted; do
  $way 'a role in an entry' "update entry set leaf = edited(leaf, '\\\"role\\\":\\\"counsel', '\\\"role\\\":\\\"auditor') where seq = 3" \
    'class=tampered,entry=3,field=signatures' 'class=tampered,entry=4,field=chain' 'class=tampered,entry=3,field=checkpoint' '!entry=2,kind=fault'
  $way 'the newest entry' "update entry set leaf = edited(leaf, 'not stated', 'not Stated') where seq = $last" \
    "class=tampered,entry=$last,field=signatures" "class=tampered,entry=$last,field=checkpoint" "!entry=$((last - 1)),kind=fault"
  $way 'the first entry' "update entry set leaf = edited(leaf, '\\\"lang\\\":\\\"en', '\\\"lang\\\":\\\"ja') where seq = 0" \
    'class=tampered,entry=0,field=signatures' 'class=tampered,entry=1,field=case' 'class=tampered,entry=1,field=chain'
  $way 'a commitment' "update entry set leaf = edited(leaf, substr(cast(leaf as text), instr(cast(leaf as text), '\\\"commit\\\":') + 10, 8), '00000000') where seq = 5" \
    'class=tampered,entry=5,field=signatures' 'class=mismatch,entry=5,field~^body'
  $way 'a time' "update entry set leaf = edited(leaf, '\\\"time\\\":\\\"20', '\\\"time\\\":\\\"21') where seq = 4" 'class=tampered,entry=4,field=signatures'
  $way 'not an entry any more' "update entry set leaf = x'00' where seq = 4" 'class=tampered,entry=4' 'class=tampered,entry=5,field=chain'
  $way 'an empty leaf' "update entry set leaf = x'' where seq = 4" 'class=tampered,entry=4'
  $way 'a leaf of a megabyte' "update entry set leaf = zeroblob(1000000) where seq = 4" 'class=tampered,entry=4'
done
for column in leaf_hash leaf_sha3 chain; do
  ledger "$column alone" "update entry set $column = zeroblob(32) where seq = 4" 'class=tampered,entry=4,field=entry'
  ledger "$column too short" "update entry set $column = x'00' where seq = 4" 'class=tampered,entry=4'
done

# Entries deleted, moved, doubled, foreign.
for way in ledger refitted; do
  $way 'newest entry deleted' "delete from entry where seq = $last" "class=truncated,entry=$last,field=checkpoint"
  $way 'newest three deleted' "delete from entry where seq > $((last - 3))" "class=truncated,entry=$last" "class=truncated,entry=$((last - 2))"
  $way 'one in the middle deleted' 'delete from entry where seq = 4' 'class=missing,entry=4'
  $way 'two in the middle deleted' 'delete from entry where seq = 4; delete from entry where seq = 6' 'class=missing,entry=4'
  $way 'the first deleted' 'delete from entry where seq = 0' 'class=missing,entry=0'
  $way 'all deleted' 'delete from entry' 'class=missing|truncated|tampered'
  $way 'one in the middle deleted, numbers closed up' \
    'delete from entry where seq = 4; update entry set seq = seq - 1000 where seq > 4; update entry set seq = seq + 999 where seq < 0' 'class=tampered,entry=4,field=seq'
  $way 'two swapped' 'update entry set seq = -1 where seq = 4; update entry set seq = 4 where seq = 5; update entry set seq = 5 where seq = -1' \
    'class=tampered,entry=4,field=seq' 'class=tampered,entry=5,field=seq'
  $way 'one replaced by another' 'update entry set leaf = (select leaf from entry where seq = 2) where seq = 3' 'class=tampered,entry=3,field=seq'
  $way 'newest one doubled' "insert into entry select log, seq + 1, leaf, leaf_hash, leaf_sha3, chain from entry where seq = $last" \
    "class=uncovered,entry=$entries,field=checkpoint" "class=tampered,entry=$entries,field=seq"
  $way 'one of another case in its place' \
    "attach '$work/other/case.db' as o; update entry set leaf = (select leaf from o.entry where seq = 3) where seq = 3; detach o" \
    'class=tampered,entry=3,field=log' 'class=tampered,entry=3,field=case' 'class=tampered,entry=3,field=chain'
  $way 'one of another case at the end' \
    "attach '$work/other/case.db' as o; insert into entry select 1, $entries, leaf, leaf_hash, leaf_sha3, chain from o.entry where seq = 3; detach o" \
    "class=uncovered,entry=$entries" "class=tampered,entry=$entries,field=log"
done
ledger 'a gap before the newest' "update entry set seq = seq + 1 where seq = $last" "class=missing,entry=$last"
ledger 'a negative number' 'update entry set seq = -4 where seq = 4' 'class=missing|tampered'
ledger 'entries and checkpoints deleted' 'delete from entry; delete from checkpoint' 'class=missing,field=checkpoint'
ledger 'everything deleted' "delete from entry; delete from checkpoint; delete from disclosure; delete from p_row; delete from log; delete from tile" \
  'class=missing,field=checkpoint'

# Signatures.
cut="substr(leaf, 1, instr(leaf, x'0a0a') + 1)" line="substr(leaf, instr(leaf, x'0a0a') + 2)"
for way in ledger refitted; do
  $way 'signature stripped' "update entry set leaf = cast($cut as blob) where seq = 4" 'class=tampered,entry=4'
  $way 'signature doubled' "update entry set leaf = cast(leaf || $line as blob) where seq = 4" 'class=tampered,entry=4'
  $way 'signature of another entry' "update entry set leaf = cast($cut || (select $line from entry where seq = 2) as blob) where seq = 3" \
    'class=tampered,entry=3,field=signatures'
  $way 'signature by another person' "update entry set leaf = cast($cut || (select $line from entry where seq = 5) as blob) where seq = 3" 'class=tampered,entry=3'
  $way "the receiver's signature stripped" \
    "update entry set leaf = cast(substr(leaf, 1, length(leaf) - (length($line) - 1) / 2) as blob) where seq = $last" "class=tampered,entry=$last"
  $way 'one letter of a signature' "update entry set leaf = cast(substr(leaf, 1, length(leaf) - 20) || cast('AAAA' as blob) || substr(leaf, -16) as blob) where seq = 4" \
    'class=tampered,entry=4'
done

stranger status 0 'the original is intact' verify "$work/case"
status 0 'for the device that wrote it too' verify "$work/case"
rm -rf "$work/copy"
cp -a "$work/case" "$work/copy"
cp "$work/other/case.db" "$work/copy/case.db"
stranger status 3 'the database of another case' verify --json --case-id "$case_id" "$work/copy"
findings 'the case id tells' --faults 'class=unauthorised,entry=0' 'class=uncovered,field=evidence/EV-001'
stranger status 3 'the case id of another case' verify --case-id "$other_id" "$work/case"
finish
