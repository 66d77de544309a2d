# SPDX-License-Identifier: Apache-2.0
# What of a case goes to others: an anonymised brief and the names behind it, a package for a coordination centre, statistics.
. "$(dirname "$0")/_lib.sh"
new_case
image "$CASE" EV-001
last() { types "$CASE" | tail -1 | cut -d' ' -f1; }
ago() { date -u -d "$1 ago" +%Y-%m-%dT%H:%M:%SZ; }
YEAR=$(date -u +%Y)

ok incident open "$CASE" --number INC-7 --title 'Ransom note on CANARY-7, found by H. Mori'
ok intake "$CASE" --collection passive --kind incident --source 'help desk' --received-at "$(ago '1 minute')" \
  --text 'Mori <mori@canary.example> cannot open /srv/canary/pay.xlsx; 192.0.2.77 logged on at 02:14' --reporter '小鳥遊 花子' --purpose 'incident response'
INTAKE=$(last)
ok incident triage "$CASE" --number INC-7 --family leak --category ransomware --priority high --override 'none fixed' \
  --intake "$INTAKE" --reason '小鳥遊さんの端末から漏えいのおそれ'
ok incident assign "$CASE" --number INC-7 --response technical --owner 'night shift'
ok aware "$CASE" --incident INC-7 --event aware_personal_data --at "$(ago '1 minute')"
ok loss "$CASE" --incident INC-7 --amount 1234567 --currency JPY --basis bill
ok link "$CASE" --item EV-001 --incident INC-7 --shows 'the note'
ok improvement "$CASE" --incident INC-7 --kind protect --owner 'network team' --text 'backups out of reach'
ok improvement "$CASE" --incident INC-7 --kind detect --owner 'network team' --text '=alarm'

# A brief that would name somebody is stopped, and says what and where; nothing is left behind.
before=$(entries "$CASE")
refused "'CANARY-7' \(host\) in happened, statement [0-9]+, entry [0-9]+" brief make "$CASE" --incident INC-7 --out "$TEMP/brief.txt" --keeper "$MORI"
same 'entries after a brief that was stopped' "$(entries "$CASE")" "$before"
[ ! -e "$TEMP/brief.txt" ] || fail 'a brief that was stopped is there'
refused 'more than one key of an administrator' brief make "$CASE" --incident INC-7 --allow CANARY-7 --out "$TEMP/brief.txt"
misused 'ends in .pdf, .md, .txt or .json' brief make "$CASE" --incident INC-7 --out "$TEMP/brief.doc"
refused "no incident 'INC-9'" brief make "$CASE" --incident INC-9 --out "$TEMP/brief.txt" --keeper "$MORI"
printf 'short' >"$TEMP/short"
misused 'a salt has 16 at least' brief make "$CASE" --incident INC-7 --salt-file "$TEMP/short" --out "$TEMP/brief.txt" --keeper "$MORI"

cat >"$TEMP/profile.yaml" <<'YAML'
body: "情報セキュリティ委員会"
texts: [title, reports, actions, decisions, findings, improvements]
counts: [10, 100, 1000]
sums: [100000, 1000000, 10000000]
deny: [heron]
keep: [help desk, night shift, network team]
identities:
  - {kind: host, names: [CANARY-7], shown: {en: "a file server", ja: "ファイルサーバ"}}
YAML
ok policy "$CASE" --kind 'anonymisation profile' --name board --version 1 --document "$TEMP/profile.yaml"
PROFILE=$(last)
sed 's/^sums:.*/sums: [many]/' "$TEMP/profile.yaml" >"$TEMP/bad.yaml"
refused 'bad.yaml:4: sums are whole numbers' policy "$CASE" --kind 'anonymisation profile' --name board --version 2 --document "$TEMP/bad.yaml"

