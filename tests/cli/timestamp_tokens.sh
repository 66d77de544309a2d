#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Time stamps by a real authority (openssl ts), over HTTP and carried as files: what is kept, what is refused, what verify makes of it, what
# the export's commands print; and a log rewritten by somebody who holds all keys of its device is found through a token.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/_tsa_lib.sh"
CA=$TEMP/ca
make_ca "$CA" 'Example Root'
make_tsa "$CA" stamper
make_crl "$CA"
make_ca "$TEMP/foreign" 'Another Root'
make_tsa "$TEMP/foreign" stamper
new_case
cp -a "$CASE" "$TEMP/early"
"$EXHIBIT" incident open "$CASE" --number INC-0 --title 'what happened' >/dev/null

# Offline: queued, carried, answered.
intact "$CASE" 'time unproven'
ok timestamp "$CASE"
matches 'queued' "$OUT" 'queued'
ok verify "$CASE"
matches 'what verify says of it' "$OUT" '^limit  time unproven: .* a time stamp over 5 entries is asked for and not answered yet'
ok timestamp "$CASE" --query-out "$TEMP/q1"
same 'one query for one head' "$(sqlite3 "$CASE/case.db" 'select count(*) from time_stamp')" 1
openssl ts -query -in "$TEMP/q1" -text >"$TEMP/q1.text" 2>/dev/null || fail 'openssl does not read the query'
matches 'the query' "$TEMP/q1.text" 'Hash Algorithm: sha256'
matches 'the query' "$TEMP/q1.text" 'Certificate required: yes'
matches 'the query' "$TEMP/q1.text" 'Nonce: 0x[0-9A-F]{16}$'
tsa_reply "$CA" stamper "$TEMP/q1" "$TEMP/r1"

# Refused: another question, damage at any byte, another root, no authority at all, nothing.
openssl ts -query -data "$TEMP/q1" -sha256 -cert -out "$TEMP/q0" 2>/dev/null
tsa_reply "$CA" stamper "$TEMP/q0" "$TEMP/r0"
refused 'answers none of the queries that wait; nothing was kept' timestamp "$CASE" --reply-in "$TEMP/r0" --tsa-ca "$CA/ca.pem"
tsa_reply "$TEMP/foreign" stamper "$TEMP/q1" "$TEMP/r-foreign"
refused 'does not lead to those given; nothing was kept, the query still waits' timestamp "$CASE" --reply-in "$TEMP/r-foreign" --tsa-ca "$CA/ca.pem"
refused 'is no reply that holds a time stamp' timestamp "$CASE" --reply-in "$TEMP/q1" --tsa-ca "$CA/ca.pem"
openssl ts -query -digest "$(openssl ts -query -in "$TEMP/q1" -text 2>/dev/null | sed -n 's/^ *[0-9a-f]* - \([0-9a-f -]*\)   .*/\1/p' | tr -d ' \n-')" -sha256 -no_nonce -cert -out "$TEMP/q-no-nonce" 2>/dev/null
tsa_reply "$CA" stamper "$TEMP/q-no-nonce" "$TEMP/r-no-nonce"
refused 'answers none of the queries' timestamp "$CASE" --reply-in "$TEMP/r-no-nonce"
size=$(stat -c %s "$TEMP/r1")
for ((at = 9; at < size; at += 61)); do
  python3 -c 'import sys; d = bytearray(open(sys.argv[1], "rb").read()); d[int(sys.argv[2])] ^= 4; open(sys.argv[3], "wb").write(d)' "$TEMP/r1" "$at" "$TEMP/r-damaged"
  run "$EXHIBIT" timestamp "$CASE" --reply-in "$TEMP/r-damaged" --tsa-ca "$CA/ca.pem"
  [ "$STATUS" = 1 ] || fail "a reply with byte $at changed is taken: status $STATUS"
done
head -c 300 "$TEMP/r1" >"$TEMP/r-cut"
refused 'is no reply' timestamp "$CASE" --reply-in "$TEMP/r-cut"
refused 'holds no certificate in PEM' timestamp "$CASE" --reply-in "$TEMP/r1" --tsa-ca "$TEMP/q1"
refused 'holds no list of revocations' timestamp "$CASE" --reply-in "$TEMP/r1" --tsa-ca "$CA/ca.pem" --crl "$CA/ca.pem"
misused 'crl goes with --tsa-ca' timestamp "$CASE" --reply-in "$TEMP/r1" --crl "$CA/crl.pem"
misused 'give one of' timestamp "$CASE" --reply-in "$TEMP/r1" --tsa http://127.0.0.1/

