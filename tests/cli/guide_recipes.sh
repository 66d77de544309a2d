#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The guides are run as printed, where there is nothing but stock tools: each block prints what its text says it must. Then on changed copies,
# where the recipe must show the change. As root in a root file system of its own, otherwise with a bare PATH.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/case"
run log export "$work/case" "$work/export"
run package "$work/case" --for police --out "$work/bag" --as 'K. Abe'
tools='bash cat cmp cut date dirname basename find grep head ls mkdir mktemp mv openssl rm sed sha256sum sort sqlite3 tail tr wc xxd base64 env'

root=$work/root
mkdir -p "$root/bin" "$root/tmp" "$root/dev" "$root/work"
for tool in $tools; do
  path=$(type -P "$tool") || stop "$tool is not installed"
  cp -L "$path" "$root/bin/"
  for library in $(ldd "$path" | grep -o '/[^ ]*'); do
    mkdir -p "$root$(dirname "$library")"
    cp -Ln "$library" "$root$library"
  done
done
cp "$root/bin/bash" "$root/bin/sh"
: >"$root/dev/null"
in_bare_system() { # FOLDER below $root/work; the script on standard input
  if [[ $(id -u) -eq 0 ]]; then
    env -i PATH=/bin TMPDIR=/tmp HOME=/tmp "$(PATH=$PATH:/usr/sbin type -P chroot)" "$root" /bin/bash -c "cd '/work/$1' && exec bash -s" 2>&1
  else
    (cd "$root/work/$1" && env -i PATH="$root/bin" TMPDIR="$root/tmp" HOME="$root/tmp" "$root/bin/bash" -s) 2>&1
  fi
}
refute 'the program is not in the bare system' test -e "$root$EXHIBIT"

# blocks FILE: each run of lines with four leading spaces, and a line that marks its end. A person pastes block after block into one shell,
# which must survive all of them.
blocks() {
  awk '/^    /{ print substr($0, 5); open = 1; next }
       open && !/^$/ { print "\necho \"[end of block " ++n "]\""; open = 0 }
       END { if (open) print "\necho \"[end of block " ++n "]\"" }' "$1"
}
# follow FOLDER GUIDE: runs the recipe on $root/work/FOLDER; what it printed goes to $work/said-FOLDER.
follow() {
  blocks "$root/work/$1/$2" >"$work/recipe"
  in_bare_system "$1" <"$work/recipe" >"$work/printed"
}
block() { # NUMBER: what that block printed
  awk -v want="$1" '/^\[end of block /{ n = $4 + 0; if (n == want) { printf "%s", text; exit } text = ""; next } { text = text $0 "\n" }' "$work/printed"
}

# The ledger's guide. Block 1 makes a folder; then as the text numbers them.
cp -r "$work/export" "$root/work/ledger"
guide=$root/work/ledger/HOW-TO-VERIFY.txt
follow ledger HOW-TO-VERIFY.txt
count=$(grep -c '^\[end of block' "$work/printed")
same 'blocks of the guide that were run' "$count" "$(grep -c 'end of block' "$work/recipe")"
same 'all "Must print" lines of the guide' "$(grep -oE '^   Must print: .*' "$guide" | sed 's/^   Must print: //')" \
  $'Signature Verified Successfully\nchain: same\nall signatures verified'
grep -oE '^   Must print: .*' "$guide" | sed 's/^   Must print: //' | while read -r text; do
  grep -qx "$text" "$work/printed" || echo "$text"
done >"$work/unprinted"
same 'each is printed' "$(<"$work/unprinted")" ''
entries=$(sed -n 2p "$work/export/checkpoint")
chain_block=$(block 3)
same 'the chain reaches the size that the head signs' "$(head -1 <<<"$chain_block" | cut -d'|' -f1)" "$entries"
same 'which is printed last' "$(tail -1 <<<"$chain_block")" "$entries"
same 'the tree: both lines are the same' "$(grep -A1 -xF "$(sed -n 3p "$work/export/checkpoint")" "$work/printed" | head -2 | sort -u)" \
  "$(sed -n 3p "$work/export/checkpoint")"
check 'the case id is printed' grep -qx "$case_id" "$work/printed"
digest=$(block "$count" | tail -1)
check 'the digest of the first disclosure stands in its entry' sh -c \
  "sqlite3 '$work/export/ledger.sqlite' \"select cast(leaf as text) from entry where seq = $(sed -n '1s/^\[\([0-9]*\),.*/\1/p' "$work/export/disclosures.jsonl")\" | grep '$digest'" >"$work/found"
same 'a digest' "${#digest}" 64

# A smaller case to change: each signature is a process of openssl.
run case create "$work/second" --number 2 --title 'Small' --as 'R. Sato'
run key enrol "$work/second" 'H. Mori' --role custodian --as 'R. Sato'
run key enrol "$work/second" 'K. Abe' --role counsel --as 'R. Sato'
run incident open "$work/second" --number INC-7 --title 'Ransom note on FS-1' --as 'K. Abe'
run incident open "$work/second" --number INC-8 --title 'Another note' --as 'K. Abe'
rm -rf "$work/export"
run log export "$work/second" "$work/export"
entries=$(sed -n 2p "$work/export/checkpoint")

