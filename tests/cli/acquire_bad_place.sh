# SPDX-License-Identifier: Apache-2.0
# Destinations that cannot or must not take the image: on the source itself, inside the case, full, already there.
. "$(dirname "$0")/_lib.sh"
new_case

# A file of the case folder is no source.
image "$CASE" EV-001
before=$(entries "$CASE")
random "$CASE/evidence/EV-001/stray" 4096
for inside in "$CASE/evidence/EV-001/stray" "$CASE/evidence/EV-001/EV-001-I1.E01" "$CASE/case.db"; do
  refused '(inside|in|below|lies).*(case|destination)' acquire "$inside" --case "$CASE" --item EV-002
done
rm "$CASE/evidence/EV-001/stray"
same 'entries after refused acquires' "$(entries "$CASE")" "$before"
intact "$CASE"

# A file in the place of the image: nothing is replaced, another process's file is not ours to remove.
mkdir -p "$CASE/evidence/EV-003"
echo mine >"$CASE/evidence/EV-003/EV-003-I1.E01"
refused 'EV-003-I1\.E01.*exists' acquire "$TEMP/small" --case "$CASE" --item EV-003
same 'the file in the way' "$(cat "$CASE/evidence/EV-003/EV-003-I1.E01")" mine
[ -z "$(leftovers "$CASE")" ] || fail "left over: $(leftovers "$CASE")"
rm -r "$CASE/evidence/EV-003"
intact "$CASE"
ok acquire "$TEMP/small" --case "$CASE" --item EV-003

# No case there, or something else.
refused "$TEMP/none" acquire "$TEMP/small" --case "$TEMP/none" --item EV-001
mkdir "$TEMP/plain"
refused "$TEMP/plain" acquire "$TEMP/small" --case "$TEMP/plain" --item EV-001
refused "$TEMP/small" acquire "$TEMP/small" --case "$TEMP/small" --item EV-001
[ -z "$(ls -A "$TEMP/plain")" ] || fail 'a refused acquire writes into a folder that is no case'
refused 'exist' case create "$TEMP/plain" --number 1 --title T

# The destination lies on the source.
truncate -s 24M "$TEMP/disk"
if have sfdisk && have mke2fs && is_root; then
  # The whole device holds the file system; then, where the kernel makes partitions, one of them does.
  onto_itself() {  # onto_itself DEVICE SOURCE...
    local device=$1 source before
    shift
    mke2fs -q -F -t ext4 "$device" 20M
    mkdir -p "$TEMP/mounted"
    mount "$device" "$TEMP/mounted" || return 0
    MOUNTS+=("$TEMP/mounted")
    new_case "$TEMP/mounted/case"
    before=$(entries "$CASE")
    for source in "$@"; do
      refused 'the source.*(case|image|destination)|(case|image|destination).*the source' acquire "$source" --case "$CASE" --item EV-001
    done
    same 'entries after acquires onto the source' "$(entries "$CASE")" "$before"
    [ -z "$(ls -A "$CASE/evidence")" ] || fail 'an acquire onto the source leaves files'
    intact "$CASE"
    umount "$TEMP/mounted"
  }
  if loop "$TEMP/disk"; then
    # The file behind the device is the same disk.
    onto_itself "$LOOP" "$LOOP" "$TEMP/disk"
  else
    echo 'not checked: destination on the source (no loop device may be attached)'
  fi
  truncate -s 24M "$TEMP/parts"
  printf 'label: dos\nstart=2048, type=83\n' | sfdisk --quiet "$TEMP/parts"
  if loop "$TEMP/parts" && [ -b "${LOOP}p1" ]; then
    onto_itself "${LOOP}p1" "$LOOP" "${LOOP}p1"
  else
    echo 'not checked: destination on a partition of the source (no partitions on loop devices here)'
  fi
fi

# Full: what is as large as the source is refused before it starts; a packed E01 fails on the way and says so in the ledger.
if small_disk "$TEMP/tiny" 8m; then
  new_case "$TEMP/tiny/case"
  random "$TEMP/large" 33554432
  before=$(entries "$CASE")
  refused 'bytes are free.*33,554,432' acquire "$TEMP/large" --case "$CASE" --item EV-001 --format raw
  refused 'bytes are free.*without compression needs 33,554,432' acquire "$TEMP/large" --case "$CASE" --item EV-001 --compression none
  same 'entries after images without room' "$(entries "$CASE")" "$before"
  refused '([Nn]o space|full).*(no image|not kept).*ledger records' acquire "$TEMP/large" --case "$CASE" --item EV-001
  same 'failures recorded' "$(count_of "$CASE" acquisition_failed)" 1
  [ -z "$(leftovers "$CASE")" ] || fail "a full disk leaves: $(leftovers "$CASE")"
  [ -z "$(ls -A "$CASE/evidence/EV-001")" ] || fail "a full disk leaves: $(ls -A "$CASE/evidence/EV-001")"
  intact "$CASE"
  ok acquire "$TEMP/small" --case "$CASE" --item EV-001
  intact "$CASE"
else
  echo 'not checked: full disk (no tmpfs may be mounted)'
fi

# More than the format can hold: said at once, before anything is recorded.
if small_disk "$TEMP/sparse" 8m && truncate -s 7E "$TEMP/sparse/huge" 2>/dev/null; then
  before=$(entries "$CASE")
  refused 'an E01 image cannot hold 8070450532247928832 bytes: that is more than 4294967295 chunks.*--format raw' acquire "$TEMP/sparse/huge" --case "$CASE" --item EV-090
  refused 'cannot split 8070450532247928832 bytes into segments.*at most 999' acquire "$TEMP/sparse/huge" --case "$CASE" --item EV-090 --format raw --segment-size 1T
  refused 'are free, the raw image needs 8,070,450,532,247,928,832' acquire "$TEMP/sparse/huge" --case "$CASE" --item EV-090 --format raw
  truncate -s 4P "$TEMP/sparse/huge"
  refused 'an E01 image cannot hold 4503599627370496 bytes' acquire "$TEMP/sparse/huge" --case "$CASE" --item EV-090
  truncate -s 100T "$TEMP/sparse/huge"
  refused 'an E01 image has at most 14971 segments; segments of 7012 MiB or more are enough' acquire "$TEMP/sparse/huge" --case "$CASE" --item EV-090 --segment-size 1M
  same 'entries after sizes that cannot be' "$(entries "$CASE")" "$before"
fi
finish
