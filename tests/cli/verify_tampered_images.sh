#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every change to an image of a case is found and named, with the entry that recorded it.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/case"
one=evidence/EV-001/EV-001-I1 two=evidence/EV-002/EV-002-I1
run log "$work/case" --json
finished=$("$python" -c 'import json, sys
print(*(e["entry"] for e in json.load(open(sys.argv[1]))["entries"] if e["type"] == "acquisition_finished"))' "$work/out")
first=${finished% *} second=${finished#* }

# Images. The entry that recorded the digests is named, with the item.
for file in $one.E01 $one.E02 $one.E03; do
  tampered "one byte in the middle of $file" "flip $file 300000" \
    "class=mismatch,entry=$first,item=EV-001-I1,field=digests.sha256" "class=mismatch,item=EV-001-I1,field=$file" \
    "class=mismatch,item=EV-001-I1,field=blocks" '!kind=fault,item=EV-002-I1'
done
tampered 'one byte of a raw image' "flip $two.raw 300000" \
  "class=mismatch,entry=$second,item=EV-002-I1,field=digests.sha256" "class=mismatch,field=$two.raw" \
  'class=mismatch,field=blocks,text~offset 262144' '!kind=fault,item=EV-001-I1'
tampered 'last byte of the last segment' "flip $one.E03 $(($(stat -c %s "$work/case/$one.E03") - 1))" "class=mismatch,field=$one.E03"
tampered 'first byte of the first segment' "flip $one.E01 0" 'class=tampered|mismatch,item=EV-001-I1'
for file in $one.E01 $one.E02 $one.E03 $two.raw; do
  item=$(basename "${file%.*}")
  tampered "$file removed" "rm $file" "class=missing,item=$item,field=segments"
  tampered "$file truncated" "truncate -s -1 $file" "class=mismatch,item=$item,field=segments"
  tampered "$file emptied" ": >$file" "class=mismatch,item=$item,field=segments"
  tampered "$file longer" "echo >>$file" "class=mismatch,item=$item,field=segments"
done
tampered 'two segments swapped' "mv $one.E01 x; mv $one.E02 $one.E01; mv x $one.E02" 'class=tampered|mismatch,item=EV-001-I1'
tampered 'a segment twice' "cp $one.E02 $one.E03" 'class=tampered|mismatch,item=EV-001-I1' 'field=segments,class=mismatch'
tampered 'an image in place of another' "cp $two.raw $one.E01" 'class=tampered|mismatch,item=EV-001-I1'
tampered 'a segment too many' "cp $one.E02 $one.E04" 'class=uncovered,item=EV-001-I1,field=segments'
tampered 'an image made anew with other media' "rm $one.E0*; ewfacquire -q -u -t $one -S 1048576 $work/disk2 >$work/said 2>&1" \
  'class=mismatch,item=EV-001-I1,field=digests.sha256' 'class=mismatch,field=bytes'
tampered 'an image made anew with the same media' \
  "rm $one.E0*; ewfacquire -q -u -t $one -d sha1,sha256 -S 1048576 $work/disk1 >$work/said 2>&1" 'class=mismatch|uncovered|missing,item=EV-001-I1' \
  '!field=digests.sha256'
tampered 'the folder of an item removed' 'rm -r evidence/EV-001' 'class=missing,item=EV-001-I1'
tampered 'all evidence removed' 'rm -r evidence' 'class=missing,item=EV-001-I1' 'class=missing,item=EV-002-I1'
tampered 'an image turned into a link' "mv $two.raw $work/moved; ln -s $work/moved $two.raw" 'class=missing,item=EV-002-I1' "class=uncovered,field=$two.raw"
tampered 'the folder of an item turned into a link' "cp -r evidence/EV-002 $work/linked; rm -r evidence/EV-002; ln -s $work/linked evidence/EV-002" \
  'class=uncovered,field=evidence/EV-002'

stranger status 0 'the original is intact' verify "$work/case"
finish
