# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154  # _verify_lib.sh sets them
# Sourced after _verify_lib.sh: the program's verifier beside tests/interop/verify_ledger.py, which shares no code with it.

# both DESCRIPTION WANTED_STATUS FOLDER [OPTION...]: exit status, and what tests/interop/compare_reports.py compares. With
# exact=--exact all faults must be the same.
both() {
  stranger status "$2" "$1: exhibit" verify --json "${@:4}" "$3"
  checks=$((checks + 1))
  env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX="$work/compiled" "$python" "$SOURCE_DIR/tests/interop/verify_ledger.py" --json "${@:4}" "$3" >"$work/theirs" 2>"$work/said"
  local got=$?
  [[ $got -eq $2 ]] || fail "$1: verify_ledger.py ends with $got, expected $2: $(head -c 300 "$work/said")"
  checks=$((checks + 1))
  "$python" -ISB "$SOURCE_DIR/tests/interop/compare_reports.py" ${exact:-} "$work/out" "$work/theirs" >"$work/said" 2>&1 ||
    fail "$1: $(<"$work/said")"
}
# changed DESCRIPTION STATUS CHANGE: both verifiers on a copy of $work/export in which CHANGE was run
changed() {
  rm -rf "$work/copy"
  cp -r "$work/export" "$work/copy"
  (
    set -e
    cd "$work/copy"
    eval "$3"
  )
  # shellcheck disable=SC2181
  [[ $? -eq 0 ]] || fail "$1: could not be done"
  both "$1" "$2" "$work/copy"
}
