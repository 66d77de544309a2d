# SPDX-License-Identifier: Apache-2.0
# What a package holds back from whom: counsel's words, secret requests, reports received under conditions, restricted items.
# Canaries in no byte of it; both verifiers find it clean; the sender's record says what and why.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }
ahead() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }

# A case without any of it: nothing is held back, and nothing says so.
ok package "$CASE" --for police --out "$TEMP/plain"
[ ! -e "$TEMP/plain/data/WITHHELD.txt" ] || fail 'a whole package says that something is withheld'
lacks 'first page of a whole package' "$TEMP/plain/FIRST-PAGE.txt" withheld.from
same 'entries that record a whole package' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" package_made

# The canaries: KX1 privilege, KX2 secrecy, KX3 conditions.
echo 'KX1-FILE of counsel' >"$TEMP/KX1-NAME.txt"
echo 'KX2-FILE the order' >"$TEMP/KX2-NAME.txt"
echo 'KX3-FILE the report' >"$TEMP/KX3-NAME.txt"
echo 'a paper of no secret' >"$TEMP/open.txt"
ok incident open "$CASE" --number INC-7 --title 'Ransom note on FS-1'
ok advice "$CASE" --as "$ABE" --incident INC-7 --question 'KX1-QUESTION' --answer 'not permitted' --text 'KX1-ADVICE' --document "$TEMP/KX1-NAME.txt"
ADVICE=$(last)
ok note "$CASE" --item EV-001 --text 'KX1-NOTE' --private --as "$ABE"
NOTE=$(last)
ok review "$CASE" --incident INC-7 --title 'KX1-MEMO' --for-litigation --recipients 'KX1-LAWYER*'
MEMO=$(last)
ok request "$CASE" --incident INC-7 --kind 'production order' --authority 'KX2-COURT' --reference 'KX2-26-118' --items 'KX2-MAIL' \
  --received-at "$(ago '2 hours')" --secrecy-until "$(ahead '30 days')" --document "$TEMP/KX2-NAME.txt"
REQUEST=$(last)
ok request-answer "$CASE" --request "$REQUEST" --at "$(ago '1 hour')" --reason 'KX2-ANSWER'
ANSWER=$(last)
ok correct "$CASE" --entry "$REQUEST" --field body.items --value 'KX2-CORRECTED' --reason 'KX2-WHY'
CORRECTED=$(last)
ok request "$CASE" --kind inquiry --authority 'open office' --reference '26-119' --items 'OPEN-ITEMS' --received-at "$(ago '2 hours')" --secrecy-until "$(ago '1 hour')"
ok intake "$CASE" --collection passive --kind incident --source 'KX3-SOURCE' --received-at "$(ago '3 hours')" --text 'KX3-TEXT' \
  --purpose 'incident response' --received-under 'KX3-RULE' --tlp amber --document "$TEMP/KX3-NAME.txt"
INTAKE=$(last)
ok intake "$CASE" --collection passive --kind incident --source 'OPEN-SOURCE' --received-at "$(ago '3 hours')" --text 'OPEN-TEXT' --document "$TEMP/open.txt"
ok use-release "$CASE" --intake "$INTAKE" --purpose 'report to the police' --basis consent --text 'KX3-CONSENT'
RELEASED=$(last)
# The order's file is attached to an open entry too.
ok authority "$CASE" --kind order --scope 'mail of FS-1' --issuer 'a court' --document "$TEMP/KX2-NAME.txt"

# canaries FOLDER LETTERS...: those of the letters in no byte of it, and not in what its PDF prints
canaries() {
  local folder=$1 letter file
  shift
  for letter; do
    ! grep -rqa "$letter-" "$folder" || fail "$folder holds $letter: $(grep -rlaE "$letter-" "$folder" | head -3)"
    [ -z "$(find "$folder" -name "*$letter*")" ] || fail "a name in $folder holds $letter"
  done
  have pdftotext || return 0
  while IFS= read -r file; do
    pdftotext "$file" "$TEMP/page.txt"
    for letter; do lacks "$file" "$TEMP/page.txt" "$letter-"; done
  done < <(find "$folder" -name '*.pdf')
}
# clean PACKAGE: both verifiers end with 0, and no attachment is missing
clean() {
  run "$EXHIBIT" verify "$1"
  same "verify of $1" "$STATUS" 0
  matches "verify of $1" "$OUT" 'limit  withheld'
  PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$1/data/ledger" >"$TEMP/second" 2>&1 ||
    fail "the second verifier of $1 ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
}
before=$(entries "$CASE")
ok package "$CASE" --for police --dry-run
same 'a preview records nothing' "$(entries "$CASE")" "$before"
for entry in "$ADVICE" "$NOTE" "$MEMO" "$REQUEST" "$ANSWER" "$CORRECTED" "$INTAKE" "$RELEASED"; do
  matches 'the preview' "$OUT" "^  entry $entry: "
