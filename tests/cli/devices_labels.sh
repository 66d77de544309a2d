#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every command that takes an entry takes the label that 'log' prints, and prints labels: 12 in the case's first log, 3fa2b1c4:12 in
# that of a further device.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/_devices_lib.sh"
new_case
ok key enrol "$CASE" "$(new_key 'T. Ito' administrator)" --role administrator
image "$CASE" EV-001
ok sync "$CASE" --out "$TEMP/usb"
device b "$TEMP/usb"
B=$TEMP/b
NOTE=$(label_on b note "$B" --text 'misspelt')
FINGERPRINT=${NOTE%%:*}
[[ $NOTE =~ ^[0-9a-f]{8}:1$ ]] || fail "the first note on b has the label '$NOTE'"
# long_number FILE: a number of 2^32 and above is for programs alone
long_number() { lacks 'a label, no long number' "$1" '(entry|entries|--approve) [0-9]{10,}|takes its number'; }
says() { matches 'what is said' "$OUT" "$1"; long_number "$OUT"; }

OTHER_NOTE=$(label_on b note "$B" --text 'another')
# Written and read back on the device itself.
run on b log "$B"
matches log "$OUT" "^$NOTE  20"
done_on b correct "$B" --entry "$NOTE" --field text --value 'well spelt' --reason 'typo'
says "^entry $FINGERPRINT:3: entry $NOTE is corrected"
done_on b correct "$B" --entry "${NOTE:0:5}:1" --field text --value 'better' --reason 'typo'
run on b correct "$B" --entry 4 --field text --value x --reason 'an entry of the first log' --json
same 'a correction of the first log' "$STATUS" 0
[ "$(json_field "$OUT" 'd["entry"]')" -ge 4294967296 ] || fail 'the number in JSON is not the one of the contract'
same 'with its label' "$(json_field "$OUT" 'd["label"]')" "$FINGERPRINT:5"
HOLD=$(label_on b hold "$B" --item EV-001 --reason 'court order' --as "$ABE")
expect 1 "under the legal hold of entry $HOLD\$" on b dispose "$B" --item EV-001 --action erased --method wipe --reason over
done_on b hold "$B" --lift "$HOLD" --reason over --as "$ABE"
says "the hold of entry $HOLD is lifted"
expect 1 "ended already, by entry $FINGERPRINT:" on b hold "$B" --lift "$HOLD" --reason over --as "$ABE"
SEAL=$(label_on b seal "$B" --item EV-001 --number A-1)
run on b case show "$B"
matches 'case show' "$OUT" "EV-001 .*, sealed \(entry $SEAL\)"
done_on b seal "$B" --item EV-001 --broken "$SEAL" --reason 'opened'
says "the seal of entry $SEAL on EV-001 is broken"
RESTRICTION=$(label_on b restrict "$B" --item EV-001 --kind privilege --reason 'letters to counsel')
expect 1 "restricted by entry $RESTRICTION" on b copy "$B" --item EV-001-I1 --to "$TEMP" --reason x
done_on b restrict "$B" --lift "$RESTRICTION" --recipient 'the court' --reason 'order' --as "$ABE"
says "the restriction of entry $RESTRICTION is lifted"
RELEASE=$(label_on b release "$B" --item EV-001 --to "$MORI" --reason 'courier' --out "$TEMP/r.json")
expect 1 "was released by entry $RELEASE and waits" on b release "$B" --item EV-001 --reason again --out "$TEMP/r2.json"
run on b case show "$B"
matches 'case show' "$OUT" "released and not answered \(entry $RELEASE\)"
run on b case show "$B" --json
same 'case show, labels' "$(json_field "$OUT" '[t["labels"]["released"] for t in d["things"] if t["id"] == "EV-001"][0]')" "$RELEASE"
done_on b release "$B" --withdraw "$RELEASE" --reason 'no courier'
says "the release of entry $RELEASE is withdrawn"
done_on b dispose "$B" --item EV-001 --action returned --method 'to the owner' --reason 'closed' --as "$MORI"
says "with --approve $FINGERPRINT:[0-9]+"
ASKED=$(sed 's/.*--approve //' "$OUT")
done_on b dispose "$B" --approve "$ASKED" --as "$ABE"
says "the disposal of entry $ASKED is approved"
done_on b dispose "$B" --carried-out "$ASKED" --method 'handed over' --as "$MORI" --witness "$ABE"
says "the disposal of entry $ASKED is carried out"
expect 1 "was disposed of by entry $FINGERPRINT:" on b dispose "$B" --item EV-001 --action erased --method wipe --reason again
run on b thing register "$B" --item EV-009 --kind paper --description 'a letter'
same 'a number of another device' "$STATUS" 0
matches 'what is said beside' "$ERR" "^note: this device registers EV-009 as ${FINGERPRINT:0:6}-EV-009\$"
says "^entry $FINGERPRINT:"
run on b thing show "$B" --item "${FINGERPRINT:0:6}-EV-009"
matches 'thing show' "$OUT" "registered by entry $FINGERPRINT:[0-9]+,"

