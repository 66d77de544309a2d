#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CASE/UCO: a case with every kind of act, read by a JSON-LD reader of other hands; what is kept back or erased is not in it;
# hostile names are data; two exports of one state are equal.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
for python in python3 /usr/bin/python3 ''; do  # the second where another Python stands before Debian's
  ! "$python" -c 'import rdflib.plugins.parsers.jsonld' 2>/dev/null || break
done
[ -n "$python" ] || skip 'python3-rdflib is not installed'

reader=$(dirname "${BASH_SOURCE[0]}")/../interop/read_case_uco.py
# exported CASE FILE [FLAG...]: the export, read and compared with the whole ledger; $LESS are the entries kept back
exported() {
  local case=$1 file=$2
  shift 2
  ok log export "$case" "$file" --format case-uco "$@"
  export_of "$case"
  run "$python" "$reader" "$file" "$EXPORT" --without "${LESS[@]}"
  [ "$STATUS" = 0 ] || fail "the reader of ${file##*/}: $(cat "$OUT" "$ERR" | head -c 1500)"
}
LESS=()
absent() { ! grep -qaF -e "$2" "$1" || fail "${1##*/} holds '$2'"; }
held() { grep -qaF -e "$2" "$1" || fail "${1##*/} does not hold '$2'"; }

new_case
UEDA=$(new_key 'T. Ueda' examiner)
"$EXHIBIT" key enrol "$CASE" "$UEDA" --role examiner >/dev/null
printf 'a paper' >"$TEMP/paper.pdf"
last() { echo $(($(entries "$CASE") - 1)); }

# Things and images.
image "$CASE" EV-001 --reason 'canary-acquire'
ok thing register "$CASE" --item EV-007 --kind paper --description 'canary-notebook' --exhibit KI-4 --root-exhibit KI-1 \
  --collected-place 'canary-desk' --collected-by 'canary-by' --collected-from 'canary-from' --collected-witness 'canary-witness' \
  --collected-at 2026-11-22T18:53:00+09:00 --photograph "$TEMP/paper.pdf"
# Quotes, a backslash, an override of direction, a zero-width space, a term of JSON-LD, an IRI, a line feed.
hostile=$'a "b" \\ <c> \u202egnp.exe\u200b @id urn:x:y {"@type":"x"}'
ok thing register "$CASE" --item EV-008 --description "$hostile" --make 'canary-make' --model 'canary-model' --serial '@vocab' --type phone --holder-outside 'canary-owner'
ok thing register "$CASE" --item EV-009 --description 'to be disposed of'
cp "$TEMP/small" "$TEMP/bad"$'\xff\xfe'"name.dd"
"$EXHIBIT" acquire "$TEMP/bad"$'\xff\xfe'"name.dd" --case "$CASE" --item EV-002 --format raw --no-verify >/dev/null
printf 'mail' >"$TEMP/mail.pst"
ok derive "$CASE" --item EV-001-I1 --as-item EV-001-X1 --kind extract --file "$TEMP/mail.pst" --range 'canary-range' --reason 'canary-derive'
random "$TEMP/large" 5000000
(ulimit -f 3000; trap '' XFSZ; run "$EXHIBIT" acquire "$TEMP/large" --case "$CASE" --item EV-003 --format raw)
same 'an acquisition that fails' "$(count_of "$CASE" acquisition_failed)" 1

# Access and comparison.
ok access "$CASE" --item EV-001-I1 --action viewed --reason 'canary-access'
access=$(last)
run "$EXHIBIT" verify "$CASE" --record --reason 'canary-verify'

# Places, seals, handovers.
ok move "$CASE" --item EV-001 --item EV-007 --place 'canary-safe' --reason 'canary-move'
ok seal "$CASE" --item EV-001 --number canary-seal --witness "$MORI"
ok seal "$CASE" --item EV-001 --broken "$(last)" --condition canary-intact --reason 'canary-break'
ok transfer "$CASE" --item EV-001 --from "$SATO" --to "$MORI" --reason 'canary-transfer' --seal intact
ok transfer "$CASE" --item EV-001 --to-outside 'canary-inspector' --agency 'canary-agency' --badge canary-4711 --receipt "$TEMP/paper.pdf" --witness "$ABE" --reason 'canary-out' --as "$MORI"
ok transfer "$CASE" --item EV-001 --from-outside 'canary-inspector' --agency 'canary-agency' --receipt "$TEMP/paper.pdf" --as "$SATO"
ok release "$CASE" --item EV-007 --to "$MORI" --reason 'canary-release' --out "$TEMP/r"
ok receive --request "$TEMP/r" --out "$TEMP/a" --as "$MORI" --condition canary-dent
ok receive "$CASE" --answer "$TEMP/a"
ok release "$CASE" --item EV-007 --to "$SATO" --reason 'back' --out "$TEMP/r2" --as "$MORI"
ok receive --request "$TEMP/r2" --out "$TEMP/a2" --as "$SATO" --refuse --reason 'canary-refuse'
ok receive "$CASE" --answer "$TEMP/a2"
ok release "$CASE" --item EV-007 --to "$SATO" --reason 'once more' --out "$TEMP/r3" --as "$MORI"
ok release "$CASE" --withdraw "$(last)" --reason 'canary-withdraw' --as "$MORI"

