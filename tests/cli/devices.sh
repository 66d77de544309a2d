# SPDX-License-Identifier: Apache-2.0
# Two devices on one case: a bundle, a mirror, entries on both, taking in, custody that went two ways, a lost device, a backup.
. "$(dirname "$0")/_lib.sh"
new_case
"$EXHIBIT" key enrol "$CASE" "$(new_key 'T. Ito' administrator)" --role administrator >/dev/null
image "$CASE" EV-001
on_other() { EXHIBIT_HOME=$TEMP/home2 "$EXHIBIT" "$@"; }
# The other device has people's keys, but neither log keys nor trust of the first.
mkdir "$TEMP/home2"
cp -r "$EXHIBIT_HOME/keys" "$TEMP/home2/"

ok sync "$CASE" --out "$TEMP/usb"
refused 'exists' sync "$CASE" --out "$TEMP/usb"
OTHER=$TEMP/other
expect 0 '' on_other case mirror "$OTHER" --from "$TEMP/usb"
matches 'mirror' "$OUT" "$(on_other case show "$OTHER" --json 2>/dev/null | grep -o '"case_id":"[0-9a-f]*"' | cut -d'"' -f4)"
same 'verify of the mirror' "$(on_other verify "$OTHER" >"$TEMP/v" 2>&1; echo $?)" 0
expect 1 'exists' on_other case mirror "$OTHER" --from "$TEMP/usb"
expect 1 'no case, bundle' on_other case mirror "$TEMP/new" --from "$TEMP"

# Entries on both; the other device's numbers cannot collide with the first's.
ok access "$CASE" --item EV-001 --action viewed --reason 'here'
random "$TEMP/second" 40960
run on_other acquire "$TEMP/second" --case "$OTHER" --item EV-002 --json
same 'acquire on the other device' "$STATUS" 0
ITEM=$(json_field "$OUT" 'd["item"]')
[[ $ITEM =~ ^[0-9a-f]{6}-EV-002$ ]] || fail "the other device registers EV-002 as $ITEM"
matches 'what it says' "$ERR" "registers EV-002 as $ITEM"
image "$CASE" EV-002
expect 0 '' on_other access "$OTHER" --item EV-001 --action viewed --reason 'there'
ok sync "$CASE" --with "$OTHER" --json
same 'logs taken in' "$(json_field "$OUT" 'len(d["taken_in"])')" 1
[ -f "$CASE/evidence/$ITEM/$ITEM-I1.E01" ] || fail 'the image did not come along'
same 'verify after taking in' "$("$EXHIBIT" verify "$CASE" >"$TEMP/v" 2>&1; echo $?)" 0
ok sync "$CASE" --with "$OTHER"
matches 'a second time' "$OUT" 'nothing new'
# What is recorded here about an image made there names the acquisition in that log; the other way round too.
ok fact add "$CASE" --item "$ITEM" --fact F18 --value 'the clock was right'
image "$CASE" EV-003 --no-verify
ok verify "$CASE" --record --reason 'compared here'
expect 0 '' on_other sync "$OTHER" --with "$CASE"
expect 0 '' on_other fact add "$OTHER" --item EV-003 --fact F18 --value 'and so was this'
same 'verify there' "$(on_other verify "$OTHER" >"$TEMP/v" 2>&1; echo $?)" 0

# The export holds both logs and verifies; so does the package.
ok log export "$CASE" "$TEMP/export"
[ "$(find "$TEMP/export/logs" -mindepth 1 -maxdepth 1 | wc -l)" = 1 ] || fail 'the export does not hold the other log'
same 'verify of the export' "$("$EXHIBIT" verify "$TEMP/export" >"$TEMP/v" 2>&1; echo $?)" 0
rm -r "$TEMP/export/logs"
same 'verify of the export without it' "$("$EXHIBIT" verify "$TEMP/export" >"$TEMP/v" 2>&1; echo $?)" 3
matches 'what it says' "$TEMP/v" 'missing'

# One thing handed to two people
ok transfer "$CASE" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe'
expect 0 '' on_other transfer "$OTHER" --item EV-001 --from 'R. Sato' --to 'K. Abe' --reason 'to counsel'
ok sync "$CASE" --with "$OTHER"
same 'verify of a dispute' "$("$EXHIBIT" verify "$CASE" >"$TEMP/v" 2>&1; echo $?)" 3
matches 'the dispute' "$TEMP/v" 'forked.*EV-001.*two ways'
same 'faults' "$(grep -c '^FAULT' "$TEMP/v")" 1
refused 'two ways' transfer "$CASE" --item EV-001 --from 'H. Mori' --to 'K. Abe' --reason 'on'
refused 'two people' custody resolve "$CASE" --item EV-001 --holder 'H. Mori' --reason r --approver "$SATO" --as "$MORI"
ok custody resolve "$CASE" --item EV-001 --holder 'H. Mori' --reason 'the receipt is his' --approver "$ABE" --as "$MORI"
same 'verify once settled' "$("$EXHIBIT" verify "$CASE" >"$TEMP/v" 2>&1; echo $?)" 0
matches 'settled' "$TEMP/v" '^limit  settled'
"$EXHIBIT" case show "$CASE" >"$TEMP/show" 2>&1
matches 'holder' "$TEMP/show" 'EV-001 .*held by H\. Mori'

# A copy that contradicts
cp -a "$OTHER" "$TEMP/forged"
sqlite3 "$TEMP/forged/case.db" "drop trigger no_entry_UPDATE; update entry set leaf=cast(replace(cast(leaf as text), 'viewed', 'copied') as blob) where log=2"
expect 3 'contradict' "$EXHIBIT" sync "$CASE" --with "$TEMP/forged"

# A lost device: an administrator goes on in another log
mkdir "$TEMP/home3"
cp -r "$EXHIBIT_HOME/keys" "$TEMP/home3/"
cp -a "$CASE" "$TEMP/next"
EXHIBIT_HOME=$TEMP/home3 expect 1 'administrator|role' "$EXHIBIT" case continue "$TEMP/next" --reason 'stolen' --as 'H. Mori'
EXHIBIT_HOME=$TEMP/home3 ok case continue "$TEMP/next" --reason 'laptop stolen' --as 'T. Ito'
EXHIBIT_HOME=$TEMP/home3 ok access "$TEMP/next" --item EV-001 --action viewed --reason 'goes on' --as 'T. Ito'
same 'verify of what goes on' "$(EXHIBIT_HOME=$TEMP/home3 "$EXHIBIT" verify "$TEMP/next" >"$TEMP/v" 2>&1; echo $?)" 0

# A backup put back
cp -a "$CASE" "$TEMP/backup"
ok access "$CASE" --item EV-001 --action viewed --reason 'after the backup'
refused 'nothing to restore' case restore "$CASE" --reason x --approver "$ABE" --as "$MORI"
refused 'rolled back' access "$TEMP/backup" --item EV-001 --action viewed --reason 'no'
same 'verify of the backup' "$("$EXHIBIT" verify "$TEMP/backup" >"$TEMP/v" 2>&1; echo $?)" 3
ok case restore "$TEMP/backup" --reason 'disk failed' --approver "$ABE" --as "$MORI"
ok access "$TEMP/backup" --item EV-001 --action viewed --reason 'yes'
same 'verify once restored' "$("$EXHIBIT" verify "$TEMP/backup" >"$TEMP/v" 2>&1; echo $?)" 0
matches 'restored' "$TEMP/v" '^limit  restored'
finish
