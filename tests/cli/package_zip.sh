#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ZIP files that somebody else prepared: names that lead out, links, doubled names, cut, damaged, very many entries. One finding or
# one line, nothing is written outside, nothing is left behind.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

make_keys
small_case "$work/case"
run package "$work/case" --for police --out "$work/bag" --as 'K. Abe'
run package "$work/case" --for police --out "$work/good.zip" --as 'K. Abe'
mkdir "$work/zips" "$work/unpack"
"$python" -IB "$here/package_make_zips.py" "$work/bag" "$work/good.zip" "$work/zips" || stop 'cannot make the ZIP files'
same 'the ZIP files are there' "$([ "$(find "$work/zips" -name '*.zip' | wc -l)" -ge 25 ] && echo yes)" yes
export TMPDIR="$work/unpack" limit=60

state() { find "$work" -path "$work/unpack" -prune -o -path "$work/stranger" -prune -o -type f ! -name out ! -name err ! -name said -print | sort; }
before=$(state)
for zip in "$work/zips"/*.zip; do
  name=$(basename "$zip" .zip)
  case $name in
    good-*) stranger status 0 "$name" verify --json "$zip" && findings "$name" --intact ;;
    flip-*) # a byte of a date or an attribute: then every file is as it was, which the manifests say
      stranger status 0,1,3 "$name" verify --json "$zip"
      if [[ -s $work/out ]]; then findings "$name"; else one_line "$name"; fi
      ;;
    *)
      stranger status 1,3 "$name" verify --json "$zip" || continue
      if [[ -s $work/out ]]; then findings "$name" --faults; else one_line "$name"; fi
      ;;
  esac
  same "$name: nothing is written elsewhere" "$(state)" "$before"
  same "$name: nothing is left of what was unpacked" "$(find "$work/unpack" -mindepth 1)" ''
done
same 'no file of a hostile name' "$(find / -maxdepth 2 -name 'exhibit-test-escaped*' 2>/dev/null; find "$work/.." -maxdepth 1 -name 'exhibit-test-escaped*')" ''
stranger status 1,3 'hostile name, as text' verify "$work/zips/control-characters.zip"
refute 'no escape sequence reaches the terminal' grep -q "$(printf '\033')" "$work/out" "$work/err"
finish
