#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Time stamps grow old: a certificate that ends is said beforehand, a renewal in time keeps the first time, one that comes too late does not;
# the commands of the export hold after the end; revocation, with the reasons that let older time stamps stand and those that do not.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/_tsa_lib.sh"
command -v faketime >/dev/null || skip 'faketime is not installed'
CA=$TEMP/ca
make_ca "$CA" 'Example Root'
make_tsa "$CA" short 30
make_tsa "$CA" long 3650
new_case
later() { faketime '+60 days' "$@"; }

ok timestamp "$CASE" --query-out "$TEMP/q1"
tsa_reply "$CA" short "$TEMP/q1" "$TEMP/r1"
ok timestamp "$CASE" --reply-in "$TEMP/r1" --tsa-ca "$CA/ca.pem"
FIRST=$("$EXHIBIT" verify "$CASE" --tsa-ca "$CA/ca.pem" | grep -o 'no later than [^,]*')
ok verify "$CASE" --tsa-ca "$CA/ca.pem"
matches 'ends soon' "$OUT" '^limit  renewal due: the certificate of the authority CN=short ends at'
later "$EXHIBIT" verify "$CASE" --tsa-ca "$CA/ca.pem" >"$OUT"
matches 'has ended' "$OUT" '^limit  renewal due: the certificate of the authority CN=short ended at'
matches 'the time still stands' "$OUT" "$FIRST"
cp -a "$CASE" "$TEMP/unrenewed"

# In time.
ok timestamp "$CASE" --renew --query-out "$TEMP/q2"
tsa_reply "$CA" long "$TEMP/q2" "$TEMP/r2"
ok timestamp "$CASE" --reply-in "$TEMP/r2" --tsa-ca "$CA/ca.pem"
ok timestamp "$CASE" --renew
matches 'nothing more to renew' "$OUT" '^no time stamp of this case needs renewal yet'
later "$EXHIBIT" verify "$CASE" --tsa-ca "$CA/ca.pem" >"$OUT"
lacks 'renewed' "$OUT" 'renewal due'
matches 'the first time stands' "$OUT" "$FIRST"
export_of "$CASE"
(cd "$EXPORT" && grep '^    ' HOW-TO-VERIFY.txt | cut -c5- | faketime '+60 days' bash >"$TEMP/guide.said" 2>&1)
same 'both tokens by the printed commands, after the end' "$(grep -c 'Verification: OK' "$TEMP/guide.said")" 2
matches 'the renewal' "$EXPORT/HOW-TO-VERIFY.txt" '^    openssl ts -reply -in time-stamps/1\.tsr -token_out'
! later openssl ts -verify -data "$EXPORT/time-stamps/1.checkpoint" -in "$EXPORT/time-stamps/1.tsr" -CAfile "$CA/ca.pem" >/dev/null 2>&1 ||
  fail 'without -attime the old token still verifies'
later "$EXHIBIT" verify "$EXPORT" --tsa-ca "$CA/ca.pem" >"$OUT"
lacks 'the export, renewed' "$OUT" 'renewal due'
sqlite3 "$CASE/case.db" 'update time_stamp set reply = null where id = 1'
expect 3 '' "$EXHIBIT" verify "$CASE"
matches 'the renewed token taken away' "$OUT" '^FAULT  missing: the time stamp that it renews'

# Too late.
rm -rf "$CASE"
cp -a "$TEMP/unrenewed" "$CASE"
"$EXHIBIT" timestamp "$CASE" --renew --query-out "$TEMP/q3" >/dev/null
later openssl ts -reply -config "$CA/ca.conf" -queryfile "$TEMP/q3" -signer "$CA/long.pem" -inkey "$CA/long.key" -out "$TEMP/r3" 2>/dev/null
later "$EXHIBIT" timestamp "$CASE" --reply-in "$TEMP/r3" --tsa-ca "$CA/ca.pem" >/dev/null
later "$EXHIBIT" verify "$CASE" --tsa-ca "$CA/ca.pem" >"$OUT"
matches 'too late' "$OUT" '^limit  renewal due: it renews a time stamp whose certificate had ended before'

# Revoked. Superseded: what was stamped before stands. Compromised: all falls.
rm -rf "$CASE"
new_case "$CASE"
"$EXHIBIT" timestamp "$CASE" --query-out "$TEMP/q4" >/dev/null
tsa_reply "$CA" long "$TEMP/q4" "$TEMP/r4"
sleep 1.1
quiet openssl ca -config "$CA/ca.conf" -revoke "$CA/long.pem" -crl_reason superseded
make_crl "$CA"
cp -a "$CASE" "$TEMP/before"
ok timestamp "$CASE" --reply-in "$TEMP/r4" --tsa-ca "$CA/ca.pem" --crl "$CA/crl.pem"
intact "$CASE"
"$EXHIBIT" incident open "$CASE" --number INC-1 --title more >/dev/null
"$EXHIBIT" timestamp "$CASE" --query-out "$TEMP/q5" >/dev/null
tsa_reply "$CA" long "$TEMP/q5" "$TEMP/r5"
refused 'the certificate CN=long was revoked at 20.*the query still waits' timestamp "$CASE" --reply-in "$TEMP/r5" --tsa-ca "$CA/ca.pem" --crl "$CA/crl.pem"
make_tsa "$CA" stolen 3650
rm -rf "$CASE"
cp -a "$TEMP/before" "$CASE"
tsa_reply "$CA" stolen "$TEMP/q4" "$TEMP/r6"
ok timestamp "$CASE" --reply-in "$TEMP/r6" --tsa-ca "$CA/ca.pem"
sleep 1.1
quiet openssl ca -config "$CA/ca.conf" -revoke "$CA/stolen.pem" -crl_reason keyCompromise
make_crl "$CA"
expect 3 '' "$EXHIBIT" verify "$CASE" --tsa-ca "$CA/ca.pem" --crl "$CA/crl.pem"
matches "by the reader's list" "$OUT" '^FAULT  unauthorised: the time stamp does not hold: the certificate CN=stolen was revoked'
sqlite3 "$CASE/case.db" "update time_stamp set crl = cast(readfile('$CA/crl.pem') as text)"
expect 3 '' "$EXHIBIT" verify "$CASE"
matches 'compromised' "$OUT" '^FAULT  unauthorised: the time stamp does not hold: the certificate CN=stolen was revoked'
finish
