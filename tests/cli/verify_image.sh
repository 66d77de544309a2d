#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# verify of image files: those that other tools made, damaged and hostile ones, and our own after a change.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"
export limit=60

# Samples of other tools; what they must give is written in the table beside them: | file | made by | bytes | MD5 | SHA-256 |
samples=$SOURCE_DIR/../shared/evidence
if [[ -d $samples ]]; then
  known=0
  while IFS='|' read -r _ name _ bytes md5 sha256 _; do
    name=$(awk '{ sub(",", "", $1); print $1 }' <<<"$name")
    bytes=${bytes// /} md5=${md5// /} sha256=${sha256// /}
    [[ $sha256 =~ ^[0-9a-f]{64}$ && -f $samples/$name ]] || continue
    known=$((known + 1))
    stranger status 0 "$name" verify --json "$samples/$name" || continue
    findings "$name" --intact 'class=not compared'
    same "$name: bytes" "$(member bytes)" "$bytes"
    same "$name: MD5" "$(member md5)" "$md5"
    same "$name: SHA-256" "$(member sha256)" "$sha256"
  done <"$samples/README.md"
  check 'the folder of samples holds the samples of its table' [ "$known" -ge 6 ]
  stranger status 3 'a set whose end is missing' verify --json "$samples/incomplete/email_test.E01"
  findings 'the missing segment is named' --faults 'text~email_test.E03'
  stranger status 1,3 'a hostile image' verify --json "$samples/hostile/add-overflow.E01"
  [[ -s $work/out ]] && findings 'a hostile image' --faults 'text~add-overflow.E01' || one_line 'a hostile image'
  cp "$samples"/multiseg_v1.E0* "$work"
  rm "$work/multiseg_v1.E04"
  stranger status 3 'a segment in the middle is missing' verify --json "$work/multiseg_v1.E01"
  findings 'it is named' --faults 'text~multiseg_v1.E04'
  mv "$work/multiseg_v1.E02" "$work/multiseg_v1.E04"
  stranger status 3 'a segment in the place of another' verify --json "$work/multiseg_v1.E01"
  findings 'a segment in the place of another' --faults 'text~multiseg_v1.E0[24]'
else
  echo "note: no samples at $samples; only our own images are checked"
fi

# Our own.
make_keys
run case create "$work/case" --number 1 --title 'Images' --as 'R. Sato'
make_disk "$work/disk" 3000320 3
run acquire "$work/disk" --case "$work/case" --item A --segment-size 1M --as 'R. Sato'
run acquire "$work/disk" --case "$work/case" --item B --compression none --as 'R. Sato'
run acquire "$work/disk" --case "$work/case" --item C --format raw --as 'R. Sato'
run verify "$work/case/evidence/A/A-I1.E01"
check 'what the image says of its examiner' grep -qx 'the image says: examiner R. Sato' "$work/out"
run verify --json "$work/case/evidence/A/A-I1.E01"
same 'what it says, as JSON' "$("$python" -c 'import json, sys; h = json.load(sys.stdin)["header"]; print(h["case_number"], h["evidence_number"], h["notes"])' <"$work/out")" '1 A image A-I1'
run verify --json "$work/case/evidence/C/C-I1.raw"
same 'a raw image says nothing' "$(member header)" '{}'
for image in A/A-I1.E01 B/B-I1.E01 C/C-I1.raw; do
  stranger status 0 "our own $image" verify --json "$work/case/evidence/$image"
  same "digest of $image" "$(member sha256)" "$(sha256sum <"$work/disk" | cut -c1-64)"
  same "SHA-1 of $image" "$(member sha1)" "$(sha1sum <"$work/disk" | cut -c1-40)"
  same "MD5 of $image" "$(member md5)" "$(md5sum <"$work/disk" | cut -c1-32)"
done
stranger status 3 'strict: the image alone was compared with itself' verify --strict "$work/case/evidence/A/A-I1.E01"
stranger status 2 'an image is not recorded' verify --record --reason x "$work/case/evidence/A/A-I1.E01"

mkdir "$work/set"
for item in A B; do
  size=$(stat -c %s "$work/case/evidence/$item/$item-I1.E01")
  for ((i = 0; i < 30; ++i)); do
    offset=$((size / 30 * i + (i * 7919) % (size / 30)))
    ((i < 6)) && offset=$((i * 13))
    cp "$work/case/evidence/$item"/*.E0* "$work/set"
    flip "$work/set/$item-I1.E01" "$offset" $((1 << (i % 8)))
    limit=20 stranger status 1,3 "$item: byte $offset changed" verify --json "$work/set/$item-I1.E01"
    if [[ -s $work/out ]]; then findings "$item: byte $offset" --faults; else one_line "$item: byte $offset"; fi
  done
done
for length in 0 1 12 13 76 1000 50000 500000 1000000; do
  cp "$work/case/evidence/A"/*.E0* "$work/set"
  truncate -s "$length" "$work/set/A-I1.E01"
  stranger status 1,3 "cut to $length bytes" verify --json "$work/set/A-I1.E01"
  if [[ -s $work/out ]]; then findings "cut to $length bytes" --faults; else one_line "cut to $length bytes"; fi
done
cp "$work/case/evidence/A"/*.E0* "$work/set"
rm "$work/set/A-I1.E02"
stranger status 3 'second segment removed' verify --json "$work/set/A-I1.E01"
findings 'second segment removed' --faults 'text~A-I1.E02'
head -c 100000 /dev/urandom >"$work/set/A-I1.E02"
stranger status 3 'second segment is noise' verify --json "$work/set/A-I1.E01"
findings 'second segment is noise' --faults 'text~A-I1.E02'
for name in x.Ex01 x.L01 x.Lx01 x.aff; do
  head -c 5000 /dev/urandom >"$work/$name"
  stranger status 1 "$name, a format that is not read" verify --json "$work/$name"
  one_line "$name, a format that is not read"
done
: >"$work/nothing.dd"
stranger status 3 'an empty raw image' verify --json "$work/nothing.dd"
findings 'an empty raw image' --faults 'text~nothing.dd.*empty'
stranger status 1 'a later segment' verify --json "$work/case/evidence/A/A-I1.E02"
one_line 'a later segment'
stranger status 1 'a device that is no image' verify /dev/null
one_line 'a device that is no image'
finish
