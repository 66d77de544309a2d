#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# verify of an intact case: what it says, and that it needs no key, no write access and changes nothing.
# shellcheck disable=SC2154,SC2016,SC2034  # _verify_lib.sh sets them; quoted commands run later
on_disk=yes
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/case"
run case show --json "$work/case"
items=$("$python" -c 'import json, sys; shown = json.load(open(sys.argv[1])); print(len(shown["things"]) + len(shown["images"]))' "$work/out")
before=$(state_of "$work/case")

status 0 'verify by the device that wrote the case' verify --json "$work/case"
findings 'intact; limits are listed' --intact 'class=unwitnessed' 'class=time unproven' 'class=signers not identified' \
  '!class=no earlier head known' '!kind=fault'
entries=$(query "$work/case/case.db" 'select count(*) from entry')
same 'entries' "$(member entries)" "$entries"
same 'bytes of media' "$(member bytes)" $((5000192 + 700000))
same 'case id' "$(member case_id)" "$case_id"
same 'things and images' "$(member items)" "$items"

status 0 'verify by a stranger without any key' verify --json "$work/case" </dev/null
stranger status 0 'verify with an empty EXHIBIT_HOME' verify --json "$work/case"
findings 'a stranger knows no earlier head' --intact 'class=no earlier head known,kind=limit'
same 'verify left nothing in EXHIBIT_HOME' "$(find "$work/stranger" -type f | wc -l)" 0
EXHIBIT_HOME=/nonexistent/home EXHIBIT_PASSPHRASE='' status 0 'verify with a home that cannot be made' verify "$work/case"

stranger status 0 'text output' verify "$work/case"
check 'three questions are answered' sh -c "grep -q '^1. Is it consistent?  Yes' $work/out &&
  grep -q '^2. Seen by outsiders?' $work/out && grep -q '^3. Signers identified?' $work/out"
same 'no message on standard error' "$(<"$work/err")" ''

# --case-id
stranger status 0 'right case id' verify --json --case-id "$case_id" "$work/case"
findings 'signers are identified from it' --intact '!class=signers not identified'
check 'signers says from what' grep -q 'case id' <<<"$(member signers)"
stranger status 3 'wrong case id' verify --json --case-id "${case_id//[0-7]/8}" "$work/case"
findings 'names entry 0' --faults 'class=unauthorised,entry=0'
stranger status 2 'malformed case id' verify --case-id xyz "$work/case"
stranger status 2 'shortened case id' verify --case-id "${case_id:0:32}" "$work/case"

# --head
head="$(sed -n 2p <(query "$work/case/case.db" 'select note from checkpoint order by size desc limit 1'))"
root=$(stranger "$EXHIBIT" verify --json "$work/case" | "$python" -c 'import json, sys; print(json.load(sys.stdin)["root"])')
stranger status 0 'right head' verify --json --head "$head:$root" "$work/case"
findings 'an earlier head is known then' --intact '!class=no earlier head known'
stranger status 3 'another root' verify --json --head "$head:${root//[0-7]/8}" "$work/case"
findings 'names the entry' --faults "class=forked,entry=$((head - 1))"
stranger status 3 'a head the log has not reached' verify --json --head "$((head + 1)):$root" "$work/case"
findings 'rolled back' --faults "class=rolled back,entry=$head"
for wrong in "$root" ":$root" "0:$root" "$head:" "-1:$root" "x:$root" "$head:${root:1}"; do
  stranger status 2 "malformed head $wrong" verify --head "$wrong" "$work/case"
done

# --strict, --ledger-only, --quick
stranger status 3 'strict: limits count' verify --json --strict "$work/case"
findings 'but intact stays true' --intact
stranger status 0 'ledger only' verify --json --ledger-only "$work/case"
findings 'says what was left out' --intact 'class=not compared,text~--ledger-only'
same 'no media read' "$(member bytes)" 0
stranger status 0 'quick' verify --json --quick "$work/case"
findings 'names each image that was not compared whole' --intact 'class=not compared,item=EV-001-I1' 'class=not compared,item=EV-002-I1'

# Read-only in every way that can be had here.
same 'nothing in the folder changed' "$(state_of "$work/case")" "$before"
cp -a "$work/case" "$work/locked"
chmod -R a-w,a+rX "$work/locked"
before=$(state_of "$work/locked")
if [[ $(id -u) -eq 0 ]]; then
  chmod a+rx "$work"
  cp "$EXHIBIT" "$work/program"
  mkdir -m 777 "$work/tmp"
  if TMPDIR="$work/tmp" setpriv --reuid=65534 --regid=65534 --clear-groups "$work/program" --version >/dev/null 2>&1; then
    check 'verify as a user who may only read' env TMPDIR="$work/tmp" EXHIBIT_HOME=/nonexistent setpriv --reuid=65534 --regid=65534 \
      --clear-groups "$work/program" verify "$work/locked"
    same 'its temporary files are gone' "$(find "$work/tmp" -mindepth 1 | wc -l)" 0
  fi
  mkdir "$work/ro"
  if unshare --mount true 2>/dev/null; then
    # shellcheck disable=SC2016
    check 'verify on a file system mounted read-only' unshare --mount sh -c \
      'mount -t tmpfs none "$1" && cp -a "$2" "$1/case" && mount -o remount,ro "$1" && ! touch "$1/x" 2>/dev/null && exec "$3" verify "$1/case"' \
      sh "$work/ro" "$work/case" "$EXHIBIT"
  else
    echo 'note: no file system can be mounted here'
  fi
else
  stranger status 0 'verify of a folder without write permission' verify "$work/locked"
fi
same 'the locked folder is as before' "$(state_of "$work/locked")" "$before"

# --record
status 2 'record without a reason' verify --record --as 'K. Abe' "$work/case"
status 0 'record' verify --json --record --reason 'yearly check' --as 'K. Abe' "$work/case"
same 'the report is of the case before the entries' "$(member entries)" "$entries"
run log "$work/case"
check 'an access is recorded' grep -q 'yearly check' "$work/out"
status 0 'intact after it' verify --json "$work/case"
findings 'intact after it' --intact
check 'entries were added' [ "$(member entries)" -gt "$entries" ]
stranger status 1 'record without a key' verify --record --reason x "$work/case"
one_line 'record without a key'

status 1 'no such target' verify "$work/none"
one_line 'no such target'
mkdir "$work/empty"
status 1 'a folder that is neither case nor package' verify "$work/empty"
one_line 'a folder that is neither'
status 2 'no target' verify
finish
