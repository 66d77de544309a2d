# SPDX-License-Identifier: Apache-2.0
# files, disclose: names and content inside an image, compared with The Sleuth Kit and dd; the entry first; refusals; hostile disks.
. "$(dirname "$0")/_lib.sh"
have mkfs.ext4 && have mkfs.vfat && have mcopy && have sfdisk && have icat || skip 'no tools that make and read file systems'
new_case

# A disk with a FAT and an ext4 volume; one file of the ext4 in pieces, one deleted from the FAT, one with a name that misleads.
mkdir -p "$TEMP/tree/home/sato"
printf 'pay within 72 hours\n' >"$TEMP/tree/home/sato/note.txt"
random "$TEMP/tree/home/sato/large.bin" 900000
printf 'x' >"$TEMP/tree/home/$(printf '\033[31mred\n')"
printf 'x' >"$TEMP/tree/home/$(printf 'cafe\314\201')"
truncate -s 12M "$TEMP/disk"
printf 'start=2048,size=8192,type=6\nstart=10240,size=14336,type=83\n' | sfdisk -q "$TEMP/disk"
truncate -s 4M "$TEMP/fat"; mkfs.vfat "$TEMP/fat" >/dev/null
random "$TEMP/secret plan.bin" 50001
mcopy -i "$TEMP/fat" "$TEMP/secret plan.bin" :: ; mdel -i "$TEMP/fat" '::/secret plan.bin'
truncate -s 7M "$TEMP/ext"; mkfs.ext4 -q -F -b 1024 -d "$TEMP/tree" "$TEMP/ext"
dd if="$TEMP/fat" of="$TEMP/disk" bs=512 seek=2048 conv=notrunc status=none
dd if="$TEMP/ext" of="$TEMP/disk" bs=512 seek=10240 conv=notrunc status=none
EXT=$((10240 * 512)) FAT=$((2048 * 512))
for item in EV-001:e01 EV-002:raw; do
  "$EXHIBIT" acquire "$TEMP/disk" --case "$CASE" --item "${item%:*}" --format "${item#*:}" --segment-size 4M >/dev/null
done
# newest EXPRESSION [BACK]: of the newest entry e of the ledger
newest() {
  export_of "$CASE"
  leaf "$(($(entries "$CASE") - 1 - ${2:-0}))" | sed -n 2p >"$TEMP/entry.json"
  python3 -c 'import json,sys; e=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$TEMP/entry.json" "$1"
}
take() { "$EXHIBIT" disclose "$CASE" --item EV-001-I1 --reason 'for the police' "$@"; }

# files
ok files "$CASE" --item EV-001-I1 --reason 'what is on it'
matches 'volumes' "$OUT" "^volume at byte $FAT, 4,194,304 bytes, fat12: "
matches 'volumes' "$OUT" "^volume at byte $EXT, 7,340,032 bytes, ext4: Linux"
matches 'volumes' "$OUT" 'choose one with --volume'
same 'entry of the volumes' "$(newest 'e["type"], e["body"]["action"], e["body"]["range"]')" "('accessed', 'viewed', 'the list of volumes, 2')"
ok files "$CASE" --item EV-002-I1 --volume $EXT --path /home/sato --reason 'search for the note' --json
same 'JSON of files' "$(json_field "$OUT" 'sorted((n["name"], n["size"], n["kind"], n["deleted"]) for n in d["entries"])')" \
  "[('large.bin', 900000, 'file', False), ('note.txt', 20, 'file', False)]"
INODE=$(json_field "$OUT" '[n["inode"] for n in d["entries"] if n["name"] == "note.txt"][0]')
same 'inode' "$INODE" "$(ifind -o 10240 -n home/sato/note.txt "$TEMP/disk")"
matches 'entry of a folder' <(newest 'e["body"]["range"]') "^names in the folder at metadata address [0-9]+ of the volume at byte $EXT \(ext4\), 2\$"
lacks 'what the entry says in clear' "$TEMP/entry.json" 'sato'
"$EXHIBIT" log "$CASE" >"$TEMP/log"
matches 'log' "$TEMP/log" 'search for the note; folder in the image: /home/sato'
ok files "$CASE" --item EV-001-I1 --volume $EXT --path /home --reason r
matches 'a name that misleads' "$OUT" '\\u\{1B\}\[31mred'
lacks 'a name that misleads' "$OUT" "$(printf '\033')"

