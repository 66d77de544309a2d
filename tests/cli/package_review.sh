# SPDX-License-Identifier: Apache-2.0
# A package goes to an outside firm; its receipt and its signed review come back. Digests stay, another package is refused.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }
body() { # ENTRY: its body
  export_of "$CASE"
  leaf "$1" | sed -n 2p | python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["body"]))'
}
ok package "$CASE" --for 'Forensic firm' --override 'engaged on 28 November' --purpose 'second opinion' --approved-by 'M. Sato, counsel' \
  --tlp amber --personal-data --transfer-basis 'none, within Japan' --out "$TEMP/package"
PACKAGE=$(last)
MANIFEST=$(digest "$TEMP/package/tagmanifest-sha256.txt")
ok package "$CASE" --for auditor --out "$TEMP/other.zip"
OTHER=$(last)

# What a register of disclosures needs stands in the entry, people's words as commitments.
body "$PACKAGE" >"$TEMP/body"
same 'class' "$(json_field "$TEMP/body" 'd["class"]')" other
same 'form' "$(json_field "$TEMP/body" 'd["form"], d["tlp"], d["personal_data"]')" "('folder', 'amber', True)"
same 'committed' "$(json_field "$TEMP/body" 'sorted(k for k, v in d.items() if isinstance(v, dict) and "commit" in v)')" \
  "['approved_by', 'items', 'override', 'purpose', 'recipient', 'transfer_basis']"
same 'manifest' "$(json_field "$TEMP/body" 'd["manifest_sha256"]')" "$MANIFEST"
matches 'items' "$EXPORT/disclosures.jsonl" "^\[$PACKAGE,\"body.items\",\"[0-9a-f]*\",\[\{\"id\":\"EV-001-I1\",\"sha256\":\"$(digest "$TEMP/small")\"\}\]\]"
body "$OTHER" >"$TEMP/body"
same 'form of a ZIP' "$(json_field "$TEMP/body" 'd["class"], d["form"]')" "('auditor', 'zip')"

# The receipt.
echo 'received, seals whole' >"$TEMP/receipt.txt"
ok package-receipt "$CASE" --package "$PACKAGE" --receiver 'L. Cole' --at "$(ago '1 hour')" --document "$TEMP/receipt.txt"
matches 'the receipt' "$OUT" 'package received'
refused 'no earlier entry of the type package_made' package-receipt "$CASE" --package 2 --receiver 'L. Cole' --at "$(ago '1 hour')"
misused 'in the future' package-receipt "$CASE" --package "$PACKAGE" --receiver 'L. Cole' --at 2999-01-01T00:00:00Z

# The firm has Exhibit and a key of its own, and signs its review.
OURS=$EXHIBIT_HOME
export EXHIBIT_HOME=$TEMP/firm
COLE=$(new_key 'L. Cole' auditor 'Forensic firm')
"$EXHIBIT" key export "$COLE" --card >"$TEMP/cole.card"
echo 'we found nothing missing' >"$TEMP/review.txt"
ok sign-review "$TEMP/package" --review "$TEMP/review.txt" --out "$TEMP/review.note" --as "$COLE"
refused 'exists' sign-review "$TEMP/package" --review "$TEMP/review.txt" --out "$TEMP/review.note" --as "$COLE"
export EXHIBIT_HOME=$OURS
come_back() { # [FLAG...]
  "$EXHIBIT" outside-review "$CASE" --package "$PACKAGE" --firm 'Forensic firm' --reviewer 'L. Cole' --at "$(ago '10 minutes')" "$@"
}
before=$(entries "$CASE")
expect 1 'the reviewer states a package whose tagmanifest' come_back --review "$TEMP/review.txt" --manifest "$(digest "$TEMP/small")"
expect 2 'is no SHA-256' come_back --review "$TEMP/review.txt" --manifest abc
echo 'we found much missing' >"$TEMP/changed.txt"
expect 1 'is over another review' come_back --review "$TEMP/changed.txt" --manifest "$MANIFEST" --signature "$TEMP/review.note" --card "$TEMP/cole.card"
"$EXHIBIT" key export "$SATO" --card >"$TEMP/sato.card"
python3 - "$TEMP/review.note" "$TEMP/bad.note" <<'PY'
import base64, sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
mark, name, signature = lines[-2].split(" ")
raw = bytearray(base64.b64decode(signature))
raw[-1] ^= 1
lines[-2] = f"{mark} {name} {base64.b64encode(raw).decode()}"
open(sys.argv[2], "w", encoding="utf-8").write("\n".join(lines))
PY
expect 1 'does not verify' come_back --review "$TEMP/review.txt" --manifest "$MANIFEST" --signature "$TEMP/bad.note" --card "$TEMP/cole.card"
same 'entries after refusals' "$(entries "$CASE")" "$before"
[ -z "$(leftovers "$CASE")" ] || fail 'files of refused reviews are left'
expect 0 'note: signature verified: L. Cole, '"$COLE" come_back --review "$TEMP/review.txt" --manifest "${MANIFEST^^}" --signature "$TEMP/review.note" --card "$TEMP/cole.card" --outcome 'nothing missing'
REVIEW=$(last)
cmp "$CASE/attachments/$(digest "$TEMP/review.txt")" "$TEMP/review.txt" || fail 'the review is not kept by its digest'
cmp "$CASE/attachments/$(digest "$TEMP/review.note")" "$TEMP/review.note" || fail 'the signature is not kept by its digest'
body "$REVIEW" >"$TEMP/body"
same 'what the entry says' "$(json_field "$TEMP/body" 'd["signature_verified"], d["fingerprint"], d["manifest_sha256"], d["document"]')" \
  "(True, '$COLE', '$MANIFEST', '$(digest "$TEMP/review.txt")')"
# Signed by other means, by another key, or not at all.
expect 0 'note: signature not verified by Exhibit' come_back --review "$TEMP/changed.txt" --manifest "$MANIFEST" --signature "$TEMP/review.note" --card "$TEMP/sato.card"
expect 0 'note: signature not verified by Exhibit' come_back --review "$TEMP/changed.txt" --manifest "$MANIFEST" --signature "$TEMP/receipt.txt"
expect 0 'note: no signature came' come_back --review "$TEMP/changed.txt" --manifest "$MANIFEST"
body "$(last)" >"$TEMP/body"
same 'an unsigned review' "$(json_field "$TEMP/body" 'd["signature_verified"], "signature" in d')" '(False, False)'
intact "$CASE"
export_of "$CASE"
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
lacks 'the second verifier' "$TEMP/second" 'unknown type'
digest "$TEMP/package/tagmanifest-sha256.txt" >"$TEMP/after"
same 'the package after the round trip' "$(cat "$TEMP/after")" "$MANIFEST"
ok verify "$TEMP/package"
finish
