# SPDX-License-Identifier: Apache-2.0
# Imaging leaves the page cache of a computer as it was: what was not in memory before is not afterwards, and what was still is.
. "$(dirname "$0")/_lib.sh"
have fincore || skip 'fincore is not installed'
is_root || skip 'a file system must be mounted, which needs root'
new_case
truncate -s 200M "$TEMP/disk"
mkfs.ext4 -q -F "$TEMP/disk"
mkdir "$TEMP/mounted"
mount -o loop "$TEMP/disk" "$TEMP/mounted" 2>/dev/null || skip 'a loop device cannot be mounted'
MOUNTS+=("$TEMP/mounted")
random "$TEMP/mounted/source" 67108864
sync
cached() { fincore -b -n -o RES "$1" | tr -d ' '; }
# cold FILE: out of memory
cold() { python3 -c 'import os, sys
f = os.open(sys.argv[1], os.O_RDONLY); os.fsync(f); os.posix_fadvise(f, 0, 0, os.POSIX_FADV_DONTNEED)' "$1"; }

cold "$TEMP/mounted/source"
[ "$(cached "$TEMP/mounted/source")" -lt 6710886 ] || skip 'this kernel does not forget pages when it is told to'
ok acquire "$TEMP/mounted/source" --case "$CASE" --item EV-001 --no-verify
[ "$(cached "$TEMP/mounted/source")" -lt 6710886 ] || fail "$(cached "$TEMP/mounted/source") bytes of the source are in memory"
cat "$TEMP/mounted/source" >/dev/null
ok acquire "$TEMP/mounted/source" --case "$CASE" --item EV-002 --no-verify
[ "$(cached "$TEMP/mounted/source")" -gt 60000000 ] || fail 'a source that was in memory was driven out of it'

# A device, and the image itself on a disk.
LOOP=$(losetup --find --show --read-only "$TEMP/mounted/source")
LOOPS+=("$LOOP")
cold "$LOOP"
new_case "$TEMP/mounted/case"
ok acquire "$LOOP" --case "$CASE" --item EV-001 --no-verify --format raw
[ "$(cached "$LOOP")" -lt 6710886 ] || fail "$(cached "$LOOP") bytes of the device are in memory"
[ "$(cached "$CASE/evidence/EV-001/EV-001-I1.raw")" -lt 6710886 ] || fail "$(cached "$CASE/evidence/EV-001/EV-001-I1.raw") bytes of the image are in memory"
finish
