#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What an append and an opening cost, counted and not timed: sync calls of one append; what is read of a short log and of a long one.
. "$(dirname "$0")/_lib.sh"
: "${MANY_ENTRIES:?is the program that makes long cases}"
have strace || skip 'strace is not installed'
CASE=$TEMP/case

# count CALLS COMMAND...: how often the command makes these system calls.
count() {
  strace -f -c -e trace="$1" -o "$TEMP/calls" "${@:2}" >"$OUT" 2>"$ERR" </dev/null || fail "'${*:2}' failed: $(head -c 400 "$ERR")"
  awk '$NF == "total" { print $4 }' "$TEMP/calls"
}
syncs() { count fsync,fdatasync,sync_file_range,syncfs,sync,msync "$@"; }

"$EXHIBIT" key create --name Ann --role responder >"$OUT"
"$EXHIBIT" case create "$CASE" --number 1 --title costs >"$OUT" 2>&1
"$EXHIBIT" thing register "$CASE" --item EV-1 --kind paper --description 'a letter' >"$OUT" 2>"$ERR" || fail "cannot register a thing: $(<"$ERR")"
for round in 1 2 3 4 5; do
  made=$(syncs "$EXHIBIT" access "$CASE" --item EV-1 --action viewed --reason "look $round")
  [ "$made" -le 3 ] || fail "append $round makes $made sync calls"
  [ "$made" -ge 2 ] || fail "append $round makes $made sync calls: something is not synced"
done

# Nothing waits in the write-ahead log for a command that comes later.
[ ! -s "$CASE/case.db-wal" ] || fail "$(stat -c %s "$CASE/case.db-wal") bytes stay in the write-ahead log"
sqlite3 "file:$CASE/case.db?immutable=1" 'select max(seq) + 1 from entry' >"$OUT"
grep -qx 8 "$OUT" || fail "case.db alone holds $(<"$OUT") entries, not 8"
expect 0 '' "$EXHIBIT" verify "$CASE"

EXHIBIT_HOME=$TEMP/home-short "$MANY_ENTRIES" "$TEMP/short" 300 100 >"$OUT"
EXHIBIT_HOME=$TEMP/home-long "$MANY_ENTRIES" "$TEMP/long" 6000 500 >"$OUT"
expect 0 '' "$EXHIBIT" verify "$TEMP/long"
for kind in short long; do
  sqlite3 "$TEMP/$kind/case.db" 'pragma wal_checkpoint(truncate)' >"$OUT"
  export EXHIBIT_HOME=$TEMP/home-$kind
  show=$(count pread64,read "$EXHIBIT" case show "$TEMP/$kind")
  item=$(count pread64,read "$EXHIBIT" log "$TEMP/$kind" --item EV-0)
  append=$(count pread64,read "$EXHIBIT" access "$TEMP/$kind" --item EV-0 --action viewed --reason 'one more')
  echo "$kind: $show reads to show the case, $item to show an item, $append to append"
  [ "$kind" = short ] && short=("$show" "$item" "$append")
done
long=("$show" "$item" "$append")
for i in 0 1 2; do
  # A tree of twenty times as many rows is one level deeper at most; reading all of it takes hundreds of pages more.
  [ "${long[i]}" -lt $((${short[i]} + 120)) ] || fail "reads grow with the log: ${short[i]} of 300 entries, ${long[i]} of 6000"
done
finish
