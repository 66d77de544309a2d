#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Imaging and reading back of one disk image filled from /usr, a quarter of it free, beside ewfacquire, ewfverify, dc3dd.
# BENCH_MIB (1024) is its size, BENCH_ROUNDS (3) how often each is run.
# shellcheck disable=SC2154  # what is set by _lib.sh
. "$(dirname "$0")/_lib.sh"
need mkfs.ext4 ewfacquire ewfverify dc3dd
work_folder
mib=${BENCH_MIB:-1024}

# Small and large files as they come by name, up to what leaves a quarter free with the file system's own, in blocks of 4 KiB.
make_disk() {
  mkdir "$work/stage"
  (cd /usr && find . -xdev -type f -size -65536k -printf '%k %P\n' | sort -k2 |
    awk -v left=$((mib * 700)) '{ left -= $1 < 4 ? 4 : $1; if (left < 0) next; sub(/^[0-9]+ /, ""); print }' |
    tar -c --no-recursion -T - 2>/dev/null) | tar -x -C "$work/stage"
  truncate -s "${mib}M" "$work/disk"
  mkfs.ext4 -q -F -T small -b 4096 -m 0 -E lazy_itable_init=0 -d "$work/stage" "$work/disk" >"$work/said" 2>&1 || { cat "$work/said" >&2; stop 'cannot make the disk'; }
  rm -rf "$work/stage"
}

# Ours: a new case each time, so that nothing grows; only acquire is timed.
ours() {
  rm -rf "$work/case"
  quietly "$EXHIBIT" case create "$work/case" --number 1 --title measurement
  seconds_of "$EXHIBIT" acquire "$work/disk" --case "$work/case" --item EV-001 --no-verify "$@"
}
theirs() {
  rm -f "$work/peer."* "$work/peer-log"
  seconds_of ewfacquire -u -q -c "deflate:$1" -d sha1,sha256 -f encase6 -S 1500MiB -t "$work/peer.out" "$work/disk"
}
ours_fast() { ours --compression fast; }
ours_none() { ours --compression none; }
ours_raw() { ours --format raw; }
theirs_fast() { theirs fast; }
theirs_none() { theirs none; }
theirs_raw() {
  rm -f "$work/peer."*
  seconds_of dc3dd "if=$work/disk" "of=$work/peer.raw" hash=md5 hash=sha1 hash=sha256 "log=$work/peer.log"
}
first_file() { find "$work/case/evidence" -name '*.E01' | sed -n 1p; }
ours_verify() { seconds_of "$EXHIBIT" verify "$(first_file)"; }
ours_quick() { seconds_of "$EXHIBIT" verify --quick "$work/case"; }
theirs_verify() { seconds_of ewfverify -q -d sha1,sha256 "$(first_file)"; }

make_disk
quietly "$EXHIBIT" key create --name measurement --role responder
echo "disk: $mib MiB of ext4, $(dumpe2fs -h "$work/disk" 2>/dev/null | awk -F: '/^Free blocks/ { print int($2 / 256) }') MiB of it free"
table_head
compare 'raw, three digests (dc3dd)' ours_raw theirs_raw
compare 'E01 none (ewfacquire)' ours_none theirs_none
compare 'E01 fast (ewfacquire)' ours_fast theirs_fast
echo "E01 fast: ours $(find "$work/case/evidence" -name '*.E*' -printf '%s\n' | awk '{ n += $1 } END { print int(n / 1048576) }') MiB, peer $(find "$work" -maxdepth 1 -name 'peer.out.E*' -printf '%s\n' | awk '{ n += $1 } END { print int(n / 1048576) }') MiB"
compare 'verify of that E01 (ewfverify)' ours_verify theirs_verify
compare 'verify --quick of its case' ours_quick theirs_verify
