#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Cosignatures and time stamps of one device's log reach the others by sync, bundle and mirror: verified, never replaced, and in the
# exports of each.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/_devices_lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/_tsa_lib.sh"
have sqlite3 || skip 'sqlite3 is not installed'
CA=$TEMP/ca
make_ca "$CA" 'Example Root'
make_tsa "$CA" stamper
W=$TEMP/w
mkdir "$W"
EXHIBIT_HOME=$W/home "$EXHIBIT" witness key create --name witness.example.org/w1 >"$W/w1.vkey"
new_case
ok sync "$CASE" --out "$TEMP/usb"
device b "$TEMP/usb"
done_on b note "$TEMP/b" --text 'begun'
rows() { sqlite3 "$TEMP/$1/case.db" "select count(*) from $2"; }
export_on() { on "$1" log export "$TEMP/$1" "$TEMP/export-$1-$2" >/dev/null; }
# cosign NAME FOLDER VKEY: the witness signs the newest head of the device's log
cosign() {
  on "$1" log checkpoint "$TEMP/$1" --out "$W/ask-$1-$RANDOM" >"$TEMP/said"
  local ask
  ask=$(ls -t "$W"/ask-"$1"-* | head -1)
  EXHIBIT_HOME=$W/home "$EXHIBIT" witness "$ask" --log "$2" --out "$ask.answer" >/dev/null
  done_on "$1" witness add "$TEMP/$1" "$ask.answer" --witness "$W/w1.vkey"
}
# stamp NAME
stamp() {
  rm -f "$TEMP/q" "$TEMP/r"
  done_on "$1" timestamp "$TEMP/$1" --query-out "$TEMP/q"
  tsa_reply "$CA" stamper "$TEMP/q" "$TEMP/r"
  done_on "$1" timestamp "$TEMP/$1" --reply-in "$TEMP/r" --tsa-ca "$CA/ca.pem"
}
export_on b 0
OF_B=$(find "$TEMP/export-b-0/logs" -mindepth 1 -maxdepth 1)
cosign b "$OF_B/log.vkey"
stamp b
done_on b note "$TEMP/b" --text 'a query waits'
done_on b timestamp "$TEMP/b"
cp -a "$CASE" "$TEMP/before"

# By sync, by bundle, by mirror; what waits stays at home.
ok sync "$CASE" --with "$TEMP/b"
matches 'what sync says' "$OUT" '^2 cosignatures and time stamps of outsiders were verified and kept'
ok verify "$CASE" --tsa-ca "$CA/ca.pem"
matches 'verify' "$OUT" "log $(basename "$OF_B"): .*the first 2 entries existed no later than"
lacks 'verify' "$OUT" 'asked for and not answered'
ok sync "$CASE" --with "$TEMP/b" --json
same 'nothing twice' "$(json_field "$OUT" 'd["outsiders"]')" 0
done_on b sync "$TEMP/b" --out "$TEMP/usb-b"
rm -rf "$TEMP/copy"
cp -a "$TEMP/before" "$TEMP/copy"
mkdir "$TEMP/home-copy"
cp -a "$EXHIBIT_HOME/keys" "$TEMP/home-copy/"
done_on copy sync "$TEMP/copy" --with "$TEMP/usb-b" --json
same 'from a bundle' "$(json_field "$OUT" 'd["outsiders"]')" 2
device c "$CASE"
for name in copy c; do same "cosignatures at $name" "$(rows "$name" cosignature)" 1; same "time stamps at $name" "$(rows "$name" time_stamp)" 1; done
intact_on c
# Exports of any device hold them, and stock tools still read them.
for name in copy c; do
  export_on "$name" 1
  at=$TEMP/export-$name-1/logs/$(basename "$OF_B")
  same "cosigned at $name" "$(find "$at/cosigned" -name '*.note' | wc -l)" 1
  same "stamped at $name" "$(find "$at/time-stamps" -name '*.tsr' | wc -l)" 1
  openssl ts -verify -data "$at"/time-stamps/*.checkpoint -in "$at"/time-stamps/*.tsr -CAfile "$CA/ca.pem" >"$TEMP/said" 2>&1 || fail "openssl: $(cat "$TEMP/said")"
  run "$EXHIBIT" verify "$TEMP/export-$name-1" --tsa-ca "$CA/ca.pem"
  same "verify of the export of $name" "$STATUS" 0
done
# Its owner gets nothing back, and only what is new later.
done_on b sync "$TEMP/b" --with "$CASE" --json
same 'back at home' "$(json_field "$OUT" 'd["outsiders"]')" 0
stamp b
same 'at home' "$(rows b 'time_stamp where reply is not null')" 2
ok sync "$CASE" --with "$TEMP/b" --json
same 'later ones' "$(json_field "$OUT" 'd["outsiders"]')" 1
# Another device's stamps of its own log get numbers of their own here.
done_on c note "$TEMP/c" --text 'begun'
stamp c
ok sync "$CASE" --with "$TEMP/c" --json
same 'those of c' "$(json_field "$OUT" 'd["outsiders"]')" 1
same 'all of them' "$(sqlite3 "$CASE/case.db" 'select count(*) from time_stamp')" 3
intact "$CASE"
export_of "$CASE"
run "$EXHIBIT" verify "$EXPORT" --tsa-ca "$CA/ca.pem"
same 'the export of all' "$STATUS" 0

# Damaged, they are not taken, and neither is what came with them.
size_before=$(entries "$TEMP/before")
for file in $(cd "$TEMP/usb-b" && find . -path '*/cosigned/*.note' -o -path '*/time-stamps/*.tsr' -o -path '*/time-stamps/1.checkpoint' -o -path '*/cosigned/*.vkey'); do
  rm -rf "$TEMP/bad" "$TEMP/copy2"
  cp -a "$TEMP/usb-b" "$TEMP/bad"
  cp -a "$TEMP/before" "$TEMP/copy2"
  case $file in
    *.note) sed -i '$s/AA*/B/2; $s/.....=*$/AAAA=/' "$TEMP/bad/$file" ;;
    *.vkey) sed -i 's/w1/w2/' "$TEMP/bad/$file" ;;
    *.tsr) truncate -s -9 "$TEMP/bad/$file" ;;
    *) sed -i '2s/.*/1/' "$TEMP/bad/$file" ;;
  esac
  cmp -s "$TEMP/bad/$file" "$TEMP/usb-b/$file" && fail "$file was not damaged"
  expect 1 'nothing was taken in: what outsiders signed there does not hold' on copy sync "$TEMP/copy2" --with "$TEMP/bad"
  same "entries after $file" "$(entries "$TEMP/copy2")" "$size_before"
done
# A cosignature that is here already stays as it was taken.
before=$(sqlite3 "$CASE/case.db" 'select hex(note) from cosignature')
cosign b "$OF_B/log.vkey"
ok sync "$CASE" --with "$TEMP/b" --json
same 'the new one' "$(json_field "$OUT" 'd["outsiders"]')" 1
same 'the older one' "$(sqlite3 "$CASE/case.db" 'select hex(note) from cosignature order by size limit 1')" "$before"
finish
