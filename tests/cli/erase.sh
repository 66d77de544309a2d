#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Erasing: no file of the case folder holds the text afterwards, proofs hold, a hold blocks it, and kill -9 at any step is finished later.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
have sqlite3 || skip 'sqlite3 is not installed'

verifier=$(dirname "${BASH_SOURCE[0]}")/../interop/verify_ledger.py
plain='canary "äöü" 99' escaped='canary \"äöü\" 99'
found() { grep -rlaF -e "$plain" -e "$escaped" "$1" || true; }
new_case
# Enough values around it that its page is split and rebuilt.
for i in 1 2 3 4 5 6; do ok note "$CASE" --text "filling $i $(printf 'x%.0s' {1..900})"; done
ok note "$CASE" --text "$plain"
note=$(($(entries "$CASE") - 1))
for i in 1 2 3; do ok note "$CASE" --text "more $i $(printf 'y%.0s' {1..900})"; done
[ -n "$(found "$CASE")" ] || fail 'the canary is not in the case folder: this test sees nothing'
erase=("$EXHIBIT" erase "$CASE" --entry "$note" --field body.text --reason 'asked for' --authority 'GDPR Article 17')

run "${erase[@]}"
same 'without --yes' "$STATUS" 1
matches 'what stays' "$OUT" 'exports of the ledger and backups'
same 'entries after a refusal' "$(entries "$CASE")" $((note + 4))
ok hold "$CASE" --reason 'court order' --as "$ABE"
expect 1 'legal hold' "${erase[@]}" --yes --as "$ABE"
ok hold "$CASE" --lift $((note + 4)) --reason 'over' --as "$ABE"
expect 1 'holds no role' "${erase[@]}" --yes --as "$MORI"
refused 'no committed value' erase "$CASE" --entry "$note" --field type --reason r --authority a --yes
[ -n "$(found "$CASE")" ] || fail 'a refused command erased'

# kill -9 before each of the calls that write, sync, rename and remove
keep
if can_trace; then
  for call in pwrite64 fdatasync fsync rename unlink ftruncate; do
    for n in 1 2 3 6; do
      restore
      killed_at "$call" "$n" "${erase[@]}" --yes
      survived "$CASE" "kill -9 before $call $n of erase"
      done=$(count_of "$CASE" disclosure_erased)   # the next command on the case
      if [ "$done" = 0 ]; then
        [ -n "$(found "$CASE")" ] || fail "$call $n: no entry, but the value is gone"
      else
        [ -z "$(found "$CASE")" ] || fail "$call $n: erased, but still in $(found "$CASE")"
      fi
      [ ! -e "$CASE/case.db-erasing" ] || fail "$call $n: the mark is left"
    done
  done
  restore
fi
# the mark alone is reported, and the next command takes it away
: >"$CASE/case.db-erasing"
run "$EXHIBIT" verify "$CASE"
same 'a mark' "$STATUS" 0
matches 'verify' "$OUT" 'limit  interrupted: .*an erasure was interrupted'
entries "$CASE" >/dev/null
[ ! -e "$CASE/case.db-erasing" ] || fail 'the mark stays'

run "${erase[@]}" --yes --as "$ABE"
same 'erase' "$STATUS" 0
[ -z "$(found "$CASE")" ] || fail "the erased text is still in $(found "$CASE")"
[ -z "$(found "$EXHIBIT_HOME")" ] || fail 'the erased text is among the keys'
[ ! -s "$CASE/case.db-wal" ] || fail 'the WAL is not empty'
intact "$CASE" erased
run "$EXHIBIT" log "$CASE"
matches 'the log' "$OUT" 'disclosure erased'
refused 'erased .* already' erase "$CASE" --entry "$note" --field body.text --reason r --authority a --yes
export_of "$CASE"
run "$EXHIBIT" verify "$EXPORT"
same 'an export after it' "$STATUS" 0
matches 'verify' "$OUT" 'limit  erased'
run python3 "$verifier" "$EXPORT"
same 'an export after it, second verifier' "$STATUS" 0
matches 'second verifier' "$OUT" 'LIMIT erased'
# absence that no entry explains stays a fault
sqlite3 "$CASE/case.db" "delete from disclosure where seq=$((note - 1)) and name='body.text'"
run "$EXHIBIT" verify "$CASE"
same 'another value taken away' "$STATUS" 3
matches 'verify' "$OUT" 'FAULT  missing'
finish
