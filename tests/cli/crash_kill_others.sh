# SPDX-License-Identifier: Apache-2.0
# kill -9 during transfer, document, authority, package: recorded whole or not at all, and the next command works.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
echo 'I consent.' >"$TEMP/consent.txt"

FROM=$SATO TO=$MORI
command_of() {  # sets WORDS for one command of the kind
  case $1 in
    transfer) WORDS=(transfer "$CASE" --item EV-001 --from "$FROM" --to "$TO" --reason x) ;;
    document) WORDS=(document "$CASE" custody-form --item EV-001 --out "$TEMP/$RANDOM$RANDOM.pdf") ;;
    authority) echo "$RANDOM$RANDOM" >>"$TEMP/consent.txt"
      WORDS=(authority "$CASE" --kind consent --scope s --issuer i --document "$TEMP/consent.txt") ;;
    package) WORDS=(package "$CASE" --for police --out "$TEMP/package-$RANDOM$RANDOM") ;;
  esac
}
before=$(entries "$CASE")
# checked KIND WHAT: at most one entry more; who holds the thing follows
checked() {
  local old=$FROM
  survived "$CASE" "$2"
  [ "$ENTRIES" = "$before" ] || [ "$ENTRIES" = "$((before + 1))" ] || fail "$2: $((ENTRIES - before)) entries more"
  if [ "$ENTRIES" != "$before" ] && [ "$1" = transfer ]; then FROM=$TO TO=$old; fi
  before=$ENTRIES
}
works() {
  command_of "$1"
  run "$EXHIBIT" "${WORDS[@]}"
  [ "$STATUS" = 0 ] || fail "the next $1 after $2 ends with status $STATUS: $(cat "$ERR")"
  checked "$1" "the $1 after $2"
}

for kind in transfer document authority package; do
  for delay in 0.3 0.5; do
    command_of "$kind"
    start "$EXHIBIT" "${WORDS[@]}"
    sleep "$delay"
    kill -9 "$CHILD" 2>/dev/null || true
    ended
  done
  [ "$kind" != transfer ] || before=$(entries "$CASE")
done
holder() { "$EXHIBIT" case show "$CASE" --json 2>/dev/null >"$TEMP/show"; json_field "$TEMP/show" '[t["holder"] for t in d["things"] if t["id"] == "EV-001"][0]'; }
[[ $(holder) != *Mori* ]] || FROM=$MORI TO=$SATO
before=$(entries "$CASE")
checked none 'eight times kill -9'
if can_trace; then
  for moment in transfer:fdatasync:1 transfer:fdatasync:3 transfer:rename,renameat,renameat2:1 authority:fsync:1 authority:renameat2:1 \
    document:renameat2:1 document:fsync:3 package:renameat2:1 package:fsync:5; do
    IFS=: read -r kind call when <<<"$moment"
    command_of "$kind"
    killed_at "$call" "$when" "$EXHIBIT" "${WORDS[@]}"
    checked "$kind" "kill -9 of $kind at $call number $when"
  done
fi
for kind in transfer authority document package; do works "$kind" 'kill -9'; done
# Nothing that looks like a finished package or document is half of one.
for made in "$TEMP"/package-*; do
  case $made in *in-the-making*) continue ;; esac
  "$EXHIBIT" verify "$made" >"$OUT" 2>&1 || fail "a package made beside kills does not verify: $(head -3 "$OUT")"
done
for made in "$TEMP"/*.pdf; do
  [ "$(tail -c 6 "$made" | tr -d '\n')" = '%%EOF' ] || fail "half a document stands at ${made##*/} after kill -9"
done
intact "$CASE"
finish