# Holds, restrictions, disposal, corrections, authorities; what is no act of custody.
ok restrict "$CASE" --item EV-009 --kind privilege --reason 'canary-restrict'
ok restrict "$CASE" --lift "$(last)" --recipient 'canary-recipient' --reason 'canary-lift' --as "$ABE"
ok hold "$CASE" --reason 'canary-hold' --authority 'canary-court' --as "$ABE"
ok hold "$CASE" --lift "$(last)" --reason 'over' --as "$ABE"
request=$(entries "$CASE")
ok dispose "$CASE" --item EV-009 --action destroyed --method 'canary-shredded' --reason 'closed' --as "$UEDA"
ok dispose "$CASE" --approve "$request" --reason 'agreed' --as "$MORI"
ok dispose "$CASE" --carried-out "$request" --method 'shredded' --witness "$MORI" --receipt "$TEMP/paper.pdf" --as "$UEDA"
ok correct "$CASE" --entry "$access" --field body.reason --value 'canary-correct' --reason 'misread'
ok authority "$CASE" --kind warrant --scope 'canary-scope' --issuer 'canary-issuer' --expires 2027-01-31T00:00:00Z --item EV-001 --as "$ABE"
authority=$(last)
ok note "$CASE" --item EV-001 --text 'canary-remark'
ok note "$CASE" --item EV-001 --text 'canary-private' --private
ok authority "$CASE" --kind order --scope 'canary-secret' --issuer 'Court' --private --as "$ABE"
ok incident open "$CASE" --number INC-1 --title 'canary-incident'
ok key rotate "$CASE" "$UEDA" "$(new_key 'T. Ueda' examiner)"

# The whole of it.
exported "$CASE" "$TEMP/whole.jsonld" --json
held "$TEMP/whole.jsonld" canary-access
exported "$CASE" "$TEMP/again.jsonld"
cmp "$TEMP/whole.jsonld" "$TEMP/again.jsonld" || fail 'two exports of one state differ'
for type in thing_registered image_registered acquisition_started acquisition_finished acquisition_failed image_verified accessed derived \
  moved seal_applied seal_broken transferred transferred_to_outside transferred_from_outside released received refused release_withdrawn \
  restricted restriction_lifted hold_placed hold_lifted disposal_asked disposal_approved disposal_carried_out corrected authority_recorded; do
  matches 'the reader' "$OUT" " $type( |$)"
done
for text in canary-private canary-secret canary-remark canary-incident; do absent "$TEMP/whole.jsonld" "$text"; done

# Each fault that the reader looks for, it finds.
broken() {
  sed "$2" "$TEMP/whole.jsonld" >"$TEMP/broken.jsonld"
  run "$python" "$reader" "$TEMP/broken.jsonld" "$EXPORT"
  [ "$STATUS" = 1 ] || fail "the reader passes a file $1 ($STATUS)"
  matches "a file $1" "$OUT" "$3"
}
broken 'with a number for an exhibit' 's/"exhibitNumber": "KI-4"/"exhibitNumber": 4/; s/exhibitNumber": "EV-007"/exhibitNumber": 7/; s/exhibitNumber": "KI-4"/exhibitNumber": 4/' 'exhibitNumber is a .*integer'
broken 'with another name of an act' 's/"custody-refuse"/"custody-receive"/' 'told under another name'
broken 'with a class nobody defines' 's/uco-identity:Person/uco-identity:Human/' 'no class of CASE'
broken 'with a property nobody defines' 's/wasInformedBy/wasToldBy/' 'no property of CASE'
broken 'with a digest changed' "0,/\"@value\": \"$(digest "$TEMP/small")\"/s//\"@value\": \"$(digest "$TEMP/paper.pdf")\"/" 'other digests'
broken 'with a link to nowhere' '0,/"uco-core:target"/{s//&/};s/"@id": "urn:uuid:\([0-9a-f-]*\)5"$/"@id": "urn:uuid:\1a"/' 'is no node|no UUID|are'

# Hostile text is text: the values in the graph are those that were typed, and the bytes of a name that is no UTF-8 are kept.
python3 - "$TEMP/whole.jsonld" "$hostile" <<'PY' || fail 'hostile text did not survive'
import base64, json, sys
graph = json.load(open(sys.argv[1], encoding="utf-8"))["@graph"]
phone = next(n for n in graph if n.get("uco-core:name") == "EV-008" and "uco-observable:Device" in n["@type"])
assert phone["uco-core:description"] == sys.argv[2], phone["uco-core:description"]
assert any(f.get("uco-observable:serialNumber") == "@vocab" for f in phone["uco-core:hasFacet"])
paths = [f["exhibit:body.source.path.bytes"]["@value"] for n in graph for f in n.get("uco-core:hasFacet", []) if "exhibit:body.source.path.bytes" in f]
assert [p for p in paths if base64.b64decode(p).endswith(b"bad\xff\xfename.dd")], paths
PY

