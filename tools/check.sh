#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a change must pass. Runs every step (or those named), cheap ones first, and lists the failed ones at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

modules=(core acquire custody report legal cli web)
steps=(format includes sizes scripts build cppcheck tidy)
on_request=(tsan fuzz attack)  # builds of their own, the second with clang; each of them half an hour or more

# sources FOLDER...: our C++ files in these folders.
sources() {
  local folder
  for folder in "$@"; do
    [[ ! -d $folder ]] || find "$folder" -type f \( -name '*.cc' -o -name '*.h' \)
  done | sort
}

# scripts: every script of ours that a shell reads.
scripts() {
  find . \( -name .git -o -path ./build \) -prune -o -type f -print | sort | while read -r file; do
    if [[ $file == *.sh ]] || head -c 64 "$file" | head -n 1 | grep -qaE '^#!.*\b(ba)?sh$'; then
      echo "$file"
    fi
  done
}

step_format() {
  sources "${modules[@]}" tests | xargs -r clang-format --dry-run -Werror
}

step_includes() {
  tools/check_includes.py --self-test && tools/check_includes.py && tools/check_types.py --self-test && tools/check_types.py
}

step_sizes() {
  tools/check_sizes.py --self-test && tools/check_sizes.py
}

step_scripts() {
  local file status=0
  while read -r file; do
    bash -n "$file" || status=1
    ! command -v shellcheck >/dev/null || shellcheck --severity=warning "$file" || status=1
  done < <(scripts)
  return $status
}

# GCC 12 with sanitisers takes std::regex for uninitialised (GCC bug 105616);
# the other builds keep that warning an error.
configure_asan() {
  cmake --preset asan -DCMAKE_CXX_FLAGS=-Wno-error=maybe-uninitialized >/dev/null
}

# Address and undefined-behaviour sanitisers, then all tests under them.
step_build() {
  configure_asan &&
    cmake --build --preset asan --parallel "$(nproc)" &&
    ctest --test-dir build/asan --output-on-failure --no-tests=error -j 2
}

# Reads compile_commands.json of the asan build; tests are left to compiler, sanitisers and cppcheck.
step_tidy() {
  configure_asan || return 1
  local folders
  folders=$(IFS='|'; echo "${modules[*]}")
  run-clang-tidy -quiet -j2 -p build/asan -extra-arg=-Wno-unknown-warning-option "^$PWD/($folders)/.*\.cc$" 2>&1 |
    sed -E 's/\x1b\[[0-9;]*m//g; /^clang-tidy-[0-9]+ |^[0-9]+ warnings? /d'
}

# Three checks of cppcheck 2.10 are wrong on correct code (a container named twice, a move within one expression, a
# parameter that is moved from); clang-tidy has better ones. A fourth takes the sections of one Catch2 test for a sequence.
step_cppcheck() {
  sources "${modules[@]}" tests | grep '\.cc$' |
    cppcheck --quiet --std=c++20 --language=c++ -j 2 -I . --file-list=- --error-exitcode=1 --inline-suppr \
      --enable=warning,performance,portability --suppress=missingIncludeSystem --suppress=unknownMacro \
      --suppress=mismatchingContainerExpression --suppress=accessMoved --suppress=passedByValue \
      "--suppress=containerOutOfBounds:tests/*"
}

# What runs in several threads, watched for data races: imaging, reading back, and the checking of signatures. The libraries are
# not built so, and what they share among themselves is not seen.
step_tsan() {
  cmake --preset tsan >/dev/null &&
    cmake --build --preset tsan --parallel "$(nproc)" --target test_core test_acquire test_custody || return 1
  local module
  for module in core acquire custody; do
    TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 "build/tsan/test_$module" || return 1
  done
}

# Every libFuzzer target for FUZZ_SECONDS (60) each, as many at once as there are cores.
step_fuzz() {
  command -v clang++ >/dev/null || { echo "check: the step fuzz needs the Debian package clang" >&2; return 1; }
  cmake --preset fuzz >/dev/null &&
    cmake --build --preset fuzz --parallel "$(nproc)" --target fuzz &&
    FUZZ_SECONDS=${FUZZ_SECONDS:-60} bash tests/fuzz/run.sh build/fuzz
}

# Every byte of a case flipped, every file cut at every length, long load and kill loops; in memory where it can. The tests
# run beside each other, since two of them take nearly all of the time.
step_attack() {
  [[ -n ${TMPDIR:-} || ! -w /dev/shm ]] || export TMPDIR=/dev/shm
  cmake --preset release >/dev/null &&
    cmake --build --preset release --parallel "$(nproc)" --target test_attack exhibit || return 1
  KILLS=50 EXHIBIT=$PWD/build/release/exhibit SOURCE_DIR=$PWD bash tests/cli/acquire_resume.sh || return 1  # four formats
  # Catch2 ends with the number of tests; a comma and a bracket have a meaning in the name of a test to run.
  { build/release/test_attack '[attack],[full]' --list-test-names-only || true; } | sed 's/^ *//; s/[],[]/\\&/g' |
    xargs -d '\n' -P "$(nproc)" -n 1 build/release/test_attack
}

main() {
  local step failed=()
  [[ $# -gt 0 ]] || set -- "${steps[@]}"
  for step in "$@"; do
    [[ " ${steps[*]} ${on_request[*]} " == *" $step "* ]] || { echo "check: no such step: $step (${steps[*]} ${on_request[*]})" >&2; exit 2; }
    echo "check: $step"
    "step_$step" || failed+=("$step")
  done
  [[ ${#failed[@]} -eq 0 ]] || { echo "check: failed: ${failed[*]}" >&2; exit 1; }
  echo "check: all passed: $*"
}

main "$@"
