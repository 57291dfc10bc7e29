#!/usr/bin/env python3
"""Lets Thunderbird work with a running server: calendars, events, tasks, and files, its editor included.

    thunderbird.py URL USER PASSWORD [DIRECTORY]

URL is the root of the front. Pictures of its windows go into DIRECTORY, which is `.build/screenshots` unless it is told.
The user's calendars are used; what is made there stays. Every step is printed; the first one that fails ends the run with
a traceback and a non-zero status. The program runs without a screen and is driven by its own remote control.
"""

import base64
import os
import pathlib
import ssl
import sys
import urllib.parse

from server import Server, calendar_data, check, step, values, wait
from thunderbird_program import EDITOR, thunderbird

FIRST, SECOND = b"%PDF first " * 10_000, b"%PDF second " * 5_000
LINK = "https://example.com/a%20link.pdf"
NAMES = {"Calendar": "calendar", "Tasks": "tasks", "Work": "work"}


def subscribe(program, server, url, user, password):
    step("the calendars are found, and those that can be written are so")
    certificate = os.environ.get("COMPATIBILITY_CERTIFICATE")
    if certificate:
        told = program.call("subscribe", user, password, url, False)
        check(told == "certificate", "a certificate that nobody knows was taken", told)
        encoded = base64.b64encode(ssl.PEM_cert_to_DER_cert(pathlib.Path(certificate).read_text())).decode()
        program.call("trust", "127.0.0.1", urllib.parse.urlsplit(url).port, encoded)
    told = program.call("subscribe", user, "not the password", url, False)
    check(told == "password", "a wrong password was taken", told)
    server.make_calendar("work", "Work")
    found = program.call("subscribe", user, password, url, True)
    check(dict(found) == {title: f"{url}calendars/{user}/{name}/" for title, name in NAMES.items()}, found)
    for title in NAMES:
        wait(lambda: program.call("isWritable", title), f"{title} cannot be written")


def keep_events(program, server, home):
    step("an event of Thunderbird comes to the server, is changed, and is deleted")
    uid = program.call("add", "Calendar", calendar_data("made-here", "Made in Thunderbird", 'X-KEPT;X-PARAMETER="a:b":as it is'))
    path = server.paths(home)[uid]
    check('X-KEPT;X-PARAMETER="a:b":as it is' in server.text(path), server.text(path))
    program.call("modify", "Calendar", uid, "Přehled – Überblick")
    check("SUMMARY:Přehled – Überblick" in server.text(path), server.text(path))
    program.call("remove", "Calendar", uid)
    check(uid not in server.paths(home), server.paths(home))

    step("an event of the server comes to Thunderbird, is changed there, and goes")
    path = f"{home}made-there.ics"
    server.put(path, calendar_data("made-there", "Made on the server"))
    program.await_item("Calendar", "made-there", "SUMMARY:Made on the server")
    server.put(path, calendar_data("made-there", "Changed on the server"), 204)
    program.await_item("Calendar", "made-there", "SUMMARY:Changed on the server")
    server.expect(204, "DELETE", path)
    program.await_absence("Calendar", "made-there")


def seen(program, title, uid):
    """Returns the ATTACH properties of an item as Thunderbird has them, each as its parameters."""
    return [{name: value for name, value in file.items() if name != "link"} for file in program.call("files", title, uid)]


def keep_files(program, server, home, title, component):
    step(f"a {component} with two files of the server is shown with them, and an edit keeps both")
    path, uid = f"{home}files.ics", f"files-{component.lower()}"
    server.put(path, calendar_data(uid, "With files", component=component))
    server.add_file(path, "first – é; ü.pdf", FIRST)
    server.add_file(path, "second.pdf", SECOND)
    was = server.attachments(path)
    program.await_item(title, uid, "SUMMARY:With files")
    check(seen(program, title, uid) == was, seen(program, title, uid), was)
    program.call("modify", title, uid, "Edited with files")
    check("SUMMARY:Edited with files" in server.text(path), server.text(path))
    check_files(server, path, was)
    return path, uid, was


def check_files(server, path, was):
    check(server.attachments(path) == was, server.attachments(path), was)
    check([server.file(file) for file in was] == [FIRST, SECOND], "other bytes")
    check(server.used() == len(FIRST) + len(SECOND), server.used())


def open_editor(program, uid, start=None):
    program.call("edit", "Calendar", uid, start)
    wait(lambda: program.call("isOpen"), "the editor does not open")
    return program.call("showFiles")


def close_editor(program, server, path, uid, title):
    """Saves under a new title, and waits until both sides have it: the next change begins with what is here then."""
    program.call("setTitle", title)
    program.call("saveAndClose")
    wait(lambda: program.call("isClosed"), "the editor does not close")
    wait(lambda: f"SUMMARY:{title}" in server.text(path), "the editor's change does not come")
    wait(lambda: f"SUMMARY:{title}" in program.call("text", "Calendar", uid), "the program does not have its own change")


def use_editor(program, server, path, uid, was, pictures):
    step("its editor shows the files as links, adds a link, and keeps the files")
    rows = open_editor(program, uid)
    check([row["link"] for row in rows] == [file["VALUE OF IT"] for file in was], rows)
    program.call("addLink", LINK)
    program.picture(pictures / "thunderbird-editor.png", EDITOR)
    close_editor(program, server, path, uid, "From the editor")
    check(server.attachments(path) == [*was, {"VALUE OF IT": LINK}], server.text(path))
    check([server.file(file) for file in was] == [FIRST, SECOND], "other bytes")

    step("a file that is taken out in the editor is removed, and the other one stays")
    open_editor(program, uid)
    program.call("removeFile", was[0]["VALUE OF IT"])
    close_editor(program, server, path, uid, "One less")
    check(server.attachments(path) == [was[1], {"VALUE OF IT": LINK}], server.text(path))
    check(server.send("GET", was[0]["VALUE OF IT"])[0] == 410, "the file is still there")


