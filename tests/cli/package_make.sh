#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Packages as folder and as ZIP: what is in them, BagIt manifests, verification by a stranger, refused destinations.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/case"
entries=$(query "$work/case/case.db" 'select count(*) from entry')
status 0 'package as a folder' package "$work/case" --for police --out "$work/bag" --as 'K. Abe' --json
made=$(member tagmanifest_sha256)
same 'files of the package' "$(member files)" "$(find "$work/bag" -type f | wc -l)"
same 'its manifest of tags' "$made" "$(sha256sum "$work/bag/tagmanifest-sha256.txt" | cut -c1-64)"
run log "$work/case" --json
same 'an entry records it' "$("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["entries"][-1]["type"])' "$work/out")" package_made
check 'the entry names the manifest' grep -q "$made" <<<"$(query "$work/case/case.db" "select cast(leaf as text) from entry where seq = $entries")"

bag_is_good() { # NAME FOLDER
  check "$1: sha256sum -c of the payload" sh -c "cd '$2' && sha256sum --quiet --strict -c manifest-sha256.txt"
  check "$1: sha256sum -c of the tags" sh -c "cd '$2' && sha256sum --quiet --strict -c tagmanifest-sha256.txt"
  same "$1: the manifest lists the payload" "$(cut -c67- "$2/manifest-sha256.txt" | sort)" "$(cd "$2" && find data -type f | sort)"
  same "$1: bagit.txt" "$(<"$2/bagit.txt")" $'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8'
  same "$1: no database of the case" "$(find "$2" -name 'case.db*')" ''
  for file in FIRST-PAGE.pdf FIRST-PAGE.txt FIRST-PAGE-ja.pdf FIRST-PAGE-ja.txt HOW-TO-VERIFY.txt HOW-TO-VERIFY-ja.txt data/ledger/HOW-TO-VERIFY.txt data/ledger/ledger.sqlite data/ledger/checkpoint; do
    check "$1: $file" test -s "$2/$file"
  done
  for folder in evidence attachments documents; do
    same "$1: $folder as in the case" "$(diff -r "$work/case/$folder" "$2/data/$folder" 2>&1)" ''
  done
  same "$1: nothing but files and folders" "$(find "$2" ! -type f ! -type d)" ''
}
bag_is_good folder "$work/bag"
check 'the first page names case and recipient' sh -c "grep -q 2026-0042 '$work/bag/FIRST-PAGE.txt' && grep -q police '$work/bag/FIRST-PAGE.txt' && grep -q $case_id '$work/bag/FIRST-PAGE.txt'"

check 'and the one in Japanese' sh -c "grep -q 2026-0042 '$work/bag/FIRST-PAGE-ja.txt' && grep -q '交付先.*police' '$work/bag/FIRST-PAGE-ja.txt' && grep -q $case_id '$work/bag/FIRST-PAGE-ja.txt'"
same 'the guides hold the same commands' "$(grep '^    ' "$work/bag/HOW-TO-VERIFY-ja.txt")" "$(grep '^    ' "$work/bag/HOW-TO-VERIFY.txt")"
check 'there are some' [ "$(grep -c '^    ' "$work/bag/HOW-TO-VERIFY-ja.txt")" -gt 5 ]
refute 'the Japanese guide holds no mark of a missing command' grep -qE '@[0-9]' "$work/bag/HOW-TO-VERIFY-ja.txt" "$work/bag/HOW-TO-VERIFY.txt"

before=$(state_of "$work/bag")
stranger status 0 'verify the folder' verify --json "$work/bag"
findings 'the folder is intact' --intact 'class=signers not identified'
same 'entries in the package' "$(member entries)" "$entries"
same 'media read back' "$(member bytes)" $((5000192 + 700000))
same 'case id' "$(member case_id)" "$case_id"
stranger status 0 'verify with the case id' verify --json --case-id "$case_id" "$work/bag"
findings 'signers are identified' --intact '!class=signers not identified'
stranger status 3 'verify with another case id' verify --json --case-id "${case_id//[0-7]/8}" "$work/bag"
findings 'another case id' --faults 'class=unauthorised,entry=0'
stranger status 0 'ledger only' verify --ledger-only "$work/bag"
stranger status 3 'strict' verify --strict "$work/bag"
stranger status 2 'a package is not recorded in' verify --record --reason x "$work/bag"
same 'verify changed nothing' "$(state_of "$work/bag")" "$before"
chmod -R a-w "$work/bag"
stranger status 0 'verify a package that cannot be written' verify "$work/bag"
chmod -R u+w "$work/bag"

