#!/usr/bin/env python3
"""Lets Evolution Data Server work with a running server: events, tasks, and files, as Evolution and GNOME Calendar have them.

    evolution.py inline|managed URL USER PASSWORD

URL is the root of the front. `managed` says that the server takes the files that are in events into its own keeping
(`attachments.inline-from`), and `inline` that it does not. The user's calendars are used; what is made there stays. Every
step is printed; the first one that fails ends the run with a traceback and a non-zero status. It is Debian's Python that
knows Evolution's libraries.
"""

import os
import pathlib
import sys

import evolution_session

evolution_session.enter()

from evolution_session import Calendar, ECal, EDataServer, Gio, GLib, ICalGLib, Session, instance  # noqa: E402
from server import Server, calendar_data, check, parameters, step, values  # noqa: E402

FIRST, SECOND, LOCAL = b"%PDF first " * 10_000, b"%PDF second " * 5_000, b"a file of the desktop " * 500


def file_properties(found):
    """Returns the ATTACH properties of an object as Evolution has it, each as its parameters."""
    text = found.as_ical_string() if hasattr(found, "as_ical_string") else found
    return [parameters(line) for line in values(text, "ATTACH")]


def discover(session, url, certificate):
    step("the calendars are found, as the dialog for a new account finds them")
    if certificate:
        try:
            search(session, url)
            check(False, "a certificate that nobody knows was taken")
        except GLib.Error as error:
            check("certificate" in error.message.lower(), error.message)
        session.trust(certificate)
    found = search(session, url)
    check(found.out_calendar_user_addresses == [f"{session.user}@example.com"], found.out_calendar_user_addresses)
    names = {source.display_name: source.href for source in found.out_discovered_sources}
    check(names == {name: f"{url}calendars/{session.user}/{name.lower()}/" for name in ("Calendar", "Tasks")}, names)


def search(session, url):
    everything = EDataServer.WebDAVDiscoverSupports(0)
    return EDataServer.webdav_discover_sources_sync(session.account, url, everything, session.credentials, None)


def keep_events(calendar, server, home):
    step("an event of Evolution comes to the server, is changed, and is deleted")
    text = calendar_data("made-here", "Made in Evolution", "LOCATION:Room 4", "X-KEPT;X-PARAMETER=\"a:b\":as it is")
    calendar.create(text[text.index("BEGIN:VEVENT"):text.index("END:VCALENDAR")])
    path = server.paths(home)["made-here"]
    check('X-KEPT;X-PARAMETER="a:b":as it is' in server.text(path), server.text(path))
    event = calendar.object("made-here")
    event.set_summary("Přehled – Überblick")
    calendar.modify(event)
    check("SUMMARY:Přehled – Überblick" in server.text(path), server.text(path))
    calendar.remove("made-here")
    check("made-here" not in server.paths(home), server.paths(home))

    step("an event of the server comes to Evolution, is changed there, and goes")
    path = home + "made-there.ics"
    server.put(path, calendar_data("made-there", "Made on the server"))
    calendar.await_text("made-there", "SUMMARY:Made on the server")
    server.put(path, calendar_data("made-there", "Changed on the server"), 204)
    calendar.await_text("made-there", "SUMMARY:Changed on the server")
    server.expect(204, "DELETE", path)
    calendar.await_absence("made-there")


def keep_files(calendar, server, home, component="VEVENT"):
    step(f"a {component} with two files of the server is shown with them, and an edit keeps both")
    path, uid = f"{home}files.ics", f"files-{component.lower()}"
    server.put(path, calendar_data(uid, "With files", component=component))
    server.add_file(path, "first – é; ü.pdf", FIRST)
    server.add_file(path, "second.pdf", SECOND)
    was = server.attachments(path)
    calendar.await_text(uid, *(file["MANAGED-ID"] for file in was))
    found = calendar.object(uid)
    check(file_properties(found) == was, file_properties(found), was)
    uris = calendar.client.get_attachment_uris_sync(uid, None, None).out_attachment_uris
    check(sorted(uris) == sorted(file["VALUE OF IT"] for file in was), uris)
    found.set_summary("Edited with files")
    calendar.modify(found)
    check("SUMMARY:Edited with files" in server.text(path), server.text(path))
    check(server.attachments(path) == was, server.attachments(path), was)
    check([server.file(file) for file in was] == [FIRST, SECOND], "other bytes")
    check(server.used() == len(FIRST) + len(SECOND), server.used())

    step(f"a file that is taken out of the {component} is removed, and the other one stays")
    found = calendar.object(uid)
    take_out(found, was[0]["MANAGED-ID"])
    calendar.modify(found)
    check(server.attachments(path) == was[1:], server.attachments(path))
    check(server.send("GET", was[0]["VALUE OF IT"])[0] == 410, "the file is still there")
    check(server.file(was[1]) == SECOND, "other bytes")
    calendar.remove(uid)
    check(server.send("GET", was[1]["VALUE OF IT"])[0] == 410, "the other file is still there")


def take_out(found, managed_id):
    kind = ICalGLib.PropertyKind.ATTACH_PROPERTY
    each = found.get_first_property(kind)
    while each is not None and parameters(values(each.as_ical_string(), "ATTACH")[0])["MANAGED-ID"] != managed_id:
        each = found.get_next_property(kind)
    found.remove_property(each)


