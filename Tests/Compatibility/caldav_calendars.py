#!/usr/bin/env python3
"""Drives the caldav client from PyPI against a running server: calendars, searches, tasks, free-busy, synchronisation.

    caldav_calendars.py URL USER PASSWORD

URL is the root of the front. A calendar and a task list are made, and deleted at the end. Every step is printed; the
first one that fails ends the run with a traceback and a non-zero status.
"""

import datetime
import sys
import zoneinfo

import caldav
from caldav.elements import dav, ical

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")

EVENTS = {
    "single": """DTSTART:20260512T080000Z
DTEND:20260512T090000Z
SUMMARY:Straße nach Zürich
CATEGORIES:TRAVEL,WORK""",
    # Ten Mondays over a change of the clocks, of which one is left out and one moved to a Wednesday.
    "weekly": """DTSTART;TZID=Europe/Berlin:20260302T093000
DTEND;TZID=Europe/Berlin:20260302T103000
RRULE:FREQ=WEEKLY;COUNT=10
EXDATE;TZID=Europe/Berlin:20260316T093000
SUMMARY:Weekly planning
END:VEVENT
BEGIN:VEVENT
UID:weekly@example.com
DTSTAMP:20260101T120000Z
RECURRENCE-ID;TZID=Europe/Berlin:20260330T093000
DTSTART;TZID=Europe/Berlin:20260401T140000
DTEND;TZID=Europe/Berlin:20260401T150000
SUMMARY:Weekly planning moved""",
    "birthday": """DTSTART;VALUE=DATE:19800229
RRULE:FREQ=YEARLY
TRANSP:TRANSPARENT
SUMMARY:Birthday""",
}

ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""


def step(text):
    print(f"- {text}", flush=True)


def check(condition, *facts):
    if not condition:
        raise AssertionError(facts)


def component(kind, name, lines, zone=""):
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example Corp.//caldav client test//EN\n{zone}BEGIN:{kind}\n"
    body = f"UID:{name}@example.com\nDTSTAMP:20260101T120000Z\n{lines}\nEND:{kind}\nEND:VCALENDAR\n"
    return (head + body).replace("\n", "\r\n")


def utc(*date):
    return datetime.datetime(*date, tzinfo=datetime.timezone.utc)


def summaries(found):
    return sorted(str(each.icalendar_component["SUMMARY"]) for each in found)


def make_calendars(principal):
    step("MKCALENDAR makes a calendar and a task list")
    events = principal.make_calendar(name="Čtvrtletí", cal_id="quarter")
    tasks = principal.make_calendar(name="To do", cal_id="todo", supported_calendar_component_set=["VTODO"])
    check(tasks.get_supported_components() == ["VTODO"], tasks.get_supported_components())
    names = {calendar.get_display_name() for calendar in principal.get_calendars()}
    check({"Čtvrtletí", "To do"} <= names, names)
    return events, tasks


def set_properties(calendar):
    step("PROPPATCH names and colours the calendar")
    calendar.set_properties([dav.DisplayName("Quarter 2"), ical.CalendarColor("#FF2968FF")])
    found = calendar.get_properties([dav.DisplayName(), ical.CalendarColor()])
    check(found[dav.DisplayName.tag] == "Quarter 2", found)
    check(found[ical.CalendarColor.tag] == "#FF2968FF", found)


def put_events(calendar):
    step("events are put")
    for name, lines in EVENTS.items():
        calendar.add_event(component("VEVENT", name, lines, ZONE if "TZID" in lines else ""))
    check(len(calendar.get_events()) == len(EVENTS), calendar.get_events())


def search_events(calendar):
    step("calendar-query finds by time and by text")
    week = {"start": utc(2026, 5, 11), "end": utc(2026, 5, 18), "event": True}
    check(summaries(calendar.search(**week)) == ["Straße nach Zürich"], "the week of 11 May")
    moved = calendar.search(start=utc(2026, 4, 1, 11), end=utc(2026, 4, 1, 12, 30), event=True)
    check(len(moved) == 1, "the moved instance")
    left_out = calendar.search(start=utc(2026, 3, 16), end=utc(2026, 3, 17), event=True)
    check(left_out == [], "the instance left out", left_out)
    searcher = calendar.searcher(event=True)
    searcher.add_property_filter("SUMMARY", "NACH ZüRICH", case_sensitive=False)
    check(summaries(searcher.search()) == ["Straße nach Zürich"], "text in either case")
    check(summaries(calendar.search(event=True, summary="nach Zürich")) == ["Straße nach Zürich"], "text")
    check(calendar.search(event=True, summary="NACH Zürich") == [], "text in another case")
    check(summaries(calendar.search(event=True, category="TRAVEL")) == ["Straße nach Zürich"], "category")
    check(calendar.search(event=True, summary="nothing like it") == [], "no text")
    check(str(calendar.get_event_by_uid("weekly@example.com").icalendar_component["UID"]) == "weekly@example.com", "UID")


