#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh FOLDER [TARGET...]: runs the libFuzzer targets built in FOLDER, each for FUZZ_SECONDS (10) from the corpus kept
# in FOLDER/corpus, as many at once as there are cores. What makes one fail is left in FOLDER/found; minimised, its place is
# tests/broken/<target>/.
set -euo pipefail
build=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seconds=${FUZZ_SECONDS:-10}
work=$(mktemp -d -p "$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" exhibit-fuzz-XXXXXX)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/temp" "$build/found"
export ASAN_OPTIONS=allocator_may_return_null=1:handle_abort=1 UBSAN_OPTIONS=print_stacktrace=1
EXHIBIT=$build/exhibit bash "$here/make_corpus.sh" "$work/seeds"
if [[ $# -eq 0 ]]; then
  for program in "$build"/fuzz_*; do
    [[ ! -x $program || -d $program ]] || set -- "$@" "${program##*/fuzz_}"
  done
fi
[[ $# -gt 0 ]] || { echo "fuzz: there is no target in $build" >&2; exit 1; }

# run_target TARGET: tells what came of it; what failed has a file in $work/failed.
run_target() {
  local target=$1 corpus=$build/corpus/$1 kept=$here/../broken/$1 log=$work/log-$1
  mkdir -p "$corpus" "$kept" "$work/temp/$target"
  if (cd "$build/found" && TMPDIR=$work/temp/$target "$build/fuzz_$target" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=3000 \
      -max_len=131072 -artifact_prefix="$target-" -print_final_stats=1 "$corpus" "$work/seeds/$target" "$kept") >"$log" 2>&1; then
    printf 'fuzz: %-14s %10s runs, nothing found\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
  else
    touch "$work/failed-$target"
    tail -60 "$log"
    printf 'fuzz: %-14s FOUND SOMETHING, see %s\n' "$target" "$build/found"
  fi
  rm -rf "$log" "$work/temp/$target"
  rmdir "$kept" 2>/dev/null || true
}

for target in "$@"; do
  while [[ $(jobs -rp | wc -l) -ge $(nproc) ]]; do wait -n || true; done
  run_target "$target" &
done
wait
failed=$(find "$work" -maxdepth 1 -name 'failed-*' -printf '%f\n' | sed 's/^failed-//' | sort | paste -sd ' ')
[[ -z $failed ]] || { echo "fuzz: failed: $failed" >&2; exit 1; }
