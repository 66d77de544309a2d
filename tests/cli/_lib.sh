# SPDX-License-Identifier: Apache-2.0
# Shared by the command-line tests: sourced, not run. A failed check prints a sentence and the script goes on; `finish` gives
# the verdict. Everything lies in $TEMP, which goes when the script ends.
set -euo pipefail
: "${EXHIBIT:?set EXHIBIT to the program under test}"
PATH=$PATH:/usr/sbin:/sbin
TEMP=$(mktemp -d)
chmod 755 "$TEMP"
OUT=$TEMP/stdout ERR=$TEMP/stderr
FAILED=0
LOOPS=() MOUNTS=() CHILDREN=()
export EXHIBIT_HOME=$TEMP/home EXHIBIT_PASSPHRASE='correct horse 42 staple' LC_ALL=C.UTF-8
unset EXHIBIT_KEY
# faketime comes before a sanitiser's runtime, which minds.
export ASAN_OPTIONS=verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

clean_up() {
  local status=$? place device child
  for child in "${CHILDREN[@]}"; do kill -9 "$child" 2>/dev/null || true; done
  for place in "${MOUNTS[@]}"; do
    ! mountpoint -q "$place" || umount "$place" 2>/dev/null || umount -l "$place" || true
  done
  for device in "${LOOPS[@]}"; do losetup -d "$device" 2>/dev/null || true; done
  rm -rf "$TEMP"
  exit "$status"
}
trap clean_up EXIT
trap '[ "$BASH_SUBSHELL" != 0 ] || echo "FAILED: line $LINENO of ${BASH_SOURCE[0]##*/} ended with status $?: $BASH_COMMAND" >&2' ERR
set -E

fail() { printf 'FAILED: %s\n' "$*" >&2; FAILED=$((FAILED + 1)); }
finish() { [ "$FAILED" = 0 ] && echo "all checks passed" || { echo "$FAILED checks failed" >&2; exit 1; }; }
skip() { echo "skipped: $*"; exit 77; }
# Without what a check needs, say so and go on.
have() { command -v "$1" >/dev/null || { echo "not checked: $1 is not installed"; return 1; }; }
is_root() { [ "$(id -u)" = 0 ]; }

# same WHAT GOT EXPECTED
same() { [ "$2" = "$3" ] || fail "$1: got '$2', expected '$3'"; }
# matches WHAT FILE REGEX
matches() { grep -Eq -- "$3" "$2" || fail "$1: nothing in it matches '$3'; it says: $(head -c 600 "$2")"; }
lacks() { ! grep -Eq -- "$3" "$2" || fail "$1: something in it matches '$3': $(grep -E -m1 -- "$3" "$2" | head -c 300)"; }

run() {  # runs, keeps standard output, standard error and STATUS
  STATUS=0
  "$@" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}
# expect STATUS 'REGEX OF STDERR' COMMAND...: with an empty regex nothing may stand on standard error, else one clear line.
expect() {
  local status=$1 regex=$2 lines
  shift 2
  run "$@"
  sed -i -e '/^note: this case has one administrator/d' -e '/^Run with --help for more information\.$/d' "$ERR"
  [ "$STATUS" = "$status" ] || fail "'${*#"$EXHIBIT"}' ended with status $STATUS, not $status: $(head -c 400 "$ERR")"
  lines=$(grep -c . "$ERR" || true)
  if [ -z "$regex" ]; then
    [ "$lines" = 0 ] || fail "'${*#"$EXHIBIT"}' writes on standard error: $(head -c 400 "$ERR")"
    return 0
  fi
  [ "$lines" = 1 ] || fail "'${*#"$EXHIBIT"}' writes $lines lines on standard error, not one: $(head -c 600 "$ERR")"
  grep -Eq -- "$regex" "$ERR" || fail "'${*#"$EXHIBIT"}' says '$(head -c 500 "$ERR")', which does not match '$regex'"
  [ "$status" != 1 ] && [ "$status" != 2 ] || [ ! -s "$OUT" ] ||
    fail "'${*#"$EXHIBIT"}' was refused and yet writes on standard output: $(head -c 200 "$OUT")"
}
ok() { expect 0 '' "$EXHIBIT" "$@"; }
refused() { local regex=$1; shift; expect 1 "$regex" "$EXHIBIT" "$@"; }
misused() { local regex=$1; shift; expect 2 "$regex" "$EXHIBIT" "$@"; }

