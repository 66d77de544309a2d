#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# verify of a folder as a crash left it: entries that are only in the write-ahead log count, and nothing is rewritten.
# shellcheck disable=SC2154,SC2016,SC2034  # _verify_lib.sh sets them; quoted commands run later
on_disk=yes
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

make_keys
small_case "$work/case"
record() { "$EXHIBIT" incident open "$work/case" --number "$1" --title 'one more' --as 'K. Abe' >/dev/null 2>&1; }

# A reader that stays open keeps the log from being folded back when the program ends; then it dies.
coproc reader { exec sqlite3 "$work/case/case.db"; }
reader_id=$reader_PID
echo 'begin; select count(*) from entry;' >&"${reader[1]}"
read -r before <&"${reader[0]}"
same 'entries before' "$before" 6
record INC-8 && record INC-9 || stop 'cannot record while somebody reads'
check 'entries are in the write-ahead log' test -s "$work/case/case.db-wal"
{
  kill -9 "$reader_id"
  wait "$reader_id"
} 2>"$work/said"
cp -a "$work/case" "$work/crashed"
same 'without its log the database is older' \
  "$(cp "$work/crashed/case.db" "$work/alone.db" && sqlite3 "$work/alone.db" 'select count(*) from entry')" 6

state=$(state_of "$work/crashed")
stranger status 0 'verify with a write-ahead log' verify --json "$work/crashed"
findings 'intact with a write-ahead log' --intact
same 'the entries of the log count' "$(member entries)" 8
same 'the folder is as it was' "$(state_of "$work/crashed")" "$state"
status 0 'the device that wrote it agrees' verify "$work/crashed"
same 'the folder is still as it was' "$(state_of "$work/crashed")" "$state"

cp -a "$work/crashed" "$work/nolog"
rm "$work/nolog"/case.db-*
status 3 'the write-ahead log was removed: rolled back' verify --json "$work/nolog"
findings 'rolled back' --faults 'class=rolled back,entry=6'
stranger status 0 'a stranger cannot know' verify --json "$work/nolog"

cp -a "$work/crashed" "$work/cut"
truncate -s $(($(stat -c %s "$work/cut/case.db-wal") / 2)) "$work/cut/case.db-wal"
status 3 'the write-ahead log was cut in half' verify --json "$work/cut"
findings 'cut log' --faults 'class=rolled back' 'class=interrupted,field=case.db-wal'
stranger status 0 'a stranger is told that something is there' verify --json "$work/cut"
findings 'cut log for a stranger' --intact 'class=interrupted,field=case.db-wal'

cp -a "$work/crashed" "$work/noise"
head -c 40000 /dev/urandom >"$work/noise/case.db-wal"
status 3 'the write-ahead log is noise' verify --json "$work/noise"
findings 'noise' --faults 'class=rolled back' 'class=uncovered,field=case.db-wal'

record INC-10 || stop 'cannot go on after the crash'
status 0 'the next command takes the log up' verify --json "$work/case"
same 'entries after it' "$(member entries)" 9

# The program itself killed at random moments: whatever it left is consistent, in place and in a copy.
number=20
for delay in 0.02 0.05 0.08 0.11 0.14 0.17 0.2 0.23 0.26 0.3 0.34 0.4; do
  "$EXHIBIT" incident open "$work/case" --number "INC-$((number += 1))" --title 'killed' --as 'K. Abe' >"$work/out" 2>&1 &
  victim=$!
  sleep "$delay"
  kill -9 "$victim" 2>/dev/null
  wait "$victim" 2>/dev/null
  rm -rf "$work/copy"
  cp -a "$work/case" "$work/copy"
  state=$(state_of "$work/copy")
  status 0 "killed after $delay s" verify --json "$work/copy"
  findings "killed after $delay s" --intact
  same "folder as it was, killed after $delay s" "$(state_of "$work/copy")" "$state"
done
record INC-99 || fail 'cannot record after the kills'
status 0 'intact after the kills' verify "$work/case"
finish
