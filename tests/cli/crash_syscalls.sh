# SPDX-License-Identifier: Apache-2.0
# System calls that fail: what is told is true, an entry is recorded whole or not at all, and the case stays whole.
. "$(dirname "$0")/_lib.sh"
can_trace || skip 'strace makes system calls fail'
new_case
image "$CASE" EV-001
keep

# How often a handover does each call, so that early, middle and late ones can be chosen.
strace -f -o "$TEMP/trace" "$EXHIBIT" transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason x >/dev/null
restore
calls() { grep -cE "^[0-9]+ +$1\(" "$TEMP/trace" || true; }
moments=()
for call in fsync fdatasync pwrite64 write openat rename renameat2 ftruncate; do
  count=$(calls "$call")
  case $count in
    0) ;;
    1 | 2) for n in $(seq "$count"); do moments+=("$call:$n"); done ;;
    *) moments+=("$call:1" "$call:$((count / 2))" "$call:$count") ;;
  esac
done
[ "${#moments[@]}" -gt 5 ] || fail 'the trace of a handover shows hardly any system call'

before=$(entries "$CASE")
for moment in "${moments[@]}"; do
  call=${moment%:*} n=${moment#*:} error=EIO
  case $call in write | pwrite64 | ftruncate) error=ENOSPC ;; esac
  [ "$moment" != openat:1 ] || continue  # the loader's, before the program runs
  restore
  what="$call number $n failing with $error"
  run traced "$call" "error=$error:when=$n" "$EXHIBIT" transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason x
  ! grep -q '^SanitizerTool: CHECK failed' "$ERR" || continue  # a call of the sanitiser's own
  case $STATUS in
    0 | 1) ;;
    127) continue ;;  # the loader again
    *) fail "$what: status $STATUS, $(cat "$ERR")" ;;
  esac
  if [ "$STATUS" = 1 ]; then
    same "lines on standard error, $what" "$(wc -l <"$ERR")" 1
    matches "standard error, $what" "$ERR" '^exhibit: '
    [ ! -s "$OUT" ] || [ "$call" = write ] || fail "$what: status 1 and yet '$(cat "$OUT")'"
  fi
  survived "$CASE" "$what"
  recorded=$((ENTRIES - before))
  [ "$recorded" = 0 ] || [ "$recorded" = 1 ] || fail "$what: $recorded entries"
  [ "$STATUS" != 0 ] || same "entries after success, $what" "$recorded" 1
  # Recorded, but something after it failed: the person must be told that it is recorded, or would do it twice.
  [ "$STATUS$recorded" != 11 ] || matches "standard error of a recorded handover, $what" "$ERR" '(is|was) recorded|entry [0-9]+|standard output'
  if [ "$recorded" = 0 ]; then
    run "$EXHIBIT" transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason again
    [ "$STATUS" = 0 ] || fail "the same command after $what: $(cat "$ERR")"
  fi
done

# The same of an acquire: no image without an entry, none half placed.
random "$TEMP/source" 65536
for moment in mkdir,mkdirat:2:ENOSPC renameat2:2:EIO fsync:3:EIO fsync:9:EIO fsync:11:EIO fdatasync:1:EIO pwrite64:12:ENOSPC; do
  IFS=: read -r call n error <<<"$moment"
  restore
  what="$call number $n failing with $error in an acquire"
  run traced "$call" "error=$error:when=$n" "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-002
  [ "$STATUS" = 0 ] || [ "$STATUS" = 1 ] || fail "$what: status $STATUS, $(cat "$ERR")"
  [ "$STATUS" = 0 ] || same "lines on standard error, $what" "$(wc -l <"$ERR")" 1
  survived "$CASE" "$what"
  run "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-002 --again
  [ "$STATUS" = 0 ] || fail "the next acquire after $what: $(cat "$ERR")"
done
finish
