#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a case database keeps beside the entries: checkpoints, disclosures, projections, its own shape, its age, its bytes.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

make_keys
small_case "$work/case"
cp -a "$work/case" "$work/older"
run acquire "$work/consent.txt" --case "$work/case" --item EV-001 --format raw --as 'R. Sato'
run transfer "$work/case" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe' --as 'R. Sato'
entries=$(query "$work/case/case.db" 'select count(*) from entry')
run case create "$work/other" --number 2 --title 'Another case' --as 'R. Sato'
fold "$work/case"
fold "$work/other"
ledger() { # DESCRIPTION SQL CLAUSE...
  tampered "$1" "edit_db case.db \"$2\"" "${@:3}"
}

# Checkpoints.
root="instr(note, char(10) || char(10)) - 8"
ledger 'newest checkpoint: root' "update checkpoint set note = substr(note, 1, $root) || 'AAAA' || substr(note, $root + 5) where size = $entries" \
  'class=tampered,field=checkpoint' "class=uncovered,entry=5|6|7|8|9|10|11|12|13,field=checkpoint"
ledger 'an older checkpoint: root' "update checkpoint set note = substr(note, 1, $root) || 'AAAA' || substr(note, $root + 5) where size = 5" \
  'class=tampered,field=checkpoint'
ledger 'a checkpoint: size' "update checkpoint set note = replace(note, char(10) || '5' || char(10), char(10) || '4' || char(10)) where size = 5" \
  'class=tampered,field=checkpoint'
ledger 'a checkpoint: signature' "update checkpoint set note = substr(note, 1, length(note) - 12) || 'AAAA' || substr(note, -8) where size = 5" \
  'class=tampered,field=checkpoint'
ledger 'a checkpoint: signature stripped' "update checkpoint set note = substr(note, 1, instr(note, char(10) || char(10)) + 1) where size = 5" \
  'class=tampered,field=checkpoint'
ledger 'a checkpoint: emptied' "update checkpoint set note = '' where size = 5" 'class=tampered,field=checkpoint'
ledger 'a checkpoint: extra line' "update checkpoint set note = replace(note, char(10) || char(10), char(10) || 'more' || char(10) || char(10)) where size = 5" \
  'class=tampered,field=checkpoint'
ledger 'a checkpoint under another size' "update checkpoint set size = 1000 where size = 5" 'class=tampered,field=checkpoint'
ledger 'a checkpoint in place of another' "update checkpoint set note = (select note from checkpoint where size = 5) where size = 6" 'class=tampered,field=checkpoint'
ledger 'newest checkpoint deleted' "delete from checkpoint where size = $entries" 'class=uncovered,field=checkpoint'
ledger 'all checkpoints deleted' 'delete from checkpoint' 'class=missing,field=checkpoint'
ledger 'a checkpoint of another case' "attach '$work/other/case.db' as o; insert into checkpoint select 1, 1000, note from o.checkpoint limit 1; detach o" \
  'class=tampered,field=checkpoint'

# Disclosures.
ledger 'a value' "update disclosure set value = '\\\"Another title\\\"' where name = 'body.title' and seq = 0" 'class=mismatch,entry=0,field=body.title'
ledger 'a salt' "update disclosure set salt = replace(salt, substr(salt, 1, 1), 'x') where name = 'body.title' and seq = 0" 'class=mismatch,entry=0,field=body.title'
ledger 'a value that is not JSON' "update disclosure set value = '{' where name = 'body.title' and seq = 0" 'class=tampered|mismatch'
ledger 'a value in other JSON' "update disclosure set value = value || ' ' where name = 'body.title' and seq = 0" 'class=tampered|mismatch'
ledger 'a disclosure deleted' "delete from disclosure where name = 'body.title' and seq = 0" 'class=missing,entry=0,field=body.title'
ledger 'all disclosures deleted' 'delete from disclosure' 'class=missing,entry=0,field=body.title' 'class=missing,entry=1,field=body.name'
ledger 'a disclosure added' "insert into disclosure values (1, 3, 'body.more', '00112233445566778899aabbccddeeff', '1')" 'class=mismatch,entry=3,field=body.more'
ledger 'a disclosure for no entry' "insert into disclosure values (1, 999, 'body.more', '00112233445566778899aabbccddeeff', '1')" 'class=mismatch,entry=999'
ledger 'a disclosure under another name' "update disclosure set name = 'body.titel' where name = 'body.title' and seq = 0" \
  'class=missing,entry=0,field=body.title' 'class=mismatch,entry=0,field=body.titel'
ledger 'a disclosure moved to another entry' "update disclosure set seq = 1 where name = 'body.title' and seq = 0" 'class=missing,entry=0,field=body.title' 'class=mismatch,entry=1'