# json_field FILE EXPRESSION: the document is d
json_field() { python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"; }

new_key() { "$EXHIBIT" key create --name "$1" --role "$2" --org "${3:-Example Trading}"; }
# Three people and a case: R. Sato is the first administrator and responder.
new_case() {
  CASE=${1:-$TEMP/case}
  if ! [ -d "$EXHIBIT_HOME" ]; then
    SATO=$(new_key 'R. Sato' responder) MORI=$(new_key 'H. Mori' custodian) ABE=$(new_key 'K. Abe' counsel)
    export EXHIBIT_KEY=$SATO
  fi
  "$EXHIBIT" case create "$CASE" --number 2026-0042 --title 'Files on FS-1' >/dev/null 2>&1
  "$EXHIBIT" key enrol "$CASE" "$MORI" --role custodian >/dev/null
  "$EXHIBIT" key enrol "$CASE" "$ABE" --role counsel >/dev/null
}
# random FILE BYTES, the same bytes each time; a large one begins with text, so that it is not taken for an encrypted volume
random() {
  python3 -c 'import random, sys
size = int(sys.argv[1])
noise = random.Random(7).randbytes(size)
sys.stdout.buffer.write(noise if size < 299008 else (b"no cipher; " * 400)[:4096] + noise[4096:])' "$2" >"$1"
}
digest() { sha256sum <"$1" | cut -c1-64; }
# image CASE ITEM [FLAG...]: a small image made quickly
image() {
  local case=$1 item=$2
  shift 2
  [ -f "$TEMP/small" ] || random "$TEMP/small" 65536
  "$EXHIBIT" acquire "$TEMP/small" --case "$case" --item "$item" "$@" >/dev/null
}

# types CASE [ITEM]: one line per entry, "<number> <type>"
types() {
  "$EXHIBIT" log "$1" ${2:+--item "$2"} --json >"$TEMP/log.json"
  python3 -c 'import json,sys
for e in json.load(open(sys.argv[1]))["entries"]: print(e["entry"], e["type"])' "$TEMP/log.json"
}
entries() { types "$1" | wc -l; }
count_of() { types "$1" | grep -c " $2\$" || true; }
# export_of CASE: writes the ledger for other verifiers to $EXPORT
export_of() {
  EXPORT=$TEMP/export-$RANDOM$RANDOM
  "$EXHIBIT" log export "$1" "$EXPORT" >/dev/null
}
leaf() { sqlite3 "$EXPORT/ledger.sqlite" "select cast(leaf as text) from entry where seq=$1"; }

leftovers() { find "$@" \( -name '*.in-the-making*' -o -name '.partial-*' -o -name '.incoming-*' \) 2>/dev/null || true; }
# intact CASE [LIMIT...]: verify ends with 0, no gap, nothing left over, and the named limits are among those listed
intact() {
  local case=$1 limit status=0
  shift
  "$EXHIBIT" verify "$case" >"$TEMP/verified" 2>&1 || status=$?
  [ "$status" = 0 ] || fail "verify of $case ends with status $status: $(grep -v '^limit' "$TEMP/verified" | head -c 600)"
  for limit in "$@"; do matches "verify of $case" "$TEMP/verified" "^limit  $limit:"; done
  [[ " $* " == *' interrupted '* ]] || lacks "verify of $case" "$TEMP/verified" '^limit  interrupted'
  # Entries of further logs have numbers from 2^32 on.
  types "$case" | awk '$1 < 4294967296 { if ($1 != n++) exit 1 }' || fail "the ledger of $case has a gap"
  [[ " $* " == *' interrupted '* ]] || [ -z "$(leftovers "$case")" ] || fail "files are left over: $(leftovers "$case")"
}

# loop FILE: sets LOOP to a loop device over it
loop() {
  is_root || return 1
  LOOP=$(losetup --find --show --partscan "$@" 2>/dev/null) || return 1
  LOOPS+=("$LOOP")
}
# small_disk FOLDER SIZE: a tmpfs
small_disk() {
  is_root || return 1
  mkdir -p "$1"
  mount -t tmpfs -o "size=$2" tmpfs "$1" 2>/dev/null || return 1
  MOUNTS+=("$1")
}

# mixed FILE BYTES: half text, half noise, so that compression takes its time
mixed() { { seq 1 "$(($2 / 14))"; head -c "$(($2 / 2))" /dev/urandom; } >"$1"; truncate -s "$2" "$1"; }
# start COMMAND...: in the background, in a process group of its own, with signals as a terminal would have them; sets CHILD
start() {
  python3 -c 'import os, signal, sys
os.setsid()
for n in (signal.SIGINT, signal.SIGQUIT): signal.signal(n, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$@" >"$OUT" 2>"$ERR" </dev/null &
  CHILD=$!
  CHILDREN+=("$CHILD")
}
# ended: waits for CHILD and sets STATUS
ended() { STATUS=0; wait "$CHILD" 2>/dev/null || STATUS=$?; CHILDREN=(); }
# wait_for FILE: until it exists and is not empty, or CHILD is gone; at most 20 s
wait_for() {
  for _ in $(seq 1000); do
    [ ! -s "$1" ] || return 0
    kill -0 "$CHILD" 2>/dev/null || return 1
    sleep 0.02
  done
  return 1
}
# survived CASE WHAT: after a crash no fault is found; unfinished things are at most a limit. Sets ENTRIES.
# shellcheck disable=SC2034  # the scripts read it
survived() {
  local status=0
  "$EXHIBIT" verify "$1" --quick --json >"$TEMP/verified.json" 2>"$TEMP/verified.err" || status=$?
  if [ "$status" = 0 ]; then
    ENTRIES=$(grep -o '"entries":[0-9]*' "$TEMP/verified.json" | cut -d: -f2)
  else
    fail "after $2 verify ends with status $status: $(cat "$TEMP/verified.err"; json_field "$TEMP/verified.json" '[f["text"] for f in d["findings"] if f["kind"] == "fault"][:3]' 2>/dev/null)"
    ENTRIES=$(entries "$1")
  fi
}
# keep and restore: the case and the keys as they were, for many crashes from one beginning
keep() { rm -rf "$TEMP/kept"; mkdir "$TEMP/kept"; cp -a "$CASE" "$TEMP/kept/case"; cp -a "$EXHIBIT_HOME" "$TEMP/kept/home"; }
restore() { rm -rf "$CASE" "$EXHIBIT_HOME"; cp -a "$TEMP/kept/case" "$CASE"; cp -a "$TEMP/kept/home" "$EXHIBIT_HOME"; }
# killed_at CALLS N COMMAND...: kill -9 just before the Nth of these system calls
killed_at() { { traced "$1" "signal=SIGKILL:when=$2" "${@:3}" >/dev/null 2>&1 || true; } 2>/dev/null; }
# traced CALLS FAULT COMMAND...
traced() { strace -f -o /dev/null -e trace="$1" -e inject="$1:$2" "${@:3}"; }
can_trace() { strace -f -o /dev/null true 2>/dev/null; }
