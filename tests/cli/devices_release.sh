#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A handover apart released on a further device: the receiver checks the file without the case, and the answer completes it on
# that device or on another one that has taken in the release.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/_devices_lib.sh"
new_case
image "$CASE" EV-001
KATO=$(new_key 'W. Kato' custodian)
FAR=$TEMP/far
run env EXHIBIT_HOME="$FAR" "$EXHIBIT" key create --name 'T. Ueda' --role custodian
UEDA=$(cat "$OUT")
far() { EXHIBIT_HOME=$FAR EXHIBIT_KEY=$UEDA "$@"; }
far "$EXHIBIT" key export "$UEDA" --card >"$TEMP/ueda.card"
ok key enrol "$CASE" "$TEMP/ueda.card" --role custodian
ok sync "$CASE" --out "$TEMP/usb"
device b "$TEMP/usb"
# The log of b is opened by H. Mori, whom the first log enrolled; W. Kato is enrolled in b's log, and opens c's.
done_on b note "$TEMP/b" --text 'begun' --as "$MORI"
done_on b key enrol "$TEMP/b" "$KATO" --role custodian
register() { done_on "$1" thing register "$TEMP/$1" --item "$2" --kind source --description "thing $2" --as "$KATO"; }
PREFIX=$(label_on b note "$TEMP/b" --text 'which log is this' | cut -c1-6)
PHONE=$PREFIX-PHONE DISK=$PREFIX-DISK
register b "$PHONE"
register b "$DISK"
release() { label_on "$1" release "$TEMP/$1" --item "$2" --to "$UEDA" --reason 'to Osaka' --out "$3" --as "$KATO"; }
LABEL=$(release b "$PHONE" "$TEMP/r.json")
[[ $LABEL =~ ^[0-9a-f]{8}:[0-9]+$ ]] || fail "the release on b has the label '$LABEL'"
on b case show "$TEMP/b" >"$TEMP/show" 2>&1
matches 'case show' "$TEMP/show" "$PHONE .*released and not answered \(entry $LABEL\)"
# Nothing of the case is at the receiver's.
mkdir "$TEMP/away"
CASE_ID=$(on b case show "$TEMP/b" --json 2>/dev/null | grep -o '"case_id":"[0-9a-f]*"' | cut -d'"' -f4)
mv "$CASE" "$TEMP/b" "$TEMP/usb" "$TEMP/away/"
far expect 0 '' "$EXHIBIT" receive --request "$TEMP/r.json" --out "$TEMP/a.json" --seal none --digest 'not checked'
matches 'what the receiver is shown' "$OUT" '^case +2026-0042: Files on FS-1'
matches 'what the receiver is shown' "$OUT" "^case id +$CASE_ID"
matches 'what the receiver is shown' "$OUT" '^from +W\. Kato, key'
matches 'what the receiver is shown' "$OUT" "^thing +$PHONE  thing $PHONE"
matches 'what the receiver is shown' "$OUT" "^released .*, entry $LABEL\$"
far expect 0 '' "$EXHIBIT" receive --request "$TEMP/r.json" --out "$TEMP/json-answer" --json
same 'the label' "$(json_field "$OUT" 'd["label"]')" "$LABEL"
# Damage in any entry, proof, head or link between them is noticed.
cat >"$TEMP/damage.py" <<'END'
import base64, copy, json, sys
whole = json.load(open(sys.argv[1]))
made = []
def change(what):
    damaged = copy.deepcopy(whole)
    what(damaged)
    if damaged != whole:
        made.append(damaged)
def flip(text):
    data = bytearray(base64.b64decode(text))
    data[len(data) // 2] ^= 1
    return base64.b64encode(data).decode()
for i, entry in enumerate(whole["entries"]):
    change(lambda f: f["entries"][i].update(leaf=flip(entry["leaf"])))
    change(lambda f: f["entries"][i].update(log=1 - entry["log"]))
    change(lambda f: f["entries"][i].update(log=7))
    change(lambda f: f["entries"][i].update(log=-1))
    change(lambda f: f["entries"][i].update(proof=entry["proof"][1:] if entry["proof"] else ["00" * 32]))
for i, log in enumerate(whole["logs"]):
    change(lambda f: f["logs"][i].update(checkpoint=log["checkpoint"].replace("\n", "0\n", 2)))
    change(lambda f: f["logs"][i].update(checkpoint=whole["logs"][1 - i]["checkpoint"]))
for other in range(len(whole["entries"]) + 1):
    for link in ("opening", "opener"):
        change(lambda f: f["logs"][1].update({link: other}))
change(lambda f: f["logs"].reverse())
change(lambda f: f["logs"].pop())
change(lambda f: f.update(logs=[]))
change(lambda f: f.update(entries=[]))
change(lambda f: f["entries"].reverse())
for i, damaged in enumerate(made):
    json.dump(damaged, open(f"{sys.argv[2]}/{i}", "w"), separators=(",", ":"), sort_keys=True)
END
mkdir "$TEMP/damaged"
python3 "$TEMP/damage.py" "$TEMP/r.json" "$TEMP/damaged"
[ "$(find "$TEMP/damaged" -type f | wc -l)" -gt 40 ] || fail 'too few damaged files were made'
for damaged in "$TEMP/damaged"/*; do
  far expect 1 'no release that can be answered' "$EXHIBIT" receive --request "$damaged" --out "$TEMP/x.json"
done
mv "$TEMP"/away/* "$TEMP/"
# Completed on the device that released.
done_on b receive "$TEMP/b" --answer "$TEMP/a.json" --as "$KATO"
matches receive "$OUT" "the release of entry $LABEL is answered: received"
on b case show "$TEMP/b" >"$TEMP/show" 2>&1
matches 'the holder on b' "$TEMP/show" "$PHONE .*held by T\. Ueda$"
intact_on b
# Completed on another device, once that one has taken in the release.
LABEL=$(release b "$DISK" "$TEMP/r2.json")
far expect 0 '' "$EXHIBIT" receive --request "$TEMP/r2.json" --out "$TEMP/a2.json"
refused 'no release of this case' receive "$CASE" --answer "$TEMP/a2.json"
ok sync "$CASE" --with "$TEMP/b"
ok receive "$CASE" --answer "$TEMP/a2.json"
matches receive "$OUT" "the release of entry $LABEL is answered: received"
intact "$CASE"
done_on b sync "$TEMP/b" --with "$CASE"
on b case show "$TEMP/b" >"$TEMP/show" 2>&1
matches 'the holder on b' "$TEMP/show" "$DISK .*held by T\. Ueda$"
intact_on b
# A third log hangs on the second.
device c "$TEMP/b"
BAG=$(label_on c note "$TEMP/c" --text 'c begins' --as "$KATO" | cut -c1-6)-BAG
register c "$BAG"
LABEL=$(release c "$BAG" "$TEMP/r3.json")
same 'logs in the file' "$(json_field "$TEMP/r3.json" 'len(d["logs"])')" 3
far expect 0 '' "$EXHIBIT" receive --request "$TEMP/r3.json" --out "$TEMP/a3.json" --refuse --reason 'seal is torn'
matches 'what the receiver is shown' "$OUT" "^released .*, entry $LABEL\$"
done_on c receive "$TEMP/c" --answer "$TEMP/a3.json" --as "$KATO"
matches receive "$OUT" "the release of entry $LABEL is answered: refused"
LABEL=$(release c "$BAG" "$TEMP/r4.json")
done_on c release "$TEMP/c" --withdraw "$LABEL" --reason 'no courier' --as "$KATO"
intact_on c
finish
