#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the legal work costs in a large case: BENCH_INCIDENTS (1000) incidents with an awareness event each, BENCH_ARTIFACTS (10000)
# artifacts of one thing linked to them; each command as a whole process beside `case show` of the same case.
# shellcheck disable=SC2154  # what is set by _lib.sh
. "$(dirname "$0")/_lib.sh"
work_folder
: "${MANY_RECORDS:=$(dirname "$EXHIBIT")/many_records}"
[[ -x $MANY_RECORDS ]] || stop "there is no $MANY_RECORDS; ./dev bench legal builds it"
incidents=${BENCH_INCIDENTS:-1000} artifacts=${BENCH_ARTIFACTS:-10000}
"$MANY_RECORDS" "$work/case" "$incidents" "$artifacts" >"$work/made" || stop 'cannot make the case'
measure() {
  local name=$1 round
  shift
  for ((round = 1; round <= rounds; round++)); do seconds_of "$EXHIBIT" "$@" >>"$work/time-$name"; done
  printf '%-28s %8.3f s, median %.3f s\n' "$name" "$(least "$work/time-$name")" "$(middle "$work/time-$name")"
}
echo "machine: $(nproc) cores; load $(cut -d' ' -f1-3 /proc/loadavg); $rounds rounds; $(<"$work/made") entries"
measure 'case show' case show "$work/case"
measure assess assess "$work/case" --item EV-1 --rules US-FRE-902-14
measure facts facts "$work/case" --item EV-1
measure deadlines deadlines "$work/case" --json
measure 'incident list' incident list "$work/case" --json
measure 'incident timeline' incident timeline "$work/case" --number INC-1 --json
