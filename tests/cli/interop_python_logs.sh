#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two verifiers that share no code say the same of exports with several logs: devices apart, custody that went two ways and was settled, logs
# continued and restored, a witness, a time stamp; and of copies in which one log is changed, cut, dropped or exchanged.
# shellcheck disable=SC2154,SC2016,SC2034  # _verify_lib.sh sets them; quoted commands run later; the libraries read them
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"
source "$here/_both_verifiers.sh"
TEMP=$work
source "$here/_tsa_lib.sh"

make_keys
run key create --name 'T. Ito' --role administrator
on() { EXHIBIT_HOME=$work/home$1 run "${@:2}"; }
device() { mkdir "$work/home$1" && cp -r "$work/home/keys" "$work/home$1/"; }
as() { run "${@:2}" --as "$1"; }
sato='R. Sato' mori='H. Mori' abe='K. Abe' ito='T. Ito'
a=$work/a b=$work/b c=$work/c
small_case "$a"
run key enrol "$a" "$ito" --role administrator --as "$sato"
for item in EV-001 EV-002; do run thing register "$a" --item "$item" --kind source --description disk --as "$sato"; done
run hold "$a" --item EV-002 --reason lawsuit --as "$abe"
hold=$("$EXHIBIT" log "$a" --json | "$python" -c 'import json, sys; print(json.load(sys.stdin)["entries"][-1]["entry"])')
run sync "$a" --out "$work/usb"
for n in 2 3 4; do device $n; done
on 2 case mirror "$b" --from "$work/usb"
on 3 case mirror "$c" --from "$work/usb"

# fingerprint CASE: of its one further log
fingerprint() {
  run log export "$1" "$work/its-logs"
  ls "$work/its-logs/logs"
  rm -r "$work/its-logs"
}

# Each device goes by what it knows: accesses branch, custody goes three ways, one hold is lifted twice.
run access "$a" --item EV-001 --action viewed --reason here --as "$sato"
on 2 access "$b" --item EV-001 --action viewed --reason there --as "$mori"
second=$(fingerprint "$b")
on 2 thing register "$b" --item "${second:0:6}-EV-003" --kind carrier --description stick --as "$sato"
run transfer "$a" --item EV-001 --from "$sato" --to "$mori" --reason 'to the safe'
on 2 transfer "$b" --item EV-001 --from "$sato" --to "$abe" --reason 'to counsel'
on 2 transfer "$b" --item EV-001 --from "$abe" --to "$ito" --reason 'and on'
on 3 transfer "$c" --item EV-001 --from "$sato" --to "$ito" --reason 'to the office'
run hold "$a" --lift "$hold" --reason over --as "$abe"
on 3 hold "$c" --lift "$hold" --reason over --as "$abe"
run sync "$a" --with "$b" --as "$sato"
run sync "$a" --with "$c" --as "$sato"
rm -rf "$work/export"
run log export "$a" "$work/export"
exact=--exact both 'custody that went three ways' 3 "$work/export"
same 'three forks' "$(grep -c '"forked"' "$work/theirs")" 3
run custody resolve "$a" --item EV-001 --holder "$mori" --reason 'the receipt is his' --approver "$abe" --as "$mori"
run transfer "$a" --item EV-001 --from "$mori" --to "$sato" --reason 'for imaging'
on 2 sync "$b" --with "$a" --as "$mori"
on 2 access "$b" --item EV-002 --action viewed --reason again --as "$mori"
run sync "$a" --with "$b" --as "$sato"

# One answer is recorded on two devices, of which one hands the thing on; one refusal likewise.
run thing register "$a" --item EV-005 --kind source --description disk --as "$sato"
run thing register "$a" --item EV-006 --kind source --description disk --as "$sato"
for item in EV-005 EV-006; do
  run release "$a" --item "$item" --to "$mori" --reason 'by courier' --out "$work/$item.json" --as "$sato"
  answer=(--seal none --digest 'not checked')
  [[ $item == EV-005 ]] || answer+=(--refuse --reason 'bag is torn')
  run receive --request "$work/$item.json" --out "$work/$item-answer.json" "${answer[@]}" --as "$mori"
done
on 2 sync "$b" --with "$a" --as "$mori"
for item in EV-005 EV-006; do
  on 2 receive "$b" --answer "$work/$item-answer.json" --as "$abe"
  run receive "$a" --answer "$work/$item-answer.json" --as "$sato"
done
on 2 transfer "$b" --item EV-005 --from "$mori" --to "$abe" --reason 'to counsel'
run sync "$a" --with "$b" --as "$sato"
rm -rf "$work/export"
run log export "$a" "$work/export"
exact=--exact both 'one answer recorded on two devices' 0 "$work/export"
run transfer "$a" --item EV-005 --from "$abe" --to "$sato" --reason 'for imaging'

run log export "$a" "$work/settled"