# Kept, with chain and list of revocations; verify trusts the authority only when the reader names it.
ok timestamp "$CASE" --reply-in "$TEMP/r1" --tsa-ca "$CA/ca.pem" --crl "$CA/crl.pem"
matches 'what was kept' "$OUT" '^time stamp 1 by CN=stamper: the first 5 entries existed no later than 20'
refused 'no query of this case waits' timestamp "$CASE" --reply-in "$TEMP/r1"
ok verify "$CASE"
matches 'authority not named by the reader' "$OUT" '^limit  time unproven: the authorities of the time stamps are those the case itself names'
ok verify "$CASE" --tsa-ca "$CA/ca.pem"
lacks 'authority named by the reader' "$OUT" '^limit  time unproven'
matches 'authority named by the reader' "$OUT" 'Seen by outsiders\?  the first 5 entries existed no later than 20.*, by the time stamp of CN=stamper'
ok verify "$CASE" --tsa-ca "$TEMP/foreign/ca.pem"
matches 'another authority named by the reader' "$OUT" '^limit  time unproven: the time stamp by CN=stamper does not lead'

# What is recorded now names the token, so that it cannot have been recorded before it.
cp -a "$CASE" "$TEMP/later"
cp -a "$EXHIBIT_HOME" "$TEMP/home-later"
later() { EXHIBIT_HOME=$TEMP/home-later run "$@"; }
openssl ts -reply -in "$TEMP/r1" -token_out -out "$TEMP/token" 2>/dev/null
later "$EXHIBIT" note "$TEMP/later" --text 'after the token'
export_of "$TEMP/later"
same 'the token that the entry names' "$(leaf 5 | grep -o '"seen":{[^}]*}')" "\"seen\":{\"token\":\"$(sha256sum <"$TEMP/token" | cut -c1-64)\"}"
lacks 'an entry before there was a token' <(leaf 4) '"seen"'
later "$EXHIBIT" verify "$TEMP/later"
lacks 'a clock that is right' "$OUT" 'clock anomaly'
later "$EXHIBIT" timestamp "$TEMP/later" --due --query-out "$TEMP/q-due"
matches 'a note waits for the daily time stamp' "$OUT" '^no time stamp is due'
later "$EXHIBIT" package "$TEMP/later" --for court --out "$TEMP/bag-due"
later "$EXHIBIT" timestamp "$TEMP/later" --due --query-out "$TEMP/q-due"
same 'a package does not' "$STATUS$(openssl ts -query -in "$TEMP/q-due" -text 2>/dev/null | grep -c '^Nonce')" 01
misused 'due goes with' timestamp "$CASE" --due --renew
if have faketime; then
  cp -a "$CASE" "$TEMP/next-day"
  cp -a "$EXHIBIT_HOME" "$TEMP/home-day"
  EXHIBIT_HOME=$TEMP/home-day run "$EXHIBIT" note "$TEMP/next-day" --text 'a day old'
  EXHIBIT_HOME=$TEMP/home-day run faketime -f +25h "$EXHIBIT" timestamp "$TEMP/next-day" --due --query-out "$TEMP/q-day"
  [ -s "$TEMP/q-day" ] || fail 'a day after the newest token no time stamp is due'
  later faketime -f -2d "$EXHIBIT" note "$TEMP/later" --text 'said to be older'
  later "$EXHIBIT" verify "$TEMP/later"
  matches 'an entry dated back' "$OUT" '^limit  clock anomaly: the claimed time .* is earlier than that of the time stamp its author had seen, 20'
fi
rm -rf "$TEMP/later" "$TEMP/next-day" "$TEMP/home-later" "$TEMP/home-day"

# Over HTTP. What waits is sent too; what came later is not covered.
serve_tsa "$CA" stamper
"$EXHIBIT" incident open "$CASE" --number INC-1 --title more >/dev/null
ok verify "$CASE" --tsa-ca "$CA/ca.pem"
matches 'entries since' "$OUT" '^limit  time unproven: entries from 5 on are covered by no time stamp'
ok timestamp "$CASE"
"$EXHIBIT" incident open "$CASE" --number INC-2 --title more >/dev/null
ok timestamp "$CASE" --tsa "$TSA_URL" --tsa-ca "$CA/ca.pem" --crl "$CA/crl.pem"
same 'both were sent' "$(grep -c '^time stamp' "$OUT")" 2
ok verify "$CASE" --tsa-ca "$CA/ca.pem"
lacks 'all is covered' "$OUT" '^limit  time unproven'
"$EXHIBIT" incident open "$CASE" --number INC-3 --title more >/dev/null
refused 'it answered 415 .*the query still waits' timestamp "$CASE" --tsa "${TSA_URL}/elsewhere"
refused 'no answer from 127\.0\.0\.1:9' timestamp "$CASE" --tsa http://127.0.0.1:9/
misused 'no address of the form' timestamp "$CASE" --tsa https://example.org/
ok timestamp "$CASE" --tsa "$TSA_URL"
matches 'chain not checked' "$OUT" 'whom its certificate leads to was not checked'

