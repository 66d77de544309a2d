#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every change to a file of a case beside the images, and every file that does not belong there, is found and named.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"

sample_case "$work/case"
one=evidence/EV-001/EV-001-I1 two=evidence/EV-002/EV-002-I1
attachment=$(cd "$work/case" && echo attachments/*)
document=$(cd "$work/case" && echo documents/*)
run log "$work/case" --json
finished=$("$python" -c 'import json, sys
print(*(e["entry"] for e in json.load(open(sys.argv[1]))["entries"] if e["type"] == "acquisition_finished"))' "$work/out")
first=${finished% *}
fold "$work/case"

# Files beside the images, attachments, documents.
for file in $one.blocks $one.files $one.log $two.blocks $two.files "$attachment" "$document"; do
  case $file in evidence/*) item=",item=$(basename "${file%.*}")" ;; *) item='' ;; esac
  tampered "$file changed" "flip $file 9" "class=mismatch,field=$file,entry~^[0-9]+\$$item"
  tampered "$file longer" "echo >>$file" "class=mismatch,field=$file$item"
  tampered "$file emptied" ": >$file" "class=mismatch,field=$file$item"
  tampered "$file removed" "rm $file" "class=missing,field=$file,entry~^[0-9]+\$$item"
  tampered "$file is a folder" "rm $file; mkdir $file" "class=missing,field=$file$item"
done
tampered 'lists of two images swapped' "mv $one.files x; mv $two.files $one.files; mv x $two.files" "class=mismatch,field=$one.files" "class=mismatch,field=$two.files"
tampered 'a segment and its list changed together' "flip $one.E02 300000; cd evidence/EV-001; sha256sum EV-001-I1.E0? >EV-001-I1.files" \
  "class=mismatch,field=$one.files" "class=mismatch,entry=$first,field=digests.sha256"
tampered 'document and attachment swapped' "mv $document x; mv $attachment $document; mv x $attachment" "class=mismatch,field=$document" "class=mismatch,field=$attachment"
tampered 'folders of attachments and documents removed' 'rm -r attachments documents' "class=missing,field=$attachment" "class=missing,field=$document"

# What does not belong there.
for folder in . evidence evidence/EV-001 attachments documents; do
  at=${folder#.}${folder:+/}
  at=${at#/}
  tampered "planted in $folder: file" "echo x >${at}planted.txt" "class=uncovered,field=${at}planted.txt"
  tampered "planted in $folder: hidden file" "echo x >${at}.hidden" "class=uncovered,field=${at}.hidden"
  tampered "planted in $folder: folder" "mkdir -p ${at}sub; echo x >${at}sub/x" "class=uncovered,field~^${at}sub"
  # An empty folder may be what a command left that was cut off: it is named, as a limit or as a fault.
  rm -rf "$work/copy"
  cp -a "$work/case" "$work/copy"
  mkdir "$work/copy/${at}sub"
  stranger status 0,3 "planted in $folder: empty folder" verify --json "$work/copy"
  findings "planted in $folder: empty folder" "class=uncovered|interrupted,field=${at}sub"
  tampered "planted in $folder: folder of folders with a link" "mkdir -p ${at}sub/sub; ln -s /etc ${at}sub/sub/x" "class=uncovered,field~^${at}sub"
  tampered "planted in $folder: link" "ln -s /etc/passwd ${at}link" "class=uncovered,field=${at}link"
  tampered "planted in $folder: link to nowhere" "ln -s /nonexistent ${at}link" "class=uncovered,field=${at}link"
  tampered "planted in $folder: pipe" "mkfifo ${at}pipe" "class=uncovered,field=${at}pipe"
  tampered "planted in $folder: odd name" "echo x >${at}\$'a\\nb\\e[31m\\xff'" 'class=uncovered,text~covered by no entry'
done
# What an interrupted command leaves is told from what was put there under such a name.
tampered 'an unfinished image of no such name' 'mkdir evidence/EV-001/.partial-x; echo x >evidence/EV-001/.partial-x/x' 'class=uncovered,field~^evidence/EV-001/.partial-x'
tampered 'a strange file among unfinished ones' 'mkdir evidence/EV-001/.partial-EV-001-I9; echo x >evidence/EV-001/.partial-EV-001-I9/notes' 'class=uncovered,field~^evidence/EV-001/.partial-'
tampered 'a link among unfinished files' 'mkdir evidence/EV-001/.partial-EV-001-I9; ln -s /etc/passwd evidence/EV-001/.partial-EV-001-I9/EV-001-I9.E01' 'class=uncovered,field~^evidence/EV-001/.partial-'
tampered 'an unfinished image of another item' 'mkdir evidence/EV-001/.partial-EV-002-I9; echo x >evidence/EV-001/.partial-EV-002-I9/EV-002-I9.E01' 'class=uncovered,field~^evidence/EV-001/.partial-'
tampered 'a folder named like a database file' 'mkdir case.db-shm; echo x >case.db-shm/hidden' 'class=uncovered,field~^case.db-shm'
tampered 'a link named like a database file' 'ln -s /etc/passwd case.db-shm' 'class=uncovered,field=case.db-shm'
tampered 'a folder in place of the write-ahead log' 'mkdir case.db-wal; echo x >case.db-wal/hidden' 'class=uncovered|tampered,field~^case.db'
tampered 'a journal of the database' 'echo x >case.db-journal' 'class=uncovered,field=case.db-journal'
tampered 'several changes at once' "flip $one.E01 300000; rm $attachment; echo x >planted; flip $document 9; rm $two.raw" \
  'class=mismatch,item=EV-001-I1' 'class=missing,item=EV-002-I1' "class=missing,field=$attachment" 'class=uncovered,field=planted' "class=mismatch,field=$document"

tampered 'output with control characters' "echo x >\$'a\\nb\\e[31m'" 'class=uncovered'
stranger status 3 'names with control characters, as text' verify "$work/copy"
refute 'no escape sequence reaches the terminal' grep -q "$(printf '\033')" "$work/out"
stranger status 0 'the original is intact' verify "$work/case"
finish
