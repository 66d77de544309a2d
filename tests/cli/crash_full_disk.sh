# SPDX-License-Identifier: Apache-2.0
# A full disk: status 1 and one line, nothing half-done; with room again all goes on.
. "$(dirname "$0")/_lib.sh"
small_disk "$TEMP/disk" 6m || skip 'a small tmpfs must be mounted, which needs root'
new_case "$TEMP/disk/case"
image "$CASE" EV-001 --no-verify
random "$TEMP/paper" 300000
before=$(entries "$CASE")

fill() { dd if=/dev/zero of="$TEMP/disk/filler" bs=4096 2>/dev/null || true; }
full() {  # full WHAT COMMAND...: with not a byte free
  local what=$1
  shift
  fill
  expect 1 '([Nn]o space|full|disk)' "$EXHIBIT" "$@"
  lacks "message on $what" "$ERR" '(is|was) recorded'
  rm "$TEMP/disk/filler"
  same "entries after $what on a full disk" "$(entries "$CASE")" "$before"
  [ -z "$(leftovers "$TEMP/disk")" ] || fail "$what on a full disk leaves $(leftovers "$TEMP/disk")"
  survived "$CASE" "$what on a full disk"
}
full transfer transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason "$(head -c 20000 /dev/zero | tr '\0' x)"
full authority authority "$CASE" --kind consent --scope s --issuer i --document "$TEMP/paper"
full 'transfer to outside' transfer "$CASE" --item EV-001 --to-outside I --agency A --receipt "$TEMP/paper"
full document document "$CASE" custody-form --item EV-001 --out "$TEMP/form.pdf"
[ ! -e "$TEMP/form.pdf" ] || fail 'a document that was not issued stands at --out'
full package package "$CASE" --for police --out "$TEMP/disk/package"
[ ! -e "$TEMP/disk/package" ] || fail 'a package on a full disk is left'
full acquire acquire "$TEMP/small" --case "$CASE" --item EV-002

# The folder for the document is full, the case is not: issued and kept in the case, and said so.
if small_disk "$TEMP/out" 64k; then
  dd if=/dev/zero of="$TEMP/out/filler" bs=4096 2>/dev/null || true
  expect 1 'issued and kept in documents/' "$EXHIBIT" document "$CASE" custody-form --item EV-001 --out "$TEMP/out/form.pdf"
  [ ! -e "$TEMP/out/form.pdf" ] || fail 'half a document stands at --out'
  same 'documents issued' "$(count_of "$CASE" document_issued)" 1
  before=$(entries "$CASE")
fi

# Standard output that takes nothing.
if [ -c /dev/full ]; then
  STATUS=0
  "$EXHIBIT" log "$CASE" >/dev/full 2>"$ERR" || STATUS=$?
  same 'status with a full standard output' "$STATUS" 1
  matches 'standard error' "$ERR" 'standard output'
fi

# With room again
ok transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason 'to the safe'
ok authority "$CASE" --kind consent --scope s --issuer i --document "$TEMP/paper"
ok acquire "$TEMP/small" --case "$CASE" --item EV-002
ok package "$CASE" --for police --out "$TEMP/disk/package"
intact "$CASE" 'not compared'
finish