# What begins a device's log and then is refused leaves no log; what begins it is recorded once.
device c "$TEMP/usb"
head -c 100 /dev/urandom >"$TEMP/photograph"
expect 1 'it is no file' on c thing register "$TEMP/c" --item EV-020 --kind paper --description x --photograph "$TEMP/none"
same 'logs after a refusal' "$(sqlite3 "$TEMP/c/case.db" 'select count(*) from log')" 1
run on c thing register "$TEMP/c" --item EV-020 --kind paper --description x --photograph "$TEMP/photograph"
same 'the first entry of a device' "$STATUS" 0
same 'photographs of it' "$(sqlite3 "$TEMP/c/case.db" 'select cast(leaf as text) from entry where log=2 and seq=1' | grep -o '"name":{"commit"' | wc -l)" 1

# From another device that has taken it in, where the first log's numbers are bare.
ok sync "$CASE" --with "$B"
says '^entry [0-9]+: taken in '
ok correct "$CASE" --entry "$NOTE" --field text --value 'well said' --reason 'on a'
says "^entry [0-9]+: entry $NOTE is corrected"
ok prove "$CASE" "$NOTE" --out "$TEMP/p" --leaf-out "$TEMP/leaf" --json
same 'the label of the proof' "$(json_field "$OUT" 'd["label"]')" "$NOTE"
matches 'the leaf' "$TEMP/leaf" '"seq":1,.*"type":"noted"'
export_of "$CASE"
ok prove --check "$TEMP/p" --leaf "$TEMP/leaf" --log "$(cat "$EXPORT"/logs/*/log.vkey)"
ok prove "$CASE" 4 --out "$TEMP/p4" --leaf-out "$TEMP/leaf4"
ok prove --check "$TEMP/p4" --leaf "$TEMP/leaf4" --log "$(cat "$EXPORT/log.vkey")"
ok log export "$CASE" "$TEMP/less" --withhold "$OTHER_NOTE" --withhold-disclosures "entry:$NOTE"
matches 'what is kept back' "$OUT" 'kept back: [0-9]+ values and 1 entries'
ok erase "$CASE" --entry "$NOTE" --field body.text --reason 'asked for' --authority 'law' --yes
says "body.text of entry $NOTE is erased"
ok verify "$CASE"
matches verify "$OUT" "^limit  erased: .*\(entry $NOTE, body.text\)\$"
head -c 5120 /dev/urandom >"$TEMP/disk"
done_on b acquire "$TEMP/disk" --case "$B" --item "${FINGERPRINT:0:6}-EV-010"
says "^compared \(entry $FINGERPRINT:[0-9]+\)"

# A key revoked up to an entry of each log.
ok key revoke "$CASE" "$MORI" --last 5 --last "$NOTE" --reason 'stolen' --approver "$ABE" --as 'T. Ito'
export_of "$CASE"
leaf $(($(types "$CASE" | awk '$1 < 4294967296' | wc -l) - 1)) >"$TEMP/revoked"
matches 'what is vouched for' "$TEMP/revoked" '"last":\[\{"log":"[^"]*","size":(6|2)\},\{"log":"[^"]*","size":(6|2)\}\]'
intact "$CASE" erased

# What is no label is wrong usage; one of no entry is refused.
for bad in x 12x -1 1:2:3 '3fa2b1c4:' ':3' 99999999999; do
  misused "names no entry; write it as 'exhibit log' prints it" hold "$CASE" "--lift=$bad" --reason r --as "$ABE"
done
refused 'has no entry 999' prove "$CASE" 999
refused "has no entry $FINGERPRINT:999" correct "$CASE" --entry "$FINGERPRINT:999" --field f --value v --reason r
refused 'no log of this case has the fingerprint' seal "$CASE" --item EV-001 --broken 00000000:1 --reason r
misused '--approve is empty' dispose "$CASE" --approve ''
finish
