# SPDX-License-Identifier: Apache-2.0
# Wrong words on the command line, wrong passphrases: status, one line, nothing recorded.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
cd "$TEMP" || exit
before=$(entries "$CASE")

# Identifiers
long=$(printf 'x%.0s' $(seq 65))
for id in 'a/b' '../x' $'a\nb' "$long" '.hidden' '証拠1' '-x' 'a b' 'a..b' 'end.' '..' $'a\x01'; do
  misused 'item id' acquire "$TEMP/small" --case "$CASE" "--item=$id"
  misused 'item id' transfer "$CASE" "--item=$id" --from "$SATO" --to "$MORI" --reason x
  misused 'item id' access "$CASE" "--item=$id" --reason x --action viewed
done
run "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item=
same 'status of an empty item id' "$STATUS" 2
misused '--item is empty' acquire "$TEMP/small" --case "$CASE" --item ''
[ -z "$(find "$CASE/evidence" -mindepth 1 -maxdepth 1 ! -name EV-001)" ] || fail "a bad item id leaves: $(ls -A "$CASE/evidence")"
[ ! -e "$CASE/x" ] && [ ! -e "$TEMP/x" ] || fail 'a path was made of an item id'
misused 'incident number' incident open "$CASE" --number 'a/b' --title T
misused 'incident number' link "$CASE" --item EV-001 --incident '../x' --shows T
# 64 characters are an identifier, but leave no room for those of image and carrier: said before anything is made.
run "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item "${long:1}"
[ "$STATUS" = 1 ] || [ "$STATUS" = 2 ] || fail "an item id of 64 characters ends with status $STATUS"
matches 'message on an item id of 64 characters' "$ERR" 'xxxx.*(long|characters)'
[ ! -e "$CASE/evidence/${long:1}" ] || fail 'an item id of 64 characters leaves a folder'
image "$CASE" "${long:5}" --no-verify
before=$(entries "$CASE")

# Items and other things that are not there
for command in 'transfer --from R.Sato --to H.Mori --reason x' 'access --action viewed --reason x' 'log' 'fact add --fact F18 --value x' \
  'document custody-form --out d.pdf' 'link --incident INC-1 --shows x' 'authority --kind consent --scope s --issuer i'; do
  set -- $command
  if [ "$1" = fact ]; then words=(fact add "$CASE" "${@:3}"); else words=("$1" "$CASE" "${@:2}"); fi
  refused "'?EV-404'?" "${words[@]}" --item EV-404
done
[ ! -e "$TEMP/d.pdf" ] || fail 'a refused document leaves its file'

# Settings
misused "format is e01 or raw, not 'ex01'" acquire "$TEMP/small" --case "$CASE" --item EV-002 --format ex01
misused '--format is empty' acquire "$TEMP/small" --case "$CASE" --item EV-002 --format ''
misused "compression is none, fast or best, not '9'" acquire "$TEMP/small" --case "$CASE" --item EV-002 --compression 9
misused '--hash is empty' acquire "$TEMP/small" --case "$CASE" --item EV-002 --hash ''
misused 'DIR is empty' case create '' --number 1 --title T
for hash in crc32 'sha256,' ',md5' 'md5 sha1' MD5; do
  misused 'digest' acquire "$TEMP/small" --case "$CASE" --item EV-002 --hash "$hash"
done
for size in 0 -1 1X 1.5M M '' ' ' 99999999999999999999 1Mi '1 M' 9999999T; do
  [ -n "$size" ] || continue
  misused 'size' acquire "$TEMP/small" --case "$CASE" --item EV-002 "--segment-size=$size"
done
run "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-002 --segment-size 1
[ "$STATUS" = 1 ] || [ "$STATUS" = 2 ] || fail "a segment size of one byte ends with status $STATUS"
same 'lines on standard error for a segment size of one byte' "$(wc -l <"$ERR")" 1

