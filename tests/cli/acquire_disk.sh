# SPDX-License-Identifier: Apache-2.0
# A partitioned disk with an ext4, as a block device where a loop device may be attached, as a file elsewhere.
. "$(dirname "$0")/_lib.sh"
have sfdisk && have mke2fs || skip 'sfdisk and mke2fs make the disk'
new_case

mkdir "$TEMP/files"
echo 'All your files are encrypted.' >"$TEMP/files/READ_ME.txt"
seq 1 20000 >"$TEMP/files/数字.txt"
truncate -s 12M "$TEMP/disk"
printf 'label: dos\nstart=2048, size=20480, type=83\n' | sfdisk --quiet "$TEMP/disk"
mke2fs -q -t ext4 -L data -d "$TEMP/files" -E offset=1048576 "$TEMP/disk" 10M
SOURCE=$TEMP/disk KIND=file
if loop --read-only "$TEMP/disk"; then SOURCE=$LOOP KIND=device; else echo 'not checked: block device (no loop device may be attached)'; fi

ok acquire "$SOURCE" --case "$CASE" --item EV-001 --json --description 'disk of FS-1, bay 2' --reason 'intrusion' --carrier 'case disk 7'
same 'members of the JSON object' "$(json_field "$OUT" '[n for n in "item source bytes image md5 sha1 sha256 blocks_root unreadable verified entry seconds".split() if n not in d]')" '[]'
same 'lines on standard output' "$(wc -l <"$OUT")" 1
same item "$(json_field "$OUT" 'd["item"]')" EV-001
same source "$(json_field "$OUT" 'd["source"]')" "$SOURCE"
same bytes "$(json_field "$OUT" 'd["bytes"]')" 12582912
same sha256 "$(json_field "$OUT" 'd["sha256"]')" "$(digest "$TEMP/disk")"
same unreadable "$(json_field "$OUT" 'd["unreadable"]')" '[]'
same verified "$(json_field "$OUT" 'd["verified"]')" True
same 'length of blocks_root' "$(json_field "$OUT" 'len(d["blocks_root"])')" 64
same 'seconds is a number' "$(json_field "$OUT" 'isinstance(d["seconds"], (int, float)) and d["seconds"] >= 0')" True
IMAGE=$CASE/$(json_field "$OUT" 'd["image"][0]')
same 'entry named' "$(json_field "$OUT" 'd["entry"]') image_verified" "$(types "$CASE" | tail -1)"
# The root of the block digests, computed again from the source.
python3 - "$TEMP/disk" >"$TEMP/root" <<'PYTHON'
import hashlib, sys
h = lambda b: hashlib.sha256(b).digest()
data = open(sys.argv[1], 'rb').read()
level = [h(b'\0' + h(data[i:i + 262144])) for i in range(0, len(data), 262144)]
def root(a):
    if len(a) == 1: return a[0]
    k = 1
    while 2 * k < len(a): k *= 2
    return h(b'\1' + root(a[:k]) + root(a[k:]))
print(root(level).hex())
PYTHON
same blocks_root "$(json_field "$OUT" 'd["blocks_root"]')" "$(cat "$TEMP/root")"

if have ewfinfo; then
  ewfinfo "$IMAGE" >"$TEMP/info" 2>&1 || fail 'ewfinfo rejects the image'
  matches ewfinfo "$TEMP/info" 'Case number:[[:space:]]*2026-0042'
  matches ewfinfo "$TEMP/info" 'Examiner name:[[:space:]]*R\. Sato'
  matches ewfinfo "$TEMP/info" 'Description:[[:space:]]*disk of FS-1, bay 2'
  matches ewfinfo "$TEMP/info" 'Evidence number:[[:space:]]*EV-001'
  matches ewfinfo "$TEMP/info" "MD5:[[:space:]]*$(md5sum <"$TEMP/disk" | cut -c1-32)"
  matches ewfinfo "$TEMP/info" "SHA1:[[:space:]]*$(sha1sum <"$TEMP/disk" | cut -c1-40)"
  ewfverify -q "$IMAGE" >"$TEMP/info" 2>&1 || fail 'ewfverify rejects the image'
  ewfexport -u -q -f raw -t "$TEMP/back" "$IMAGE" >/dev/null 2>&1
  cmp "$TEMP/back.raw" "$TEMP/disk" || fail 'ewfexport gives other bytes than the disk'
fi
if have fls; then
  img_stat -i ewf "$IMAGE" >"$TEMP/stat" || fail 'img_stat rejects the image'
  matches img_stat "$TEMP/stat" 'Size of data in bytes:[[:space:]]*12582912'
  fls -i ewf -o 2048 "$IMAGE" >"$TEMP/names" || fail 'fls rejects the image'
  matches fls "$TEMP/names" 'READ_ME\.txt'
  matches fls "$TEMP/names" '数字\.txt'
fi

# What a person reads.
ok acquire "$SOURCE" --case "$CASE" --item EV-002 --format raw
matches 'standard output of acquire' "$OUT" '^EV-002: 12,582,912 bytes imaged as EV-002-I1 in 1 file$'
matches 'standard output of acquire' "$OUT" "sha256 +$(digest "$TEMP/disk")"
matches 'standard output of acquire' "$OUT" '^compared \(entry [0-9]+\)'
cmp "$CASE/evidence/EV-002/EV-002-I1.raw" "$TEMP/disk" || fail 'the raw image is not the disk'
if [ "$KIND" = device ]; then
  export_of "$CASE"
  matches 'start entry' <(grep -h '"body.source.kind"' "$EXPORT/disclosures.jsonl") 'device|disk|loop'
  matches 'start entry' <(grep -h '"body.source.backing_file"' "$EXPORT/disclosures.jsonl") "$TEMP/disk"
  if [ -b "${LOOP}p1" ]; then
    ok acquire "${LOOP}p1" --case "$CASE" --item EV-003 --json
    same 'sha256 of the partition' "$(json_field "$OUT" 'd["sha256"]')" "$(tail -c +1048577 "$TEMP/disk" | head -c 10485760 | sha256sum | cut -c1-64)"
  fi
fi
intact "$CASE"
finish
