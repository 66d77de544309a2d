# SPDX-License-Identifier: Apache-2.0
# Legal holds, restrictions, and disposal with two people, a witness and a receipt.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
echo 'received back, the owner' >"$TEMP/receipt.pdf"
UEDA=$(new_key 'T. Ueda' examiner)
"$EXHIBIT" key enrol "$CASE" "$UEDA" --role examiner >/dev/null

# Restrictions.
at=$(entries "$CASE") restriction=$(entries "$CASE")
misused '--kind' restrict "$CASE" --item EV-001 --reason x
misused '--kind' restrict "$CASE" --item EV-001 --kind shame --reason x
ok restrict "$CASE" --item EV-001 --kind contraband --reason 'seen in the preview'
for action in mounted exported copied; do
  refused "EV-001-I1 is restricted by entry $at; only counsel can lift" access "$CASE" --item EV-001-I1 --action $action --reason x
done
ok access "$CASE" --item EV-001-I1 --action viewed --reason 'check of the report'
refused "restricted by entry $at" package "$CASE" --for Court --out "$TEMP/package"
[ ! -e "$TEMP/package" ] || fail 'a refused package is there'
echo x >"$TEMP/x"
refused "restricted by entry $at" derive "$CASE" --item EV-001-I1 --as-item X-1 --kind extract --file "$TEMP/x" --reason x
same 'no copy' "$(find "$CASE/evidence" -name '*X-1*')" ''
refused 'restricted already' restrict "$CASE" --item EV-001 --kind privilege --reason x
refused "holds no role that may sign 'restriction_lifted'" restrict "$CASE" --lift "$at" --recipient police --reason x
misused '--recipient' restrict "$CASE" --lift "$at" --reason x --as "$ABE"
misused '--item does not go with --lift' restrict "$CASE" --lift "$at" --item EV-001 --recipient police --reason x --as "$ABE"
ok restrict "$CASE" --lift "$at" --recipient 'Tokyo MPD' --reason 'handed to the police' --as "$ABE"
ok access "$CASE" --item EV-001-I1 --action exported --reason 'for the police'
intact "$CASE"

# Holds.
at=$(entries "$CASE")
refused "holds no role that may sign 'hold_placed'" hold "$CASE" --item EV-001 --reason x --as "$MORI"
ok hold "$CASE" --reason 'Tokyo District Court, 8812' --as "$ABE"
matches hold "$OUT" 'placed on the whole case'
dispose() { "$EXHIBIT" dispose "$CASE" "$@"; }
expect 1 "under the legal hold of entry $at" dispose --item EV-001-I1 --action erased --method 'overwritten once' --reason 'closed'
ok hold "$CASE" --lift "$at" --reason 'judgment final' --as "$ABE"
refused 'ended already' hold "$CASE" --lift "$at" --reason again --as "$ABE"

# Disposal: asked by Ueda, approved by neither Ueda nor Sato, who enrolled Ueda.
request=$(entries "$CASE")
expect 0 '' dispose --item EV-001-I1 --action erased --method 'overwritten once' --authority 'retention policy' --reason 'closed' --as "$UEDA"
expect 1 'holds no role' dispose --approve "$request" --as "$UEDA"
expect 1 'two people must agree' dispose --approve "$request" --as "$SATO"
expect 1 'not approved' dispose --carried-out "$request" --method 'overwritten once' --witness "$MORI" --as "$UEDA"
expect 1 'no disposal about the same' dispose --approve "$restriction" --as "$MORI"
expect 0 '' dispose --approve "$request" --reason 'agreed' --as "$MORI"
expect 1 'approved already' dispose --approve "$request" --as "$ABE"
expect 2 '--witness' dispose --carried-out "$request" --method x --as "$UEDA"
hold=$(entries "$CASE")
ok hold "$CASE" --item EV-001 --reason 'new lawsuit' --as "$ABE"
expect 1 "EV-001-I1 is under the legal hold of entry $hold" dispose --carried-out "$request" --method x --witness "$MORI" --as "$UEDA"
ok hold "$CASE" --lift "$hold" --reason 'settled' --as "$ABE"
expect 0 '' dispose --carried-out "$request" --method 'overwritten once' --witness "$MORI" --receipt "$TEMP/receipt.pdf" --as "$UEDA"
cmp "$CASE/attachments/$(digest "$TEMP/receipt.pdf")" "$TEMP/receipt.pdf" || fail 'the receipt is not kept by digest'
expect 1 'disposed of by entry' dispose --item EV-001-I1 --action erased --method x --reason x
intact "$CASE"
rm "$CASE"/evidence/EV-001/EV-001-I1.*
intact "$CASE"
ok package "$CASE" --for Court --out "$TEMP/package"
ok verify "$TEMP/package"

# The thing itself goes back.
request=$(entries "$CASE")
expect 0 '' dispose --item EV-001 --action returned --method 'to the owner' --reason 'closed' --as "$UEDA"
expect 0 '' dispose --approve "$request" --as "$ABE"
expect 0 '' dispose --carried-out "$request" --method 'handed over at the desk' --witness "$MORI" --receipt "$TEMP/receipt.pdf" --as "$UEDA"
"$EXHIBIT" case show "$CASE" >"$TEMP/show" 2>&1
matches 'case show' "$TEMP/show" "EV-001 \(source\), held by nobody \(disposed of\).*disposed of \(entry $((request + 2))\)"
expect 1 'held by' "$EXHIBIT" transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason x
intact "$CASE"
finish