# disclose: E01 and raw give the same; the bytes are those of icat, and those of the ranges
for item in EV-001-I1 EV-002-I1; do
  ok disclose "$CASE" --item $item --volume $EXT --path /home/sato/large.bin --out "$TEMP/large-$item" --reason 'for the police' --json
  cmp "$TEMP/large-$item" "$TEMP/tree/home/sato/large.bin" || fail "the file out of $item differs"
  same "$item: JSON" "$(json_field "$OUT" 'd["sha256"], d["bytes"], d["volume"], d["path"], d["allocated"], d["unreadable"]')" \
    "('$(digest "$TEMP/tree/home/sato/large.bin")', 900000, $EXT, '/home/sato/large.bin', True, [])"
  same "$item: icat" "$(icat -o 10240 "$TEMP/disk" "$(json_field "$OUT" 'd["inode"]')" | digest /dev/stdin)" "$(json_field "$OUT" 'd["sha256"]')"
  json_field "$OUT" '"\n".join("%d %d" % (r["offset"], r["length"]) for r in d["runs"])' |
    while read -r offset length; do dd if="$TEMP/disk" iflag=skip_bytes,count_bytes skip="$offset" count="$length" bs=64k status=none; done >"$TEMP/gathered"
  same "$item: the ranges" "$(digest "$TEMP/gathered")" "$(json_field "$OUT" 'd["sha256"]')"
  same "$item: md5" "$(json_field "$OUT" 'd["md5"]')" "$(md5sum <"$TEMP/gathered" | cut -c1-32)"
  same "$item: times" "$(json_field "$OUT" 'd["times"]["modified"][-1]')" 'Z'
done
same 'entry of a file' "$(newest 'e["type"], e["body"]["action"]')" "('accessed', 'exported')"
matches 'range of a file' <(newest 'e["body"]["range"]') \
  "^one file: metadata address [0-9]+ of the volume at byte $EXT \(ext4\), 900000 bytes of content: bytes .*, 900000 bytes\), sha256 $(digest "$TEMP/gathered")\$"
lacks 'what the entry says in clear' "$TEMP/entry.json" 'large'
"$EXHIBIT" log "$CASE" >"$TEMP/log"
matches 'log' "$TEMP/log" 'for the police; file in the image: /home/sato/large.bin'
# A deleted one, by the name it had or by its metadata address
expect 0 'note: EV-001-I1: the file is deleted, and where its content lay is a guess' take --volume $FAT --path '/secret plan.bin' --out "$TEMP/deleted"
cmp "$TEMP/deleted" "$TEMP/secret plan.bin" || fail 'the deleted file differs'
matches 'range of a deleted file' <(newest 'e["body"]["range"]') ', deleted, where its content lay is a guess, sha256'
GONE=$(fls -o 2048 "$TEMP/disk" | sed -n 's/^r\/r \* \([0-9]*\):.*secret plan.bin$/\1/p')
expect 0 'note: ' take --volume $FAT --inode "$GONE" --out "$TEMP/deleted2" --json
cmp "$TEMP/deleted2" "$TEMP/secret plan.bin" || fail 'the deleted file differs by inode'
# Names that are no plain text
take --volume $EXT --path "/home/$(printf 'cafe\314\201')" --out "$TEMP/accent" >/dev/null || fail 'a name in another normal form'
take --volume $EXT --path "/home/$(printf '\033[31mred\n')" --out "$TEMP/red" >/dev/null || fail 'a name with controls'
intact "$CASE"

# A file in many pieces: the ranges go into an attachment
python3 - "$TEMP" <<'END'
import os, subprocess, sys
temp = sys.argv[1]
disk = temp + "/pieces"
subprocess.run(["truncate", "-s", "3M", disk], check=True)
subprocess.run(["mkfs.ext4", "-q", "-F", "-b", "1024", "-O", "^has_journal", disk], check=True)
os.mkdir(temp + "/small")
commands = []
for i in range(120):
    name = "%s/small/%d" % (temp, i)
    open(name, "wb").write(os.urandom(1024))
    commands.append("write %s f%d" % (name, i))
commands += ["rm f%d" % i for i in range(0, 120, 2)]
open(temp + "/big", "wb").write(os.urandom(50 * 1024))
commands.append("write %s/big big" % temp)
subprocess.run(["debugfs", "-w", "-f", "-", disk], input="\n".join(commands), text=True, check=True, capture_output=True)
END
"$EXHIBIT" acquire "$TEMP/pieces" --case "$CASE" --item EV-003 >/dev/null
ok disclose "$CASE" --item EV-003-I1 --path /big --out "$TEMP/big-out" --reason r --json
cmp "$TEMP/big" "$TEMP/big-out" || fail 'the file in pieces differs'
RUNS=$(json_field "$OUT" 'd["run_count"]')
[ "$RUNS" -gt 16 ] || fail "the file lies in $RUNS pieces only"
matches 'range of pieces' <(newest 'e["body"]["range"]') "content: $RUNS ranges, 51200 bytes, sha256 .*, ranges in attachment [0-9a-f]{64}\$"
same 'lines of the attachment' "$(wc -l <"$CASE/attachments/$(newest 'e["body"]["range"][-64:]')")" "$RUNS"
intact "$CASE"

