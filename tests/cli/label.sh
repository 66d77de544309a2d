# SPDX-License-Identifier: Apache-2.0
# label and label check: what a scanner reads from the PNG, the SVG and the custody form, and whether the log bears it out.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
scan() { { zbarimg --raw -q "$1" 2>/dev/null || true; } | tr -d "\n"; }

ok label "$CASE" --item EV-001 --out "$TEMP/label.png" --json
TEXT=$(json_field "$OUT" 'd["text"]')
"$EXHIBIT" case show "$CASE" --json >"$TEMP/show" 2>/dev/null
same 'the text' "$TEXT" "exhibit:1 case=$(json_field "$TEMP/show" 'd["case_id"]') thing=EV-001 log=$(json_field "$TEMP/show" 'd["log"].split("/")[-1]') size=$(json_field "$TEMP/show" 'd["entries"]') root=$(json_field "$TEMP/show" 'd["root"]')"
ok label "$CASE" --item EV-001 --out "$TEMP/label.svg"
matches 'the SVG' "$TEMP/label.svg" '^<svg '
if have zbarimg; then
  same 'the code in the PNG' "$(scan "$TEMP/label.png")" "$TEXT"
  if have rsvg-convert; then
    rsvg-convert -d 300 -p 300 -o "$TEMP/svg.png" "$TEMP/label.svg"
    same 'the code in the SVG' "$(scan "$TEMP/svg.png")" "$TEXT"
  fi
  if have pdftoppm; then
    "$EXHIBIT" document "$CASE" custody-form --item EV-001 --out "$TEMP/form.pdf" >/dev/null
    pdftoppm -r 150 -png "$TEMP/form.pdf" "$TEMP/form"
    FORM=$(for page in "$TEMP"/form-*.png; do scan "$page"; done)
    same 'the code in the form' "$FORM" "$TEXT"
  fi
fi

ok label check "$CASE" "$TEXT"
matches 'check' "$OUT" '^the label of EV-001 agrees with the log'
"$EXHIBIT" transfer "$CASE" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason shift >/dev/null
ok label check "$CASE" "$TEXT
"
matches 'check after a handover' "$OUT" 'transferred \[EV-001\]'
ok label check "$CASE" "$TEXT" --json
same 'since' "$(json_field "$OUT" '(d["agrees"], d["since"][-1]["type"])')" "(True, 'transferred')"

# What the log contradicts
contradicted() {
  expect 3 '' "$EXHIBIT" label check "$CASE" "$2" --json
  same "$1" "$(json_field "$OUT" '[f["class"] for f in d["faults"]]')" "['$3']"
}
contradicted 'another thing' "${TEXT/thing=EV-001/thing=EV-404}" missing
contradicted 'another root' "${TEXT% root=*} root=$(printf '0%.0s' {1..64})" forked
contradicted 'a longer log' "$(sed 's/ size=[0-9]*/ size=4000/' <<<"$TEXT")" 'rolled back'
contradicted 'another case' "$(sed "s/ case=[0-9a-f]*/ case=$(printf 'a%.0s' {1..64})/" <<<"$TEXT")" mismatch
contradicted 'another log' "$(sed "s/ log=[0-9a-f]*/ log=$(printf 'b%.0s' {1..32})/" <<<"$TEXT")" missing
cp -a "$CASE" "$TEMP/old"
image "$CASE" EV-002 --no-verify
ok label "$CASE" --item EV-002 --out "$TEMP/second.png" --json
SECOND=$(json_field "$OUT" 'd["text"]')
expect 3 '' env EXHIBIT_HOME="$TEMP/other" "$EXHIBIT" label check "$TEMP/old" "$SECOND" --json
same 'a case put back to an older state' "$(json_field "$OUT" '[f["class"] for f in d["faults"]]')" "['missing', 'rolled back']"
expect 3 '' "$EXHIBIT" label check "$CASE" "${TEXT/thing=EV-001/thing=EV-002}" --json
same 'registered later' "$(json_field "$OUT" '[f["class"] for f in d["faults"]]')" "['mismatch']"

for text in "${TEXT:0:100}" "$TEXT x" "${TEXT/exhibit:1/exhibit:2}" "${TEXT/ thing/  thing}" 'https://example.com/'; do
  misused 'no label of this program' label check "$CASE" "$text"
done
misused 'NAME.svg or NAME.png' label "$CASE" --item EV-001 --out "$TEMP/label.gif"
misused '--item ID' label "$CASE" --out "$TEMP/x.png"
refused 'exist' label "$CASE" --item EV-001 --out "$TEMP/label.png"
refused "no thing 'EV-001-I1'" label "$CASE" --item EV-001-I1 --out "$TEMP/x.png"
[ ! -e "$TEMP/x.png" ] || fail 'a refused label left a file'
intact "$CASE"
finish
