# SPDX-License-Identifier: Apache-2.0
# convert: between E01, raw and split raw with digests compared; damaged input, unreadable ranges, interruptions, a full disk;
# of an image of a case, as an entry.
. "$(dirname "$0")/_lib.sh"
# whole FILE WHAT: an E01 that another program accepts and whose media are $TEMP/disk
whole() {
  have ewfverify || return 0
  ewfverify -q "$1" >"$TEMP/ewf" 2>&1 || fail "ewfverify rejects $2"
  ewfexport -q -u -f raw -t "$TEMP/back" "$1" >/dev/null 2>&1 || fail "ewfexport rejects $2"
  cmp "$TEMP/back.raw" "$TEMP/disk" || fail "ewfexport reads other bytes from $2"
  rm -f "$TEMP"/back.*
}
# left FOLDER WHAT: nothing stands there
left() { [ -z "$(ls -A "$1")" ] || fail "$2 leaves $(ls -A "$1" | head -3)"; }
mixed "$TEMP/disk" 5242880
mkdir "$TEMP/in" "$TEMP/to"
cp "$TEMP/disk" "$TEMP/in/disk.raw"
SHA256=$(digest "$TEMP/disk") MD5=$(md5sum <"$TEMP/disk" | cut -c1-32)

# From each form to the next, each from what the last one wrote
cd "$TEMP/to" || exit
ok convert ../in/disk.raw --out first --json
same 'JSON' "$(json_field "$OUT" 'd["bytes"], d["sha256"], d["md5"], d["verified"], d["image"], d["unreadable"], d["stored"]["md5"], d["read_back"]["sha256"]')" \
  "(5242880, '$SHA256', '$MD5', True, ['$TEMP/to/first.E01'], [], None, '$SHA256')"
whole first.E01 'the first E01'
ok convert first.E01 --out plain --format raw
cmp plain.raw "$TEMP/disk" || fail 'the raw image is not the disk'
same 'the MD5 as stored, computed and read back' "$(grep -c "$MD5" "$OUT")" 3
matches 'what is equal' "$OUT" '^equal: the digests stored in the source image, those of its media, computed while they were converted, and those of the new image, read back$'
ok convert plain.raw --out split --format raw --segment-size 2M
same 'segments' "$(echo split.*)" 'split.001 split.002 split.003'
cat split.* | cmp - "$TEMP/disk" || fail 'the split image is not the disk'
matches 'a source without digests' "$OUT" 'the source image stores none$'
ok convert split.001 --out fast.E01 --compression fast
ok convert fast.E01 --out best --compression best --segment-size 1M
ok convert best.E01 --out none --compression none --hash md5
same 'digests that the image stores are computed too' "$(grep -c '^sha1' "$OUT")" 1
for image in fast best none; do whole "$image.E01" "$image.E01"; done
[ "$(stat -c %s none.E01)" -gt 5242880 ] || fail 'the image without compression is packed'
[ "$(find . -name 'best.E*' | wc -l)" -gt 1 ] || fail 'the image in segments is one file'
same 'files beside images' "$(find . -type f ! -name '*.E??' ! -name '*.raw' ! -name '*.00?')" ''
ok convert none.E01 --out "$TEMP/in"
[ -f "$TEMP/in/none.E01" ] || fail 'an image into a folder keeps its name'
ok convert split.001 --out sectors --sector-size 4096
have ewfinfo && matches 'sectors' <(ewfinfo sectors.E01) 'Bytes per sector:[[:space:]]*4096'

# Labels go along
if have ewfacquire; then
  ewfacquire -q -u -C 'CASE-9' -e 'N. Examiner' -E 'EX-3' -D 'a laptop' -N 'taken in room 4' -m fixed -M physical -t labelled "$TEMP/disk" >/dev/null 2>&1
  ok convert labelled.E01 --out carried
  for word in 'CASE-9' 'N. Examiner' 'EX-3' 'a laptop' 'taken in room 4' 'Is physical:[[:space:]]*yes'; do
    matches 'labels' <(ewfinfo carried.E01) "$word\$"
  done
  same 'date of the acquisition' "$(ewfinfo carried.E01 | grep 'Acquisition date')" "$(ewfinfo labelled.E01 | grep 'Acquisition date')"
fi

