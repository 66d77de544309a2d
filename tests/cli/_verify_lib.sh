# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Shared by the scripts on verify, packages, documents and guides: a working folder, checks that count, sample cases.
set -uo pipefail
: "${EXHIBIT:?is the program}" "${SOURCE_DIR:?is the checkout}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# In memory where there is room: hundreds of copies, each synced. on_disk=yes for what is about storage.
if [[ -z ${TMPDIR:-} && -z ${on_disk:-} && -w /dev/shm && $(df --output=avail /dev/shm | tail -1) -gt 2000000 ]]; then
  export TMPDIR=/dev/shm
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/exhibit-test-XXXXXX")
python=/usr/bin/python3
failures=0 checks=0
export EXHIBIT_HOME="$work/home" EXHIBIT_PASSPHRASE='a passphrase for tests only' LC_ALL=C.UTF-8
unset EXHIBIT_KEY
cleanup_more() { :; }
trap 'cleanup_more; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT

# Says that a check failed and goes on; finish() ends the script with what was counted.
fail() {
  failures=$((failures + 1))
  echo "FAILED: $*" >&2
}
finish() {
  echo "$checks checks, $failures failed"
  [[ $checks -gt 0 && $failures -eq 0 ]]
  exit
}
skip() {
  echo "skipped: $*"
  exit 77
}
# Something that the checks stand on did not work.
stop() {
  echo "FAILED: cannot go on: $*" >&2
  [[ -f $work/err ]] && cat "$work/err" >&2
  exit 1
}

# check DESCRIPTION COMMAND...: the command must succeed.
check() {
  checks=$((checks + 1))
  "${@:2}" >"$work/said" 2>&1 || {
    fail "$1"
    head -c 2000 "$work/said" >&2
  }
}
refute() {
  checks=$((checks + 1))
  ! "${@:2}" >"$work/said" 2>&1 || fail "$1"
}
# same DESCRIPTION GOT WANTED
same() {
  checks=$((checks + 1))
  [[ $2 == "$3" ]] && return
  if [[ $2$3 == *$'\n'* ]]; then
    fail "$1:"$'\n'"$(diff <(echo "$3") <(echo "$2") | head -20)"
  else
    fail "$1: got '$2', expected '$3'"
  fi
}
# status WANTED DESCRIPTION ARGUMENTS...: exit status of the program; its output is left in $work/out and $work/err.
status() {
  checks=$((checks + 1))
  local got
  timeout --kill-after=5 "${limit:-120}" "$EXHIBIT" "${@:3}" >"$work/out" 2>"$work/err" </dev/null
  got=$?
  [[ " $1 " == *" $got "* || ",$1," == *",$got,"* ]] && return 0
  fail "$2: exit status $got, expected $1"
  head -c 1500 "$work/out" "$work/err" >&2
  return 1
}
# One line on standard error, and nothing that looks like a crash.
one_line() {
  checks=$((checks + 1))
  [[ $(wc -l <"$work/err") -eq 1 && $(<"$work/err") == "exhibit: "* ]] || fail "$1: not one clear line: $(<"$work/err")"
}
run() {
  "$EXHIBIT" "$@" >"$work/out" 2>"$work/err" </dev/null || stop "exhibit $*: status $?"
}
# Runs as somebody who has no key and has never seen the case.
stranger() {
  mkdir -p "$work/stranger"
  EXHIBIT_HOME="$work/stranger" "$@"
}
# findings DESCRIPTION [--intact|--faults] [CLAUSE...]: what the JSON in $work/out must say (see verify_findings.py).
findings() {
  checks=$((checks + 1))
  "$python" -ISB "$here/verify_findings.py" "$work/out" "${@:2}" >"$work/said" 2>&1 || {
    fail "$1"
    head -c 3000 "$work/said" >&2
  }
}
member() { "$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$work/out" "$1"; }

# Everything about a folder that a reader could change.
state_of() {
  (cd "$1" && find . -printf '%P %y %s %m %U %G %T@ %l\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum)
}
# flip FILE OFFSET [BITS]: changes one byte in place.
flip() {
  local old
  old=$(xxd -p -s "$2" -l 1 "$1")
  printf "\\x$(printf %02x $((16#$old ^ ${3:-1})))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
# tampered DESCRIPTION CHANGE CLAUSE...: CHANGE is run in a copy of $work/case; a stranger's verify must find it.
tampered() {
  rm -rf "$work/copy"
  cp -a "$work/case" "$work/copy"
  # Not in a condition, where bash would ignore -e.
  (
    set -e
    cd "$work/copy"
    eval "$2"
  )
  # shellcheck disable=SC2181
  if [[ $? -ne 0 ]]; then
    fail "$1: could not be done"
    return
  fi
  stranger status 3 "$1" verify --json "$work/copy" && findings "$1" --faults "${@:3}"
}
# edit_db FILE SQL [--refit]: as somebody with sqlite3 would; triggers are taken away for it and put back.
edit_db() { "$python" -ISB "$here/verify_edit_db.py" "$@"; }
# The file as it lies there; with a write-ahead log beside it, what both hold.
query() {
  if [[ -s $1-wal ]]; then sqlite3 -readonly "$1" "$2"; else sqlite3 -readonly "file:$1?immutable=1" "$2"; fi
}
# fold DIR: the write-ahead log folded back, so that case.db can be changed by itself. sqlite3 removes it when it ends.
fold() { sqlite3 "$1/case.db" 'pragma wal_checkpoint(truncate)' >/dev/null; }

make_keys() {
  run key create --name 'R. Sato' --role responder --org 'Example Trading, CSIRT'
  run key create --name 'H. Mori' --role custodian
  run key create --name 'K. Abe' --role counsel
}
# make_disk FILE BYTES SEED: half of it does not compress.
make_disk() {
  "$python" -c 'import random, sys
chance, size = random.Random(int(sys.argv[3])), int(sys.argv[2])
with open(sys.argv[1], "wb") as out:
    for at in range(0, size, 65536):
        count = min(65536, size - at)
        out.write(chance.randbytes(count) if at // 65536 % 2 else bytes([at // 65536 % 256]) * count)' "$@"
}
# small_case DIR: seven entries, no image. Needs the keys.
small_case() {
  run case create "$1" --number 2026-0042 --title 'Ransom note' --as 'R. Sato' --json
  # shellcheck disable=SC2034
  case_id=$(member case_id)
  run key enrol "$1" 'H. Mori' --role custodian --as 'R. Sato'
  run key enrol "$1" 'K. Abe' --role counsel --as 'R. Sato'
  echo 'I consent.' >"$work/consent.txt"
  run authority "$1" --kind consent --scope 'server FS-1' --issuer 'owner of FS-1' --document "$work/consent.txt" --as 'K. Abe'
  run incident open "$1" --number INC-7 --title 'Ransom note on FS-1' --as 'K. Abe'
  fold "$1"
}
# sample_case DIR: EV-001 as E01 in three segments, EV-002 as raw, a handover, one document.
sample_case() {
  make_keys
  small_case "$1"
  make_disk "$work/disk1" 5000192 1
  make_disk "$work/disk2" 700000 2
  run acquire "$work/disk1" --case "$1" --item EV-001 --segment-size 1M --description 'system disk' --as 'R. Sato'
  run acquire "$work/disk2" --case "$1" --item EV-002 --format raw --as 'R. Sato'
  run transfer "$1" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe' --seal intact
  run document "$1" custody-form --item EV-001 --out "$work/custody-form.pdf" --as 'K. Abe'
  fold "$1"
}
