# SPDX-License-Identifier: Apache-2.0
# Sources that cannot be imaged: one line that says what and why, status 1, and a ledger and folder as before.
. "$(dirname "$0")/_lib.sh"
new_case
cd "$TEMP" || exit

entries_before=$(entries "$CASE")
unchanged() {
  same "entries after $1" "$(entries "$CASE")" "$entries_before"
  [ -z "$(ls -A "$CASE/evidence")" ] || fail "$1 leaves in evidence: $(ls -A "$CASE/evidence")"
}
bad() {  # bad WHAT SOURCE REGEX
  refused "$3" acquire "$2" --case "$CASE" --item EV-001
  unchanged "$1"
}
bad 'a missing source' "$TEMP/nothing" "cannot open the source $TEMP/nothing: .*[Nn]o such file"
mkdir "$TEMP/folder"
bad 'a folder' "$TEMP/folder" "cannot image $TEMP/folder: it is a folder"
: >"$TEMP/empty"
bad 'an empty file' "$TEMP/empty" "$TEMP/empty.*(empty|no bytes|0 bytes|holds nothing)"
bad 'a character device' /dev/null 'cannot image /dev/null: it is a character device'
mkfifo "$TEMP/fifo"
expect 1 "cannot image $TEMP/fifo: it is a fifo" timeout 20 "$EXHIBIT" acquire "$TEMP/fifo" --case "$CASE" --item EV-001
unchanged 'a fifo'
python3 -c 'import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$TEMP/socket"
bad 'a socket' "$TEMP/socket" "$TEMP/socket.*socket"
ln -s "$TEMP/nothing" "$TEMP/dangling"
bad 'a dangling link' "$TEMP/dangling" "$TEMP/dangling.*[Nn]o such file"
expect 2 'SOURCE is empty' "$EXHIBIT" acquire '' --case "$CASE" --item EV-001
unchanged 'an empty name'
newline=$TEMP/$'two\nlines'
bad 'a missing source with a line break in its name' "$newline" 'No such file'
bad 'a missing source with an escape in its name' "$TEMP/"$'\e[31mred' 'No such file'
lacks 'standard error' "$ERR" $'\e'

# A name that is no plain text is imaged all the same.
random "$TEMP/"$'bad\xff\nname' 4096
ok acquire "$TEMP/"$'bad\xff\nname' --case "$CASE" --item EV-NAME --json
python3 -c 'import json,sys; json.loads(open(sys.argv[1], "rb").read().decode())' "$OUT" 2>/dev/null || fail 'the JSON object holds bytes that are no UTF-8'
same 'sha256 of a source with a strange name' "$(json_field "$OUT" "d['sha256']")" "$(digest "$TEMP/"$'bad\xff\nname')"
intact "$CASE"

# No permission to read.
if is_root && have setpriv; then
  random "$TEMP/secret" 4096
  chmod 600 "$TEMP/secret"
  mkdir "$TEMP/nobody" && chown nobody "$TEMP/nobody"
  : >"$OUT"; : >"$ERR"; chmod 666 "$OUT" "$ERR"
  cp "$EXHIBIT" "$TEMP/program" && chmod 755 "$TEMP/program"
  as_nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups env EXHIBIT_HOME="$TEMP/nobody/home" EXHIBIT_KEY= "$TEMP/program" "$@"; }
  as_nobody key create --name N --role examiner >/dev/null
  as_nobody case create "$TEMP/nobody/case" --number 1 --title T >/dev/null 2>&1
  STATUS=0
  as_nobody acquire "$TEMP/secret" --case "$TEMP/nobody/case" --item EV-001 >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
  same 'status without permission' "$STATUS" 1
  matches 'message without permission' "$ERR" "cannot open the source $TEMP/secret: .*[Pp]ermission denied"
  same 'lines of the message' "$(wc -l <"$ERR")" 1
  [ -z "$(ls -A "$TEMP/nobody/case/evidence")" ] || fail 'a source without permission leaves files'
  # An ordinary person may image what it can read.
  chmod 644 "$TEMP/secret"
  as_nobody acquire "$TEMP/secret" --case "$TEMP/nobody/case" --item EV-001 >"$OUT" 2>"$ERR" || fail "acquire as nobody: $(cat "$ERR")"
  as_nobody verify "$TEMP/nobody/case" >"$OUT" 2>&1 || fail "verify as nobody: $(head -3 "$OUT")"
else
  echo 'not checked: a source without permission (needs root and setpriv)'
fi
finish
