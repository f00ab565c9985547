"""Occurrences of calendars by recurring-ical-events and dateutil: a line of JSON in, a line of JSON out."""

import datetime
import json
import sys
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events


def moment(value, zone):
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time())
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return int(value.timestamp() * 1000)


for line in sys.stdin:
    asked = json.loads(line)
    zone = ZoneInfo(asked["zone"])
    calendar = icalendar.Calendar.from_ical(asked["text"])
    begin, end = (datetime.datetime.fromtimestamp(asked[key] / 1000, ZoneInfo("UTC")) for key in ("from", "until"))
    # Days and floating times are found by any clock: a day more on both sides, cut here.
    day = datetime.timedelta(days=2)
    found = recurring_ical_events.of(calendar).between(begin - day, end + day)
    spans = []
    for event in found:
        first, after = moment(event["DTSTART"].dt, zone), moment(event["DTEND"].dt, zone)
        if first < after and after > asked["from"] and first < asked["until"]:
            spans.append([first, after, str(event["SUMMARY"])])
    print(json.dumps(sorted(spans)), flush=True)
