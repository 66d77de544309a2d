# SPDX-License-Identifier: Apache-2.0
# search and the filters of log: people, places, reasons, digests, types, times; Japanese; JSON and CSV; formulas defused.
. "$(dirname "$0")/_lib.sh"
new_case
SUZUKI=$(new_key '鈴木 一郎' custodian)
"$EXHIBIT" key enrol "$CASE" "$SUZUKI" --role custodian >/dev/null
image "$CASE" EV-001 --reason 'サーバー ﾛｸﾞ の保全'
image "$CASE" EV-002 --no-verify
"$EXHIBIT" transfer "$CASE" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'To the SAFE' >/dev/null
"$EXHIBIT" move "$CASE" --item EV-001 --place '本庁/証拠庫/棚 3' --reason 'kept' --as "$MORI" >/dev/null
"$EXHIBIT" transfer "$CASE" --item EV-001 --from 'H. Mori' --to "$SUZUKI" --reason 'Café' >/dev/null
"$EXHIBIT" note "$CASE" --item EV-002 '=HYPERLINK("http://x","y")' >/dev/null 2>&1 ||
  "$EXHIBIT" note "$CASE" --item EV-002 --text '=HYPERLINK("http://x","y")' >/dev/null

found() { "$EXHIBIT" search "$CASE" "$@" --json >"$TEMP/found"; json_field "$TEMP/found" '" ".join(e["type"] for e in d["entries"])'; }
same 'a reason, in another case' "$(found 'to the safe')" 'transferred'
same 'composed and decomposed' "$(found "$(printf 'cafe\xcc\x81')")" 'transferred'
same 'Japanese place' "$(found '証拠庫')" 'moved'
same 'half width' "$(found 'ログ')" 'acquisition_started'
same 'a person by text' "$(found '鈴木')" 'key_enrolled transferred'
same 'a person' "$(found --person '鈴木')" 'key_enrolled transferred'
same 'a person who signed' "$(found --person mori --type transferred)" 'transferred transferred'
same 'a place' "$(found --place '棚 3')" 'moved'
same 'a place is no reason' "$(found --place kept)" ''
same 'a digest' "$(found "$(digest "$TEMP/small")" --item EV-001)" 'acquisition_finished'
same 'a key' "$(found "$MORI" --type key_enrolled)" 'key_enrolled'
same 'a type in words' "$(found 'image verified')" 'image_verified'
same 'text and item' "$(found --item EV-002 --type thing_registered)" 'thing_registered'
same 'nothing' "$(found 'no such words')" ''
ok search "$CASE" 'to the safe'
matches 'as text' "$OUT" '^[0-9]+  20.*R\. Sato \(responder\) and H\. Mori \(custodian\)$'

YEAR=$(date -u +%Y)
same 'from a later year' "$(found --from "$((YEAR + 1))-01-01T00:00:00Z")" ''
same 'up to an earlier year' "$(found --to "$((YEAR - 1))-01-01T00:00:00Z")" ''
"$EXHIBIT" log "$CASE" --json >"$TEMP/all"
TIME=$(json_field "$TEMP/all" '[e["time"] for e in d["entries"] if e["type"] == "moved"][0]')
same 'both ends count' "$(found --type moved --from "$TIME" --to "$TIME")" 'moved'
misused 'zone' search "$CASE" x --from 2026-01-01T00:00:00
misused 'earlier than --from' search "$CASE" x --from 2026-01-02T00:00:00Z --to 2026-01-01T00:00:00Z
misused 'a text or a filter' search "$CASE"

# log takes the same filters
ok log "$CASE" --type moved
same 'log --type' "$(grep -c 'moved \[EV-001\]' "$OUT")" 1
lacks 'log --type' "$OUT" '^head:'

# CSV as another reader sees it
ok log "$CASE" --csv "$TEMP/log.csv"
python3 - "$TEMP/log.csv" "$TEMP/all" >"$TEMP/csv" <<'PY'
import csv, json, sys
raw = open(sys.argv[1], "rb").read()
assert raw.count(b"\r\n") == raw.count(b"\n"), "every line ends in CRLF"
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline=""), strict=True))
entries = json.load(open(sys.argv[2]))["entries"]
assert [r["entry"] for r in rows] == [e["label"] for e in entries], "the same entries"
assert [r["summary"].lstrip("'") for r in rows] == [e["summary"] for e in entries], "the same words"
assert list(rows[0]) == ["entry", "log", "seq", "time", "type", "items", "signers", "summary"]
assert not [v for r in rows for v in r.values() if v[:1] in "=+-@" and v], "no formula"
print(len(rows))
PY
same 'rows' "$(cat "$TEMP/csv")" "$(entries "$CASE")"
refused 'exist' log "$CASE" --csv "$TEMP/log.csv"
EVIL=$(new_key '=1+1' examiner)
"$EXHIBIT" key enrol "$CASE" "$EVIL" --role examiner >/dev/null
"$EXHIBIT" access "$CASE" --item EV-002 --reason look --as "$EVIL" >/dev/null
ok search "$CASE" look --type accessed --csv "$TEMP/evil.csv"
matches 'a name that is a formula' "$TEMP/evil.csv" ",\"'=1\+1 \(examiner\)\","
intact "$CASE" 'not compared'
finish
