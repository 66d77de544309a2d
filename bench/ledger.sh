#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Single durable appends, and verification of a ledger of BENCH_ENTRIES (2000) entries beside openssl's Ed25519.
# shellcheck disable=SC2154  # what is set by _lib.sh
. "$(dirname "$0")/_lib.sh"
need openssl strace python3
work_folder
entries=${BENCH_ENTRIES:-2000}

# Appends are measured where people keep cases: on a disk, whose syncs take their time.
disk=$(mktemp -d -p "${BENCH_DISK:-/var/tmp}" exhibit-bench-XXXXXX)
trap 'rm -rf "$work" "$disk"' EXIT

access() { quietly "$EXHIBIT" access "$disk/case" --item EV-001 --action viewed --reason measurement; }
appends() {
  local round
  head -c 65536 /dev/zero >"$work/source"
  quietly "$EXHIBIT" key create --name measurement --role responder
  quietly "$EXHIBIT" case create "$disk/case" --number 1 --title measurement
  quietly "$EXHIBIT" acquire "$work/source" --case "$disk/case" --item EV-001
  for ((round = 1; round <= 10; round++)); do
    seconds_of access >>"$work/append"
    # Unlocking a key takes 600,000 rounds of PBKDF2 by design; what is above it is the append.
    seconds_of openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt "pass:$EXHIBIT_PASSPHRASE" -kdfopt salt:0123456789abcdef \
      -kdfopt iter:600000 PBKDF2 >>"$work/unlock"
  done
  strace -f -c -e trace=fsync,fdatasync,sync_file_range -o "$work/syncs" \
    "$EXHIBIT" access "$disk/case" --item EV-001 --action viewed --reason measurement >"$work/said" 2>&1 || stop 'cannot count the syncs'
}
# Signatures and verifications a second, as openssl speed prints them.
speed() { openssl speed -seconds 2 ed25519 2>/dev/null | awk '/Ed25519/ { print $(NF - 1), $NF }'; }

appends
/usr/bin/python3 -B "$root/bench/many_entries.py" "$root" "$work/ledger" "$entries" >"$work/made" || stop 'cannot make the ledger'
read -r signatures entries <"$work/made"
for ((round = 1; round <= rounds; round++)); do
  seconds_of "$EXHIBIT" verify "$work/ledger" >>"$work/verify"
  speed >>"$work/speed"
done
per_second=$(awk '{ print $2 }' "$work/speed" | sort -g | tail -n 1)
echo "machine: $(nproc) cores; load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "one append (access), whole process: min $(least "$work/append") s, median $(middle "$work/append") s"
echo "  of it unlocking the key, as openssl kdf does it: min $(least "$work/unlock") s, median $(middle "$work/unlock") s"
awk '/fsync|fdatasync|sync_file_range/ { print "  syncs: " $4 " " $NF }' "$work/syncs"
echo "verify of $entries entries with $signatures signatures: min $(least "$work/verify") s, median $(middle "$work/verify") s"
echo "openssl speed ed25519, same run: $per_second verifications a second at best"
awk -v s="$(least "$work/verify")" -v n="$signatures" -v e="$entries" -v v="$per_second" 'BEGIN {
  printf "  %.0f entries a second; %.3f ms a signature, %.2f times a bare verification\n", e / s, 1000 * s / n, s / n * v }'
