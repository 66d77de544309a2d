# SPDX-License-Identifier: Apache-2.0
# An acquisition that is cut off and goes on: kill -9 at random moments, Ctrl-C, a full disk, another source. KILLS (3) kills
# an image format; the long form has hundreds.
. "$(dirname "$0")/_lib.sh"
new_case
mixed "$TEMP/source" 100663296
SUM=$(digest "$TEMP/source")
kills=${KILLS:-3} killed=0

acquire() { "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --checkpoint-every 4M --compression best --no-questions "$@"; }
# gone_on ITEM FLAGS...: killed at random moments and taken up again until it is whole.
gone_on() {
  local item=$1 resume='' delay newest
  shift
  for _ in $(seq "$kills"); do
    # shellcheck disable=SC2086  # a flag or nothing
    start "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item "$item" --checkpoint-every 4M --compression best $resume "$@"
    delay=$((300 + RANDOM % 1500))
    if [ $((killed % 2)) = 1 ] && [ -z "$resume" ]; then  # every other one when something of it is safe on the disk
      for _ in $(seq 100); do compgen -G "$CASE/evidence/$item/.partial-*/*.journal" >/dev/null && break; sleep 0.05; done
      delay=$((RANDOM % 1000))
    fi
    sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
    kill -9 "$CHILD" 2>/dev/null || true
    ended
    [ "$STATUS" != 0 ] || break
    killed=$((killed + 1))
    survived "$CASE" "kill -9 of $item"
    resume=''
    if "$EXHIBIT" log "$CASE" --item "$item" --json 2>/dev/null | grep -q acquisition_finished; then
      STATUS=0  # killed while the image was read back
      break
    fi
    # The newest image of the item, if anything of it is safe on the disk.
    if newest=$(find "$CASE/evidence/$item" -maxdepth 1 -name '.partial-*' 2>/dev/null | sort -V | tail -1) && [ -n "$newest" ] && [ -f "$newest/${newest##*/.partial-}.journal" ]; then
      resume=--resume
    fi
  done
  # shellcheck disable=SC2086  # a flag or nothing
  [ "$STATUS" = 0 ] || run acquire --item "$item" $resume "$@"
  same "status of $item at last" "$STATUS" 0
}
whole() {  # whole ITEM: the newest image of the item is that of the source, says everybody
  local file
  file=$(find "$CASE/evidence/$1" -maxdepth 1 -name '*.E01' -o -maxdepth 1 -name '*.raw' -o -maxdepth 1 -name '*.001' | sort | tail -1)
  [ -n "$file" ] || { fail "$1 has no image"; return; }
  ok verify "$file" --json
  same "digest of $1" "$(json_field "$OUT" "d['sha256']")" "$SUM"
  case $file in *.E01) ! have ewfverify || ewfverify -q -d sha256 "$file" >"$TEMP/ewf" 2>&1 || fail "ewfverify refuses $1: $(tail -3 "$TEMP/ewf")" ;; esac
}

# as_often ITEM FLAGS...: ITEM-1, ITEM-2 ... until so many processes were killed.
as_often() {
  local item=$1 number=0 before=$killed
  shift
  while [ $((killed - before)) -lt "$kills" ] && [ "$number" -lt "$((10 * kills))" ]; do
    number=$((number + 1))
    gone_on "$item-$number" "$@"
    whole "$item-$number"
  done
  [ $((killed - before)) -ge "$kills" ] || fail "only $((killed - before)) of $kills processes were killed before they were done: $item"
}

as_often EV-001
as_often EV-002 --segment-size 8M
as_often EV-003 --format raw
as_often EV-004 --format raw --segment-size 7M
echo "killed $killed times, resumed $(count_of "$CASE" acquisition_resumed) times"
ok verify "$CASE"

# What each stage took
run "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-007 --profile --no-verify --no-questions
same 'status with --profile' "$STATUS" 0
matches 'the profile' "$ERR" 'packing .* MB/s'
ok acquire "$TEMP/source" --case "$CASE" --item EV-008 --profile --no-verify --json --format raw --hash sha256
same 'stages' "$(json_field "$OUT" "sorted(d['profile'])")" "['packing', 'reading', 'sha256', 'whole', 'writing']"

