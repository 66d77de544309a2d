# SPDX-License-Identifier: Apache-2.0
# Handing over to somebody without a key here: a paper receipt kept by its digest, seizure, witness, and the way back.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
echo 'received EV-001, signed Inspector Ito' >"$TEMP/receipt.pdf"
before=$(entries "$CASE")
give() { "$EXHIBIT" transfer "$CASE" --item EV-001 --agency 'Tokyo MPD' "$@"; }

expect 2 '--from does not go with a transfer to or from outside' give --to-outside 'Insp. Ito' --receipt "$TEMP/receipt.pdf" --from "$SATO"
expect 2 '--to-outside needs --receipt' give --to-outside 'Insp. Ito'
expect 1 "$TEMP/none.*(no file|No such file)" give --to-outside 'Insp. Ito' --receipt "$TEMP/none"
expect 1 "$TEMP.*no file" give --to-outside 'Insp. Ito' --receipt "$TEMP"
expect 2 '--agency is empty' "$EXHIBIT" transfer "$CASE" --item EV-001 --to-outside 'Insp. Ito' --receipt "$TEMP/receipt.pdf"
expect 1 '(holder|held|hold)' give --to-outside 'Insp. Ito' --receipt "$TEMP/receipt.pdf" --as "$MORI"
expect 1 '(outside|holder|held)' give --from-outside 'Insp. Ito' --receipt "$TEMP/receipt.pdf"
expect 1 'EV-001-I1 is an image' "$EXHIBIT" transfer "$CASE" --item EV-001-I1 --to-outside I --agency A --receipt "$TEMP/receipt.pdf"
run give --to-outside 'Insp. Ito' --receipt "$TEMP/receipt.pdf" --witness "$SATO"
[ "$STATUS" = 1 ] || [ "$STATUS" = 2 ] || fail "the giver as own witness ends with status $STATUS"
same 'lines on standard error' "$(wc -l <"$ERR")" 1
same 'entries after refusals' "$(entries "$CASE")" "$before"
same 'attachments after refusals' "$(find "$CASE/attachments" -mindepth 1 ! -name '.incoming-*')" ''
intact "$CASE"

ok transfer "$CASE" --item EV-001 --to-outside 'Insp. Ito' --agency 'Tokyo MPD' --badge 4711 --receipt "$TEMP/receipt.pdf" --reason 'order of the court' --witness "$ABE"
matches 'transfer to outside' "$OUT" "^entry $before: EV-001 handed to Insp\. Ito, Tokyo MPD; the other side's signature is on paper and was not verified$"
D=$(digest "$TEMP/receipt.pdf")
cmp "$CASE/attachments/$D" "$TEMP/receipt.pdf" || fail 'the receipt is not kept under its digest'
export_of "$CASE"
leaf "$before" >"$TEMP/leaf"
matches 'handover to outside' "$TEMP/leaf" "\"receipt\":\"$D\""
matches 'handover to outside' "$TEMP/leaf" '"seized":false'
same 'signatures' "$(grep '^—' "$TEMP/leaf" | cut -d' ' -f2 | paste -sd' ')" "exhibit.evidence/actor/$SATO exhibit.evidence/actor/$ABE"
matches 'handover to outside' "$TEMP/leaf" '"capacity":"releasing".*"capacity":"witness"'
lacks 'handover to outside' "$TEMP/leaf" 'Ito|Tokyo|4711|receipt\.pdf|order of the court'
"$EXHIBIT" case show "$CASE" >"$TEMP/show" 2>&1
matches 'case show' "$TEMP/show" '^thing +EV-001 \(source\), held by Insp\. Ito'
intact "$CASE"

# While it is outside nobody here can hand it on; the same receipt may serve twice.
expect 1 '(outside|holder|held|hold)' "$EXHIBIT" transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason x
expect 1 '(outside|holder|held|hold)' give --to-outside 'Insp. Ueda' --receipt "$TEMP/receipt.pdf"
expect 2 '--from-outside needs --receipt' give --from-outside 'Insp. Ito'
ok transfer "$CASE" --item EV-001 --from-outside 'Insp. Ito' --agency 'Tokyo MPD' --receipt "$TEMP/receipt.pdf" --as "$MORI" --seal broken
matches 'transfer from outside' "$OUT" 'EV-001 received from Insp\. Ito, Tokyo MPD'
same 'attachments' "$(ls -A "$CASE/attachments")" "$D"
export_of "$CASE"
leaf "$((before + 1))" >"$TEMP/leaf"
matches 'return' "$TEMP/leaf" '"type":"transferred_from_outside"'
matches 'return' "$TEMP/leaf" "\"to\":\"exhibit.evidence/actor/$MORI\""
matches 'return' "$TEMP/leaf" '"capacity":"receiving"'

# Seized: somebody here records it, not the holder.
printf 'seizure list' >"$TEMP/list.png"
ok transfer "$CASE" --item EV-001 --to-outside 'Insp. Ito' --agency 'Tokyo MPD' --receipt "$TEMP/list.png" --seized --as "$SATO" --json
same 'members' "$(json_field "$OUT" 'd["entry"]')" "$((before + 2))"
export_of "$CASE"
leaf "$((before + 2))" >"$TEMP/leaf"
matches 'seizure' "$TEMP/leaf" '"seized":true'
matches 'seizure' "$TEMP/leaf" "\"from\":\"exhibit.evidence/actor/$MORI\""
matches 'seizure' "$TEMP/leaf" "\"signers\":\[\{\"capacity\":\"author\",\"key\":\"exhibit.evidence/actor/$SATO\""
cmp "$CASE/attachments/$(digest "$TEMP/list.png")" "$TEMP/list.png" || fail 'the seizure list is not kept under its digest'
intact "$CASE"

# A receipt changed afterwards is a fault.
echo x >>"$CASE/attachments/$D"
run "$EXHIBIT" verify "$CASE"
same 'verify with a changed receipt' "$STATUS" 3
matches 'verify' "$OUT" "mismatch.*$D"
finish
