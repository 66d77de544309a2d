# SPDX-License-Identifier: Apache-2.0
# Documents for court and counsel, each in both languages: what is in them, what they refuse, and what stays private.
. "$(dirname "$0")/_lib.sh"
for tool in pdftotext qpdf; do type -P $tool >/dev/null || skip "$tool is not installed"; done
export TZ=Asia/Tokyo
new_case
image "$CASE" EV-001 --description 'disk of server FS-1'
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }  # number of the newest entry
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }

# draw KIND LANGUAGE [FLAG...]: a document by counsel; its text without spaces to $TEMP/text
draw() {
  local out="$TEMP/$1-$2-$RANDOM$RANDOM.pdf" kind=$1 lang=$2
  KIND="$kind $lang"
  shift 2
  expect 0 '' "$EXHIBIT" document "$CASE" "$kind" --lang "$lang" --as "$ABE" --out "$out" "$@"
  [ -f "$out" ] || { fail "$KIND: nothing was written"; : >"$TEMP/text"; return; }
  qpdf --check "$out" >/dev/null 2>&1 || fail "$KIND: qpdf finds a fault"
  { pdftotext "$out" -; pdftotext -layout "$out" -; } | tr -d ' \n\f' >"$TEMP/text"
  # Words broken over the lines of a cell stand together in the boxes.
  pdftotext -bbox "$out" - | sed -n 's/.*<word[^>]*>\(.*\)<\/word>/\1/p' | tr -d '\n' >>"$TEMP/text"
  says_not 'admissible'
}
says() { grep -qF -- "$(tr -d ' ' <<<"$1")" "$TEMP/text" || fail "$KIND: '$1' is not in it"; }
says_not() { ! grep -qF -- "$(tr -d ' ' <<<"$1")" "$TEMP/text" || fail "$KIND: '$1' is in it"; }
is_private() { same "type of the entry of $1" "$(types "$CASE" | tail -1 | cut -d' ' -f2)" private; }

# What a kind needs
"$EXHIBIT" document kinds >"$TEMP/kinds"
for kind in certification-902-13 certification-902-14 exhibit-list facts-against-rule ninin-teishutsu-annex notice-of-intent \
  offence-matrix privilege-log shoko-setsumeisho; do
  matches "kinds, $kind" "$TEMP/kinds" "^$kind .*en.*ja"
done
matches 'kinds that are private' "$TEMP/kinds" '^offence-matrix .*--incident \[--rules\].*; private'
misused 'needs --rules' document "$CASE" facts-against-rule --item EV-001 --out "$TEMP/x.pdf"
misused 'needs --incident' document "$CASE" offence-matrix --rules JP-UCA-3 --out "$TEMP/x.pdf"
misused 'takes no --item' document "$CASE" exhibit-list --item EV-001 --out "$TEMP/x.pdf"
refused 'no rule' document "$CASE" facts-against-rule --item EV-001 --rules XX-1 --out "$TEMP/x.pdf" --as "$ABE"
before=$(entries "$CASE")

# Offences as rules
matches 'list of offences' <("$EXHIBIT" rules list --kind offence) '^JP-PC-234-2 +offence +in_force +UNCONFIRMED'
"$EXHIBIT" rules show JP-UCA-3 --lang ja >"$TEMP/shown"
matches 'an offence shown' "$TEMP/shown" '^e5 .*承諾'
printf 'id: ZZ-OFF-1\njurisdiction: ZZ\nkind: offence\nversion: "1"\ntitle: {en: a, ja: b}\ntext: {en: a, ja: b}\ncitation: c\nlaw_status: in_force\nsources: [s]\nelements:\n  - id: e1\n    text: {en: a, ja: b}\n' >"$TEMP/offence.yaml"
ok rules check "$TEMP/offence.yaml"
printf '    person: judge\n' >>"$TEMP/offence.yaml"
run "$EXHIBIT" rules check "$TEMP/offence.yaml"
same 'status of a broken offence' "$STATUS" 3
matches 'a broken offence' "$OUT" 'offence.yaml:13: .*person'
refused 'offence-matrix' assess "$CASE" --item EV-001 --rules JP-UCA-3

# Facts against a rule
draw facts-against-rule en --item EV-001 --rules US-FRE-902-14
is_private 'facts against a rule'
says 'Facts recorded against US-FRE-902-14'
says 'UNCONFIRMED: no counsel has confirmed this rule for the case.'
says 'not recorded: F28'
says 'Whether evidence is received is for the court to say'
says "$("$EXHIBIT" rules show US-FRE-902-14 --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["digest"])')"
ok rules confirm "$CASE" --rule US-FRE-902-14 --as "$ABE"
ok fact add "$CASE" --item EV-001 --fact F28 --value 'GCFA 2024, ten years'
F28=$(last)
draw facts-against-rule ja --item EV-001 --rules US-FRE-902-14
says '規定要件と記録事実の対照表：US-FRE-902-14'
says_not '未確認'
says 'GCFA 2024, ten years'
says '証拠の採否は裁判所が判断する'