# Killed when the image is whole, and not yet in its place: it is gone on with from the last checkpoint.
if can_trace; then
  { strace -f -o /dev/null -P "$CASE/evidence/EV-009/.partial-EV-009-I1/EV-009-I1.unreadable" -e trace=unlink -e inject=unlink:signal=SIGKILL "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-009 --checkpoint-every 4M --no-questions >/dev/null 2>&1 || true; } 2>/dev/null
  [ -f "$CASE/evidence/EV-009/.partial-EV-009-I1/EV-009-I1.journal" ] || fail 'a kill at the end of imaging leaves no journal'
  expect 0 'goes on at' acquire --item EV-009 --resume
  whole EV-009
  same 'what is left of it' "$(leftovers "$CASE/evidence/EV-009")" ''
fi

# Killed while the files of the whole image get their names, each in turn: gone on with, and whole.
if can_trace; then
  mkdir "$TEMP/copies"
  for which in 1 2 4 6 7; do
    item=EV-02$which
    { strace -f -o /dev/null -e trace=renameat2 -e inject="renameat2:signal=SIGKILL:when=$which" "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item "$item" --second "$TEMP/copies" --segment-size 24M --checkpoint-every 4M --no-questions --no-verify >/dev/null 2>&1 || true; } 2>/dev/null
    survived "$CASE" "kill at renaming $which"
    matches "verify after a kill at renaming $which" "$TEMP/verified.json" "acquisition of $item-I1 did not finish"
    expect 0 'goes on at' acquire --item "$item" --resume
    matches "the second copy after a kill at renaming $which" "$OUT" "second copy .*read back, its media have SHA-256 $SUM"
    whole "$item"
    same "what is left after a kill at renaming $which" "$(leftovers "$CASE/evidence/$item" "$TEMP/copies")" ''
  done
  # What is too small for a checkpoint on the way has one at its end.
  small() { "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-031 --no-questions "$@"; }
  random "$TEMP/small" 1000448
  { strace -f -o /dev/null -e trace=renameat2 -e inject=renameat2:signal=SIGKILL:when=2 "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-031 --no-questions >/dev/null 2>&1 || true; } 2>/dev/null
  run small --resume
  same 'status of a small image gone on with' "$STATUS" 0
  matches 'a small image gone on with' "$ERR" 'EV-031-I1 goes on at 1,000,448 of 1,000,448 bytes; the last 1,000,448 bytes before it were read again'
  ok verify "$CASE/evidence/EV-031/EV-031-I1.E01" --json
  same 'digest of a small image' "$(json_field "$OUT" "d['sha256']")" "$(digest "$TEMP/small")"
  # Killed when the entry is written and the journal is not away yet: nothing to go on with, and it says what is left.
  { strace -f -o /dev/null -P "$CASE/evidence/EV-030/.partial-EV-030-I1/EV-030-I1.journal" -e trace=unlink,unlinkat -e inject=unlink,unlinkat:signal=SIGKILL "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-030 --checkpoint-every 4M --no-questions --no-verify >/dev/null 2>&1 || true; } 2>/dev/null
  whole EV-030
  ok verify "$CASE"
  matches 'verify after a kill behind the entry' "$OUT" 'had no use for any more'
fi

# Stopped by a person: nothing that was read is lost, the ledger says so, and the same command goes on.
stop_it() {  # stop_it ITEM
  start "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item "$1" --compression best
  wait_for "$CASE/evidence/$1/.partial-$1-I1/$1-I1.E01" || fail "the image of $1 did not begin: $(cat "$ERR")"
  sleep 0.3
  kill -INT -- "-$CHILD" 2>/dev/null || fail 'acquire was gone already'
  ended
  same 'status' "$STATUS" 1
  matches 'what is said' "$ERR" '[0-9,]+ of 100,663,296 bytes are imaged and kept.*--resume goes on from there'
  same 'the newest entry' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" acquisition_suspended
}
stop_it EV-005
refused 'no acquisition of EV-001 was interrupted' acquire "$TEMP/source" --case "$CASE" --item EV-001 --resume
refused 'leave --resume out to begin one' acquire "$TEMP/source" --case "$CASE" --item EV-099 --resume
cp "$TEMP/source" "$TEMP/other"
truncate -s +512 "$TEMP/other"
refused 'its size in bytes was 100663296 and is 100663808 now' acquire "$TEMP/other" --case "$CASE" --item EV-005 --resume
head -c 100663296 /dev/urandom >"$TEMP/other"
run "$EXHIBIT" acquire "$TEMP/other" --case "$CASE" --item EV-005 --resume
same 'status with another source' "$STATUS" 3
matches 'what is said of another source' "$ERR" '^exhibit: cannot go on: the source .* holds something else at offset'
[ -f "$CASE/evidence/EV-005/.partial-EV-005-I1/EV-005-I1.journal" ] || fail 'a refusal takes the journal away'
expect 0 'goes on at [0-9,]+ of 100,663,296 bytes; the last [0-9,]+ bytes before it were read again' "$EXHIBIT" acquire "$TEMP/source" --case "$CASE" --item EV-005 --resume --reason 'after the stop'
same 'the newest entry' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" image_verified
whole EV-005
if have pdftotext; then
  for lang in en ja; do
    ok document "$CASE" acquisition-report --item EV-005 --lang "$lang" --out "$TEMP/$lang.pdf"
    pdftotext -layout "$TEMP/$lang.pdf" "$TEMP/$lang.txt"
    tr -s ' \n' ' ' <"$TEMP/$lang.txt" >"$TEMP/$lang.line"
  done
  matches 'the report' "$TEMP/en.line" 'put down when [0-9,]+ bytes were imaged and kept'
  matches 'the report' "$TEMP/en.line" 'went on at byte [0-9,]+; the last'
  matches 'the report' "$TEMP/en.line" 'reason: after the stop'
  matches 'the report' "$TEMP/en.line" 'write blocking by software: not set by this program'
  tr -d ' ' <"$TEMP/ja.line" >"$TEMP/ja.tight"
  matches 'the report in Japanese' "$TEMP/ja.tight" '[0-9,]+バイトの位置から再開'
fi

# Begun anew instead: the old one is recorded as given up.
stop_it EV-006
rm -rf "$CASE/evidence/EV-006/.partial-EV-006-I1/EV-006-I1.journal"
refused 'leave --resume out to begin anew' acquire "$TEMP/source" --case "$CASE" --item EV-006 --resume
ok acquire "$TEMP/source" --case "$CASE" --item EV-006
same 'failures' "$(count_of "$CASE" acquisition_failed | head -1)" "$(count_of "$CASE" acquisition_failed)"
whole EV-006
ok verify "$CASE"
export_of "$CASE"
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
finish