# What is kept back: no disclosed text of the whole ledger, an entry, the values of one entry; and nothing is left of a refused export.
disclosed_in() {  # disclosed texts that no leaf has in clear, as they would stand in FILE
  python3 - "$EXPORT" "$1" <<'PY'
import json, pathlib, sqlite3, sys
export, text = pathlib.Path(sys.argv[1]), open(sys.argv[2], encoding="utf-8").read()
clear = "".join(leaf.decode() for (leaf,) in sqlite3.connect(export / "ledger.sqlite").execute("select leaf from entry"))
def texts(value):
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from texts(item)
values = {t for line in (export / "disclosures.jsonl").read_text(encoding="utf-8").splitlines() for t in texts(json.loads(line)[3])}
print(sum(len(v) > 4 and json.dumps(v, ensure_ascii=False)[1:-1] in text for v in values if v not in clear))
PY
}
[ "$(disclosed_in "$TEMP/whole.jsonld")" -gt 60 ] || fail 'few disclosed texts are in a whole export: this test sees nothing'
exported "$CASE" "$TEMP/none.jsonld" --redact all
same 'disclosed texts with --redact all' "$(disclosed_in "$TEMP/none.jsonld")" 0
absent "$TEMP/none.jsonld" canary
held "$TEMP/none.jsonld" '"exhibit:absentValue": "body.reason"'
exported "$CASE" "$TEMP/some.jsonld" --withhold-disclosures "entry:$access" --withhold-disclosures 'body.place'
for text in canary-access canary-safe; do absent "$TEMP/some.jsonld" "$text"; done
held "$TEMP/some.jsonld" canary-move
LESS=("$access" "$authority")
exported "$CASE" "$TEMP/less.jsonld" --withhold "$access" --withhold "$authority" --json
same 'entries withheld' "$(json_field <("$EXHIBIT" log export "$CASE" "$TEMP/json.jsonld" --format case-uco --withhold "$access" --json) 'sorted(d)')" \
  "['actions', 'case_uco', 'entries', 'out', 'root', 'values_withheld', 'withheld']"
for text in canary-access canary-scope canary-issuer; do absent "$TEMP/less.jsonld" "$text"; done
LESS=()
refused 'fits no disclosed value' log export "$CASE" "$TEMP/no.jsonld" --format case-uco --withhold-disclosures body.raeson
misused '--policy does not go with' log export "$CASE" "$TEMP/no.jsonld" --format case-uco --policy "$TEMP/paper.pdf"
misused 'format' log export "$CASE" "$TEMP/no.jsonld" --format turtle
[ ! -e "$TEMP/no.jsonld" ] || fail 'a refused export leaves a file'
refused 'exist' log export "$CASE" "$TEMP/whole.jsonld" --format case-uco
cmp "$TEMP/whole.jsonld" "$TEMP/again.jsonld" || fail 'a refused export changed a file'
ok erase "$CASE" --entry "$access" --field body.reason --reason 'asked for' --authority 'GDPR Article 17' --yes
exported "$CASE" "$TEMP/erased.jsonld"
absent "$TEMP/erased.jsonld" canary-access

# Two devices: custody that went two ways, settled; both logs are told of, and a mirror on the other device gives the same bytes.
OTHER=$TEMP/other
mkdir "$TEMP/home2"
cp -r "$EXHIBIT_HOME/keys" "$TEMP/home2/"
on_other() { EXHIBIT_HOME=$TEMP/home2 "$EXHIBIT" "$@"; }
ok sync "$CASE" --out "$TEMP/usb"
expect 0 '' on_other case mirror "$OTHER" --from "$TEMP/usb"
ok transfer "$CASE" --item EV-002 --from "$SATO" --to "$MORI" --reason 'to the safe'
expect 0 '' on_other transfer "$OTHER" --item EV-002 --from "$SATO" --to "$ABE" --reason 'to counsel'
ok sync "$CASE" --with "$OTHER"
ok custody resolve "$CASE" --item EV-002 --holder "$MORI" --reason 'the receipt is his' --approver "$ABE" --as "$MORI"
exported "$CASE" "$TEMP/two.jsonld"
matches 'the reader' "$OUT" ' conflict_resolved '
ok sync "$CASE" --out "$TEMP/usb2"
expect 0 '' on_other case mirror "$TEMP/mirror" --from "$TEMP/usb2"
expect 0 '' on_other log export "$TEMP/mirror" "$TEMP/there.jsonld" --format case-uco
cmp "$TEMP/two.jsonld" "$TEMP/there.jsonld" || fail 'a mirror writes another file than the case'
finish
