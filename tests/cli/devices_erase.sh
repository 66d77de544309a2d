#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Erasing across devices: each erases a value in the other's log, both lose both, and a third device that never heard of it does
# not bring them back.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/_devices_lib.sh"
ON_A='canary of a 7f3' ON_B='canary of b 9c1' BOTH='canary of both 5d8'
found() { grep -rlaF -e "$1" "$2" || true; }
gone() {  # gone NAME VALUE...
  local value
  for value in "${@:2}"; do [ -z "$(found "$value" "$TEMP/$1")" ] || fail "'$value' is still in $(found "$value" "$TEMP/$1")"; done
}
new_case "$TEMP/a"
# Enough around them that pages are split and rebuilt.
filling() { for i in 1 2 3; do expect 0 '' "$@" --text "filling $i $(printf 'x%.0s' {1..900})"; done; }
filling "$EXHIBIT" note "$CASE"
run "$EXHIBIT" note "$CASE" --text "$ON_A" --json
A_NOTE=$(json_field "$OUT" 'd["label"]')
run "$EXHIBIT" note "$CASE" --text "$BOTH" --json
BOTH_NOTE=$(json_field "$OUT" 'd["label"]')
filling "$EXHIBIT" note "$CASE"
ok sync "$CASE" --out "$TEMP/usb"
device b "$TEMP/usb"
B_NOTE=$(label_on b note "$TEMP/b" --text "$ON_B")
filling on b note "$TEMP/b"
ok sync "$CASE" --with "$TEMP/b"
device c "$CASE"
done_on c note "$TEMP/c" --text 'c begins'
done_on c sync "$TEMP/c" --out "$TEMP/usb-c"
for name in a b c usb-c; do [ -n "$(found "$ON_B" "$TEMP/$name")" ] || fail "the canary is not in $name: this test sees nothing"; done

# a erases b's, b erases a's; neither knows of the other's doing. One they both erase.
done_erase() { expect 0 '' "$@" --reason 'asked for' --authority 'law' --yes --field body.text; }
done_erase "$EXHIBIT" erase "$CASE" --entry "$B_NOTE"
gone a "$ON_B"
done_erase "$EXHIBIT" erase "$CASE" --entry "$BOTH_NOTE"
done_erase on b erase "$TEMP/b" --entry "$A_NOTE"
done_erase on b erase "$TEMP/b" --entry "$BOTH_NOTE"
gone b "$ON_A" "$BOTH"
done_on b sync "$TEMP/b" --with "$CASE"
ok sync "$CASE" --with "$TEMP/b"
gone a "$ON_A" "$ON_B" "$BOTH"
gone b "$ON_A" "$ON_B" "$BOTH"
intact "$CASE" erased
intact_on b erased
same 'limits of erased values' "$(grep -c '^limit  erased' "$TEMP/verified")" 3

# c never heard of it: neither its bundle nor its folder brings a value back, whatever else they bring.
ok sync "$CASE" --with "$TEMP/usb-c"
gone a "$ON_A" "$ON_B" "$BOTH"
done_on c note "$TEMP/c" --text 'c goes on'
ok sync "$CASE" --with "$TEMP/c"
gone a "$ON_A" "$ON_B" "$BOTH"
intact "$CASE" erased
done_on b sync "$TEMP/b" --with "$TEMP/c"
gone b "$ON_A" "$ON_B" "$BOTH"
intact_on b erased
# c hears of it and loses them too, as does a mirror of anybody.
done_on c sync "$TEMP/c" --with "$CASE"
gone c "$ON_A" "$ON_B" "$BOTH"
intact_on c erased
device d "$CASE"
gone d "$ON_A" "$ON_B" "$BOTH"
intact_on d erased
# A bundle that still holds a value which its own logs say was erased: a mirror of it drops the value.
ok sync "$CASE" --out "$TEMP/usb-a"
value=$(sed -n "/$ON_A/p" "$TEMP/usb-c/ledger/disclosures.jsonl")
[ -n "$value" ] || fail 'the value is not in the bundle of c'
python3 - "$TEMP/usb-a/ledger/disclosures.jsonl" "$value" <<'END'
import json, sys
lines = open(sys.argv[1], encoding="utf-8").read().splitlines() + [sys.argv[2]]
lines.sort(key=lambda line: (json.loads(line)[0], json.loads(line)[1].encode()))
open(sys.argv[1], "w", encoding="utf-8").write("".join(line + "\n" for line in lines))
END
device e "$TEMP/usb-a"
gone e "$ON_A" "$ON_B" "$BOTH"
intact_on e erased
# Exports of each verify.
for name in b c; do
  on "$name" log export "$TEMP/$name" "$TEMP/export-$name" >/dev/null
  gone "export-$name" "$ON_A" "$ON_B" "$BOTH"
  run "$EXHIBIT" verify "$TEMP/export-$name"
  same "the export of $name" "$STATUS" 0
  matches "the export of $name" "$OUT" '^limit  erased'
done
# Nobody erases twice what both know of.
expect 1 'erased .* already' on c erase "$TEMP/c" --entry "$A_NOTE" --field body.text --reason r --authority a --yes
finish
