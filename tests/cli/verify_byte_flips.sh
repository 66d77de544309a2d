#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One byte of case.db changed, at places all over the file: it is found, or it lies where nothing is kept, which is shown by
# exporting the ledger: it must be the same to the byte. Nothing crashes or hangs.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

make_keys
small_case "$work/case"
database=$work/case/case.db
size=$(stat -c %s "$database")
page=$(query "$database" 'pragma page_size')
run log export "$work/case" "$work/export"
run case show "$work/case" --json
cp "$work/out" "$work/shown"
cp -a "$work/case" "$work/copy"
samples=120 found=0 unused=0
for ((i = 0; i < samples; ++i)); do
  # Spread over the file, with every odd place near the start of a page, where its headers are.
  offset=$(((size / samples) * i + (i * 7919) % (size / samples)))
  ((i % 2)) && offset=$(((offset / page) * page + (i * 31) % 160))
  ((i < 24)) && offset=$((16 + i * 4 - (i % 3)))
  cp "$database" "$work/copy/case.db"
  rm -f "$work/copy"/case.db-*
  flip "$work/copy/case.db" "$offset" $((1 << (i % 8)))
  limit=20 EXHIBIT_HOME="$work/stranger" status 0,3 "byte $offset" verify --json "$work/copy" || continue
  if grep -q '"intact":true' "$work/out"; then
    unused=$((unused + 1))
    rm -rf "$work/again"
    status 0 "byte $offset: export" log export "$work/copy" "$work/again"
    same "byte $offset: the exported ledger" "$(diff -rq "$work/export" "$work/again" 2>&1)" ''
    ((unused % 5)) && continue
    status 0 "byte $offset: show" case show "$work/copy" --json
    check "byte $offset: what the case shows" cmp "$work/shown" "$work/out"
  else
    found=$((found + 1))
    findings "byte $offset: found" --faults
  fi
done
echo "$found of $samples changes were found, $unused were where nothing is kept (size $size)"
check 'many were found' [ $((found * 5)) -gt "$samples" ]

# Whole stretches.
for ((at = 0; at < size; at += page)); do
  cp "$database" "$work/copy/case.db"
  rm -f "$work/copy"/case.db-*
  dd if=/dev/urandom of="$work/copy/case.db" bs="$page" seek=$((at / page)) count=1 conv=notrunc status=none
  limit=20 EXHIBIT_HOME="$work/stranger" status 3 "page at $at is noise" verify --json "$work/copy" && findings "page at $at" --faults
done
finish
