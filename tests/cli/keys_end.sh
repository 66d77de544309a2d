# SPDX-License-Identifier: Apache-2.0
# Keys that end: replaced by their owner, revoked by two others, roles withdrawn.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
UEDA=$(new_key 'T. Ueda' examiner)
"$EXHIBIT" key enrol "$CASE" "$UEDA" --role examiner >/dev/null
ok transfer "$CASE" --item EV-001 --from "$SATO" --to "$UEDA" --reason examination

# Rotation keeps roles and what is held.
NEW=$(new_key 'T. Ueda, second' examiner)
refused 'enrolled already' key rotate "$CASE" "$UEDA" "$MORI"
ok key rotate "$CASE" "$UEDA" "$NEW"
refused 'was ended by entry|not held by|ended' note "$CASE" --text x --as "$UEDA"
ok note "$CASE" --item EV-001 --text 'with the new key' --as "$NEW"
ok release "$CASE" --item EV-001 --reason 'storage' --out "$TEMP/r.json" --as "$NEW"
ok receive --request "$TEMP/r.json" --out "$TEMP/a.json" --as "$MORI"
ok receive "$CASE" --answer "$TEMP/a.json" --as "$MORI"
intact "$CASE"

# A stolen key: vouched for up to one entry.
ok note "$CASE" --text 'by the owner' --as "$NEW"
vouched=$(($(entries "$CASE") - 1))
ok note "$CASE" --text 'by whom?' --as "$NEW"
revoke() { "$EXHIBIT" key revoke "$CASE" "$NEW" --last "$vouched" --reason 'laptop stolen' "$@"; }
misused '--approver' key revoke "$CASE" "$NEW" --reason x
expect 1 'two people must agree' revoke --as "$SATO" --approver "$MORI"
expect 1 'revoked by others' revoke --as "$NEW" --approver "$MORI"
expect 1 'has no entry 999' "$EXHIBIT" key revoke "$CASE" "$NEW" --last 999 --reason x --as "$ABE" --approver "$MORI"
expect 1 'no administrator' "$EXHIBIT" key revoke "$CASE" "$SATO" --reason x --as "$ABE" --approver "$MORI"
expect 0 '' revoke --as "$ABE" --approver "$MORI"
refused 'was ended by entry' note "$CASE" --text x --as "$NEW"
expect 1 'revoked or replaced already' revoke --as "$ABE" --approver "$MORI"
intact "$CASE" 'concurrent with revocation'
"$EXHIBIT" verify "$CASE" --json >"$TEMP/v.json" 2>/dev/null
same 'entries not vouched for' "$(json_field "$TEMP/v.json" '[f["entry"] for f in d["findings"] if f["class"] == "concurrent with revocation"]')" "[$((vouched + 1))]"

# What a revoked key holds is not stuck.
ok transfer "$CASE" --item EV-001 --from "$MORI" --to "$SATO" --reason x
OTHER=$(new_key 'N. Ono' custodian)
"$EXHIBIT" key enrol "$CASE" "$OTHER" --role custodian >/dev/null
ok transfer "$CASE" --item EV-001 --from "$SATO" --to "$OTHER" --reason x
refused 'not held by' release "$CASE" --item EV-001 --reason 'x' --out "$TEMP/r2.json"
expect 0 '' "$EXHIBIT" key revoke "$CASE" "$OTHER" --reason 'left without notice' --as "$ABE" --approver "$MORI"
refused 'not held by' release "$CASE" --item EV-001 --reason 'found in the safe' --out "$TEMP/r2.json" --as "$MORI"
ok transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason 'found in the safe of N. Ono'

# Roles.
refused 'does not hold' role withdraw "$CASE" "$MORI" counsel
refused 'no administrator' role withdraw "$CASE" "$SATO" administrator
ok role withdraw "$CASE" "$ABE" counsel
refused 'holds no role' hold "$CASE" --reason x --as "$ABE"
intact "$CASE" 'concurrent with revocation'
finish
