# SPDX-License-Identifier: Apache-2.0
# deadline compute: due times of the rules that ship, what moved them, and what yields no date. Examples are worked by hand.
. "$(dirname "$0")/_lib.sh"

compute() { ok deadline compute --json "$@"; }
field() { json_field "$OUT" "$1"; }

# Hours: Friday evening in Brussels, three days later to the second; the weekend does not matter.
compute --duty EU-GDPR-33 --at 2026-11-27T18:20:00+01:00
same 'due' "$(field 'd["due"]')" 2026-11-30T17:20:00.000000Z
same 'in the zone' "$(field 'd["due_local"]')" '2026-11-30 18:20:00 +0100 (CET)'
same 'event' "$(field 'd["event"]')" 2026-11-27T17:20:00.000000Z
same 'rule, stage and law' "$(field 'd["duty"], d["stage"], d["law_status"]')" "('EU-GDPR-33', 'EU-GDPR-33', 'in_force')"
same 'nobody confirmed it' "$(field 'd["unconfirmed"]')" True
same 'no guideline' "$(field 'd["guideline"], d["from"]')" '(False, None)'
same 'one note' "$(field 'len(d["notes"])')" 1
same 'one stage only' "$(field '"stages" in d')" False
# Over the end of summer time 72 hours stay 72 hours: 18:00 becomes 17:00.
compute --duty eu-gdpr-33 --at 2026-10-24T18:00:00+02:00 --zone Europe/Paris
same 'over the end of summer time' "$(field 'd["due_local"]')" '2026-10-27 17:00:00 +0100 (CET)'

# Japan: 21 August is day 1, Sat 19 September day 30; Sunday, holidays 21 to 23; Thu 24 September.
compute --duty JP-APPI-26-F --at 2026-08-21T10:00:00+09:00
same 'Silver Week' "$(field 'd["due_local"]')" '2026-09-24 23:59:59 +0900 (JST)'
same 'calendar' "$(field 'd["calendar"]')" jp
same 'each day is explained' "$(field 'len(d["moved_by"])')" 8
same 'the day between two holidays' "$(field '[m for m in d["moved_by"] if "2026-09-22" in m]')" \
  "['2026-09-22 is a holiday (holiday between two holidays): moved to the next day']"
# The prompt report: a guideline of days 3 to 5, the day of knowing being day 1.
compute --duty JP-APPI-26-P --at 2026-11-20T18:00:00+09:00
same 'guideline' "$(field 'd["guideline"], d["from"], d["due"]')" \
  "(True, '2026-11-22T14:59:59.000000Z', '2026-11-24T14:59:59.000000Z')"
ok deadline compute --duty JP-APPI-26-P --at 2026-11-20T18:00:00+09:00
matches 'the guideline as text' "$OUT" '^  guideline  from 2026-11-22T14:59:59'
matches 'the guideline as text' "$OUT" 'a guideline of the authority, no limit of the law'

# The SEC: Wed 25 November; Thu is Thanksgiving; Fri 1, Mon 2, Tue 3, Wed 2 December is day 4.
compute --duty US-SEC-105 --at 2026-11-25T15:00:00-05:00
same 'over Thanksgiving' "$(field 'd["due_local"]')" '2026-12-02 23:59:59 -0500 (EST)'
ok deadline compute --duty US-SEC-105 --at 2026-11-25T15:00:00-05:00
matches 'text: UTC and local' "$OUT" '^  due        2026-12-03T04:59:59.000000Z  \(2026-12-02 23:59:59 -0500 \(EST\)\)$'
matches 'text: what moved it' "$OUT" '2026-11-26 is a holiday \(Thanksgiving Day\): not counted'
matches 'text: unconfirmed' "$OUT" '^UNCONFIRMED: '
matches 'text: the law' "$OUT" '^  law        .*8-K'
matches 'text: EDGAR' "$OUT" '^  note       EDGAR closes'

# Several stages: those of the same event are counted, the others say what they wait for.
compute --duty EU-NIS2-23 --at 2026-11-27T10:00:00Z
same 'stages' "$(field '[(s["stage"], s.get("due"), s.get("waits_for")) for s in d["stages"]][:2]')" \
  "[('EU-NIS2-23-4-a', '2026-11-28T10:00:00.000000Z', None), ('EU-NIS2-23-4-b', '2026-11-30T10:00:00.000000Z', None)]"
