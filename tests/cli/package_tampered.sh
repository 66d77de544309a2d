#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Packages changed on the way: with manifests as they were, and with manifests made to fit, when the ledger must tell.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/source"
run package "$work/source" --for police --out "$work/case" --as 'K. Abe' # tampered() works on copies of $work/case
one=data/evidence/EV-001/EV-001-I1 two=data/evidence/EV-002/EV-002-I1
attachment=$(cd "$work/case" && echo data/attachments/*)
document=$(cd "$work/case" && echo data/documents/*)
# What somebody does who knows BagIt: both manifests anew.
refit_bag() {
  find data -type f -printf '%p\n' | sort | xargs -d '\n' sha256sum >manifest-sha256.txt
  find . -maxdepth 1 -type f ! -name tagmanifest-sha256.txt -printf '%P\n' | sort | xargs -d '\n' sha256sum >tagmanifest-sha256.txt
}

# Manifests as they were.
for file in $one.E02 $two.raw $one.blocks $one.files $one.log "$attachment" "$document" data/ledger/checkpoint data/ledger/HOW-TO-VERIFY.txt \
  data/ledger/proofs/3.tlog-proof FIRST-PAGE.pdf FIRST-PAGE.txt HOW-TO-VERIFY.txt bag-info.txt manifest-sha256.txt; do
  tampered "$file changed" "flip $file 9" "class=mismatch,field=$file"
  tampered "$file removed" "rm $file" "class=missing,field~^(${file//./\\.}|segments)\$"
done
for file in data/planted data/evidence/EV-001/planted data/ledger/planted data/documents/planted; do
  tampered "$file added" "echo x >$file" "class=uncovered,field=$file"
done
tampered 'a link added' 'ln -s /etc/passwd data/link' 'class=uncovered,field=data/link'
tampered 'a file turned into a link to itself' "cp $two.raw $work/aside; ln -sf $work/aside $two.raw" "class=uncovered,field=$two.raw"
tampered 'a line taken from the manifest' "sed -i 1d manifest-sha256.txt" 'class=uncovered' 'class=mismatch,field=manifest-sha256.txt'
tampered 'a line of the manifest doubled' "sed -i 1p manifest-sha256.txt" 'class=tampered,field=manifest-sha256.txt'
tampered 'a line of the manifest that leads out' "sed -i '1s|  .*|  ../../../etc/passwd|' manifest-sha256.txt" 'class=tampered,field=manifest-sha256.txt'
tampered 'an absolute name in the manifest' "sed -i '1s|  .*|  /etc/passwd|' manifest-sha256.txt" 'class=tampered,field=manifest-sha256.txt'
tampered 'a manifest of noise' "head -c 5000 /dev/urandom >manifest-sha256.txt" 'class=tampered,field=manifest-sha256.txt'
tampered 'an empty manifest' ': >manifest-sha256.txt' 'class=uncovered'
tampered 'no manifest of tags' 'rm tagmanifest-sha256.txt' 'class=missing'
tampered 'the payload removed' 'rm -r data' 'class=missing'
tampered 'the ledger removed' 'rm -r data/ledger' 'class=missing' 'class=tampered'

tampered 'bagit.txt changed' 'flip bagit.txt 9' 'class=mismatch,field=bagit.txt'
rm "$work/copy/bagit.txt"
stranger status 1 'bagit.txt removed' verify "$work/copy"
one_line 'bagit.txt removed'

# Manifests made to fit: only the ledger can tell now. No finding speaks of a manifest.
fitted() { tampered "$1, manifests made to fit" "$2; cd $work/copy; refit_bag" "${@:3}" '!field~manifest'; }
for file in $one.E02 $two.raw; do
  item=$(basename "${file%.*}")
  fitted "$file changed" "flip $file 300000" "class=mismatch,item=$item,field=digests.sha256"
  fitted "$file removed" "rm $file" "class=missing,item=$item,field=segments"
done
fitted 'an image and its list' "flip $two.raw 300000; cd data/evidence/EV-002; sha256sum EV-002-I1.raw >EV-002-I1.files" \
  'class=mismatch,item=EV-002-I1,field=digests.sha256' 'class=mismatch,field=evidence/EV-002/EV-002-I1.files'
fitted 'a list of blocks' "flip $one.blocks 12" "class=mismatch,field=${one#data/}.blocks"
for file in "$attachment" "$document"; do
  fitted "$file changed" "flip $file 9" "class=mismatch,field=${file#data/}"
  fitted "$file removed" "rm $file" "class=missing,field=${file#data/}"
done
fitted 'a document in place of another' "cp $work/source/evidence/EV-002/EV-002-I1.files $document" "class=mismatch,field=${document#data/}"
for file in planted evidence/EV-001/planted documents/planted attachments/planted evidence/EV-001/EV-001-I1.E04; do
  fitted "data/$file added" "echo x >data/$file" 'class=uncovered'
done
fitted 'keys and proofs added' 'cp data/ledger/log.pem data/ledger/keys/00.pem' 'class=uncovered'
fitted 'a proof removed' 'rm data/ledger/proofs/3.tlog-proof' 'class=missing'
fitted 'a proof changed' 'sed -i 3s/./A/ data/ledger/proofs/3.tlog-proof; sed -i 3s/./B/ data/ledger/proofs/3.tlog-proof' 'class=tampered'
fitted 'the newest checkpoint' 'flip data/ledger/checkpoint 90' 'class=mismatch|tampered'
fitted 'the checkpoints' 'flip data/ledger/checkpoints 90' 'class=tampered,field=checkpoint'
fitted 'the key of the log' 'set -- data/ledger/keys/*.pem; cp "$1" data/ledger/log.pem' 'class=mismatch,text~log.pem'
fitted 'a disclosed value' 'sed -i "1s/Ransom/Random/;2s/Ransom/Random/" data/ledger/disclosures.jsonl' 'class=mismatch,entry=0'
fitted 'an entry edited' "edit_db data/ledger/ledger.sqlite \"update entry set leaf = edited(leaf, 'counsel', 'auditor') where seq = 3\"" \
  'class=tampered,entry=3,field=signatures' 'class=tampered,entry=4,field=chain'
fitted 'the newest entry removed' 'edit_db data/ledger/ledger.sqlite "delete from entry where seq = (select max(seq) from entry)"' 'class=truncated'
fitted 'an entry in the middle removed' 'edit_db data/ledger/ledger.sqlite "delete from entry where seq = 4"' 'class=missing,entry=4'
fitted 'all entries removed' 'edit_db data/ledger/ledger.sqlite "delete from entry"' 'class=missing|truncated|tampered'
fitted 'the ledger a text' 'echo text >data/ledger/ledger.sqlite' 'class=tampered|missing'
fitted 'the ledger cut in half' 'truncate -s 8192 data/ledger/ledger.sqlite' 'class=tampered|missing'
stranger status 0 'the package itself is intact' verify "$work/case"
finish
