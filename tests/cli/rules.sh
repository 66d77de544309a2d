# SPDX-License-Identifier: Apache-2.0
# rules list, show, check and diff: what ships, what a user adds with a file alone, and every way in which a file can be wrong.
. "$(dirname "$0")/_lib.sh"
SHIPPED=$SOURCE_DIR/legal/rules
OWN=$EXHIBIT_HOME/rules

# What ships
ok rules list
matches 'the list' "$OUT" '^US-FRE-902-14 +admissibility +in_force +UNCONFIRMED +Certified data copied'
matches 'the list' "$OUT" '^JP-K-99b +admissibility +repealed +UNCONFIRMED'
matches 'the list' "$OUT" '^UK-CSR +duty +proposed +UNCONFIRMED'
matches 'the list' "$OUT" '^JP-CCEA-5 +duty +unverified +UNCONFIRMED'
same 'one line per file' "$(wc -l <"$OUT")" "$(find "$SHIPPED" -name '*.yaml' | wc -l)"
ok rules list --kind duty --jurisdiction US
lacks 'duties of the US' "$OUT" ' admissibility '
matches 'duties of the US' "$OUT" '^US-CA '
ok rules list --jurisdiction US-CA --json
same 'one state' "$(json_field "$OUT" '[(r["id"], r["kind"], r["confirmed"], r["own"]) for r in d["rules"]]')" "[('US-CA', 'duty', False, False)]"
ok rules list --jurisdiction ZZ
matches 'no such place' "$OUT" '^no rule is known'
misused 'kind' rules list --kind crime

for id in US-FRE-902-14 us-902-14 US-902-14; do
  ok rules show "$id" --json
  same "$id" "$(json_field "$OUT" '(d["id"], d["elements"][2]["needs_all"], d["confirmed"])')" "('US-FRE-902-14', ['F10', 'F11', 'F12', 'F27'], False)"
done
same 'the digest' "$(json_field "$OUT" 'd["digest"]')" "$(digest "$SHIPPED/us-fre-902-14.yaml")"
ok rules show EU-NIS2-23-4-d
matches 'a stage names its rule' "$OUT" '^EU-NIS2-23 '
matches 'its clock' "$OUT" '^  clock +notification_sent:EU-NIS2-23-4-b$'
ok rules show JP-APPI-26-P --lang ja
matches 'in Japanese' "$OUT" '^JP-APPI-26-P  個人データ漏えい等の速報$'
matches 'a guideline' "$OUT" '3 to 5 days, counted as jp_promptly'
ok rules show JP-CCEA-5
matches 'no date' "$OUT" 'unverified: no date is computed'
refused "no rule 'US-FRE-9999'" rules show US-FRE-9999
misused 'lang' rules show US-FRE-702 --lang fr
! grep -rilE 'admissible|証拠能力がある' "$SHIPPED" "$SOURCE_DIR/legal" "$SOURCE_DIR/docs/rules.md" >"$TEMP/words" ||
  fail "words that only a court may say: $(tr '\n' ' ' <"$TEMP/words")"

# Files that are wrong, each at its line and for its reason; the schema agrees
python3 "$(dirname "$0")/rules_broken.py" "$TEMP/files" || fail 'the schema and the reader do not agree'
for file in "$TEMP"/files/broken/*.yaml; do
  read -r _ line regex <"$file"
  expect 3 '' "$EXHIBIT" rules check "$file"
  matches "${file##*/}" "$OUT" "^$file:$line: .*$regex"
