# SPDX-License-Identifier: Apache-2.0
# verify --due: silent while no image is due, reads only those that are, records, finds damage; the systemd units that run it.
. "$(dirname "$0")/_lib.sh"
have faketime || skip 'faketime is not installed'
new_case
later() { expect "$1" '' faketime -f "$2" "$EXHIBIT" verify "$CASE" --due "${@:3}"; }

image "$CASE" EV-001
ok verify "$CASE" --due
same 'nothing is due' "$(cat "$OUT")" ''
ok verify "$CASE" --due --json
same 'what is next' "$(json_field "$OUT" '(d["due"], d["next"]["image"], d["recheck_days"], d["recheck_days_set"])')" "([], 'EV-001-I1', 180, False)"
later 0 '+179d'
same 'the day before' "$(cat "$OUT")" ''
later 0 '+181d'
matches 'due' "$OUT" '^due: EV-001-I1, compared last at 20'
matches 'due' "$OUT" '65,536 bytes of media read back'
same 'nothing was recorded' "$(count_of "$CASE" accessed)" 0

# Another image that was never compared is due at once, and alone.
image "$CASE" EV-002 --no-verify
ok verify "$CASE" --due --json
same 'never compared' "$(json_field "$OUT" '([i["image"] for i in d["due"]], d["next"]["image"], d["bytes"])')" "(['EV-002-I1'], 'EV-001-I1', 65536)"
ok verify "$CASE" --due --record --reason 'first comparison'
same 'the comparison' "$(count_of "$CASE" image_verified)" 2
ok verify "$CASE" --due
same 'no longer due' "$(cat "$OUT")" ''

# Recording moves the time on.
later 0 '+181d' --record --reason 'half-yearly'
same 'one access for each' "$(count_of "$CASE" accessed)" 3
later 0 '+182d'
same 'the day after' "$(cat "$OUT")" ''
ok case set "$CASE" --recheck-days 400 --reason 'agency rule'
later 0 '+363d'
same 'a longer interval' "$(cat "$OUT")" ''

# Damage in an image that is due is found; what is not due is not read.
printf 'X' | dd of="$CASE/evidence/EV-001/EV-001-I1.E01" bs=1 seek=5000 conv=notrunc status=none
ok verify "$CASE" --due
later 3 '+700d'
matches 'the damage' "$OUT" '^FAULT .*EV-001-I1'
later 3 '+700d' --record --reason 'yearly'
types "$CASE" >/dev/null
same 'what was recorded' "$(python3 -c 'import json,sys
print([e["items"] for e in json.load(open(sys.argv[1]))["entries"] if e["type"] == "accessed"][-2:])' "$TEMP/log.json")" "[['EV-001-I1'], ['EV-002-I1']]"
export_of "$CASE"
same 'its result' "$(leaf "$(types "$CASE" | awk '$2=="accessed"{n=$1} END{print n-1}')" | grep -o 'whole image; [a-z ]*')" 'whole image; faults found'
same 'the other result' "$(leaf "$(types "$CASE" | awk '$2=="accessed"{n=$1} END{print n}')" | grep -o 'whole image; [a-z ]*')" 'whole image; no fault found'

misused '--quick' verify "$CASE" --due --quick
misused 'case folder' verify "$CASE/evidence/EV-002/EV-002-I1.E01" --due

if have systemd-analyze; then
  UNITS=$TEMP/units
  mkdir "$UNITS"
  cp "$SOURCE_DIR"/tools/systemd/* "$UNITS"
  sed -i -e "s|/usr/local/bin/exhibit|$EXHIBIT|" -e 's|^User=.*|User=root|' "$UNITS/exhibit-verify-due@.service"
  for unit in service timer; do
    cp "$UNITS/exhibit-verify-due@.$unit" "$UNITS/exhibit-verify-due@srv-cases-2026.$unit"
  done
  SYSTEMD_UNIT_PATH=$UNITS: systemd-analyze verify --man=no "$UNITS/exhibit-verify-due@srv-cases-2026.service" "$UNITS/exhibit-verify-due@srv-cases-2026.timer" >"$TEMP/analyzed" 2>&1 || true
  lacks 'the units' "$TEMP/analyzed" 'exhibit-verify-due'
  # The check can fail.
  sed -i 's|^ExecStart=.*|ExecStart=no-such-program|;s|^Type=.*|Tipe=oneshot|' "$UNITS/exhibit-verify-due@srv-cases-2026.service"
  SYSTEMD_UNIT_PATH=$UNITS: systemd-analyze verify --man=no "$UNITS/exhibit-verify-due@srv-cases-2026.service" >"$TEMP/analyzed" 2>&1 || true
  matches 'broken units' "$TEMP/analyzed" 'exhibit-verify-due'
fi
finish
