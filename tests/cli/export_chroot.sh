#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The ledger's guide runs as printed in a root file system without the program: for a whole export, redacted ones, and one that holds a second
# device's log. On a redacted export it still shows a change.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
is_root || skip 'chroot needs root'
for tool in sqlite3 xxd openssl chroot; do have "$tool" || skip "$tool is not installed"; done

ROOT=$TEMP/root
mkdir -p "$ROOT/bin" "$ROOT/tmp" "$ROOT/dev" "$ROOT/work"
for tool in bash cat cmp cut date dirname find grep head ls mkdir mktemp mv openssl rm sed sha256sum sort sqlite3 tail tr wc xxd base64; do
  path=$(type -P "$tool")
  cp -L "$path" "$ROOT/bin/"
  for library in $(ldd "$path" | grep -o '/[^ ]*'); do
    mkdir -p "$ROOT$(dirname "$library")"
    cp -Ln "$library" "$ROOT$library"
  done
done
: >"$ROOT/dev/null"
[ -z "$(find "$ROOT" -name exhibit)" ] || fail 'the program is in the bare root file system'

# follow FOLDER: runs every command of its guide, block after block in one shell; what was printed goes to $TEMP/printed
follow() {
  rm -rf "$ROOT/work/ledger"
  cp -r "$1" "$ROOT/work/ledger"
  sed -n 's/^    //p' "$1/HOW-TO-VERIFY.txt" >"$TEMP/recipe"
  [ "$(wc -l <"$TEMP/recipe")" -gt 20 ] || fail "the guide of $1 has no commands"
  { cat "$TEMP/recipe"; echo 'echo "[the end]"'; } |
    env -i PATH=/bin TMPDIR=/tmp HOME=/tmp "$(type -P chroot)" "$ROOT" /bin/bash -c 'cd /work/ledger && exec bash -s' >"$TEMP/printed" 2>&1 || true
}
# told: how many of the things that must be printed are printed
told() {
  local count=0 text size root
  while read -r text; do
    ! grep -qxF "$text" "$TEMP/printed" || count=$((count + 1))
  done <<<$'Signature Verified Successfully\nchain: same\nall signatures verified\n[the end]'
  size=$(sed -n 2p "$ROOT/work/ledger/checkpoint")
  root=$(sed -n 3p "$ROOT/work/ledger/checkpoint")
  ! grep -q "^$size|[0-9a-f]\{64\}\$" "$TEMP/printed" || count=$((count + 1))
  [ "$(grep -cxF "$root" "$TEMP/printed")" -lt 2 ] || count=$((count + 1))
  echo "$count"
}
all_told() { follow "$2"; same "$1: what the guide must print" "$(told)" 6; }

new_case
ok note "$CASE" --text 'first note'
ok note "$CASE" --text 'second note'
note=$(($(entries "$CASE") - 1))
ok incident open "$CASE" --number INC-1 --title 'Ransom note'
ok log export "$CASE" "$TEMP/whole"
all_told 'a whole export' "$TEMP/whole"
ok log export "$CASE" "$TEMP/redacted" --redact all --withhold "$note" --withhold $((note - 1))
all_told 'a redacted export' "$TEMP/redacted"
matches 'the guide' "$TEMP/printed" '^2 entries are withheld$'
ok note "$CASE" --text 'the newest'
ok log export "$CASE" "$TEMP/newest" --withhold $((note + 2))
all_told 'an export whose newest entry is withheld' "$TEMP/newest"
cp -r "$TEMP/redacted" "$TEMP/bad"
sqlite3 "$TEMP/bad/ledger.sqlite" "update withheld set leaf_hash = zeroblob(32) where seq = $note"
follow "$TEMP/bad"
[ "$(told)" -lt 6 ] || fail 'the guide does not show a changed hash of a withheld leaf'
rm -rf "$TEMP/bad"
cp -r "$TEMP/redacted" "$TEMP/bad"
sqlite3 "$TEMP/bad/ledger.sqlite" "update entry set leaf_sha3 = zeroblob(32) where seq = $note"
follow "$TEMP/bad"
[ "$(told)" -lt 6 ] || fail 'the guide does not show a changed SHA3 of a withheld leaf'

# Another device: the same people's keys, but not this device's log key.
cp -r "$EXHIBIT_HOME" "$TEMP/other"
find "$TEMP/other" -path '*log*' -type f -delete
EXHIBIT_HOME=$TEMP/other ok note "$CASE" --text 'from another device'
ok log export "$CASE" "$TEMP/two"
second=$(ls "$TEMP/two/logs" 2>/dev/null || true)
[ -n "$second" ] || fail "the export holds no second log"
all_told 'the first log of two' "$TEMP/two"
all_told 'the second log of two' "$TEMP/two/logs/$second"
run "$EXHIBIT" verify "$TEMP/two"
same 'an export of two logs' "$STATUS" 0
finish