# A file that NTFS keeps compressed: its runs hold packed bytes, and are said to
mkdir "$TEMP/mounted"
truncate -s 8M "$TEMP/ntfs"
if have mkfs.ntfs && have ntfs-3g && mkfs.ntfs -q -F "$TEMP/ntfs" >/dev/null 2>&1 && ntfs-3g -o compression "$TEMP/ntfs" "$TEMP/mounted" 2>/dev/null; then
  MOUNTS+=("$TEMP/mounted")
  mkdir "$TEMP/mounted/packed"
  python3 -c 'import os, sys; os.setxattr(sys.argv[1], "system.ntfs_attrib", b"\x00\x08\x00\x00")' "$TEMP/mounted/packed"
  { seq 1 60000; head -c 200000 /dev/zero; seq 1 9; } >"$TEMP/mounted/packed/numbers"
  digest "$TEMP/mounted/packed/numbers" >"$TEMP/expected"
  umount "$TEMP/mounted"
  "$EXHIBIT" acquire "$TEMP/ntfs" --case "$CASE" --item EV-005 >/dev/null
  ok disclose "$CASE" --item EV-005-I1 --path /PACKED/numbers --out "$TEMP/numbers" --reason r --json
  same 'a compressed file' "$(digest "$TEMP/numbers")" "$(cat "$TEMP/expected")"
  same 'kinds of its runs' "$(json_field "$OUT" 'd["path"], {r["kind"] for r in d["runs"]}')" "('/packed/numbers', {'compressed'})"
  matches 'range of a compressed file' <(newest 'e["body"]["range"]') 'bytes of content stand there compressed, sha256'
fi
# A disc; of ISO 9660 libtsk takes the names of Joliet, not those of Rock Ridge
if have genisoimage; then
  genisoimage -quiet -J -o "$TEMP/disc" "$TEMP/tree"
  "$EXHIBIT" acquire "$TEMP/disc" --case "$CASE" --item EV-006 >/dev/null
  ok disclose "$CASE" --item EV-006-I1 --path /home/sato/large.bin --out "$TEMP/from-disc" --reason r
  cmp "$TEMP/from-disc" "$TEMP/tree/home/sato/large.bin" || fail 'the file from a disc differs'
fi

# Sectors that could not be read when the image was made are said of the file they are part of, and of no other
if can_trace; then
  mkdir "$TEMP/flat"
  random "$TEMP/flat/large" 1800000
  echo note >"$TEMP/flat/note"
  truncate -s 4M "$TEMP/failing"
  mkfs.ext4 -q -F -b 1024 -O ^has_journal -d "$TEMP/flat" "$TEMP/failing"
  traced pread64 error=EIO:when=2..60 -P "$TEMP/failing" "$EXHIBIT" acquire "$TEMP/failing" --case "$CASE" --item EV-007 --json >"$TEMP/acquired.json" 2>/dev/null
  LOST=$(json_field "$TEMP/acquired.json" 'd["unreadable"]')
  [ "$LOST" != '[]' ] || fail 'no sector was unreadable'
  expect 0 'note: EV-007-I1: a part of the file could not be read when the image was made, and is zero bytes: bytes 1048576-' \
    "$EXHIBIT" disclose "$CASE" --item EV-007-I1 --path /large --out "$TEMP/lossy" --reason r --json
  same 'unreadable ranges of the file' "$(json_field "$OUT" 'd["unreadable"]')" "$LOST"
  matches 'range of a file with losses' <(newest 'e["body"]["range"]') 'could not be read when the image was made and are zero bytes: bytes 1048576-.*, sha256'
  ok disclose "$CASE" --item EV-007-I1 --path /note --out "$TEMP/whole" --reason r
  printf x >>"$CASE/evidence/EV-007/EV-007-I1.unreadable"
  expect 1 'list of unreadable ranges of EV-007-I1 is not the one recorded' "$EXHIBIT" disclose "$CASE" --item EV-007-I1 --path /note --out "$TEMP/x" --reason r
  truncate -s -1 "$CASE/evidence/EV-007/EV-007-I1.unreadable"