done
matches 'the preview' "$OUT" "entry $REQUEST: secrecy: "
matches 'the preview' "$OUT" "entry $ADVICE: privilege: "
matches 'the preview' "$OUT" "entry $INTAKE: conditions: "
lacks 'the preview' "$OUT" 'KX'
misused '--out is missing' package "$CASE" --for police

ok package "$CASE" --for police --out "$TEMP/police"
clean "$TEMP/police"
canaries "$TEMP/police" KX1 KX2 KX3
for text in OPEN-ITEMS OPEN-TEXT OPEN-SOURCE; do grep -rqa "$text" "$TEMP/police/data/ledger" || fail "the package lacks $text"; done
[ -f "$TEMP/police/data/attachments/$(digest "$TEMP/open.txt")" ] || fail 'an open attachment was left out'
for name in KX1 KX2 KX3; do
  [ ! -e "$TEMP/police/data/attachments/$(digest "$TEMP/$name-NAME.txt")" ] || fail "the file of $name is in the package"
done
same 'what the recipient is told' "$(cat "$TEMP/police/data/WITHHELD.txt")" \
  "Parts of this case are withheld from this package. The sender's record says which and why."
matches 'first page' "$TEMP/police/FIRST-PAGE.txt" 'Parts of this case are withheld'
lacks 'first page' "$TEMP/police/FIRST-PAGE.txt" 'secre|privileg|order'
# Of the secret request not even the type goes.
lacks 'types in the package' <(sqlite3 "$TEMP/police/data/ledger/ledger.sqlite" "select cast(leaf as text) from entry where leaf is not null") 'production order|request_answered'
same 'leaves withheld' "$(sqlite3 "$TEMP/police/data/ledger/ledger.sqlite" 'select group_concat(seq) from withheld')" "$REQUEST,$ANSWER"

# The sender's record: private, before the entry of the package, with each part and its reason.
same 'the record' "$(types "$CASE" | tail -2 | cut -d' ' -f2 | paste -sd' ')" 'private package_made'
sqlite3 "$CASE/case.db" "select value from disclosure where seq=$before" >"$TEMP/record"
for entry in "$ADVICE" "$NOTE" "$REQUEST" "$ANSWER" "$INTAKE"; do matches 'the record' "$TEMP/record" "\"what\":\"entry $entry\""; done
matches 'the record' "$TEMP/record" '"type":"package_withheld"'
matches 'the record' "$TEMP/record" "\"what\":\"attachments/$(digest "$TEMP/KX2-NAME.txt")\""
same 'the record names the package' "$(json_field "$TEMP/record" 'd["body"]["manifest_sha256"]')" "$(digest "$TEMP/police/tagmanifest-sha256.txt")"
intact "$CASE"

# Every other recipient, in either form; the police's package is told to nobody as one that holds things back.
ok package "$CASE" --for auditor --out "$TEMP/auditor.zip"
run "$EXHIBIT" verify "$TEMP/auditor.zip"
same 'verify of a ZIP' "$STATUS" 0
mkdir "$TEMP/unzipped"
(cd "$TEMP/unzipped" && unzip -qq "$TEMP/auditor.zip")
canaries "$TEMP/unzipped" KX1 KX2 KX3
grep -rqa package_withheld "$TEMP/unzipped" && fail 'a package tells of the record of another one'
refused 'nothing lets it go' package "$CASE" --for 'Forensic firm' --out "$TEMP/firm"
ok package "$CASE" --for 'Forensic firm' --override 'engaged tonight' --out "$TEMP/firm"
clean "$TEMP/firm"
canaries "$TEMP/firm" KX1 KX2 KX3

# The sender's choices, each recorded: a secret request that goes, a purpose for which a report was released, a duty.
refused 'is no request of an authority' package "$CASE" --for court --include-request "$INTAKE" --out "$TEMP/court"
at=$(entries "$CASE")
ok package "$CASE" --for court --include-request "$REQUEST" --purpose 'report to the police' --out "$TEMP/court"
clean "$TEMP/court"
canaries "$TEMP/court" KX1
for text in KX2-COURT KX2-ANSWER KX2-CORRECTED KX3-TEXT KX3-CONSENT; do grep -rqa "$text" "$TEMP/court/data/ledger" || fail "the package lacks $text"; done
cmp -s "$TEMP/KX2-NAME.txt" "$TEMP/court/data/attachments/$(digest "$TEMP/KX2-NAME.txt")" || fail 'the order is not in the package it was named for'
sqlite3 "$CASE/case.db" "select value from disclosure where seq=$at" >"$TEMP/record"
same 'the choice' "$(json_field "$TEMP/record" '[p["what"] for p in d["body"]["included"]]')" "['entry $REQUEST']"
refused 'no duty that is in force' package "$CASE" --for police --duty XX-1 --out "$TEMP/duty"
ok package "$CASE" --for police --duty EU-GDPR-33 --out "$TEMP/duty"
canaries "$TEMP/duty" KX1 KX2
grep -rqa KX3-TEXT "$TEMP/duty/data/ledger" || fail 'a report stays behind although a duty is named'

