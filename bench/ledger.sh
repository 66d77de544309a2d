#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The ledger: one durable append and its sync calls, signed appends in batches, verification beside openssl's Ed25519, and what
# opening a long case costs beside an empty one. BENCH_ENTRIES (100000) entries, BENCH_BATCH (100) in each transaction.
# shellcheck disable=SC2154  # what is set by _lib.sh
. "$(dirname "$0")/_lib.sh"
need openssl strace python3
work_folder
: "${MANY_ENTRIES:=$(dirname "$EXHIBIT")/many_entries}"
entries=${BENCH_ENTRIES:-100000} batch=${BENCH_BATCH:-100} cores=$(nproc)
[[ -x $MANY_ENTRIES ]] || stop "there is no $MANY_ENTRIES; ./dev bench ledger builds it"

# Cases are kept where people keep them: on a disk, whose syncs take their time. Verification copies the database to $TMPDIR.
disk=$(mktemp -d -p "${BENCH_DISK:-/var/tmp}" exhibit-bench-XXXXXX)
trap 'rm -rf "$work" "$disk"' EXIT
export TMPDIR=$disk

access() { quietly "$EXHIBIT" access "$disk/case" --item EV-001 --action viewed --reason measurement --as single; }
one_append() {
  local round
  head -c 65536 /dev/zero >"$work/source"
  quietly "$EXHIBIT" key create --name single --role responder
  quietly "$EXHIBIT" case create "$disk/case" --number 1 --title measurement --as single
  quietly "$EXHIBIT" acquire "$work/source" --case "$disk/case" --item EV-001 --as single
  for ((round = 1; round <= 10; round++)); do
    seconds_of access >>"$work/append"
    # Unlocking a key takes 600,000 rounds of PBKDF2 by design; what is above it is the append.
    seconds_of openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt "pass:$EXHIBIT_PASSPHRASE" -kdfopt salt:0123456789abcdef \
      -kdfopt iter:600000 PBKDF2 >>"$work/unlock"
  done
  strace -f -c -e trace=fsync,fdatasync,sync_file_range,syncfs,sync,msync -o "$work/syncs" \
    "$EXHIBIT" access "$disk/case" --item EV-001 --action viewed --reason measurement --as single >"$work/said" 2>&1 ||
    stop 'cannot count the syncs'
  syncs=$(awk '$NF == "total" { print $4 }' "$work/syncs")
}
# Signatures and verifications a second of one core, as openssl speed prints them.
speed() { openssl speed -seconds 2 ed25519 2>/dev/null | awk '/Ed25519/ { print $(NF - 1), $NF }'; }
best() { sort -g "$1" | tail -n 1; }
# peak_and_seconds COMMAND...: seconds, KiB of the process at its largest, seconds of processor time.
peak_and_seconds() {
  python3 -c 'import resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("%.4f %d %.4f" % (time.monotonic() - start, used.ru_maxrss, used.ru_utime + used.ru_stime))' "$@"
}
looks() {
  local round kind
  for kind in short long; do
    for ((round = 1; round <= 2 * rounds + 1; round++)); do
      peak_and_seconds "$EXHIBIT" case show "$disk/$kind" >>"$work/show-$kind"
      peak_and_seconds "$EXHIBIT" log "$disk/$kind" --item EV-0 >>"$work/item-$kind"
    done
  done
}
more_ms() { awk -v a="$(least "$work/$1-long")" -v b="$(least "$work/$1-short")" 'BEGIN { printf "%.1f", 1000 * (a - b) }'; }

one_append
EXHIBIT_HOME=$work/home-short "$MANY_ENTRIES" "$disk/short" 102 100 >"$work/made" || stop 'cannot make the short ledger'
"$MANY_ENTRIES" "$disk/long" "$entries" "$batch" >"$work/made" || stop 'cannot make the ledger'
read -r entries signatures seconds appended <"$work/made"
for ((round = 1; round <= rounds; round++)); do
  speed >>"$work/speed"
  peak_and_seconds "$EXHIBIT" verify "$disk/long" >>"$work/verify"
done
speed >>"$work/speed"
awk '{ print $1 }' "$work/speed" >"$work/signing"
awk '{ print $2 }' "$work/speed" >"$work/verifying"
looks
echo "machine: $cores cores; load $(cut -d' ' -f1-3 /proc/loadavg); $rounds rounds"
echo "openssl speed ed25519, same run: $(best "$work/signing") signatures, $(best "$work/verifying") verifications a second of a core"
echo "one append (access), whole process: min $(least "$work/append") s, median $(middle "$work/append") s; $syncs sync calls"
echo "  of it unlocking the key, as openssl kdf does it: min $(least "$work/unlock") s, median $(middle "$work/unlock") s"
awk -v n="$appended" -v s="$seconds" -v b="$batch" -v o="$(best "$work/signing")" 'BEGIN {
  printf "appends in batches of %d: %.0f signed entries a second; %.3f of the signing rate of a core\n", b, n / s, n / s / o }'
awk -v s="$(least "$work/verify")" -v n="$signatures" -v e="$entries" -v v="$(best "$work/verifying")" -v c="$cores" 'BEGIN {
  printf "verify of %d entries with %d signatures: %.2f s; %.0f signatures a second, %.2f of the verification rate of %d cores\n",
    e, n, s, n / s, n / s / v / c, c }'
awk -v s="$(least "$work/verify" 3)" -v n="$signatures" -v v="$(best "$work/verifying")" 'BEGIN {
  printf "  %.2f s of processor time; openssl would take %.2f for the signatures alone\n", s, n / v }'
echo "  its memory: $(($(least "$work/verify" 2) / 1024)) MiB"
echo "opening $entries entries instead of 102: case show $(more_ms show) ms more, log --item $(more_ms item) ms more; memory $(($(least "$work/show-long" 2) / 1024)) MiB"