# Projections and the tables that the entries do not speak of.
ledger 'a projection edited' "update p_row set value = replace(value, 'source', 'paper') where kind = 'thing' and id = 'EV-001'" 'class=tampered,field=p_row,text~thing EV-001'
ledger 'a projection deleted' "delete from p_row where kind = 'thing' and id = 'EV-001'" 'class=tampered,field=p_row,text~thing EV-001'
ledger 'a projection added' "insert into p_row values ('thing', 'EV-002', '{}')" 'class=tampered,field=p_row,text~thing EV-002'
ledger 'all projections deleted' 'delete from p_row' 'class=tampered,field=p_row'
ledger 'the log deleted' 'delete from log' 'class=tampered,field=log'
ledger 'the log edited' "update log set origin = origin || 'x'" 'class=tampered,field=log'
ledger 'the key of another log' "attach '$work/other/case.db' as o; update log set vkey = (select vkey from o.log); detach o" 'class=tampered,field=log'
ledger 'a second log' "insert into log values (2, 'x', 'y')" 'class=tampered,field=log'
ledger 'a tile' "insert into tile values (1, 0, 0, zeroblob(32), zeroblob(8192))" 'class=tampered,field=tile'
for row in "entry select 2, seq, leaf, leaf_hash, leaf_sha3, chain from entry where seq = 0" "checkpoint select 2, size, note from checkpoint" \
  "disclosure values (2, 0, 'x', 'y', '1')" "tile values (2, 0, 0, x'00', x'00')" "cosignature values (2, 1, 'a', 'b')" "time_stamp values (1, 2, 'a', null, x'00', x'00', '', '')"; do
  ledger "a row of another log: ${row%% *}" "insert into $row" "class=tampered,field=${row%% *}"
done
ledger 'a cosignature that nobody made' "insert into cosignature values (1, 5, 'a', 'b')" 'class=tampered|uncovered'
ledger 'a time stamp that nobody made' "insert into time_stamp values (1, 1, 'a', null, x'00', x'00', '', '')" 'class=tampered|uncovered'
ledger 'a table added' 'create table more(x)' 'class=tampered,field=case.db'
ledger 'a view added' 'create view more as select 1' 'class=tampered,field=case.db'
ledger 'an index added' 'create index more on entry(seq)' 'class=tampered,field=case.db'
ledger 'a trigger added' "create trigger more after insert on p_row begin delete from p_row; end" 'class=tampered,field=case.db'
tampered 'a trigger dropped' "sqlite3 case.db 'drop trigger no_entry_DELETE'" 'class=tampered,field=case.db'
ledger 'another kind of database' 'pragma application_id = 7' 'class=tampered,field=case.db'
ledger 'another version of the database' 'pragma user_version = 1' 'class=tampered,field=case.db'

# The age of the whole: only who has seen a later head can tell.
rm -rf "$work/copy"
cp -a "$work/older" "$work/copy"
stranger status 0 'a stranger cannot tell an older copy' verify --json "$work/copy"
findings 'but says that it knows no head' --intact 'class=no earlier head known'
status 3 'the device that wrote the case can' verify --json "$work/copy"
findings 'rolled back' --faults 'class=rolled back,entry=6'
cp -a "$work/case/." "$work/copy/" && cp "$work/older/case.db" "$work/copy/case.db"
stranger status 3 'an older database beside newer files' verify --json "$work/copy"
findings 'the newer files are covered by nothing' --faults 'class=uncovered,field=evidence/EV-001'
status 1,3 'nothing is recorded in an older copy' incident open "$work/copy" --number INC-66 --title 'x' --as 'K. Abe'
stranger status 3 'and none was' verify --json "$work/copy"
same 'entries of the older copy' "$(member entries)" 6

# The bytes of the file. A database that cannot be read at all is a finding too.
size=$(stat -c %s "$work/case/case.db")
for change in ': >case.db' 'echo "This is a text." >case.db' 'head -c 20000 /dev/urandom >case.db' 'head -c 20000 /dev/zero >case.db' \
  "truncate -s $((size / 2)) case.db" 'truncate -s 100 case.db' 'truncate -s -4096 case.db' 'truncate -s 1 case.db' \
  'dd if=/dev/zero of=case.db bs=100 count=1 conv=notrunc status=none' 'flip case.db 3' \
  'dd if=/dev/zero of=case.db bs=4096 seek=3 count=2 conv=notrunc status=none' 'cp documents/* case.db 2>/dev/null || cp attachments/* case.db'; do
  limit=30 tampered "$change" "$change" 'class=tampered|missing'
done
rm "$work/copy/case.db"
stranger status 1 'no database at all' verify "$work/copy"
one_line 'no database at all'
mkdir "$work/copy/case.db"
stranger status 1,3 'a folder in its place' verify "$work/copy"
stranger status 0 'the original is intact' verify "$work/case"
finish
