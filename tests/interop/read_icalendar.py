#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the events of an iCalendar file as a reader that is not ours (python3-icalendar) sees them, one JSON array each."""
import json
import sys

import icalendar

with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
assert [part.name for part in calendar.subcomponents] == ["VEVENT"] * len(calendar.subcomponents)
for event in calendar.walk("VEVENT"):
    alarms = [str(alarm["TRIGGER"].dt) for alarm in event.walk("VALARM")]
    print(json.dumps([str(event["UID"]), event["DTSTART"].dt.isoformat(), event["DTSTAMP"].dt.isoformat(), str(event["SUMMARY"]),
                      str(event["DESCRIPTION"]), str(event["STATUS"]), alarms, sorted(event.keys())], ensure_ascii=False))
