# SPDX-License-Identifier: Apache-2.0
# kill -9 during acquire just before chosen system calls, the moments that chance seldom hits: around the entries.
. "$(dirname "$0")/_lib.sh"
can_trace || skip 'strace chooses the moments'
new_case
random "$TEMP/small" 65536
keep

# The folder of the item, its partial folder, the first syncs (those of start entries and image files), the renames.
for moment in mkdir,mkdirat:1 mkdir,mkdirat:2 fsync:1 fsync:2 fsync:4 fdatasync:1 fdatasync:2 renameat2:1 renameat2:2 \
  fsync:10 fsync:12; do
  restore
  what="kill -9 at ${moment%:*} number ${moment#*:}"
  killed_at "${moment%:*}" "${moment#*:}" "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-001
  survived "$CASE" "$what"
  run "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-001 --again
  [ "$STATUS" = 0 ] || fail "after $what the next acquire ends with status $STATUS: $(cat "$ERR")"
  survived "$CASE" "$what and the next acquire"
done

# Between the renames that place a set of sixteen: its first file never stands there without the others.
for n in 2 9 14 16; do
  restore
  killed_at renameat2 "$n" "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-001 --format raw --segment-size 4K
  placed=$(find "$CASE/evidence" -path '*/EV-001/EV-001-I1.0*' | wc -l)
  [ ! -e "$CASE/evidence/EV-001/EV-001-I1.001" ] || same "segments placed before rename $n" "$placed" 16
done
finish