# Certifications: what is recorded, with its entry
ok selftest --case "$CASE"
TEST=$(last)
program=$(digest "$(readlink -f "$EXHIBIT")")
ok fact add "$CASE" --item EV-001 --fact F33 --value 'syslog of FS-1' --as "$ABE"
expect 0 '' "$EXHIBIT" fact add "$CASE" --item EV-001 --fact F17 --value 'CANARY-PRIVATE' --private
for kind in certification-902-14 certification-902-13; do
  for lang in en ja; do
    draw $kind $lang --item EV-001
    says 'GCFA 2024, ten years'
    says 'syslog of FS-1'
    says "$program"
    says "$(digest "$TEMP/small")"
    says 'penalty of perjury'
    says '1746'
    says_not 'CANARY-PRIVATE'
    [ $lang = ja ] || says "entry $F28"
    [ $lang = ja ] || says "entry $TEST"
    [ $lang = en ] || says "項番$F28"
    [ $lang = en ] || says '未記録'
  done
done

# Exhibits, the explanation of evidence, the notice
draw exhibit-list en
says 'no exhibit is designated in this case'
refused 'holds no role' designate "$CASE" --item EV-001-I1 --number 'Ko 3' --title t --purpose p --original copy
ok designate "$CASE" --item EV-001-I1 --number '甲第12号証' --title 'FS-1のイメージ' --purpose '同日にファイルが暗号化されたこと' --original copy \
  --author 'R. Sato' --created '2026-11-22' --offered-by '原告' --as "$ABE"
EXHIBIT_12=$(last)
ok designate "$CASE" --item EV-001 --number '甲第3号証' --title 'FS-1のディスク' --purpose '原物の存在' --original original --as "$ABE"
ok incident open "$CASE" --number INC-7 --title 'Ransom note on FS-1'
ok link "$CASE" --item EV-001-I1 --incident INC-7 --shows 'CANARY-SHOWS' --serves JP-PC-234-2/e2 --confidence probable
LINK=$(last)
ok restrict "$CASE" --item EV-001 --kind privilege --reason 'CANARY-REASON' --as "$ABE"
RESTRICTION=$(last)
for lang in en ja; do
  draw exhibit-list $lang
  says '甲第12号証'
  says "$(digest "$TEMP/small")"
  says "INC-7 ($LINK)"
  says_not 'CANARY'
  draw shoko-setsumeisho $lang
  says '同日にファイルが暗号化されたこと'
  says "$(digest "$TEMP/small")"
  says_not 'CANARY'
done
says '民事訴訟規則第137条'
refused 'no rule of evidence' notice "$CASE" --rule EU-GDPR-33 --exhibit "$EXHIBIT_12" --party p --inspect i --as "$ABE"
refused 'names no designation|no earlier entry' notice "$CASE" --rule US-FRE-902-14 --exhibit 0 --party p --inspect i --as "$ABE"
misused 'is in the future' notice "$CASE" --rule US-FRE-902-14 --exhibit "$EXHIBIT_12" --party p --inspect i --served-at 2999-01-01T00:00:00Z --as "$ABE"
ok notice "$CASE" --rule US-FRE-902-14 --rule US-FRE-902-13 --exhibit "$EXHIBIT_12" --party 'counsel for the defence' \
  --inspect 'room 3, weekdays 10 to 16' --served-at "$(ago '1 hour')" --method 'by mail' --objection 'in writing' --as "$ABE"
NOTICE=$(last)
for lang in en ja; do
  draw notice-of-intent $lang --entry "$NOTICE"
  says 'room 3, weekdays 10 to 16'
  says 'Fed. R. Evid. 902(13)'
  says "$(digest "$TEMP/small")"
done
refused 'is not one that' document "$CASE" notice-of-intent --entry "$EXHIBIT_12" --out "$TEMP/x.pdf" --as "$ABE"
"$EXHIBIT" facts "$CASE" --item EV-001 >"$TEMP/facts"
matches 'notice to the other side' "$TEMP/facts" "^F41  recorded: .*counsel for the defence.*$NOTICE"

