#!/usr/bin/env python3
"""Drives the caldav client from PyPI against a running server: discovery, an event, and its attachment.

    caldav_client.py URL USER PASSWORD

URL is the root of the front. The user's calendar "calendar" is used; what is made there is removed at the end. Every
step is printed; the first one that fails ends the run with a traceback and a non-zero status.
"""

import sys

import caldav
import icalendar

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Corp.//caldav client test//EN
BEGIN:VEVENT
UID:compatibility@example.com
DTSTAMP:20260101T120000Z
DTSTART;TZID=Europe/Berlin:20260511T093000
DTEND;TZID=Europe/Berlin:20260511T103000
SUMMARY:Přehled – Überblick
DESCRIPTION:A line that is long enough to be folded by whoever writes it\\, with a comma and a \\nline break
ATTENDEE;CN="Bob; the builder";PARTSTAT=NEEDS-ACTION:mailto:builder@example.com
ORGANIZER;CN=The user:mailto:{user}@example.com
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")

FIRST = b"%PDF-1.4 first \xe2\x80\x93 " + bytes(range(256)) * 40
SECOND = b"%PDF-1.4 second " + bytes(reversed(range(256))) * 60


def step(text):
    print(f"- {text}", flush=True)


def check(condition, *facts):
    if not condition:
        raise AssertionError(facts)


def discover(client, user):
    step("discovery")
    check(client.check_dav_support(), "no DAV field")
    check(client.check_cdav_support(), "no calendar-access")
    principal = client.principal()
    check("/principals/users/" in str(principal.url), principal.url)
    check(f"mailto:{user}@example.com" in principal.calendar_user_address_set(), "addresses")
    calendars = {str(calendar.url).rstrip("/").split("/")[-1]: calendar for calendar in principal.get_calendars()}
    check({"calendar", "tasks"} <= set(calendars), calendars)
    check("VEVENT" in calendars["calendar"].get_supported_components(), "components")
    check(calendars["tasks"].get_supported_components() == ["VTODO"], "components of the tasks")
    return calendars["calendar"]


def round_trip(calendar, user):
    step("an event makes its round")
    event = calendar.add_event(EVENT.replace("{user}", user))
    again = calendar.event_by_url(event.url)
    again.load()
    check(again.icalendar_component["SUMMARY"] == "Přehled – Überblick", again.data)
    check(again.icalendar_component["ATTENDEE"].params["CN"] == "Bob; the builder", again.data)
    again.icalendar_component["LOCATION"] = "Room 4"
    again.save()
    again.load()
    check(again.icalendar_component["LOCATION"] == "Room 4", again.data)
    found = list(calendar.multiget([event.url]))
    check(len(found) == 1 and "Room 4" in found[0].data, "multiget")
    return again


def attachments(event):
    event.load()
    found = event.icalendar_component.get("ATTACH", [])
    return found if isinstance(found, list) else [found]


def post(client, event, query, body, fields=None):
    # The client's own post() takes text alone; its session takes bytes.
    auth = (client.username, client.password)
    response = client.session.post(f"{event.url}?{query}", data=body, headers=fields or {}, auth=auth)
    check(response.status_code in (201, 204), query, response.status_code, response.text)
    return response


def file_fields(name):
    return {"Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="{name}"'}


def fetch(client, uri):
    # The session follows the redirect, and sends the password to the front alone.
    answer = client.session.get(uri, auth=(client.username, client.password))
    check(answer.status_code == 200, uri, answer.status_code)
    return answer


def add(client, event):
    step("a file is added and fetched")
    response = post(client, event, "action=attachment-add", FIRST, file_fields("first.pdf"))
    (attach,) = attachments(event)
    check(attach.params["MANAGED-ID"] == response.headers["Cal-Managed-ID"], attach.params)
    check(attach.params["FMTTYPE"] == "application/pdf", attach.params)
    check(attach.params["FILENAME"] == "first.pdf", attach.params)
    check(attach.params["SIZE"] == str(len(FIRST)), attach.params)
    answer = fetch(client, str(attach))
    check(answer.content == FIRST, "other bytes")
    check(answer.headers["Content-Disposition"].startswith("attachment"), answer.headers)
    return attach


def edit(client, event, attach):
    step("an edit of the event keeps the file")
    event.load()
    event.icalendar_component["LOCATION"] = "Room 5"
    event.save()
    (kept,) = attachments(event)
    check(str(kept) == str(attach) and dict(kept.params) == dict(attach.params), kept.params)
    check(event.icalendar_component["LOCATION"] == "Room 5", event.data)


def update(client, event, attach):
    step("the file is replaced")
    query = f"action=attachment-update&managed-id={attach.params['MANAGED-ID']}"
    response = post(client, event, query, SECOND, file_fields("second.pdf"))
    (new,) = attachments(event)
    check(new.params["MANAGED-ID"] == response.headers["Cal-Managed-ID"] != attach.params["MANAGED-ID"], new.params)
    check(str(new) != str(attach), "the URI is the same")
    check(fetch(client, str(new)).content == SECOND, "other bytes")
    return new


def remove(client, event, attach):
    step("the file is removed")
    query = f"action=attachment-remove&managed-id={attach.params['MANAGED-ID']}"
    response = post(client, event, query, b"")
    check("Cal-Managed-ID" not in response.headers, response.headers)
    check(attachments(event) == [], event.data)
    gone = client.session.get(str(attach), auth=(client.username, client.password))
    check(gone.status_code == 410, gone.status_code)


def main(url, user, password):
    step(f"caldav {caldav.__version__}, icalendar {icalendar.__version__}")
    with caldav.DAVClient(url=url, username=user, password=password, enable_rfc6764=False) as client:
        calendar = discover(client, user)
        event = round_trip(calendar, user)
        attach = add(client, event)
        edit(client, event, attach)
        attach = update(client, event, attach)
        remove(client, event, attach)
        step("the event is deleted")
        event.delete()
        gone = client.session.get(str(event.url), auth=(user, password))
        check(gone.status_code == 404, gone.status_code)
    print("done")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: caldav_client.py URL USER PASSWORD")
    main(*sys.argv[1:])
