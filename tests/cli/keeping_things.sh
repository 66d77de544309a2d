# SPDX-License-Identifier: Apache-2.0
# Things that are not imaged, copies and extracts, places, seals, notes, corrections.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
printf 'a photograph' >"$TEMP/photo.jpg"
register() { "$EXHIBIT" thing register "$CASE" "$@"; }

before=$(entries "$CASE")
misused '--description' thing register "$CASE" --item EV-007
expect 2 'no item|identifier|cannot be' register --item 'EV/7' --description x
expect 2 'no time with a zone' register --item EV-007 --description x --collected-at 2026-11-22
expect 1 'registered already' register --item EV-001 --description x
expect 1 'no file|No such file' register --item EV-007 --description x --photograph "$TEMP/none"
expect 1 'holds no role' register --item EV-007 --description x --as "$ABE"
same 'entries after refusals' "$(entries "$CASE")" "$before"
ok thing register "$CASE" --item EV-007 --kind paper --description 'notebook, blue' --type notebook --make Campus --serial none --exhibit KI-4 --root-exhibit KI-1 --condition worn --seal S-9 --bag B-1 --owner 'K. Ito' --collected-place 'desk of K. Ito' --collected-by 'R. Sato' --collected-from 'K. Ito' --collected-witness 'H. Mori' --collected-at 2026-11-22T18:53:00+09:00 --quantity 2 --power off --lock none --photograph "$TEMP/photo.jpg"
matches register "$OUT" "^entry $before: EV-007 is registered \(paper\)$"
cmp "$CASE/attachments/$(digest "$TEMP/photo.jpg")" "$TEMP/photo.jpg" || fail 'the photograph is not kept by digest'
export_of "$CASE"
leaf "$before" >"$TEMP/leaf"
lacks 'the entry in clear' "$TEMP/leaf" 'notebook|Campus|KI-4|Ito|desk|worn|photo\.jpg'
matches 'the entry' "$TEMP/leaf" '"at":"2026-11-22T09:53:00.000000Z"'
ok thing show "$CASE" --item EV-007
matches 'thing show' "$OUT" '^thing EV-007, registered by entry [0-9]+, held by R\. Sato$'
matches 'thing show' "$OUT" '^  collected.place: desk of K\. Ito$'
matches 'thing show' "$OUT" '^  exhibit: KI-4$'
if have pdftotext; then
  ok document "$CASE" custody-form --item EV-007 --out "$TEMP/form.pdf"
  pdftotext -layout "$TEMP/form.pdf" "$TEMP/form.txt"
  for words in 'KI-4, KI-1' 'notebook, 2' '2026-11-22T09:53:00.000000Z' 'by R\. Sato' 'K\. Ito, desk of K\. Ito' 'H\. Mori' 'B-1, S-9' 'off, none' 'Condition +worn +entry' 'Seal, last recorded +put on, number S-9 +entry' "$(digest "$TEMP/photo.jpg" | cut -c1-20)"; do
    matches 'the form of a thing its collector described' "$TEMP/form.txt" "$words"
  done
  ok document "$CASE" custody-form --item EV-007 --out "$TEMP/bare.pdf" --committed-only
  pdftotext -layout "$TEMP/bare.pdf" "$TEMP/bare.txt"
  lacks 'the form without disclosed values' "$TEMP/bare.txt" 'KI-4|notebook|Ito|Mori'
fi
ok thing show "$CASE" --item EV-001
matches 'thing show' "$OUT" 'EV-001-I1 from EV-001, finished'
refused "no thing 'EV-001-I1'" thing show "$CASE" --item EV-001-I1
ok thing register "$CASE" --item EV-008 --description 'phone' --holder-outside 'K. Ito'
expect 1 'not held in this house' "$EXHIBIT" move "$CASE" --item EV-008 --place Tokyo --reason x
intact "$CASE"