fi

# Refused before anything is read: no entry, no file
before=$(entries "$CASE")
expect 1 'exists already' take --volume $EXT --path /home/sato/note.txt --out "$TEMP/deleted"
expect 1 'inside the case folder' take --volume $EXT --path /home/sato/note.txt --out "$CASE/documents/x"
expect 1 'does not exist' take --volume $EXT --path /home/sato/note.txt --out "$TEMP/none/x"
expect 1 "cannot read EV-001-I1: there is no 'nothing' in the folder" take --volume $EXT --path /home/nothing --out "$TEMP/x"
expect 1 'is a folder; only a file has content' take --volume $EXT --path /home --out "$TEMP/x"
expect 1 "choose one with --volume: $FAT .fat12., $EXT .ext4." take --path /home/sato/note.txt --out "$TEMP/x"
expect 1 'no file system of a kind that is read here at byte 512; nothing was changed' take --volume 512 --path /a --out "$TEMP/x"
expect 1 'behind the end of the media' take --volume 999999999999 --path /a --out "$TEMP/x"
expect 2 'give --path, or --inode' take --volume $EXT --out "$TEMP/x"
expect 2 '--reason is required' "$EXHIBIT" files "$CASE" --item EV-001-I1
expect 2 '--reason is empty' "$EXHIBIT" files "$CASE" --item EV-001-I1 --reason ' '
expect 1 'EV-001 is a thing.*EV-001-I1' "$EXHIBIT" files "$CASE" --item EV-001 --reason r
expect 1 'passphrase is wrong' env EXHIBIT_PASSPHRASE=wrong "$EXHIBIT" disclose "$CASE" --item EV-001-I1 --volume $EXT --path /home/sato/note.txt --out "$TEMP/x" --reason r
same 'entries after refusals' "$(entries "$CASE")" "$before"
[ ! -e "$TEMP/x" ] || fail 'a refused disclosure leaves a file'

# A changed image gives nothing, whatever its own checksums say
cp -a "$CASE/evidence/EV-002/EV-002-I1.002" "$TEMP/kept"
printf 'X' | dd of="$CASE/evidence/EV-002/EV-002-I1.002" bs=1 seek=$((EXT - 4194304 + 1080)) conv=notrunc status=none
expect 3 'its digest is not the one recorded' "$EXHIBIT" files "$CASE" --item EV-002-I1 --volume $EXT --reason r
expect 3 'its digest is not the one recorded' "$EXHIBIT" disclose "$CASE" --item EV-002-I1 --volume $EXT --path /home/sato/note.txt --out "$TEMP/x" --reason r
cp -a "$TEMP/kept" "$CASE/evidence/EV-002/EV-002-I1.002"
same 'entries after a changed image' "$(entries "$CASE")" "$before"
[ ! -e "$TEMP/x" ] || fail 'a changed image gives a file'

# A file system in ruins is told in words
cp "$TEMP/disk" "$TEMP/ruins"
head -c 3000 /dev/urandom | dd of="$TEMP/ruins" bs=1 seek=$((EXT + 1024 + 4)) conv=notrunc status=none
"$EXHIBIT" acquire "$TEMP/ruins" --case "$CASE" --item EV-004 >/dev/null
run "$EXHIBIT" files "$CASE" --item EV-004-I1 --volume $EXT --reason r
same 'status on ruins' "$STATUS" 1
matches 'ruins' "$ERR" 'the file system in EV-004-I1 could not be read: .*; nothing was changed'

# No room where the file goes: the entry, then one that it failed, and no file
if small_disk "$TEMP/small-disk" 256k; then
  before=$(entries "$CASE")
  expect 1 "entry $before says that it was begun, entry $((before + 1)) that it failed" take --volume $EXT --path /home/sato/large.bin --out "$TEMP/small-disk/x"
  same 'left on the full disk' "$(ls -A "$TEMP/small-disk")" ''
fi
intact "$CASE"

# Restricted
ok restrict "$CASE" --item EV-001 --kind contraband --reason 'seen in the preview'
before=$(entries "$CASE")
expect 1 'EV-001-I1 is restricted by entry' take --volume $EXT --path /home/sato/note.txt --out "$TEMP/x"
expect 1 'EV-001-I1 is restricted by entry' "$EXHIBIT" files "$CASE" --item EV-001-I1 --reason r
same 'entries after a restriction' "$(entries "$CASE")" "$before"
[ ! -e "$TEMP/x" ] || fail 'a restricted image gives a file'
finish