# Commands and flags
misused 'frobnicate' frobnicate
misused 'command' ''
misused "^exhibit: 'key' needs a command: create, list, " key
misused "there is no command 'case bogus'; 'case' has create, show, mirror, " case bogus
misused "there is no command 'case bogus'; 'case' has " case bogus show
misused "there is no command 'witness key bogus'; 'witness key' has create, list, export$" witness key bogus
for group in key role case custody fact incident thing; do
  "$EXHIBIT" "$group" --help >"$OUT"
  matches "the page of $group" "$OUT" "^  exhibit $group "
done
misused '--frob' acquire "$TEMP/small" --case "$CASE" --item EV-002 --frob
misused 'SOURCE is required' acquire --case "$CASE" --item EV-002
misused '--case is required' acquire "$TEMP/small" --item EV-002
misused '--item is required' acquire "$TEMP/small" --case "$CASE"
misused 'DIR is required' transfer --item EV-001
misused 'DIR is required' access --item EV-001 --reason x
misused 'TARGET is required' verify
misused 'DIR' log
misused '--json' case show "$CASE" --jsonn
misused 'extra' acquire "$TEMP/small" extra --case "$CASE" --item EV-002
misused 'needs --item: name what it is about' document "$CASE" custody-form --out "$TEMP/d.pdf"
misused "no document 'package-first-page'; the kinds are: .*handover-receipt" document "$CASE" package-first-page --item EV-001 --out "$TEMP/d.pdf"
misused "no document 'poem'; the kinds are" document "$CASE" poem --item EV-001 --out "$TEMP/d.pdf"
run "$EXHIBIT"
same 'no command at all' "$STATUS" 2

# --as, where nothing signs or somebody else does
misused 'not expected: .*--as' key create --name x --role responder --as "$SATO"
misused 'not expected: .*--as' key passwd "$SATO" --as "$MORI"
misused 'not expected: .*--as' key rotate "$CASE" "$SATO" "$MORI" --as "$MORI"
misused '--as names another key than --from' transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason x --as "$MORI"

# Passphrases
refused 'passphrase is wrong.*nothing was recorded' acquire "$TEMP/small" --case "$CASE" --item EV-002 --passphrase-file <(echo wrong)
EXHIBIT_PASSPHRASE='' expect 1 'passphrase is wrong' "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-002
: >"$TEMP/no-words"
refused "passphrase file $TEMP/no-words: it is empty" acquire "$TEMP/small" --case "$CASE" --item EV-002 --passphrase-file "$TEMP/no-words"
refused "$TEMP/missing.*No such file" acquire "$TEMP/small" --case "$CASE" --item EV-002 --passphrase-file "$TEMP/missing"
refused "$TEMP.*(folder|directory)" acquire "$TEMP/small" --case "$CASE" --item EV-002 --passphrase-file "$TEMP"
expect 2 'no passphrase for .*no terminal.*--passphrase-file' env -u EXHIBIT_PASSPHRASE setsid "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-002
refused "no key 'nobody'" acquire "$TEMP/small" --case "$CASE" --item EV-002 --as nobody
expect 2 'more than one key.*--as' env -u EXHIBIT_KEY "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-002
expect 1 'no key in .*exhibit key create' env -u EXHIBIT_KEY EXHIBIT_HOME="$TEMP/empty-home" "$EXHIBIT" case create "$TEMP/other" --number 1 --title T
[ ! -e "$TEMP/other" ] || fail 'a refused case create leaves its folder'
printf '%s\nsecond line\n' "$EXHIBIT_PASSPHRASE" >"$TEMP/words"
expect 0 '' env -u EXHIBIT_PASSPHRASE "$EXHIBIT" access "$CASE" --item EV-001 --reason 'first line counts' --passphrase-file "$TEMP/words"

same 'entries, but for the one access' "$(entries "$CASE")" "$((before + 1))"
[ ! -e "$CASE/evidence/EV-002" ] || fail 'a refused acquire leaves a folder'
intact "$CASE" 'not compared'
finish