done
expect 3 '' "$EXHIBIT" rules check "$TEMP/files/broken" --json
same 'all faults of a folder' "$(json_field "$OUT" 'len({f["file"] for f in d["faults"]}) >= 40')" True
{ echo 'id: ZZ-A'; head -c 1100000 /dev/zero | tr '\0' '#'; } >"$TEMP/large.yaml"
expect 3 '' "$EXHIBIT" rules check "$TEMP/large.yaml"
matches 'a large file' "$OUT" 'larger than 1 MiB'
printf 'kind: duty\ncolour: red\nid: 5\n' >"$TEMP/many.yaml"
expect 3 '' "$EXHIBIT" rules check "$TEMP/many.yaml"
[ "$(wc -l <"$OUT")" -ge 10 ] || fail "not all faults of a file are listed: $(cat "$OUT")"
refused 'cannot open|No such file' rules check "$TEMP/none.yaml"
misused 'FILE' rules check
ok rules check "$SHIPPED"
matches 'what ships' "$OUT" '^[0-9]+ rules have no fault$'

# A jurisdiction added with a file alone
ok rules check "$TEMP/files/good"
ok rules diff
matches 'nothing of our own' "$OUT" '^no differences$'
mkdir -p "$OWN"
cp "$TEMP/files/good/"*.yaml "$OWN"
ok rules list --jurisdiction ZZ
same 'the new ones' "$(cut -c1-12 "$OUT" | tr -d ' ' | paste -sd ' ')" 'ZZ-CYBER-5 ZZ-EVID-12'
matches 'they are told apart' "$OUT" '\(your own\)$'
ok rules show ZZ-CYBER-5-2
matches 'a stage of it' "$OUT" '^ZZ-CYBER-5 '
ok rules check "$OWN"
ok rules diff --json
same 'added' "$(json_field "$OUT" '[(x["id"], x["change"]) for x in d["differences"]]')" "[('ZZ-CYBER-5', 'added'), ('ZZ-EVID-12', 'added')]"

# What one's own files may not do
cp "$SHIPPED/us-fre-702.yaml" "$OWN/mine.yaml"
refused 'us-fre-702|US-FRE-702 belongs to a rule that ships' rules list
expect 3 '' "$EXHIBIT" rules check "$OWN"
matches 'a shipped id' "$OUT" 'mine.yaml:0: the id US-FRE-702 belongs to a rule that ships'
sed -i 's/^citation: .*/citation: Mine/' "$OWN/mine.yaml"
ok rules diff
same 'one that ships, altered' "$(grep -A3 '^changed' "$OUT" | tr -s ' ' | paste -sd '|')" 'changed US-FRE-702| citation| - Fed. R. Evid. 702 (as amended 2023-12-01)| + Mine'
cp "$TEMP/files/broken/unknown-fact.yaml" "$OWN/mine.yaml"
refused "mine.yaml:22: .*'F50'" rules list
rm "$OWN/mine.yaml"

# Differences
mkdir "$TEMP/old" "$TEMP/new"
cp "$SHIPPED"/us-fre-*.yaml "$TEMP/old"
cp "$SHIPPED"/us-fre-*.yaml "$TEMP/new"
ok rules diff "$TEMP/old" "$TEMP/new"
matches 'the same' "$OUT" '^no differences$'
rm "$TEMP/new/us-fre-107.yaml"
cp "$SHIPPED/eu-41.yaml" "$TEMP/new"
sed -i -e 's/\[F28\]/[F28, F29]/' -e 's/^law_status: .*/law_status: unverified/' "$TEMP/new/us-fre-902-14.yaml"
ok rules diff "$TEMP/old" "$TEMP/new"
same 'differences' "$(tr -s ' ' <"$OUT" | paste -sd '|')" 'added EU-41|removed US-FRE-107|changed US-FRE-902-14| elements.e4.needs_all| - ["F28"]| + ["F28","F29"]| law_status| - in_force| + unverified'
ok rules diff "$TEMP/new/us-fre-902-14.yaml" --json
same 'a file against what is known' "$(json_field "$OUT" '[(m["member"], m["before"]) for m in d["differences"][0]["members"]][1]')" "('law_status', 'in_force')"
refused 'cannot compare the rule' rules diff "$TEMP/files/broken" "$TEMP/old"

for command in list show check diff; do
  run "$EXHIBIT" rules "$command" --help
  matches "help of $command" "$OUT" '^Example:'
  matches "help of $command" "$OUT" '^Exit status: 0'
done
finish