status 1 'a named party, on nothing' package "$work/case" --for '警視庁 サイバー犯罪対策課' --out "$work/nothing" --as 'K. Abe'
one_line 'a named party, on nothing'
status 0 'package as ZIP, odd recipient' package "$work/case" --override 'asked for on the telephone' --for '警視庁 サイバー犯罪対策課 "A/B" <x> %n \ 😀' --out "$work/hand over %20 日本.zip" --as 'K. Abe'
check 'unzip takes it' unzip -tqq "$work/hand over %20 日本.zip"
mkdir "$work/unzipped"
(cd "$work/unzipped" && unzip -qq "$work/hand over %20 日本.zip")
bag_is_good ZIP "$(find "$work/unzipped" -mindepth 1 -maxdepth 1)"
check 'the recipient is printed as given' grep -q '警視庁 サイバー犯罪対策課 "A/B" <x> %n \\ 😀' "$(find "$work/unzipped" -name FIRST-PAGE.txt)"
before=$(sha256sum "$work/hand over %20 日本.zip")
stranger status 0 'verify the ZIP' verify --json "$work/hand over %20 日本.zip"
findings 'the ZIP is intact' --intact
same 'the ZIP is as it was' "$(sha256sum "$work/hand over %20 日本.zip")" "$before"
status 0 'a name that only has a dot' package "$work/case" --for 'K. Abe' --override 'counsel of the company' --out "$work/bag.v2" --as 'K. Abe'
check 'is a folder' test -d "$work/bag.v2"

# The ledger grows; what was handed over stays good.
run incident open "$work/case" --number INC-8 --title 'later' --as 'K. Abe'
run document "$work/case" handover-receipt --item EV-001 --out "$work/later.pdf" --as 'K. Abe'
stranger status 0 'an older package still verifies' verify "$work/bag"
status 0 'on the device of the case too' verify "$work/bag"

# Destinations.
refused() { # DESCRIPTION STATUS OUT
  local before
  before=$(query "$work/case/case.db" 'select count(*) from entry')
  status "$2" "$1" package "$work/case" --for police --out "$3" --as 'K. Abe'
  one_line "$1"
  same "$1: nothing is recorded" "$(query "$work/case/case.db" 'select count(*) from entry')" "$before"
}
refused 'the folder exists' 1 "$work/bag"
refused 'the ZIP exists' 1 "$work/hand over %20 日本.zip"
mkdir "$work/empty" && refused 'an empty folder exists' 1 "$work/empty"
ln -s "$work/nowhere" "$work/link" && refused 'a link to nowhere exists' 1 "$work/link"
check 'the link is still one' test -h "$work/link"
refused 'the parent does not exist' 1 "$work/none/bag"
refused 'inside the case' 1 "$work/case/bag"
refused 'inside the evidence' 1 "$work/case/evidence/EV-001/bag.zip"
ln -s "$work/case" "$work/alias" && refused 'inside the case by a link' 1 "$work/alias/documents/bag"
refused 'inside the case by dots' 1 "$work/empty/../case/bag"
[[ $(id -u) -eq 0 ]] || { mkdir -m 500 "$work/closed" && refused 'a folder without write permission' 1 "$work/closed/bag"; }
status 2 'no recipient' package "$work/case" --out "$work/x" --as 'K. Abe'
status 2 'an empty recipient' package "$work/case" --for ' ' --out "$work/x" --as 'K. Abe'
status 2 'no destination' package "$work/case" --for police --as 'K. Abe'
check 'none of these left anything' test ! -e "$work/x"
same 'no half-made package is left' "$(find "$work" -name '*in-the-making*')" ''
stranger status 0 'the case is intact' verify "$work/case"

# Evidence that is not what was recorded is not handed over.
flip "$work/case/evidence/EV-002/EV-002-I1.raw" 1000
refused 'an image that changed' 1 "$work/bad"
flip "$work/case/evidence/EV-002/EV-002-I1.raw" 1000
mv "$work/case/evidence/EV-001/EV-001-I1.E02" "$work/aside"
refused 'a segment is gone' 1 "$work/bad"
mv "$work/aside" "$work/case/evidence/EV-001/EV-001-I1.E02"
document=$(find "$work/case/documents" -type f | sed -n 1p)
mv "$document" "$work/aside"
refused 'a document is gone' 1 "$work/bad"
mv "$work/aside" "$document"
check 'nothing is left of them' test ! -e "$work/bad"
same 'nothing half-made either' "$(find "$work" -name '*in-the-making*')" ''
finish