def expand_events(calendar):
    step("expand answers with instances, in UTC, over a change of the clocks")
    found = calendar.search(start=utc(2026, 3, 1), end=utc(2026, 5, 10), event=True, server_expand=True)
    starts = sorted(each.icalendar_component["DTSTART"].dt for each in found)
    local = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=BERLIN)
    wanted = [local + datetime.timedelta(weeks=week) for week in range(10) if week not in (2, 4)]
    wanted = sorted(wanted + [datetime.datetime(2026, 4, 1, 14, tzinfo=BERLIN)])
    check(starts == wanted, starts, wanted)
    check(all("RRULE" not in each.icalendar_component for each in found), "a rule is left")


def busy_times(calendar):
    step("free-busy-query tells busy times, and none of what is transparent")
    text = calendar.freebusy_request(utc(2026, 2, 27), utc(2026, 3, 4)).data
    check("20260302T083000Z/20260302T093000Z" in text or "20260302T083000Z/PT1H" in text, text)
    check(text.count("FREEBUSY:") + text.count("FREEBUSY;") == 1, text)


def do_tasks(tasks):
    step("tasks are found until they are done")
    tasks.add_todo(component("VTODO", "tax", "DUE;VALUE=DATE:20260731\nSUMMARY:Tax return\nPRIORITY:1"))
    tasks.add_todo(component("VTODO", "shoes", "SUMMARY:Shoes\nSTATUS:NEEDS-ACTION"))
    check(summaries(tasks.get_todos()) == ["Shoes", "Tax return"], "pending")
    tasks.get_todo_by_uid("tax@example.com").complete()
    check(summaries(tasks.get_todos()) == ["Shoes"], "pending after one is done")
    check(summaries(tasks.get_todos(include_completed=True)) == ["Shoes", "Tax return"], "all")
    try:
        tasks.add_event(component("VEVENT", "stray", EVENTS["single"]))
    except caldav.error.AuthorizationError:
        return  # RFC 4791 §5.3.2.1: CALDAV:supported-calendar-component is a 403
    raise AssertionError("an event was put into a task list")


def synchronise(calendar):
    step("sync-collection tells what changed, and no more")
    known = calendar.get_objects_by_sync_token(load_objects=True, disable_fallback=True)
    check(len(list(known)) == len(EVENTS), list(known))
    check(calendar_changes(calendar, known.sync_token) == [], "changes where there is none")
    calendar.get_event_by_uid("single@example.com").delete()
    calendar.add_event(component("VEVENT", "late", EVENTS["single"]))
    changed = calendar_changes(calendar, known.sync_token)
    check(len(changed) == 2, changed)
    updated, deleted = known.sync()
    check((len(updated), len(deleted)) == (1, 1), updated, deleted)


def calendar_changes(calendar, token):
    return list(calendar.get_objects_by_sync_token(sync_token=token, disable_fallback=True))


def delete_calendars(principal, calendars):
    step("calendars are deleted with what is in them")
    for calendar in calendars:
        calendar.delete()
    left = {str(calendar.url).rstrip("/").split("/")[-1] for calendar in principal.get_calendars()}
    check(not left & {"quarter", "todo"}, left)


def main(url, user, password):
    step(f"caldav {caldav.__version__}")
    with caldav.DAVClient(url=url, username=user, password=password, enable_rfc6764=False) as client:
        principal = client.principal()
        events, tasks = make_calendars(principal)
        set_properties(events)
        put_events(events)
        search_events(events)
        expand_events(events)
        busy_times(events)
        do_tasks(tasks)
        synchronise(events)
        delete_calendars(principal, [events, tasks])
    print("done")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: caldav_calendars.py URL USER PASSWORD")
    main(*sys.argv[1:])