# Images that others made
EVIDENCE=$SOURCE_DIR/../shared/evidence
if [ -d "$EVIDENCE" ]; then
  mkdir others
  while read -r name sha256; do
    for form in raw e01; do
      ok convert "$EVIDENCE/$name" --out "others/$form" --format "$form" --json
      same "$name as $form" "$(json_field "$OUT" 'd["sha256"]')" "$sha256"
      [ "$form" = e01 ] || same "$name, raw" "$(digest others/raw.raw)" "$sha256"
      [ "$form" = raw ] || ! have ewfverify || ewfverify -q others/e01.E01 >/dev/null 2>&1 || fail "ewfverify rejects $name, converted"
    done
    rm others/*
  done <<'END'
CFReDS001.E01 ad12e77bbe9694db182e08a81645b1d8dbfb77954c663c739a4e8d00babd71bb
imageformat_mmls_1.E01 e7eb6fca46bebeedc4af4cc5bfe9675691bab8ce471315317b561a28899e7902
ext2.splitraw.000 a6c2f0e39afe6c6ab432ca5465349fcefe8dc944398e97b2d957d3f89dbb5d80
multiseg_v1.E01 ad5fba84dadb93edf50d3115822b6367e0ad5a591d92d421bcc1a01143510ba6
END
  expect 3 'segment 3 of the set is missing' "$EXHIBIT" convert "$EVIDENCE/incomplete/email_test.E01" --out others/x
  expect 3 'wrong checksum' "$EXHIBIT" convert "$EVIDENCE/hostile/add-overflow.E01" --out others/x
  left others 'a damaged image of others'
else
  echo 'not checked: images of others are not here'
fi

# Unreadable ranges: from a map into an E01, from there to raw and back
mkdir damaged
printf '%s\n' '0x0 ?' '0x0 0x1000 +' '0x1000 0x600 -' '0x1600 0xfea00 +' '0x100000 0x200 -' '0x100200 0x3ffe00 +' >map
new_case
"$EXHIBIT" acquire "$TEMP/in/disk.raw" --case "$CASE" --item EV-001 --map map >/dev/null
RANGES="[{'length': 1536, 'offset': 4096}, {'length': 512, 'offset': 1048576}]"
cp "$CASE/evidence/EV-001/EV-001-I1.E01" damaged/taken.E01
ok convert damaged/taken.E01 --out damaged/raw --format raw --json
same 'unreadable of the E01' "$(json_field "$OUT" 'd["unreadable"]')" "$RANGES"
same 'unreadable beside the raw image' "$(cat damaged/raw.unreadable)" $'4096 1536\n1048576 512'
ok convert damaged/raw.raw --out damaged/again --json
same 'unreadable of the raw image' "$(json_field "$OUT" 'd["unreadable"]')" "$RANGES"
have ewfinfo && matches 'read errors of the E01' <(ewfinfo damaged/again.E01) 'total number:[[:space:]]*2'
rm damaged/again.unreadable
ok convert damaged/again.E01 --out damaged/third
matches 'unreadable ranges' "$OUT" '^unreadable: 2 ranges that the source image lists, carried over; listed in third.unreadable$'
echo 'shopping list' >damaged/raw.unreadable
expect 3 'is no list of ranges' "$EXHIBIT" convert damaged/raw.raw --out damaged/x
echo '5242880 512' >damaged/raw.unreadable
expect 3 'is no list of ranges' "$EXHIBIT" convert damaged/raw.raw --out damaged/x

# Damage: nothing is left, the fault is named
mkdir bad out
cp fast.E01 bad/chunk.E01
printf 'XXXX' | dd of=bad/chunk.E01 bs=1 seek=1500000 conv=notrunc status=none
expect 3 'chunk [0-9]+.*nothing of a new image was left' "$EXHIBIT" convert bad/chunk.E01 --out out
cp best.E* bad
rm bad/best.E02
expect 3 'best.E02' "$EXHIBIT" convert bad/best.E01 --out out
cp split.* bad
rm bad/split.002
expect 3 'split.002' "$EXHIBIT" convert bad/split.001 --out out
# Other media with sound checksums: a stored digest is written over
python3 - fast.E01 bad/stored.E01 <<'END'
import struct, sys, zlib
image = bytearray(open(sys.argv[1], "rb").read())
for name, size in ((b"digest", 80), (b"hash", 36)):
    at = image.index(name + b"\0" * (16 - len(name))) + 76
    image[at] ^= 1
    image[at + size - 4:at + size] = struct.pack("<I", zlib.adler32(bytes(image[at:at + size - 4])))
open(sys.argv[2], "wb").write(image)
END
expect 3 'the MD5 that the image stores' "$EXHIBIT" convert bad/stored.E01 --out out
refused 'cannot open' convert bad/none.E01 --out out
left out 'a conversion that failed'

# Refused before anything is read
refused 'first.E01 exists already' convert plain.raw --out first
refused 'split.00[123] exists already' convert plain.raw --out split --format raw
refused 'does not exist' convert plain.raw --out none/x
head -c 1000 "$TEMP/disk" >odd.raw
refused 'cannot hold 1000 bytes whole' convert odd.raw --out out
ok convert odd.raw --out out --format raw
rm out/*
misused '(--out is required|required)' convert plain.raw
misused 'name the image' convert --out out
misused 'go with --case' convert plain.raw --out out --reason r
misused 'sector-size is for raw' convert first.E01 --out out --sector-size 512
misused 'format is e01 or raw' convert plain.raw --out out --format vhd
refused 'lies in the case' convert "$CASE/evidence/EV-001/EV-001-I1.E01" --out out
refused 'inside the case folder' convert plain.raw --out "$CASE/documents"
left out 'a refused conversion'

# Of a case
DONE=(--case "$CASE" --item EV-001-I1 --reason 'for the lab')
before=$(entries "$CASE")
ok convert "${DONE[@]}" --out out --format raw --segment-size 2M --json
same 'entry' "$(json_field "$OUT" 'd["entry"], d["item"], d["recorded"]["sha256"] == d["sha256"], d["unreadable"]')" "($before, 'EV-001-I1', True, $RANGES)"
export_of "$CASE"
leaf "$before" | sed -n 2p >entry.json
same 'what the entry says' "$(json_field entry.json 'd["type"], d["body"]["action"], d["body"]["range"]')" \
  "('accessed', 'exported', 'bytes 0-5242879 (1 range, 5242880 bytes), sha256 $(cat out/EV-001-I1.00? | digest /dev/stdin); written as raw')"
ok convert "${DONE[@]}" --out out/lab
same 'entries' "$(entries "$CASE")" $((before + 2))
refused 'exists already' convert "${DONE[@]}" --out out/lab
refused 'inside the case folder' convert "${DONE[@]}" --out "$CASE/documents/x"
refused 'EV-001 is a thing' convert --case "$CASE" --item EV-001 --reason r --out out/x
misused 'named by --item' convert out/lab.E01 "${DONE[@]}" --out out/x
misused '--reason' convert --case "$CASE" --item EV-001-I1 --out out/x
same 'entries after refusals' "$(entries "$CASE")" $((before + 2))
intact "$CASE"
# Changed in the case, with sound checksums: the image is another than the one recorded
rm out/*
cp "$CASE/evidence/EV-001/EV-001-I1.E01" kept
"$EXHIBIT" convert first.E01 --out other >/dev/null
cp other.E01 "$CASE/evidence/EV-001/EV-001-I1.E01"
expect 3 "is not the one recorded.*nothing of a new image was left; entry $((before + 2)) says that it was begun, entry $((before + 3)) that it failed" \
  "$EXHIBIT" convert "${DONE[@]}" --out out
cp kept "$CASE/evidence/EV-001/EV-001-I1.E01"
left out 'a conversion of another image'
intact "$CASE"
ok restrict "$CASE" --item EV-001 --kind contraband --reason 'seen in the preview'
refused 'is restricted by entry' convert "${DONE[@]}" --out out
left out 'a conversion of a restricted image'

# Ended at any moment: nothing that looks finished
mixed big.raw 150000128
ENDED=0
for signal in INT KILL; do
  for wait in 0.1 0.4 0.8; do
    start "$EXHIBIT" convert big.raw --out out/big --compression best
    sleep "$wait"
    kill "-$signal" "$CHILD" 2>/dev/null || true
    ended
    [ "$STATUS" = 0 ] || same "files after $signal" "$(find out -maxdepth 1 -type f)" ''
    [ "$signal" = KILL ] || [ "$STATUS" = 0 ] || left out 'an interrupted conversion'
    [ "$STATUS" = 0 ] && rm out/big* || ENDED=$((ENDED + 1))
  done
done
[ "$ENDED" -ge 3 ] || fail "only $ENDED conversions of 6 were ended before they were done"
ok convert big.raw --out out/big  # what a kill left is taken away
same 'files' "$(ls -A out)" big.E01
have ewfverify && { ewfverify -q out/big.E01 >/dev/null 2>&1 || fail 'ewfverify rejects an image made after kills'; }

# A full disk
if small_disk "$TEMP/little" 4M; then
  refused 'bytes are free.*raw image' convert big.raw --out "$TEMP/little" --format raw
  refused 'bytes are free.*without compression' convert big.raw --out "$TEMP/little" --compression none
  refused '([Nn]o space|full).*nothing of a new image was left' convert big.raw --out "$TEMP/little"
  left "$TEMP/little" 'a conversion on a full disk'
fi
finish