same 'the other reports wait' "$(field '[s["waits_for"] for s in d["stages"] if "waits_for" in s]')" \
  "['notification_sent:EU-NIS2-23-4-b', 'notification_sent:EU-NIS2-23-4-b']"
ok deadline compute --duty EU-NIS2-23 --at 2026-11-27T10:00:00Z
matches 'text: what waits' "$OUT" 'waits until the notification of EU-NIS2-23-4-b is sent'
# A stage by its own id: the time is that of its own event. 31 January and a month is the last of February.
compute --duty EU-NIS2-23-4-d --at 2027-01-31T10:00:00+01:00
same 'a month after the notification' "$(field 'd["stage"], d["due_local"]')" \
  "('EU-NIS2-23-4-d', '2027-02-28 23:59:59 +0100 (CET)')"
# Without a number: words, no date.
compute --duty EU-GDPR-34 --at 2026-11-27T10:00:00Z
same 'without delay' "$(field 'd["due"], d["why"]')" \
  "(None, 'the rule gives no number of hours or days: act without delay')"

# No date, and why.
refused 'US-CIRCIA-I.* is due: the rule is proposed and not in force.*; ask counsel' deadline compute --duty US-CIRCIA-I --at 2026-11-27T10:00:00Z
refused 'is due: nobody has verified what the law says.*; ask counsel' deadline compute --duty EU-DORA-19-W --at 2026-11-27T10:00:00Z --json
refused "there is no rule 'NO-SUCH'" deadline compute --duty NO-SUCH --at 2026-11-27T10:00:00Z
refused 'is a rule of evidence, not a duty' deadline compute --duty US-FRE-902-14 --at 2026-11-27T10:00:00Z
refused "there is no calendar 'nowhere'; there are jp, target" deadline compute --duty JP-APPI-26-F --at 2026-11-27T10:00:00Z --calendar nowhere
refused "cannot tell the time in the zone 'Asia/Nowhere'" deadline compute --duty EU-GDPR-33 --at 2026-11-27T10:00:00Z --zone Asia/Nowhere
refused 'whether 2028-01-08 is a holiday: the calendar jp knows the years 2024 to 2027' deadline compute --duty JP-APPI-26-F --at 2027-12-10T10:00:00+09:00
refused "the system's files on time zones cover 1970 to 2037" deadline compute --duty EU-GDPR-33 --at 2037-12-31T10:00:00Z
for time in 2026-11-27T10:00:00 2026-11-27 'next Friday' 2026-02-30T10:00:00Z; do
  misused "no time with a zone" deadline compute --duty EU-GDPR-33 --at "$time"
done
misused '.' deadline compute --duty EU-GDPR-33
misused '.' deadline compute --at 2026-11-27T10:00:00Z

# Calendars of one's own, and of another place; a faulty one is named with its line.
mkdir -p "$EXHIBIT_HOME/calendars"
cat >"$EXHIBIT_HOME/calendars/own.yaml" <<'END'
id: own
name: {en: "own holidays", ja: 独自の休日}
source: "a list of our own"
obtained: "by hand"
from: 2026
to: 2028
holidays:
  - {date: 2026-12-23, en: "a day of our own", ja: 独自の休日}
  - {date: 2027-12-24, en: "another", ja: 別の休日}
  - {date: 2028-01-10, en: "a third", ja: 第三の休日}
END
compute --duty JP-APPI-26-F --at 2026-11-24T10:00:00+09:00
same 'day 30 is 23 December' "$(field 'd["due_local"]')" '2026-12-23 23:59:59 +0900 (JST)'
compute --duty JP-APPI-26-F --at 2026-11-24T10:00:00+09:00 --calendar own
same 'own holiday' "$(field 'd["due_local"], d["calendar"]')" "('2026-12-24 23:59:59 +0900 (JST)', 'own')"
sed -i 's/en: "another"/fr: "another"/' "$EXHIBIT_HOME/calendars/own.yaml"
refused 'own.yaml:9: a holiday ' deadline compute --duty EU-GDPR-33 --at 2026-11-27T10:00:00Z
rm "$EXHIBIT_HOME/calendars/own.yaml"
mkdir "$TEMP/none"
EXHIBIT_CALENDARS=$TEMP/none refused "there is no calendar 'jp'; there are none" deadline compute --duty JP-APPI-26-F --at 2026-11-24T10:00:00+09:00

same 'nothing was written' "$(find "$EXHIBIT_HOME" -type f | wc -l)" 0
finish
