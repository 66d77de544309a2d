#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Private entries: in public only that there is one; with the disclosure the inner type's rules are checked; without it nothing is claimed.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
have sqlite3 || skip 'sqlite3 is not installed'

verifier=$(dirname "${BASH_SOURCE[0]}")/../interop/verify_ledger.py
new_case
image "$CASE" EV-001
before=$(entries "$CASE")
ok note "$CASE" --item EV-001 --text 'canary-advice-5' --private --as "$ABE"
ok authority "$CASE" --kind order --scope 'canary-scope-6' --issuer 'Court' --private --as "$ABE"
ok incident open "$CASE" --number INC-1 --title 'public incident'
ok link "$CASE" --item EV-001-I1 --incident INC-1 --shows 'canary-link-7' --private
ok access "$CASE" --item EV-001 --reason 'canary-access-8' --private
same 'private entries' "$(count_of "$CASE" private)" 4
run "$EXHIBIT" log "$CASE"
matches 'the log of the case' "$OUT" 'noted \[EV-001\]  canary-advice-5'
# the inner rules hold when writing
refused 'not opened|no incident' link "$CASE" --item EV-001 --incident INC-9 --shows x --private
intact "$CASE"

export_of "$CASE"
leaf "$before" >"$TEMP/leaf"
matches 'the leaf' "$TEMP/leaf" '"body":\{"content":\{"commit":"[0-9a-f]{64}"\}\}.*"role":"committed".*"type":"private"'
matches 'the leaf' "$TEMP/leaf" '"about":\[\]'
lacks 'the leaf' "$TEMP/leaf" 'noted|EV-001|counsel'
run python3 "$verifier" "$EXPORT"
same 'the second verifier' "$STATUS" 0
ok log export "$CASE" "$TEMP/hidden" --withhold-disclosures body.content
for text in canary-advice-5 canary-scope-6 canary-link-7 canary-access-8; do
  ! grep -rqaF "$text" "$TEMP/hidden" || fail "the export holds '$text'"
done
run "$EXHIBIT" verify "$TEMP/hidden"
same 'an export without the contents' "$STATUS" 0
run python3 "$verifier" "$TEMP/hidden"
same 'an export without the contents, second verifier' "$STATUS" 0
ok log export "$CASE" "$TEMP/withheld" --withhold private
same 'withheld leaves' "$(sqlite3 "$TEMP/withheld/ledger.sqlite" 'select count(*) from withheld')" 4
run "$EXHIBIT" verify "$TEMP/withheld"
same 'an export without private entries' "$STATUS" 0
run python3 "$verifier" "$TEMP/withheld"
same 'an export without private entries, second verifier' "$STATUS" 0
finish