# Agreements: live, with that party, up to their colour.
ok agreement "$CASE" --kind sharing --name SH-1 --party 'Sector CSIRT' --scope 'incidents' --tlp green --until "$(ahead '90 days')"
AGREEMENT=$(last)
refused 'nothing lets it go' package "$CASE" --for csirt --out "$TEMP/csirt"
refused 'allows TLP:green at most' package "$CASE" --for csirt --agreement "$AGREEMENT" --tlp amber --out "$TEMP/csirt"
refused "is with 'Sector CSIRT', not with 'Another'" package "$CASE" --for csirt --name Another --agreement "$AGREEMENT" --tlp green --out "$TEMP/csirt"
ok package "$CASE" --for csirt --name 'Sector CSIRT' --agreement "$AGREEMENT" --tlp green --purpose 'incident response' --out "$TEMP/csirt"
clean "$TEMP/csirt"
canaries "$TEMP/csirt" KX1 KX2 KX3
[ -z "$(find "$TEMP/csirt/data/evidence" -type f 2>/dev/null)" ] || fail 'a package for a CSIRT holds an image'
matches 'what the recipient is told' "$TEMP/csirt/data/WITHHELD.txt" '^evidence/EV-001/EV-001-I1$'
matches 'first page' "$TEMP/csirt/FIRST-PAGE.txt" 'No image is in this package'
ok package "$CASE" --for csirt --agreement "$AGREEMENT" --tlp green --with-images --out "$TEMP/images"
cmp -s "$CASE/evidence/EV-001/EV-001-I1.E01" "$TEMP/images/data/evidence/EV-001/EV-001-I1.E01" || fail 'the image does not go although it was asked for'

# Telling is counsel's.
refused 'only counsel decides' package "$CASE" --for police --tell-withheld --out "$TEMP/told"
ok package "$CASE" --for police --tell-withheld --as "$ABE" --out "$TEMP/told"
matches 'what the recipient is told' "$TEMP/told/data/WITHHELD.txt" "^entry $REQUEST: secrecy: a request that is secret until "
clean "$TEMP/told"
canaries "$TEMP/told" KX1 KX2 KX3

# What is restricted goes nowhere, or is left out by name, with its photographs and notes.
echo 'KX4-PHOTO' >"$TEMP/photo.jpg"
ok thing register "$CASE" --item EV-009 --description 'a telephone' --photograph "$TEMP/photo.jpg"
ok note "$CASE" --item EV-009 --text 'KX4-NOTE'
ok restrict "$CASE" --item EV-009 --kind contraband --reason 'KX4-REASON'
refused 'EV-009 is restricted by entry [0-9]+; only counsel can lift that.*--without EV-009 leaves it out' package "$CASE" --for police --out "$TEMP/restricted"
[ ! -e "$TEMP/restricted" ] || fail 'a refused package is there'
refused "no item 'EV-404'" package "$CASE" --for police --without EV-404 --out "$TEMP/restricted"
ok package "$CASE" --for police --without EV-009 --without EV-001-I1 --out "$TEMP/restricted"
clean "$TEMP/restricted"
canaries "$TEMP/restricted" KX1 KX2 KX3 KX4
[ -z "$(find "$TEMP/restricted/data/evidence" -name 'EV-001-I1*' 2>/dev/null)" ] || fail 'an image that was left out is there'
# Without a word of it the same package is a loss, though its manifests are made to fit.
(cd "$TEMP/restricted" && rm data/WITHHELD.txt && sed -i '/WITHHELD/d' manifest-sha256.txt &&
  sed -i "s/^[0-9a-f]*  manifest-sha256.txt$/$(digest manifest-sha256.txt)  manifest-sha256.txt/" tagmanifest-sha256.txt)
run "$EXHIBIT" verify "$TEMP/restricted"
same 'a package that does not say what it leaves out' "$STATUS" 3
matches 'a package that does not say what it leaves out' "$OUT" 'missing.*EV-001-I1'
lacks 'its manifests' "$OUT" 'manifest'
intact "$CASE"
finish