# shows DESCRIPTION FOLDER GUIDE CHANGE: on a changed copy the recipe does not print all that it must print.
shows() {
  rm -rf "$root/work/copy"
  cp -r "$work/$2" "$root/work/copy"
  (cd "$root/work/copy" && eval "$4")
  follow copy "$3"
  checks=$((checks + 1))
  local text told=
  while read -r text; do
    grep -qxF "$text" "$work/printed" || told=yes
  done < <(grep -oE '^ *Must print: .*' "$root/work/copy/$3" | sed 's/^ *Must print: //')
  if [[ $2 == export ]]; then
    [[ $(block 3 | head -1 | cut -d'|' -f1) == "$(block 3 | tail -1)" ]] || told=yes
    [[ $(grep -cxF "$(sed -n 3p "$root/work/copy/checkpoint")" "$work/printed") -ge 2 ]] || told=yes
  fi
  [[ -n $told ]] || fail "the recipe does not show: $1"
  same "$1: the shell is still there at the end" "$(grep -c '^\[end of block' "$work/printed")" "$(grep -c 'end of block' "$work/recipe")"
}
shows 'an entry edited' export HOW-TO-VERIFY.txt "edit_db ledger.sqlite \"update entry set leaf = edited(leaf, 'counsel', 'auditor') where seq = 3\""
shows 'the newest entry edited' export HOW-TO-VERIFY.txt \
  "edit_db ledger.sqlite \"update entry set leaf = edited(leaf, 'INC-8', 'INC-9') where seq = $((entries - 1))\""
shows 'an entry in the middle removed' export HOW-TO-VERIFY.txt 'edit_db ledger.sqlite "delete from entry where seq = 4"'
shows 'the newest entry removed' export HOW-TO-VERIFY.txt "edit_db ledger.sqlite 'delete from entry where seq = $((entries - 1))'"
shows 'all entries removed' export HOW-TO-VERIFY.txt 'edit_db ledger.sqlite "delete from entry"'
shows 'two entries swapped' export HOW-TO-VERIFY.txt \
  'edit_db ledger.sqlite "update entry set seq = -1 where seq = 4; update entry set seq = 4 where seq = 5; update entry set seq = 5 where seq = -1"'
shows 'the head edited' export HOW-TO-VERIFY.txt "sed -i '2s/.*/$((entries - 1))/' checkpoint"
shows "somebody else's key" export HOW-TO-VERIFY.txt 'set -- keys/*.pem; cp "$1" log.pem'
shows 'a signature stripped' export HOW-TO-VERIFY.txt \
  "edit_db ledger.sqlite \"update entry set leaf = cast(substr(leaf, 1, length(leaf) - 30) as blob) where seq = $((entries - 1))\""

# The package's guide.
cp -r "$work/bag" "$root/work/bag"
follow bag HOW-TO-VERIFY.txt
same 'blocks of the package guide that were run' "$(grep -c '^\[end of block' "$work/printed")" "$(grep -c 'end of block' "$work/recipe")"
for text in 'all files: same' 'no other file' 'image files: same'; do
  check "the package guide prints: $text" grep -qx "$text" "$work/printed"
done
check 'the manifest of tags' grep -q "^$(sha256sum <"$work/bag/tagmanifest-sha256.txt" | cut -c1-64)" "$work/printed"
check 'the guide of the ledger is found' grep -q '^HOW TO CHECK THIS LEDGER' "$work/printed"
check 'digests of the media' grep -q "\"sha256\":\"$(sha256sum <"$work/disk1" | cut -c1-64)\"" "$work/printed"
check 'each document is in the ledger' grep -qx "$(cd "$work/bag" && echo data/documents/*.pdf): in the ledger" "$work/printed"
for change in 'flip data/evidence/EV-002/EV-002-I1.raw 1000' 'flip FIRST-PAGE.txt 10' 'rm data/ledger/checkpoint' 'echo x >data/planted' \
  'sed -i 1d manifest-sha256.txt' 'mv data/evidence/EV-001/EV-001-I1.E02 data/evidence/EV-001/EV-001-I1.E04'; do
  shows "$change" bag HOW-TO-VERIFY.txt "$change"
done
follow_fitted() { # DESCRIPTION CHANGE PATTERN: manifests made to fit; the block on images or documents must tell
  rm -rf "$root/work/copy"
  cp -r "$work/bag" "$root/work/copy"
  (cd "$root/work/copy" && eval "$2" && find data -type f | sort | xargs sha256sum >manifest-sha256.txt &&
    find . -maxdepth 1 -type f ! -name tagmanifest-sha256.txt -printf '%P\n' | xargs sha256sum >tagmanifest-sha256.txt)
  follow copy HOW-TO-VERIFY.txt
  check "$1: the manifests fit" grep -qx 'all files: same' "$work/printed"
  refute "$1: the recipe must tell" grep -qx "$3" "$work/printed"
}
follow_fitted 'an image changed' 'flip data/evidence/EV-002/EV-002-I1.raw 1000' 'image files: same'
follow_fitted 'an image and the list of its files changed' \
  'flip data/evidence/EV-002/EV-002-I1.raw 1000 && (cd data/evidence/EV-002 && sha256sum EV-002-I1.raw >EV-002-I1.files)' 'image files: same'
follow_fitted 'a document changed' 'flip data/documents/*.pdf 1000' 'data/documents/.*: in the ledger'

# A guide of a package without images and documents prints no false alarm.
run package "$work/second" --for police --out "$work/smallbag" --as 'R. Sato'
cp -r "$work/smallbag" "$root/work/small"
follow small HOW-TO-VERIFY.txt
check 'a package without images: same files' grep -qx 'all files: same' "$work/printed"
same 'a package without images: all blocks run' "$(grep -c '^\[end of block' "$work/printed")" "$(grep -c 'end of block' "$work/recipe")"
finish