# The export carries tokens, certificates and lists; its commands run as printed, and verify reads it.
export_of "$CASE"
for name in 1.checkpoint 1.tsq 1.tsr 1.ca.pem 1.crl.pem; do [ -s "$EXPORT/time-stamps/$name" ] || fail "the export lacks $name"; done
guide_prints() { # EXPORT WHAT COUNT: how many lines of that kind the guide's blocks print
  (cd "$1" && { grep '^    ' HOW-TO-VERIFY.txt | cut -c5-; } | env -i PATH="$PATH" TMPDIR="$TEMP" bash >"$TEMP/guide.said" 2>&1) || true
  same "$2 of the guide" "$(grep -c "$2" "$TEMP/guide.said")" "$3"
}
guide_prints "$EXPORT" 'Verification: OK' 3
guide_prints "$EXPORT" 'same tree' 4
matches 'the commands' "$EXPORT/HOW-TO-VERIFY.txt" 'openssl ts -verify -data time-stamps/1\.checkpoint -in time-stamps/1\.tsr .*-attime [0-9]+ -crl_check'
ok verify "$EXPORT" --tsa-ca "$CA/ca.pem"
matches 'the export' "$OUT" 'the first 8 entries existed no later than'
cp -a "$EXPORT" "$TEMP/changed"
cp "$EXPORT/time-stamps/2.tsr" "$TEMP/changed/time-stamps/1.tsr"
expect 3 '' "$EXHIBIT" verify "$TEMP/changed"
matches 'a token exchanged' "$OUT" '^FAULT  mismatch: the time stamp does not hold'
guide_prints "$TEMP/changed" 'Verification: OK' 2
cp -a "$EXPORT/time-stamps/1.tsr" "$TEMP/changed/time-stamps/"
touch "$TEMP/changed/time-stamps/more"
expect 3 '' "$EXHIBIT" verify "$TEMP/changed"
matches 'a planted file' "$OUT" '^FAULT  uncovered'
rm -rf "$TEMP/changed/time-stamps"
touch "$TEMP/changed/time-stamps"
expect 3 '' "$EXHIBIT" verify "$TEMP/changed"
matches 'a file in the place of the folder' "$OUT" '^FAULT  tampered: what outsiders signed cannot be read'
"$EXHIBIT" package "$CASE" --for court --out "$TEMP/bag" >/dev/null
ok verify "$TEMP/bag" --tsa-ca "$CA/ca.pem"
matches 'the package' "$OUT" 'existed no later than'

# In the database: a token or its head changed.
changed() {
  rm -rf "$TEMP/changed-case"
  cp -a "$CASE" "$TEMP/changed-case"
  sqlite3 "$TEMP/changed-case/case.db" "$2"
  expect 3 '' "$EXHIBIT" verify "$TEMP/changed-case"
  matches "$1" "$OUT" "$3"
}
changed 'a token exchanged' 'update time_stamp set reply = (select reply from time_stamp where id = 2) where id = 1' '^FAULT  mismatch: the time stamp does not hold'
changed 'query and token exchanged' 'update time_stamp set reply = (select reply from time_stamp where id = 2), query = (select query from time_stamp where id = 2) where id = 1' \
  "^FAULT  mismatch: the time stamp's query is not over the head"
changed 'a token cut' 'update time_stamp set reply = substr(reply, 1, 200) where id = 1' '^FAULT  tampered: the time stamp does not hold'
changed 'another root kept' "update time_stamp set ca = (select replace(ca, 'MII', 'MIJ') from time_stamp where id = 1) where id = 1" '^FAULT  unauthorised'

# The attack: with all keys of the device, from the beginning, another story. The tokens, kept or put back, are over another head.
cp -a "$CASE" "$TEMP/stamped"
rm -rf "$CASE" "$EXHIBIT_HOME/trust"
cp -a "$TEMP/early" "$CASE"
for number in 1 2 3 4 5 6; do "$EXHIBIT" incident open "$CASE" --number "INC-9$number" --title 'another story' >/dev/null; done
intact "$CASE" 'time unproven'
sqlite3 "$CASE/case.db" "attach '$TEMP/stamped/case.db' as w; insert into time_stamp select * from w.time_stamp"
expect 3 '' "$EXHIBIT" verify "$CASE"
matches 'tokens of the real log' "$OUT" '^FAULT  forked: the first 5 entries are not those whose head outsiders hold'
sqlite3 "$CASE/case.db" "delete from time_stamp"
expect 3 '' "$EXHIBIT" verify "$CASE" --head "$EXPORT/time-stamps/1.checkpoint"
matches 'the stamped head from the export' "$OUT" '^FAULT  forked'
# Put over the new head: the token does not fit it.
sqlite3 "$CASE/case.db" "attach '$TEMP/stamped/case.db' as w; insert into time_stamp select * from w.time_stamp where id = 1; update time_stamp set note = (select note from checkpoint where size = 5)"
expect 3 '' "$EXHIBIT" verify "$CASE"
matches 'a token under the new head' "$OUT" "^FAULT  mismatch: the time stamp's query is not over the head"
finish