def move(program, server, path, uid):
    step("an event that is put into another calendar takes its file along")
    (file, _) = server.attachments(path)
    program.call("move", "Calendar", uid, "Work")
    work = server.calendar("work")
    wait(lambda: uid in server.paths(work) and uid not in server.paths(server.calendar("calendar")), "the event stays")
    moved = server.paths(work)[uid]
    check(server.attachments(moved)[0] == file and server.file(file) == SECOND, server.text(moved))
    check(server.used() == len(SECOND), server.used())
    program.call("remove", "Work", uid)
    check(server.send("GET", file["VALUE OF IT"])[0] == 410, "the file is still there")


def keep_files_of_instances(program, server, home):
    step("a series with a file, and one of an instance: each edit of a part keeps what belongs to it")
    path = f"{home}series.ics"
    server.put(path, calendar_data("series", "Weekly", "RRULE:FREQ=WEEKLY;COUNT=6"))
    whole = server.add_file(path, "series.pdf", FIRST)
    single = server.add_file(path, "instance.pdf", SECOND, "&rid=20260608T080000Z")
    program.await_item("Calendar", "series", "SUMMARY:Weekly", "RECURRENCE-ID")

    program.call("modifyOccurrence", "Calendar", "series", "20260608T080000Z", "The one with two files")
    program.call("modifyOccurrence", "Calendar", "series", "20260615T080000Z", "Another one")
    check(count(server, path) == {whole: 3, single: 1}, server.text(path))
    rows = open_editor(program, "series", "20260622T080000Z")
    check(len(rows) == 1, rows)
    close_editor(program, server, path, "series", "By the editor")
    check(count(server, path) == {whole: 4, single: 1}, server.text(path))

    program.call("removeOccurrence", "Calendar", "series", "20260608T080000Z")
    check(count(server, path) == {whole: 3}, server.text(path))
    check(server.used() == len(FIRST), server.used())
    program.call("remove", "Calendar", "series")
    check("series" not in server.paths(home), server.paths(home))


def count(server, path):
    """Returns in how many components of an object each managed ID is."""
    ids = [file["MANAGED-ID"] for file in server.attachments(path)]
    return {managed_id: ids.count(managed_id) for managed_id in ids}


def meet(program, server, home):
    step("an edit of what Thunderbird has not seen yet: it asks, and takes either answer")
    path = f"{home}late.ics"
    server.put(path, calendar_data("late", "Late"))
    program.await_item("Calendar", "late", "SUMMARY:Late")
    managed_id = server.add_file(path, "late.pdf", SECOND)
    answer(program, "Edited late", "cancel")
    check(count(server, path) == {managed_id: 1} and "Edited late" not in server.text(path), server.text(path))
    wait(lambda: seen(program, "Calendar", "late") == server.attachments(path), "the file is not seen")
    server.put(path, server.text(path).replace("SUMMARY:Late", "SUMMARY:Changed meanwhile"), 204)
    answer(program, "Edited all the same", "accept")
    check(count(server, path) == {managed_id: 1} and "Edited all the same" in server.text(path), server.text(path))


def answer(program, title, button):
    program.call("beginToModify", "Calendar", "late", title)
    wait(lambda: program.call("isInConflict"), "nobody asks")
    program.call("answerConflict", button)
    wait(lambda: program.call("hasEnded"), "the change does not end")


def keep_inline(program, server, home):
    step("a file that is in an event stays in it")
    path, line = f"{home}inline.ics", "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:" + base64.b64encode(FIRST).decode()
    server.put(path, calendar_data("inline", "Inline", line))
    program.await_item("Calendar", "inline", "SUMMARY:Inline")
    check(open_editor(program, "inline") == [], "the editor shows it")
    close_editor(program, server, path, "inline", "Inline and edited")
    (kept,) = values(server.text(path), "ATTACH")
    check(kept.split(":")[1] == line.split(":")[1] and "ENCODING=BASE64" in kept, kept[:200])


def work(program, server, pictures):
    events, tasks = server.calendar("calendar"), server.calendar("tasks")
    keep_events(program, server, events)
    path, uid, was = keep_files(program, server, events, "Calendar", "VEVENT")
    use_editor(program, server, path, uid, was, pictures)
    move(program, server, path, uid)
    _, uid, _ = keep_files(program, server, tasks, "Tasks", "VTODO")
    program.call("remove", "Tasks", uid)
    keep_files_of_instances(program, server, events)
    meet(program, server, events)
    keep_inline(program, server, events)
    program.call("showMonth", "20260601T080000Z")
    program.picture(pictures / "thunderbird-month.png")
    step("no file was fetched by Thunderbird")
    check(server.downloads() == server.fetched, server.downloads(), server.fetched)


def main(url, user, password, directory=".build/screenshots"):
    pictures = pathlib.Path(directory)
    pictures.mkdir(parents=True, exist_ok=True)
    server = Server(url, user, password)
    with thunderbird() as program:
        step(f"Thunderbird {program.call('version')}, {url.split(':')[0]}; pictures in {pictures}")
        subscribe(program, server, url, user, password)
        work(program, server, pictures)
    print("done")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit("usage: thunderbird.py URL USER PASSWORD [DIRECTORY]")
    main(*sys.argv[1:])