# The same salt gives the same bytes; no canary is in any of them.
printf 'a salt of sixteen bytes and more' >"$TEMP/salt"
brief() { ok brief make "$CASE" --incident INC-7 --profile "$PROFILE" --keeper "$MORI" --at 2030-01-01T00:00:00Z --ask "shall Mori be told?" "$@"; }
brief --out "$TEMP/one.txt" --salt-file "$TEMP/salt"
BRIEF=$(last)
brief --out "$TEMP/two.txt" --salt-file "$TEMP/salt"
cmp -s "$TEMP/one.txt" "$TEMP/two.txt" || fail 'the same case and salt give other bytes'
brief --out "$TEMP/three.md"
brief --out "$TEMP/four.json" --lang ja
python3 -m json.tool "$TEMP/four.json" >/dev/null || fail 'the brief is no JSON'
matches 'a brief in English' "$TEMP/one.txt" 'a file server\], found by Person [A-Z]{3} \(entry '
matches 'a brief in English' "$TEMP/one.txt" 'losses recorded so far: 1,000,000 to 9,999,999 JPY'
matches 'a brief in Japanese' "$TEMP/four.json" '関係者[A-Z]{3}'
for canary in CANARY Mori mori 小鳥遊 花子 192.0.2 xlsx /srv 02:14 EV-001 1234567; do
  ! grep -qF -- "$canary" "$TEMP/one.txt" "$TEMP/three.md" "$TEMP/four.json" || fail "$canary is in a brief"
done
# The same as a PDF, in both languages: the same bytes again, and no canary, neither in the text nor in the file.
for lang in en ja; do
  brief --out "$TEMP/five-$lang.pdf" --lang $lang --salt-file "$TEMP/salt"
  brief --out "$TEMP/six-$lang.pdf" --lang $lang --salt-file "$TEMP/salt"
  cmp -s "$TEMP/five-$lang.pdf" "$TEMP/six-$lang.pdf" || fail "the same case and salt give another PDF in $lang"
  have pdftotext || continue
  pdftotext -layout "$TEMP/five-$lang.pdf" "$TEMP/five-$lang.txt"
  matches "a PDF in $lang" "$TEMP/five-$lang.txt" '(Person|関係者) ?[A-Z]{3}'
  for canary in CANARY Mori mori 小鳥遊 花子 192.0.2 xlsx /srv 02:14 EV-001 1234567 2026-0042; do
    ! grep -qaF -- "$canary" "$TEMP/five-$lang.txt" "$TEMP/five-$lang.pdf" || fail "$canary is in a brief as PDF in $lang"
  done
done
cmp -s <(grep -o 'Person [A-Z]*' "$TEMP/one.txt") <(grep -o 'Person [A-Z]*' "$TEMP/three.md") && fail 'another salt gives the same pseudonyms'

# Who is behind the pseudonyms: two roles, and it is recorded before anybody sees it.
before=$(entries "$CASE")
opened() { brief_status=$1; shift; expect "$brief_status" "$1" "$EXHIBIT" brief open-mapping "$CASE" --brief "$BRIEF" --reason 'the board asks' "${@:2}"; }
opened 1 'both keys are the same' --as "$ABE" --second "$ABE"
opened 1 'nothing in the file is sealed for' --as "$ABE" --second "$SATO"
same 'entries after refusals' "$(entries "$CASE")" "$before"
opened 0 '' --as "$ABE" --second "$MORI"
matches 'the names that were opened' "$OUT" '^Person [A-Z]{3}: H\. Mori'
same 'the newest entry' "$(types "$CASE" | tail -1)" "$((before)) mapping_opened"
refused 'made no brief' brief open-mapping "$CASE" --brief "$PROFILE" --reason r --as "$ABE" --second "$MORI"

