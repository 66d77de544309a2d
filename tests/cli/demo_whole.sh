#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The demo: it ends well within a minute, prints what it runs, leaves what it says, and nothing attached.
# shellcheck disable=SC2154,SC2034  # _verify_lib.sh sets and uses them
on_disk=yes
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"
for tool in sfdisk mke2fs sqlite3; do
  PATH=$PATH:/usr/sbin:/sbin type -P $tool >/dev/null || skip "$tool is not installed"
done
unset EXHIBIT_PASSPHRASE

SECONDS=0
status 0 'the demo' demo "$work/demo" || cat "$work/out"
check 'in less than a minute' [ "$SECONDS" -lt $((60 * ${PATIENCE:-1})) ]  # sanitisers take their time
cp "$work/out" "$work/printed"
same 'no message but those of its commands' "$(grep -v '^note: ' "$work/err")" ''
for command in 'key create' 'case create' 'key enrol' acquire authority 'incident open' link transfer 'log' document package verify; do
  check "prints '$command'" grep -q "^\$ exhibit $command" "$work/printed"
done
check 'explains its steps' [ "$(grep -c '^== ' "$work/printed")" -ge 8 ]
check 'shows the changed byte' grep -q '^FAULT' "$work/printed"
refute 'one byte is changed, none added' grep -qE '^FAULT .*bytes (follow|; [0-9]+ were recorded)|the files of the image have' "$work/printed"
check 'verify names the place of the changed byte' grep -qE '^FAULT .*EV-001-I1.*(sector|chunk|offset|byte|block)' "$work/printed"
check 'the disk is filled with real files' [ "$(stat -c %s "$work/demo/case/evidence/EV-001/EV-001-I1.E01")" -gt 4000000 ]
for file in case/case.db custody-form.pdf acquisition-report.pdf certification-902-14.pdf handover-receipt.pdf package/FIRST-PAGE.pdf \
  package/bagit.txt tampered/case.db disk.img home/keys case/evidence/EV-001/EV-001-I1.E01; do
  check "leaves $file" test -e "$work/demo/$file"
done
same 'no loop device is left attached to it' "$(losetup --list --noheadings --output BACK-FILE 2>/dev/null | grep -F "$work")" ''
status 0 'the case is intact' verify --json "$work/demo/case"
findings 'the case is intact' --intact
status 3 'the tampered one is not' verify --json "$work/demo/tampered"
findings 'the tampered one is not' --faults
status 0 'the package is intact' verify "$work/demo/package"
same 'digest of the disk' "$(sha256sum "$work/demo/disk.img" | cut -c1-64)" "$(sed -n 's/^sha256 *//p' "$work/printed" | head -1)"

# The commands it prints can be typed, as it prints them.
export EXHIBIT_HOME="$work/demo/home" EXHIBIT_PASSPHRASE='a passphrase for the demo only'
mkdir "$work/bin" && ln -s "$EXHIBIT" "$work/bin/exhibit"
grep -E '^\$ exhibit (log|verify) ' "$work/printed" | sed 's/^\$ //' | while read -r line; do
  PATH="$work/bin:$PATH" bash -c "$line" >/dev/null 2>&1 </dev/null
  echo "$?"
done >"$work/statuses"
same 'statuses of the printed log and verify commands' "$(tr '\n' ' ' <"$work/statuses")" '0 0 0 3 3 '

before=$(state_of "$work/demo")
status 1 'into the same folder' demo "$work/demo"
one_line 'into the same folder'
same 'it is as it was' "$(state_of "$work/demo")" "$before"
status 1 'into a folder without a parent' demo "$work/none/demo"
one_line 'into a folder without a parent'
finish
