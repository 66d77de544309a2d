#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Building the program from nothing, and again after one file was touched, in a copy of the tree.
# shellcheck disable=SC2154  # what is set by _lib.sh
. "$(dirname "$0")/_lib.sh"
need cmake ninja g++
work_folder
mkdir "$work/tree"
(cd "$root" && tar -c --exclude=./build --exclude=./.git .) | tar -x -C "$work/tree"
cd "$work/tree" || exit
configure() { cmake --preset release; }
wall() { local both; both=$(seconds_of "$@"); echo "${both% *}"; }
build() { cmake --build --preset release --parallel "$(nproc)" --target exhibit; }

echo "machine: $(nproc) cores, $(g++ --version | head -n 1); load $(cut -d' ' -f1-3 /proc/loadavg)"
printf '%-40s %8s s\n' 'configure' "$(wall configure)" 'build from nothing' "$(wall build)"
for file in custody/replay.cc core/json.h; do
  touch "$file"
  printf '%-40s %8s s\n' "after touching $file" "$(wall build)"
done
printf '%-40s %8s s\n' 'with nothing to do' "$(wall build)"
