#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# verify --quick compares the media with the recorded block digests alone and says so; --second-reader reads E01 twice.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/case"
one=evidence/EV-001/EV-001-I1 two=evidence/EV-002/EV-002-I1

stranger status 0 'quick' verify --json --quick "$work/case"
findings 'intact; what was not computed is said of each image' --intact \
  'class=not compared,item=EV-001-I1,text~block digests only; the digests of the whole and of the files were not computed' \
  'class=not compared,item=EV-002-I1,text~block digests only'
same 'quick is told' "$(member quick)" True
same 'all media were read' "$(member bytes)" $((5000192 + 700000))
stranger status 0 'whole' verify --json "$work/case"
same 'not quick is told' "$(member quick)" False

# found DESCRIPTION CHANGE CLAUSE...: CHANGE in a copy of the case; --quick must find it.
found() {
  rm -rf "$work/copy"
  cp -a "$work/case" "$work/copy"
  (cd "$work/copy" && eval "$2") || stop "$1"
  stranger status 3 "$1" verify --json --quick "$work/copy" && findings "$1" --faults "${@:3}"
}
found 'bytes of a raw image: the blocks are named by their media offset' "flip $two.raw 300000; flip $two.raw 600000" \
  'class=mismatch,item=EV-002-I1,field=blocks,text~2 of 3 blocks of 262144 bytes differ.*at offset 262144.*524288' \
  '!kind=fault,item=EV-001-I1'
found 'a byte of a compressed chunk' "flip $one.E02 300000" 'class=mismatch,item=EV-001-I1,field=blocks' \
  'class=tampered,item=EV-001-I1,text~chunk' '!kind=fault,item=EV-002-I1'
found 'a segment removed' "rm $one.E03" 'class=missing,item=EV-001-I1,field=segments' 'class=mismatch,item=EV-001-I1,field=bytes'
found 'an image of other media' "head -c 700000 /dev/zero >$two.raw" 'class=mismatch,item=EV-002-I1,text~3 of 3 blocks'
found 'an image cut short' "truncate -s 524288 $two.raw" 'class=mismatch,item=EV-002-I1,text~2 blocks were compared; 3 were recorded'
found 'the list of block digests changed' "flip $two.blocks 40" 'class=mismatch,item=EV-002-I1' 'class=not compared,item=EV-002-I1,text~no sound list'

stranger status 2 'an image alone has no block digests' verify --quick "$work/case/$one.E01"
one_line 'an image alone has no block digests'
check 'it says what to do' grep -q 'give the case folder' "$work/err"
stranger status 2 'quick is not for what is due' verify --quick --due "$work/case"

# The second reader.
stranger status 0 'both readers' verify --json --second-reader "$work/case"
findings 'both readers agree' --intact
stranger status 0 'both readers, an image' verify --json --second-reader "$work/case/$one.E01"
same 'they agree' "$(member second_reader)" True
stranger status 0 'both readers, in words' verify --second-reader "$work/case/$one.E01"
check 'libewf is named' grep -q 'libewf, the second reader, reads the same media' "$work/out"
stranger status 0 'a raw image' verify --json --second-reader "$work/case/$two.raw"
findings 'a raw image was read once' --intact 'class=not compared,text~needs no decoder'
stranger status 2 'quick reads once' verify --quick --second-reader "$work/case"
finish
