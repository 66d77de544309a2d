#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Imaging and reading back of a disk image filled from /usr, a quarter of it free, and of one that does not compress, beside
# ewfacquire, ewfverify and dc3dd; what each step costs by itself, and the limit that follows: the longest digest, which nothing
# can split, or all work shared by the cores. BENCH_MIB (2048) and BENCH_RANDOM_MIB (1024) are the sizes, BENCH_ROUNDS (3) how
# often each is run, BENCH_BEST=no leaves out the best compression, which takes the peer long.
# shellcheck disable=SC2154  # what is set by _lib.sh
. "$(dirname "$0")/_lib.sh"
need mkfs.ext4 ewfacquire ewfverify dc3dd
work_folder
mib=${BENCH_MIB:-2048} random_mib=${BENCH_RANDOM_MIB:-1024}
: "${PRIMITIVES:=$(dirname "$EXHIBIT")/primitives}"
[[ -x $PRIMITIVES ]] || stop "there is no $PRIMITIVES; ./dev bench acquire builds it"
source_file=$work/disk

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
  seconds_of "$EXHIBIT" acquire "$source_file" --case "$work/case" --item EV-001 --no-verify "$@"
}
theirs() {
  rm -f "$work/peer."* "$work/peer-log"
  seconds_of ewfacquire -u -q -c "deflate:$1" -d sha1,sha256 -f encase6 -S 1500MiB -t "$work/peer.out" "$source_file"
}
ours_fast() { ours --compression fast; }
ours_best() { ours --compression best; }
ours_none() { ours --compression none; }
ours_raw() { ours --format raw; }
theirs_fast() { theirs fast; }
theirs_best() { theirs best; }
theirs_none() { theirs none; }
theirs_raw() {
  rm -f "$work/peer."*
  seconds_of dc3dd "if=$source_file" "of=$work/peer.raw" hash=md5 hash=sha1 hash=sha256 "log=$work/peer.log"
}
first_file() { find "$work/case/evidence" -name '*.E01' | sed -n 1p; }
ours_verify() { seconds_of "$EXHIBIT" verify "$(first_file)"; }
ours_quick() { seconds_of "$EXHIBIT" verify "$work/case" --quick; }
theirs_verify() { seconds_of ewfverify -q -d sha1,sha256 "$(first_file)"; }

# limit STEP...: seconds that the longest digest among the steps takes, or all of them shared by the cores.
limit() {
  awk -v wanted=" $* " -v cores="$(nproc)" '
    index(wanted, " " $1 " ") { sum += $2; if ($1 ~ /^(joint|md5|sha1|sha256)$/ && $2 > serial) serial = $2 }
    END { all = sum / cores; printf "%.2f", (serial > all ? serial : all) }' "$work/steps"
}
# of_limit NAME STEP...: how near the least time of ours came to the limit, and how many times as fast as the peer it was.
of_limit() {
  local name=$1 most
  shift
  most=$(limit "$@")
  printf '  %-30s %s times the peer (medians); limit %s s, reached to %s %%\n' "$name" \
    "$(ratio "$(middle "$work/peer")" "$(middle "$work/ours")")" "$most" \
    "$(awk -v l="$most" -v t="$(least "$work/ours")" 'BEGIN { printf "%.0f", 100 * l / t }')"
}
sizes() {
  awk -v o="$(find "$work/case/evidence" -name '*.E*' -printf '%s\n' | awk '{ n += $1 } END { print n }')" \
    -v p="$(find "$work" -maxdepth 1 -name 'peer.out.E*' -printf '%s\n' | awk '{ n += $1 } END { print n }')" \
    -v name="$1" 'BEGIN { printf "  %-30s ours %d bytes, peer %d: %.3f of it\n", name, o, p, o / p }'
}

make_disk
quietly "$EXHIBIT" key create --name measurement --role responder
echo "disk: $mib MiB of ext4, $(dumpe2fs -h "$work/disk" 2>/dev/null | awk -F: '/^Free blocks/ { print int($2 / 256) }') MiB of it free"
"$PRIMITIVES" "$source_file" "$work" >"$work/steps"
rm -f "$work/primitives.out"
# All digests and the block digests: in one step where the processor has it.
digests='md5 sha1 sha256 blocks'
! grep -q '^joint ' "$work/steps" || digests=joint
echo "seconds on one core: $(tr '\n' ' ' <"$work/steps")"
table_head
# shellcheck disable=SC2086  # lists of words
{
  compare 'raw, three digests (dc3dd)' ours_raw theirs_raw
  of_limit raw read $digests write
  compare 'E01 none (ewfacquire)' ours_none theirs_none
  of_limit 'E01 none' read $digests write
  if [[ ${BENCH_BEST:-yes} == yes ]]; then
    compare 'E01 best (ewfacquire)' ours_best theirs_best
    of_limit 'E01 best' read $digests best
    sizes 'E01 best'
  fi
  compare 'E01 fast (ewfacquire)' ours_fast theirs_fast
  of_limit 'E01 fast' read $digests fast
  sizes 'E01 fast'
  compare 'verify of that E01 (ewfverify)' ours_verify theirs_verify
  of_limit verify $digests unpack
  compare 'the same by blocks only' ours_quick theirs_verify
  of_limit 'verify --quick' blocks unpack

  rm -rf "$work/case" "$work/peer."* "$work/disk"
  head -c "$((random_mib << 20))" /dev/urandom >"$work/random"
  source_file=$work/random
  "$PRIMITIVES" "$source_file" "$work" >"$work/steps"
  rm -f "$work/primitives.out"
  compare 'E01 fast, does not compress' ours_fast theirs_fast
  of_limit 'does not compress' read $digests fast write
  sizes 'does not compress'
}
/usr/bin/time -f '%M' true 2>/dev/null && have_time=yes || have_time=
[[ -z $have_time ]] || { rm -rf "$work/case"; quietly "$EXHIBIT" case create "$work/case" --number 1 --title measurement
  /usr/bin/time -f 'most memory while imaging: %M KiB' "$EXHIBIT" acquire "$source_file" --case "$work/case" --item EV-001 --no-verify >/dev/null; }
