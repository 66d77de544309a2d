#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A witness by hand, with files: what it cosigns, what it refuses, what the case keeps, what verify makes of it; and a log rewritten by
# somebody who holds all keys of its device is found through what the witness had cosigned.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
new_case
W=$TEMP/w
mkdir "$W"
witness() { EXHIBIT_HOME=$W/home "$EXHIBIT" witness "$@"; }
cp -a "$CASE" "$TEMP/early"
mv "$TEMP/early" "$W/early"
export_of "$CASE"
cp "$EXPORT/log.vkey" "$W/log.vkey"

# Keys: apart from people's, encrypted, named.
EXHIBIT_HOME=$W/home ok witness key create --name witness.example.org/w1
cp "$OUT" "$W/w1.vkey"
matches 'the vkey' "$W/w1.vkey" '^witness\.example\.org/w1\+[0-9a-f]{8}\+B[A-Za-z0-9+/]{43}$'
EXHIBIT_HOME=$W/home ok witness key export
same 'the vkey exported' "$(cat "$OUT")" "$(cat "$W/w1.vkey")"
EXHIBIT_HOME=$W/home ok witness key list
same 'the keys listed' "$(cat "$OUT")" "$(cat "$W/w1.vkey")"
EXHIBIT_HOME=$W/home refused 'a witness key named witness.example.org/w1 already' witness key create --name witness.example.org/w1
EXHIBIT_HOME=$W/home misused 'cannot name a witness' witness key create --name 'two words'
EXHIBIT_HOME=$W/home misused 'the passphrase is empty' witness key create --name other --passphrase-file <(echo)
matches 'the private key' "$(ls "$W"/home/witness/*.pem)" 'BEGIN ENCRYPTED PRIVATE KEY'
EXHIBIT_HOME=$W/home ok key list
same 'it is no key of a person' "$(cat "$OUT")" ''

# The first head. The log must be named.
"$EXHIBIT" incident open "$CASE" --number INC-0 --title 'what happened' >/dev/null
ok log checkpoint "$CASE" --out "$W/ask1"
same 'the first line' "$(head -1 "$W/ask1")" 'old 0'
EXHIBIT_HOME=$W/home refused 'is unknown; give its key with --log' witness "$W/ask1"
EXHIBIT_HOME=$W/home ok witness "$W/ask1" --log "$W/log.vkey" --out "$W/answer1"
matches 'the cosignature' "$OUT" '^— witness\.example\.org/w1 [A-Za-z0-9+/]{102}==$'
same 'the note holds it' "$(tail -1 "$W/answer1")" "$(cat "$OUT")"
cp "$OUT" "$W/line1"
SIZE1=$(sed -n 2p "$W/answer1")

# Verify before and after; with the policy and without.
cat >"$W/policy" <<END
log $(cat "$W/log.vkey")
witness w1 $(cat "$W/w1.vkey")
quorum w1
END
intact "$CASE" unwitnessed
ok verify "$CASE" --policy "$W/policy"
matches 'nobody cosigned' "$OUT" '^limit  unwitnessed: no head of the log is cosigned by the quorum'
lacks 'the log key is known' "$OUT" 'signers not identified'
sed '1,2d' "$W/ask1" >"$W/uncosigned"
refused 'holds no cosignature by the witness' witness add "$CASE" "$W/uncosigned" --witness "$W/w1.vkey"
refused 'neither a cosigned checkpoint nor' witness add "$CASE" "$W/log.vkey" --witness "$W/w1.vkey"
misused 'name the witness' witness add "$CASE" "$W/line1"
ok witness add "$CASE" "$W/line1" --witness "$W/w1.vkey"
matches 'it is kept' "$OUT" "cosigned by witness.example.org/w1: the first $SIZE1 entries"
ok witness add "$CASE" "$W/answer1" --policy "$W/policy"
same 'once' "$(sqlite3 "$CASE/case.db" 'select count(*) from cosignature')" 1
ok verify "$CASE"
matches 'without a policy' "$OUT" '^limit  unwitnessed: no policy names the witness'
ok verify "$CASE" --policy "$W/policy"
lacks 'with the policy' "$OUT" '^limit  unwitnessed'
matches 'with the policy' "$OUT" "Seen by outsiders\\?  witness w1, up to entry $((SIZE1 - 1)), at 20"

# Grows: not covered is a limit; the next answer covers it.
"$EXHIBIT" incident open "$CASE" --number INC-1 --title more >/dev/null
ok verify "$CASE" --policy "$W/policy"
matches 'entries since' "$OUT" "^limit  unwitnessed: entries from $SIZE1 on"
ok log checkpoint "$CASE" --out "$W/ask2"
same 'since what was cosigned' "$(head -1 "$W/ask2")" "old $SIZE1"
cp -a "$W/home" "$W/home-before"
EXHIBIT_HOME=$W/home ok witness "$W/ask2" --log "$W/log.vkey" --out "$W/answer2"
ok witness add "$CASE" "$W/answer2" --witness "$W/w1.vkey"
ok verify "$CASE" --policy "$W/policy"
lacks 'all is covered' "$OUT" '^limit  unwitnessed'