def keep_files_of_instances(calendar, server, home):
    step("a series with a file, and one of an instance: each edit of a part keeps what belongs to it")
    path = f"{home}series.ics"
    server.put(path, calendar_data("series", "Weekly", "RRULE:FREQ=WEEKLY;COUNT=6"))
    whole = server.add_file(path, "series.pdf", FIRST)
    single = server.add_file(path, "instance.pdf", SECOND, "&rid=20260608T080000Z")
    calendar.await_text("series", whole, single)

    changed = calendar.object("series", "20260608T080000Z")
    changed.set_summary("The one with two files")
    calendar.modify(changed, ECal.ObjModType.THIS)
    changed = instance(calendar, "series", "20260615T080000Z", alone=True)
    changed.set_summary("Another one")
    calendar.modify(changed, ECal.ObjModType.THIS)
    check(count(server, path) == {whole: 3, single: 1}, server.text(path))

    calendar.remove("series", "20260608T080000Z", ECal.ObjModType.THIS)
    check(count(server, path) == {whole: 2}, server.text(path))
    check(server.used() == len(FIRST), server.used())

    step("the series is split in two, which both have the file, once for the quota")
    changed = instance(calendar, "series", "20260622T080000Z")
    changed.set_summary("From here on")
    calendar.modify(changed, ECal.ObjModType.THIS_AND_FUTURE)
    others = {uid: found for uid, found in server.paths(home).items() if "From here on" in server.text(found)}
    check(len(others) == 1 and "series" not in others, others)
    (other,) = others.values()
    check(count(server, other) == {whole: 1} and count(server, path) == {whole: 2}, server.text(other))
    check(server.used() == len(FIRST), server.used())
    calendar.remove("series")
    check(server.file(server.attachments(other)[0]) == FIRST, "the other half has lost its file")


def count(server, path):
    """Returns in how many components of an object each managed ID is."""
    ids = [file["MANAGED-ID"] for file in server.attachments(path)]
    return {managed_id: ids.count(managed_id) for managed_id in ids}


def overwrite(calendar, server, home):
    step("an edit of what Evolution has not seen yet: it wins as it stands, unless the program asks otherwise")
    path = f"{home}late.ics"
    server.put(path, calendar_data("late", "Late"))
    calendar.await_text("late", "SUMMARY:Late")
    server.add_file(path, "late.pdf", SECOND)
    before, was = server.text(path), server.attachments(path)
    late = calendar.object("late")
    late.set_summary("Edited late")
    refused = False
    try:
        calendar.modify(late, flags=ECal.OperationFlags.CONFLICT_FAIL)
    except GLib.Error:
        refused = True
    check(refused and server.text(path) == before, server.text(path))
    calendar.modify(late)
    check("Edited late" in server.text(path) and server.attachments(path) == [], server.text(path))
    server.put(path, before, 204)
    check(server.attachments(path) == was and server.file(was[0]) == SECOND, server.text(path))


def attach_here(calendar, server, home, managed):
    step("a file of the desktop is attached: " + ("it becomes a managed attachment" if managed else "it is in the event"))
    path = f"{home}desktop.ics"
    server.put(path, calendar_data("desktop", "Desktop"))
    calendar.await_text("desktop", "SUMMARY:Desktop")
    local = pathlib.Path(os.environ["HOME"]) / "a file.txt"
    local.write_bytes(LOCAL)
    event = calendar.object("desktop")
    event.add_property(ICalGLib.Property.new_attach(ICalGLib.Attach.new_from_url(local.as_uri())))
    calendar.modify(event)
    local.unlink()
    for summary in ("Edited once", "Edited twice"):
        check_file_of_desktop(calendar, server, path, managed)
        event = calendar.object("desktop")
        event.set_summary(summary)
        calendar.modify(event)
        check(f"SUMMARY:{summary}" in server.text(path), server.text(path))
    check_file_of_desktop(calendar, server, path, managed)


def check_file_of_desktop(calendar, server, path, managed):
    (there,) = server.attachments(path)
    check(there["FILENAME"] == "a file.txt", there)
    (here,) = file_properties(calendar.object("desktop"))
    if managed:
        check(there["SIZE"] == str(len(LOCAL)) and server.file(there) == LOCAL, there)
        check(here == there, here, there)
    else:
        check(there["ENCODING"] == "BASE64" and "MANAGED-ID" not in there, there)
        check(Gio.File.new_for_uri(here["VALUE OF IT"]).load_contents(None)[1] == LOCAL, here)


def main(kind, url, user, password):
    step(f"Evolution Data Server {evolution_session.version()}, {url.split(':')[0]}, files of the desktop {kind}")
    server, session = Server(url, user, password), Session(url, user, password)
    discover(session, url, os.environ.get("COMPATIBILITY_CERTIFICATE"))
    session.open_account()
    calendar = Calendar(session.sources("Calendar")["Calendar"])
    tasks = Calendar(session.sources("Task List")["Tasks"], ECal.ClientSourceType.TASKS)
    events, todos = server.calendar("calendar"), server.calendar("tasks")
    keep_events(calendar, server, events)
    keep_files(calendar, server, events)
    keep_files(tasks, server, todos, "VTODO")
    keep_files_of_instances(calendar, server, events)
    overwrite(calendar, server, events)
    attach_here(calendar, server, events, kind == "managed")
    step("no file was fetched by Evolution's services")
    check(server.downloads() == server.fetched, server.downloads(), server.fetched)
    print("done")


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in ("inline", "managed"):
        sys.exit("usage: evolution.py inline|managed URL USER PASSWORD")
    main(*sys.argv[1:])
