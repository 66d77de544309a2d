# SPDX-License-Identifier: Apache-2.0
# Handing over inside: two signatures in one note, by the holder and somebody else. Access, log.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
image "$CASE" EV-002 --no-verify

ok transfer "$CASE" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe' --seal intact --digest matches --condition 'box dented' --json
N=$(json_field "$OUT" 'd["entry"]')
same 'from' "$(json_field "$OUT" 'd["from"]')" "exhibit.evidence/actor/$SATO"
same 'to' "$(json_field "$OUT" 'd["to"]')" "exhibit.evidence/actor/$MORI"
export_of "$CASE"
leaf "$N" >"$TEMP/leaf"
same 'signature lines of the handover' "$(grep -c '^— exhibit\.evidence/actor/' "$TEMP/leaf")" 2
same 'first signature' "$(grep '^—' "$TEMP/leaf" | sed -n 1p | cut -d' ' -f2)" "exhibit.evidence/actor/$SATO"
same 'second signature' "$(grep '^—' "$TEMP/leaf" | sed -n 2p | cut -d' ' -f2)" "exhibit.evidence/actor/$MORI"
matches 'the handover' "$TEMP/leaf" '"capacity":"releasing".*"capacity":"receiving"'
matches 'the handover' "$TEMP/leaf" '"seal":"intact"'
lacks 'the handover' "$TEMP/leaf" 'to the safe|box dented|Mori|Sato'
# The next entry about the thing names the handover by its leaf hash.
"$EXHIBIT" access "$CASE" --item EV-001 --action viewed --reason 'seal looked at' >/dev/null
export_of "$CASE"
same 'prev of the next entry' "$(leaf "$((N + 1))" | grep -o '"prev":\["[0-9a-f]*"' | cut -d'"' -f4)" \
  "$(python3 -c 'import hashlib,sqlite3,sys
leaf = sqlite3.connect(sys.argv[1]).execute("select leaf from entry where seq=?", [sys.argv[2]]).fetchone()[0]
print(hashlib.sha256(b"\0" + leaf).hexdigest())' "$EXPORT/ledger.sqlite" "$N")"
# Both signatures hold, under the public keys of the export.
sed '/^$/,$d' "$TEMP/leaf" >"$TEMP/text"
for who in "$SATO" "$MORI"; do
  grep "^— exhibit.evidence/actor/$who " "$TEMP/leaf" | cut -d' ' -f3 | base64 -d | tail -c 64 >"$TEMP/signature"
  openssl pkeyutl -verify -rawin -in "$TEMP/text" -sigfile "$TEMP/signature" -pubin -inkey "$EXPORT/keys/$who.pem" >/dev/null 2>&1 ||
    fail "openssl does not verify the signature of $who"
done
"$EXHIBIT" case show "$CASE" >"$TEMP/show" 2>&1
matches 'case show' "$TEMP/show" '^thing +EV-001 \(source\), held by H\. Mori'
before=$(entries "$CASE")

# What is refused
move() { transfer_item=$1; shift; "$EXHIBIT" transfer "$CASE" --item "$transfer_item" --reason 'back' "$@"; }
expect 1 "(holder|held|hold)" move EV-001 --from 'R. Sato' --to 'K. Abe'
expect 2 'same key; a handover has two sides' move EV-001 --from 'H. Mori' --to "$MORI"
expect 1 'EV-001-I1 is an image; custody is kept of things: name EV-001' move EV-001-I1 --from "$SATO" --to "$MORI"
expect 1 "no item 'EV-009'" move EV-009 --from "$SATO" --to "$MORI"
expect 1 "no key 'Nobody'" move EV-002 --from "$SATO" --to Nobody
expect 2 '--from KEY and --to KEY' move EV-002 --from "$SATO"
expect 2 '--reason is empty' "$EXHIBIT" transfer "$CASE" --item EV-002 --from "$SATO" --to "$MORI"
expect 2 'only one of --to' move EV-002 --from "$SATO" --to "$MORI" --to-outside X
expect 2 '--seized goes with --to-outside' move EV-002 --from "$SATO" --to "$MORI" --seized
for words in '--badge 12' '--agency A' "--receipt $TEMP/small" "--witness $ABE"; do
  # shellcheck disable=SC2086  # a flag and its value
  expect 2 "${words%% *} does not go with a transfer inside" move EV-002 --from "$SATO" --to "$MORI" $words
done
for words in --from --to --to-outside --from-outside --condition --to-passphrase-file; do
  expect 2 "$words is empty" move EV-002 --from "$SATO" --to "$MORI" "$words" ''
done
expect 2 'seal' move EV-002 --from "$SATO" --to "$MORI" --seal perhaps
echo wrong >"$TEMP/wrong"
expect 1 "unlock the key $MORI .*passphrase is wrong" move EV-002 --from "$SATO" --to "$MORI" --to-passphrase-file "$TEMP/wrong"
expect 1 "unlock the key $SATO .*passphrase is wrong" move EV-002 --from "$SATO" --to "$MORI" --passphrase-file "$TEMP/wrong"
expect 1 'EV-001' "$EXHIBIT" transfer "$CASE" --item EV-002 --item EV-001 --from "$SATO" --to "$ABE" --reason 'one of them is not held'
run "$EXHIBIT" transfer "$CASE" --item EV-002 --item EV-002 --from "$SATO" --to "$ABE" --reason 'twice the same'
[ "$STATUS" = 1 ] || [ "$STATUS" = 2 ] || fail "a transfer that names an item twice ends with status $STATUS"
matches 'message on an item named twice' "$ERR" 'EV-002'
STRANGER=$(new_key 'E. Stranger' custodian)
expect 1 "$STRANGER.*not enrolled" move EV-002 --from "$SATO" --to "$STRANGER"
same 'entries after refusals' "$(entries "$CASE")" "$before"
expect 2 'action' "$EXHIBIT" access "$CASE" --item EV-001 --action burnt --reason x
expect 2 '--reason is empty' "$EXHIBIT" access "$CASE" --item EV-001 --action viewed --reason ' '

# Several things in one handover, each person's passphrase from a file of their own.
echo "$EXHIBIT_PASSPHRASE" >"$TEMP/first"
"$EXHIBIT" key passwd "$ABE" --new-passphrase-file <(echo 'her own words 7') >/dev/null
echo 'her own words 7' >"$TEMP/second"
ok transfer "$CASE" --item EV-002 --item EV-001-C1 --from "$SATO" --to "$ABE" --reason 'for review' --passphrase-file "$TEMP/first" --to-passphrase-file "$TEMP/second"
matches 'transfer' "$OUT" '^entry [0-9]+: EV-002, EV-001-C1 handed over by R\. Sato to K\. Abe, signed by both on this device$'
ok transfer "$CASE" --item EV-001 --from 'H. Mori' --to 'R. Sato' --reason 'back from the safe'

# log
ok log "$CASE" --item EV-001
same 'handovers in the log of EV-001' "$(grep -c 'transferred \[EV-001\]' "$OUT")" 2
matches 'log' "$OUT" 'R\. Sato \(responder\) and H\. Mori \(custodian\)'
refused "no entry is about 'EV-404'" log "$CASE" --item EV-404
ok log "$CASE"
matches 'log' "$OUT" "^head: $(entries "$CASE") entries, root [0-9a-f]{64}$"
refused "exist" log export "$CASE" "$EXPORT"
intact "$CASE" 'not compared'
finish