# The witness never goes back, and wants to see that a head continues the last.
EXHIBIT_HOME=$W/home refused "cosigned size $((SIZE1 + 1)) last, not 0; .*--since $((SIZE1 + 1))" witness "$W/ask1" --log "$W/log.vkey"
sed '1s/.*/old 0/; 2,/^$/{/^$/!{1!d}}' "$W/ask2" >"$W/bare-ask"
EXHIBIT_HOME=$W/home-before refused "cosigned size $SIZE1 last" witness "$W/bare-ask" --log "$W/log.vkey"
sed '1,/^$/d' "$W/ask2" >"$W/bare"
EXHIBIT_HOME=$W/home-before refused 'a proof is needed' witness "$W/bare" --log "$W/log.vkey"
cp -a "$CASE" "$W/copy"
EXHIBIT_HOME=$W/home-before ok witness "$W/bare" --from "$W/copy"
rm -rf "$W/home-before"
for damage in '2s/^..../AAAA/' '$s/ .\{20\}/ AAAAAAAAAAAAAAAAAAAA/'; do
  sed "$damage" "$W/ask2" >"$W/damaged"
  run env EXHIBIT_HOME="$W/home" "$EXHIBIT" witness "$W/damaged" --log "$W/log.vkey"
  [ "$STATUS" != 0 ] || fail "cosigned after $damage"
done

# Proofs stand under what was cosigned, for a reader who has the policy only.
ok prove "$CASE" 2 --out "$W/2.tlog-proof" --leaf-out "$W/2.leaf"
matches 'under a cosigned head' "$OUT" 'a head with 1 cosignature'
ok prove --check "$W/2.tlog-proof" --leaf "$W/2.leaf" --policy "$W/policy"
ok prove --check "$W/2.tlog-proof" --leaf "$W/2.leaf" --log "$W/log.vkey"
echo x >>"$W/2.leaf"
expect 3 '' "$EXHIBIT" prove --check "$W/2.tlog-proof" --leaf "$W/2.leaf" --policy "$W/policy"
matches 'another leaf' "$OUT" '^FAULT  mismatch'
"$EXHIBIT" prove "$CASE" 2 --leaf-out "$W/leaf" >/dev/null
grep -v '^— witness' "$W/2.tlog-proof" >"$W/stripped"
expect 3 '' "$EXHIBIT" prove --check "$W/stripped" --leaf "$W/leaf" --policy "$W/policy"
matches 'without the cosignature' "$OUT" '^FAULT  unauthorised: .*quorum'
refused 'has no entry 99' prove "$CASE" 99
misused 'needs DIR and ENTRY' prove

# The attack: whoever holds all keys of the device, the log's and people's, goes back to the beginning, tells another story and signs
# all of it again. By itself the new log is without fault; what the witness has seen finds it.
cp -a "$CASE" "$W/witnessed"
rm -rf "$CASE" "$EXHIBIT_HOME/trust"
cp -a "$W/early" "$CASE"
for number in 1 2 3 4 5; do "$EXHIBIT" incident open "$CASE" --number "INC-9$number" --title 'another story' >/dev/null; done
intact "$CASE" unwitnessed
same 'the same log key' "$(export_of "$CASE"; cat "$EXPORT/log.vkey")" "$(cat "$W/log.vkey")"
expect 3 '' "$EXHIBIT" verify "$CASE" --head "$W/answer2"
matches 'the head that the witness holds' "$OUT" '^FAULT  forked: the first [0-9]+ entries are not those whose head outsiders hold'
expect 3 '' "$EXHIBIT" witness add "$CASE" "$W/answer2" --witness "$W/w1.vkey"
matches "the witness's answer to the real log" "$OUT" '^FAULT  forked'
ok log checkpoint "$CASE" --since "$((SIZE1 + 1))" --out "$W/ask3"
EXHIBIT_HOME=$W/home expect 3 '' "$EXHIBIT" witness "$W/ask3" --log "$W/log.vkey"
matches 'the witness' "$OUT" '^FAULT  forked: not cosigned: the consistency proof'
EXHIBIT_HOME=$W/home expect 3 '' "$EXHIBIT" witness "$W/ask3" --from "$CASE"
sqlite3 "$CASE/case.db" "attach '$W/witnessed/case.db' as w; insert into cosignature select * from w.cosignature"
expect 3 '' "$EXHIBIT" verify "$CASE" --policy "$W/policy"
matches 'cosignatures of the real log, kept' "$OUT" '^FAULT  forked'
# Cut back to the beginning, nothing else.
rm -rf "$CASE" "$EXHIBIT_HOME/trust"
cp -a "$W/early" "$CASE"
expect 3 '' "$EXHIBIT" verify "$CASE" --head "$W/answer2"
matches 'cut' "$OUT" '^FAULT  rolled back: outsiders hold a head of'
refused 'the folder was rolled back or cut' log checkpoint "$CASE" --since "$((SIZE1 + 1))" --out "$W/ask4"

# In the database of the real case: a cosignature changed, exchanged, or under another key.
damaged() {
  rm -rf "$W/damaged"
  cp -a "$W/witnessed" "$W/damaged"
  sqlite3 "$W/damaged/case.db" "$2"
  expect 3 '' "$EXHIBIT" verify "$W/damaged" --policy "$W/policy"
  matches "$1" "$OUT" "$3"
}
damaged 'a signature changed' "update cosignature set note = substr(note, 1, length(note) - 20) || 'AAAAAAAAAAAAAAAAA==' || char(10)" '^FAULT  tampered'
damaged 'a size changed' "update cosignature set note = replace(note, char(10) || '$SIZE1' || char(10), char(10) || '3' || char(10))" '^FAULT  tampered'
finish