# Indicators, and a package within what profile, agreement and TLP let
indicator() { "$EXHIBIT" indicator "$CASE" --incident INC-7 --confidence probable "$@"; }
expect 0 '' indicator --kind ipv4 --value '203[.]0[.]113[.]9' --tlp green --note 'logged on as Mori' --first-seen "$(ago '2 days')"
expect 0 '' indicator --kind domain --value 'Update.Evil.Example' --tlp clear
expect 0 '' indicator --kind sha-256 --value "$(printf 'ab%.0s' $(seq 32))" --tlp red
expect 2 'no value of the kind ipv4' indicator --kind ipv4 --value 203.0.113
printf 'body: "Sector CSIRT"\nfields: [indicators, narrative]\ntlp: green\nonward: "members only"\n' >"$TEMP/share.yaml"
ok policy "$CASE" --kind 'sharing profile' --name csirt --version 1 --document "$TEMP/share.yaml"
SHARE=$(last)
pack() { "$EXHIBIT" share-pack "$CASE" --incident INC-7 --profile "$SHARE" --anonymise "$PROFILE" --party 'Sector CSIRT' --out "$TEMP/pack" "$@"; }
expect 1 'neither a live agreement' pack --purpose 'incident response' --tlp green
[ ! -e "$TEMP/pack" ] || fail 'a package that was refused is there'
ok agreement "$CASE" --kind sharing --name csirt --party 'Sector CSIRT' --scope indicators --tlp amber
AGREEMENT=$(last)
expect 1 'allows TLP:green at most' pack --agreement "$AGREEMENT" --purpose 'incident response' --tlp amber
expect 1 "was received for 'incident response'" pack --agreement "$AGREEMENT" --purpose 'press' --tlp green
expect 0 'may not be shared at TLP:green' pack --agreement "$AGREEMENT" --purpose 'incident response' --tlp green
same 'the newest entry' "$(types "$CASE" | tail -1 | cut -d' ' -f2)" sharing_recorded
(cd "$TEMP/pack" && sha256sum --quiet -c manifest.txt) || fail 'the manifest does not fit the files'
"$EXHIBIT" log "$CASE" --json >"$TEMP/log.json"
grep -q "$(digest "$TEMP/pack/manifest.txt")" <("$EXHIBIT" log export "$CASE" "$TEMP/export" >/dev/null && sqlite3 "$TEMP/export/ledger.sqlite" 'select cast(leaf as text) from entry') ||
  fail 'the ledger does not name the manifest'
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/read_stix.py" "$TEMP/pack/indicators.stix.json" >"$TEMP/stix" || fail 'the bundle is no STIX'
matches 'the bundle' "$TEMP/stix" "^indicator \[ipv4-addr:value = '203.0.113.9'\]"
matches 'the bundle' "$TEMP/stix" '^domain-name update.evil.example'
lacks 'the bundle' "$TEMP/stix" 'SHA-256'
matches 'the list' "$TEMP/pack/indicators.csv" '"ipv4","203.0.113.9","probable","[0-9-]+T00:00:00.000000Z"'
matches 'the narrative' "$TEMP/pack/narrative.txt" '^TLP:GREEN$'
! grep -rqE 'Mori|小鳥遊|CANARY|heron' "$TEMP/pack" || fail 'a name is in the package'
expect 0 '' indicator --kind domain --value 'heron.example' --tlp clear
rm -r "$TEMP/pack"
expect 1 "'heron' \(withheld\) in indicator of entry" pack --agreement "$AGREEMENT" --purpose 'incident response' --tlp green
expect 0 'may not be shared at TLP:green' pack --agreement "$AGREEMENT" --purpose 'incident response' --tlp green --allow heron
same 'what was let stand' "$(sqlite3 "$CASE/case.db" "select count(*) from disclosure where name = 'body.allowed' and value like '%heron%'")" 1

ok incident list "$CASE"
matches 'the list of incidents' "$OUT" '^reports: passive incident  1$'
# Numbers of the year, and what is to be made better
ok statistics "$CASE" --year "$YEAR"
matches 'statistics' "$OUT" '^intakes: passive incident  1$'
matches 'statistics' "$OUT" '^improvements: protect open  1$'
ok statistics "$CASE" --year "$YEAR" --json --at-least 5
same 'a small count' "$(json_field "$OUT" '[c["value"] for c in d["cells"] if c["name"] == "passive incident"]')" '[None]'
ok statistics "$CASE" --year "$YEAR" --csv --zone Asia/Tokyo
lacks 'statistics' "$OUT" 'Mori|INC-7|night shift'
misused 'outside of 1971' statistics "$CASE" --year 1066
ok improvements "$CASE" --kind protect --csv
same 'rows of improvements' "$(wc -l <"$OUT")" 2
ok improvements "$CASE" --csv
matches 'a cell that looks like a formula' "$OUT" "\"'=alarm\""

intact "$CASE"
export_of "$CASE"
PYTHONDONTWRITEBYTECODE=1 python3 "$SOURCE_DIR/tests/interop/verify_ledger.py" "$EXPORT" >"$TEMP/second" 2>&1 ||
  fail "the second verifier ends with $?: $(grep -i fault "$TEMP/second" | head -c 600)"
finish
