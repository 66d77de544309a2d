# SPDX-License-Identifier: Apache-2.0
# The self-test, its known data made by other means, and what it shows of an acquisition.
. "$(dirname "$0")/_lib.sh"
ok selftest
matches selftest "$OUT" '^8 passed, 0 failed$'
python3 - "$SOURCE_DIR/docs/self-test.md" >"$TEMP/known" <<'PY'
import re, sys
exec(re.search(r"```python\n(.*?)```", open(sys.argv[1]).read(), re.S).group(1))
PY
matches 'known data of the report' "$OUT" "^known data SHA-256 $(sed -n 1p "$TEMP/known")$"
matches 'data with unreadable sectors' "$OUT" "SHA-256 $(sed -n 2p "$TEMP/known")$"
matches 'listed range' "$OUT" 'unreadable 1048576\+1536,'

new_case
image "$CASE" EV-001
fact() { "$EXHIBIT" facts "$CASE" --item EV-001 --json >"$TEMP/facts.json"; json_field "$TEMP/facts.json" "[f['state'] for f in d['facts'] if f['fact'] == '$1'][0]"; }
same 'F16 before' "$(fact F16)" missing
ok selftest --case "$CASE" --json
same 'counts' "$(json_field "$OUT" '(d["passed"], d["failed"])')" '(8, 0)'
same 'F16 after' "$(fact F16)" recorded
same 'the report is kept' "$(ls "$CASE/attachments" | wc -l)" 1
refused 'none' selftest --case "$TEMP/none"
[ -z "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'exhibit-selftest*' -newer "$TEMP/known")" ] || fail 'the self-test leaves its images behind'
intact "$CASE"
finish