# Copies.
random "$TEMP/mail.pst" 70000
at=$(entries "$CASE")
derive() { "$EXHIBIT" derive "$CASE" --item EV-001-I1 --as-item EV-001-X1 --kind extract --file "$TEMP/mail.pst" "$@"; }
misused '--reason' derive "$CASE" --item EV-001-I1 --as-item EV-001-X1 --kind extract --file "$TEMP/mail.pst"
misused '--kind' derive "$CASE" --item EV-001-I1 --as-item EV-001-X1 --kind clone --file "$TEMP/mail.pst" --reason x
refused 'registered already' derive "$CASE" --item EV-001-I1 --as-item EV-007 --kind extract --file "$TEMP/mail.pst" --reason x
expect 0 '' derive --range 'Users/ito/mail.pst' --reason 'for counsel' --json
same 'digest' "$(json_field "$OUT" 'd["sha256"]')" "$(digest "$TEMP/mail.pst")"
same 'file' "$(json_field "$OUT" 'd["file"]')" evidence/EV-001/EV-001-X1.pst
cmp "$CASE/evidence/EV-001/EV-001-X1.pst" "$TEMP/mail.pst" || fail 'the copy differs'
ok derive "$CASE" --item EV-007 --as-item EV-007-W1 --kind working-copy --file "$TEMP/photo.jpg" --reason 'scan'
intact "$CASE"
ok package "$CASE" --for Court --out "$TEMP/package"
cmp "$TEMP/package/data/evidence/EV-001/EV-001-X1.pst" "$TEMP/mail.pst" || fail 'the copy is not in the package'
ok verify "$TEMP/package"
printf x | dd of="$CASE/evidence/EV-001/EV-001-X1.pst" bs=1 seek=9 conv=notrunc 2>/dev/null
run "$EXHIBIT" verify "$CASE"
same 'verify with a changed copy' "$STATUS" 3
matches verify "$OUT" 'mismatch.*EV-001-X1\.pst'
cp "$TEMP/mail.pst" "$CASE/evidence/EV-001/EV-001-X1.pst"

# Places, seals, notes, corrections.
at=$(entries "$CASE")
ok move "$CASE" --item EV-001 --item EV-007 --place 'Tokyo/Room 3/Safe 2' --reason storage
ok seal "$CASE" --item EV-001 --number A-118273 --witness "$MORI"
"$EXHIBIT" case show "$CASE" >"$TEMP/show" 2>&1
matches 'case show' "$TEMP/show" 'EV-001 \(source\), held by R\. Sato, kept at Tokyo/Room 3/Safe 2, sealed'
refused 'no seal about the same' seal "$CASE" --item EV-007 --broken $((at + 1)) --reason x
refused 'no seal about the same' seal "$CASE" --item EV-001 --broken "$at" --reason x
refused "has no entry 999" seal "$CASE" --item EV-001 --broken 999 --reason x
misused '--reason' seal "$CASE" --item EV-001 --broken $((at + 1))
ok seal "$CASE" --item EV-001 --broken $((at + 1)) --condition intact --reason imaging
refused 'ended already' seal "$CASE" --item EV-001 --broken $((at + 1)) --reason again
ok note "$CASE" --item EV-001 --text 'label came off, put back'
ok correct "$CASE" --entry "$at" --field body.place --value 'Tokyo/Room 3/Safe 3' --reason misread
refused 'has no entry 999' correct "$CASE" --entry 999 --field x --value y --reason z
"$EXHIBIT" log "$CASE" --item EV-001 >"$TEMP/log"
matches log "$TEMP/log" 'corrected \[EV-001, EV-007\] +body\.place, Tokyo/Room 3/Safe 3, misread'
matches log "$TEMP/log" 'noted \[EV-001\] +label came off, put back'
export_of "$CASE"
leaf "$at" >"$TEMP/leaf"
lacks 'the place in clear' "$TEMP/leaf" 'Safe 2'
intact "$CASE"
finish
