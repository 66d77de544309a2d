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
# seconds_of COMMAND...: seconds by the wall clock, then of processor time.
seconds_of() {
  local TIMEFORMAT='%R %U %S'
  { time quietly "$@" 2>&3; } 3>&2 2>"$work/time"
  awk '{ printf "%.3f %.3f\n", $1, $2 + $3 }' "$work/time"
}
# least FILE [COLUMN], middle FILE [COLUMN]
column() { awk -v c="${2:-1}" '{ print $c }' "$1" | sort -g; }
least() { column "$@" | sed -n 1p; }
middle() { column "$@" | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

table_head() {
  echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | sed -n 1p); load $(cut -d' ' -f1-3 /proc/loadavg); $rounds rounds"
  printf '%-32s %9s %8s %9s %8s %7s %9s %9s %9s\n' 'seconds' 'ours min' 'median' 'peer min' 'median' 'ratio' 'ours CPU' 'peer CPU' 'CPU ratio'
}
# compare NAME OURS PEER: two functions that each take the number of the round. The ratios are those of the least times;
# below 1 ours takes less. On a busy machine that of processor time is the one to look at.
compare() {
  local round o=$work/ours p=$work/peer
  rm -f "$o" "$p"
  for ((round = 1; round <= rounds; round++)); do
    "$2" "$round" >>"$o"
    "$3" "$round" >>"$p"
  done
  printf '%-32s %9.2f %8.2f %9.2f %8.2f %7s %9.2f %9.2f %9s\n' "$1" "$(least "$o")" "$(middle "$o")" "$(least "$p")" "$(middle "$p")" \
    "$(ratio "$(least "$o")" "$(least "$p")")" "$(least "$o" 2)" "$(least "$p" 2)" "$(ratio "$(least "$o" 2)" "$(least "$p" 2)")"
}
