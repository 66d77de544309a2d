# SPDX-License-Identifier: Apache-2.0
# Sizes, formats, compression, segments and digests; what other tools read from the images.
. "$(dirname "$0")/_lib.sh"
new_case

# acquired ITEM SOURCE FLAG...: the record says what sha256sum says of the source
acquired() {
  local item=$1 source=$2
  shift 2
  ok acquire "$source" --case "$CASE" --item "$item" --json "$@"
  cp "$OUT" "$TEMP/$item.json"
  same "$item: sha256" "$(json_field "$OUT" 'd["sha256"]')" "$(digest "$source")"
  same "$item: bytes" "$(json_field "$OUT" 'd["bytes"]')" "$(stat -c %s "$source")"
  same "$item: verified" "$(json_field "$OUT" 'd["verified"]')" True
}
first_file() { echo "$CASE/$(json_field "$TEMP/$1.json" 'd["image"][0]')"; }
# read_by_others ITEM SOURCE: Debian's libewf agrees and gives back the same bytes
read_by_others() {
  have ewfverify || return 0
  ewfverify -q "$(first_file "$1")" >"$TEMP/ewf" 2>&1 || fail "ewfverify rejects $1: $(tail -5 "$TEMP/ewf")"
  ewfexport -u -q -f raw -t "$TEMP/$1" "$(first_file "$1")" >"$TEMP/ewf" 2>&1 || fail "ewfexport rejects $1: $(tail -5 "$TEMP/ewf")"
  cmp "$TEMP/$1.raw" "$2" || fail "ewfexport gives other bytes than the source of $1"
  rm -f "$TEMP/$1.raw"
}

random "$TEMP/s512" 512
# A long description is whole in the ledger; the image carries as much of it as every reader shows.
acquired E-long "$TEMP/s512" --description "$(printf '証拠のディスク %.0s' $(seq 3000))"
if have ewfinfo; then
  ewfinfo "$(first_file E-long)" >"$TEMP/ewf" 2>&1 || fail 'ewfinfo rejects an image with a long description'
  matches ewfinfo "$TEMP/ewf" 'Description:.*証拠のディスク.*\(shortened\)$'
  lacks ewfinfo "$TEMP/ewf" 'Unable'
fi
random "$TEMP/s1" $((1048576 + 512))
random "$TEMP/odd" $((2 * 1048576 + 7 * 512))
for name in s512 s1 odd; do
  acquired "E-$name" "$TEMP/$name"
  read_by_others "E-$name" "$TEMP/$name"
  [ "$name" = s512 ] || continue
  acquired "R-$name" "$TEMP/$name" --format raw
  cmp "$(first_file "R-$name")" "$TEMP/$name" || fail "the raw image of $name is not the source"
done

# No whole number of sectors: raw keeps every byte, E01 cannot and says what to do.
random "$TEMP/part" 100000
acquired R-part "$TEMP/part" --format raw
cmp "$(first_file R-part)" "$TEMP/part" || fail "the raw image of 100000 bytes is not the source"
before=$(entries "$CASE")
refused '100,?000.*--format raw' acquire "$TEMP/part" --case "$CASE" --item E-part
same 'entries after a refused acquire' "$(entries "$CASE")" "$before"
[ ! -e "$CASE/evidence/E-part" ] || fail 'a refused acquire leaves a folder'

# Half text, half noise, so that compression has something to do.
{ seq 1 150000; cat "$TEMP/odd"; } >"$TEMP/mixed"
truncate -s 2097152 "$TEMP/mixed"
declare -A size
for how in none fast best; do
  acquired "C-$how" "$TEMP/mixed" --compression "$how"
  read_by_others "C-$how" "$TEMP/mixed"
  size[$how]=$(stat -c %s "$(first_file "C-$how")")
done
[ "${size[none]}" -gt "${size[fast]}" ] && [ "${size[fast]}" -ge "${size[best]}" ] ||
  fail "sizes do not fall with compression: none ${size[none]}, fast ${size[fast]}, best ${size[best]}"

acquired H-one "$TEMP/s512" --hash sha256
same 'md5 not asked for' "$(json_field "$TEMP/H-one.json" 'd["md5"]')" None
same 'sha1 not asked for' "$(json_field "$TEMP/H-one.json" 'd["sha1"]')" None
read_by_others H-one "$TEMP/s512"
same md5 "$(json_field "$TEMP/E-s1.json" 'd["md5"]')" "$(md5sum <"$TEMP/s1" | cut -c1-32)"
same sha1 "$(json_field "$TEMP/E-s1.json" 'd["sha1"]')" "$(sha1sum <"$TEMP/s1" | cut -c1-40)"

acquired S-e01 "$TEMP/odd" --segment-size 1MiB --compression none
[ "$(json_field "$TEMP/S-e01.json" 'len(d["image"])')" -gt 2 ] || fail 'E01 was not split into segments of 1 MiB'
for file in $(json_field "$TEMP/S-e01.json" '" ".join(d["image"])'); do
  [ "$(stat -c %s "$CASE/$file")" -le 1048576 ] || fail "the segment $file is larger than asked for"
done
read_by_others S-e01 "$TEMP/odd"
acquired S-raw "$TEMP/odd" --segment-size 1M --format raw
same 'raw segments' "$(json_field "$TEMP/S-raw.json" 'len(d["image"])')" 3
json_field "$TEMP/S-raw.json" '"\n".join(d["image"])' | (cd "$CASE" && xargs -d '\n' cat) | cmp - "$TEMP/odd" ||
  fail 'raw segments put together are not the source'

intact "$CASE"
finish