# Privilege log: claims without content
ok advice "$CASE" --as "$ABE" --question 'CANARY-QUESTION' --answer 'not permitted' --text 'CANARY-ADVICE' --privilege-by 'K. Abe' \
  --privilege-basis 'attorney-client' --privilege-jurisdiction US
ok review "$CASE" --title 'memo on the intrusion' --recipients 'K. Abe*, CISO' --for-litigation --privilege-by 'K. Abe'
ok review-done "$CASE" --as "$ABE" --request "$(last)" --outcome 'CANARY-OUTCOME' --privileged
for lang in en ja; do
  draw privilege-log $lang
  is_private 'the privilege log'
  says 'memo on the intrusion'
  says 'K. Abe*'
  says 'attorney-client'
  says_not 'CANARY'
done

# Offence matrix and suspects
refused 'holds no role' suspect "$CASE" --incident INC-7 --name 'Zoe' --basis 'entry 9'
refused 'no offence' document "$CASE" offence-matrix --incident INC-7 --rules US-FRE-902-14 --out "$TEMP/x.pdf" --as "$ABE"
misused 'has no such element' link "$CASE" --item EV-001 --incident INC-7 --shows x --serves JP-PC-234-2/e9
ok artifact "$CASE" --item EV-001-I1 --kind 'log line' --path /var/log/auth.log --text 'session opened'
ok link "$CASE" --item EV-001-I1 --incident INC-7 --artifact "$(last)" --kind contradicts --shows 'the service went on' --serves JP-PC-234-2/e4
draw offence-matrix en --incident INC-7
is_private 'the offence matrix'
says 'no suspect is named'
says 'CONTRADICTS'
says '/var/log/auth.log'
says 'no evidence recorded'
says 'CANARY-SHOWS'  # what a link shows is in counsel's own paper
ok suspect "$CASE" --incident INC-7 --name 'user of account admin2' --basis 'log lines' --as "$ABE"
is_private 'a suspect'
draw offence-matrix ja --incident INC-7 --rules JP-PC-234-2
says 'user of account admin2'
says '証拠の記録なし'
says '矛盾する記録'

# Voluntary submission
for lang in en ja; do
  draw ninin-teishutsu-annex $lang --incident INC-7
  says 'EV-001'
  says "$(digest "$TEMP/small")"
done
says '様式の写しではない'
refused 'no incident' document "$CASE" ninin-teishutsu-annex --incident INC-9 --out "$TEMP/x.pdf" --as "$ABE"

# A private designation takes the place of a private one; a notice in clear cannot rest on it.
ok designate "$CASE" --item EV-001 --number '乙第1号証' --title 'CANARY-PRIVATE' --purpose p --original copy --private --as "$ABE"
FIRST=$(last)
ok designate "$CASE" --item EV-001 --number '乙第2号証' --title 'CANARY-PRIVATE' --purpose p --original copy --private --supersedes "$FIRST" --as "$ABE"
is_private 'a designation'
SECOND=$(last)
refused 'was taken the place of' notice "$CASE" --rule US-FRE-902-14 --exhibit "$FIRST" --party x --inspect y --private --as "$ABE"
refused 'no earlier entry of the type exhibit_designated' notice "$CASE" --rule US-FRE-902-14 --exhibit "$SECOND" --party x --inspect y --as "$ABE"
ok notice "$CASE" --rule US-FRE-902-14 --exhibit "$SECOND" --party x --inspect y --private --as "$ABE"

# What is private leaves the case in no form; both verifiers agree.
intact "$CASE"
[ "$(entries "$CASE")" -gt "$before" ] || fail 'nothing was recorded'
export_of "$CASE"
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
ok restrict "$CASE" --lift "$RESTRICTION" --reason 'waived' --recipient 'the court' --as "$ABE"
LIST=$(find "$CASE/documents" -name '*exhibit-list-en.pdf' | head -1)
ok package "$CASE" --for court --include-document "${LIST##*/}" --out "$TEMP/package" --as "$ABE"
find "$TEMP/package" -type f -exec sha256sum {} + | cut -d' ' -f1 >"$TEMP/packed"
grep -qx "$(digest "$LIST")" "$TEMP/packed" || fail 'a package lacks the exhibit list'
# A package that is told to leave private entries out, or does so of itself, has none of their files.
find "$TEMP/package" -type f -exec sha256sum {} + | cut -d' ' -f1 >"$TEMP/packed"
for file in "$TEMP"/facts-against-rule-*.pdf "$TEMP"/offence-matrix-*.pdf "$TEMP"/privilege-log-*.pdf; do
  ! grep -qx "$(digest "$file")" "$TEMP/packed" || fail "a package holds ${file##*/}"
done
finish