# A lost device goes on in another log; an older copy is put back; a witness and an authority see the first log.
third=$(fingerprint "$c")
cp -a "$a" "$work/next"
on 4 case continue "$work/next" --log "$third" --reason 'laptop stolen' --as "$ito"
on 4 access "$work/next" --item EV-001 --action viewed --reason 'goes on' --as "$ito"
cp -a "$b" "$work/backup"
on 2 access "$b" --item EV-001 --action viewed --reason 'after the backup' --as "$mori"
on 2 case restore "$work/backup" --reason 'disk failed' --approver "$abe" --as "$mori"
run sync "$a" --with "$work/next" --as "$sato"
run sync "$a" --with "$work/backup" --as "$sato"
mkdir "$work/w"
EXHIBIT_HOME=$work/w run witness key create --name witness.example.org/w1
cp "$work/out" "$work/w1.vkey"
run log checkpoint "$a" --out "$work/ask"
EXHIBIT_HOME=$work/w run witness "$work/ask" --log "$work/settled/log.vkey" --out "$work/answer"
run witness add "$a" "$work/answer" --witness "$work/w1.vkey"
printf 'log %s\nwitness w1 %s\nquorum w1\n' "$(<"$work/settled/log.vkey")" "$(<"$work/w1.vkey")" >"$work/policy"
make_ca "$work/ca" 'Example Root'
make_tsa "$work/ca" stamper
make_ca "$work/foreign" 'Another Root'
make_crl "$work/ca"
run timestamp "$a" --query-out "$work/q"
tsa_reply "$work/ca" stamper "$work/q" "$work/r"
run timestamp "$a" --reply-in "$work/r" --tsa-ca "$work/ca/ca.pem" --crl "$work/ca/crl.pem"
rm -rf "$work/export"
run log export "$a" "$work/export"
same 'five logs' "$(find "$work/export/logs" -mindepth 1 -maxdepth 1 | wc -l)" 4
exact=--exact both 'all of it' 0 "$work/export" --policy "$work/policy" --tsa-ca "$work/ca/ca.pem"
for name in unwitnessed 'time unproven'; do
  same "$name in the first log" "$("$python" -c 'import json, sys; report = json.load(open(sys.argv[1]))
print(sum(f["class"] == sys.argv[2] and sys.argv[3].startswith(f["log"] + "+") for f in report["findings"]))' "$work/theirs" "$name" "$(<"$work/export/log.vkey")")" 0
done
changed 'another token' 3 'cp time-stamps/1.tsq time-stamps/1.tsr'
changed 'a token changed' 3 'flip time-stamps/1.tsr $(($(stat -c %s time-stamps/1.tsr) - 20))'
changed 'another root kept' 3 'cp "$work/foreign/ca.pem" time-stamps/1.ca.pem'
cp "$work/ca/index" "$work/index"
for reason in superseded keyCompromise; do
  cp "$work/index" "$work/ca/index"
  quiet openssl ca -config "$work/ca/ca.conf" -revoke "$work/ca/stamper.pem" -crl_reason "$reason"
  make_crl "$work/ca"
  mv "$work/ca/crl.pem" "$work/$reason.pem"
done
changed 'a certificate superseded afterwards' 0 'cp "$work/superseded.pem" time-stamps/1.crl.pem'
changed 'a certificate whose key others had' 3 'cp "$work/keyCompromise.pem" time-stamps/1.crl.pem'
changed 'the stamped head' 3 'sed -n "1,2!d" checkpoints >x; cp checkpoint x; sed -i 2s/.*/3/ x; cp x time-stamps/1.checkpoint'
changed 'a cosignature' 3 'sed -i "\$s/.\{9\}$/AAAAAAA==/" cosigned/*.note'
changed 'the key of a witness' 3 'cp log.pem cosigned/*.pem'

# Each log of a smaller one changed, cut, dropped, exchanged.
rm -rf "$work/export"
mv "$work/settled" "$work/export"
exact=--exact both 'settled' 0 "$work/export"
further=("$work"/export/logs/*)
for at in . "logs/${further[0]##*/}"; do
  last=$(($(sed -n 2p "$work/export/$at/checkpoint") - 1))
  changed "a leaf of $at" 3 "edit_db $at/ledger.sqlite \"update entry set leaf = edited(leaf, '\\\"version\\\":\\\"0', '\\\"version\\\":\\\"9') where seq = 1\""
  changed "$at cut" 3 "edit_db $at/ledger.sqlite \"delete from entry where seq = $last\""
  changed "the checkpoint of $at" 3 "flip $at/checkpoint 90"
  changed "a disclosure of $at" 3 "sed -i '1s/,\"[^\"]*\"\]\$/,\"other\"]/' $at/disclosures.jsonl"
done
for log in "${further[@]}"; do changed "${log##*/} dropped" 3 "rm -r logs/${log##*/}"; done
changed 'logs exchanged' 3 'set -- logs/*; mv "$1" x; mv "$2" "$1"; mv x "$2"'
changed 'the database of one log in another' 3 'set -- logs/*; cp "$1/ledger.sqlite" "$2/"'
# What follows from a log that is there twice is nobody's to compare: that it is at fault is.
rm -rf "$work/copy"
cp -r "$work/export" "$work/copy"
set -- "$work"/copy/logs/*
cp -r "$1" "$work/copy/logs/again"
stranger status 3 'a log twice' verify "$work/copy"
"$python" "$SOURCE_DIR/tests/interop/verify_ledger.py" "$work/copy" >"$work/theirs" 2>&1
same 'a log twice, for the other verifier' $? 3
changed 'a file among the logs' 3 'touch logs/more'
finish
