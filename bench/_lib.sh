# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Shared by the measurements: sourced, not run. Ours and the peer's are timed in turns in one run, as whole processes, so
# that the ratio holds on a machine that is busy with other things; the seconds alone do not.
set -euo pipefail
: "${EXHIBIT:?set EXHIBIT to the program to measure}"
# shellcheck disable=SC2034  # for the scripts that source this
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LC_ALL=C.UTF-8 EXHIBIT_PASSPHRASE='a passphrase for measurements only'
unset EXHIBIT_KEY
PATH=$PATH:/usr/sbin:/sbin
rounds=${BENCH_ROUNDS:-3}

stop() {
  echo "bench: $*" >&2
  exit 1
}
# need TOOL...
need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || stop "$tool is not installed; ./dev setup bench test installs what is compared with"
  done
}
# A folder in memory when there is one, so that the disk is not what is measured. Sets $work.
work_folder() {
  work=$(mktemp -d -p "$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" exhibit-bench-XXXXXX)
  trap 'rm -rf "$work"' EXIT
  export EXHIBIT_HOME=$work/home TMPDIR=$work
}
# quietly COMMAND...: its words are shown only when it fails.
quietly() { "$@" >"$work/said" 2>&1 </dev/null || { tail -20 "$work/said" >&2; stop "failed: $*"; }; }
# seconds_of COMMAND...
seconds_of() {
  local start=$EPOCHREALTIME
  quietly "$@"
  awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
}
# least FILE, middle FILE: of one number a line
least() { sort -g "$1" | head -n 1; }
middle() { sort -g "$1" | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

table_head() {
  echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1); load $(cut -d' ' -f1-3 /proc/loadavg); $rounds rounds"
  printf '%-34s %9s %9s %9s %9s %7s\n' 'seconds' 'ours min' 'median' 'peer min' 'median' 'ratio'
}
# compare NAME OURS PEER: two functions that each take the number of the round.
# The ratio is that of the least times; below 1 ours is faster.
compare() {
  local round
  rm -f "$work/ours" "$work/peer"
  for ((round = 1; round <= rounds; round++)); do
    "$2" "$round" >>"$work/ours"
    "$3" "$round" >>"$work/peer"
  done
  printf '%-34s %9.2f %9.2f %9.2f %9.2f %7.2f\n' "$1" "$(least "$work/ours")" "$(middle "$work/ours")" "$(least "$work/peer")" \
    "$(middle "$work/peer")" "$(awk -v a="$(least "$work/ours")" -v b="$(least "$work/peer")" 'BEGIN { print a / b }')"
}
