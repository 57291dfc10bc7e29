#!/usr/bin/env python3
"""Synchronises a thousand events with vdirsyncer from PyPI, both ways, between a directory and a running server.

    vdirsyncer_sync.py URL USER PASSWORD

URL is the root of the front. What vdirsyncer left on the server is checked by requests of this program's own. Every step
is printed; the first one that fails ends the run with a traceback and a non-zero status.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

import requests

EVENTS = 1000
CALENDAR = "vdirsyncer"

CONFIGURATION = """
[general]
status_path = "{directory}/status/"

[pair events]
a = "local"
b = "remote"
collections = ["{calendar}"]
conflict_resolution = "b wins"
metadata = ["displayname", "color"]

[storage local]
type = "filesystem"
path = "{directory}/local/"
fileext = ".ics"

[storage remote]
type = "caldav"
url = "{url}"
username = "{user}"
password = "{password}"
"""

CALENDAR_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"
EVERYTHING = """<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<prop><C:calendar-data/></prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>"""

# vdirsyncer 0.21 says this of every item that it deletes with an entity tag: its condition is the wrong way round.
MISTAKEN = "warning: Deleting an item with no etag."


def step(text):
    print(f"- {text}", flush=True)


def check(condition, *facts):
    if not condition:
        raise AssertionError(facts)


def event(name, summary):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//vdirsyncer test//EN", "BEGIN:VEVENT"]
    lines += [f"UID:{name}@example.com", "DTSTAMP:20260101T120000Z", "DTSTART:20260601T080000Z", "DURATION:PT1H"]
    lines += [f"SUMMARY:{summary}", "X-KEPT;X-PARAMETER=\"a:b\":as it is", "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


class Local:
    """The directory that vdirsyncer keeps in step."""

    def __init__(self, directory):
        self.path = directory / "local" / CALENDAR

    def summaries(self):
        texts = [file.read_text() for file in self.path.glob("*.ics")]
        return {field(text, "UID"): field(text, "SUMMARY") for text in texts}

    def files(self):
        return {field(file.read_text(), "UID").split("@")[0]: file for file in self.path.glob("*.ics")}

    def put(self, name, summary):
        (self.path / f"{name}.ics").write_text(event(name, summary), newline="")


def edit_here(file, summary):
    file.write_text(re.sub("SUMMARY:.*", f"SUMMARY:{summary}", file.read_text()))


class Remote:
    """The calendar on the server, as plain requests see it."""

    def __init__(self, url, user, password):
        self.root = url.rstrip("/")
        self.url = f"{self.root}/calendars/{user}/{CALENDAR}/"
        self.session = requests.Session()
        self.session.auth = (user, password)

    def send(self, method, url, status, body=None, **fields):
        answer = self.session.request(method, url, data=body.encode() if body else None, headers=fields)
        check(answer.status_code == status, method, url, answer.status_code, answer.text[:2000])
        return answer

    def texts(self):
        """Every object of the calendar by its path, in one report."""
        listing = ElementTree.fromstring(self.send("REPORT", self.url, 207, EVERYTHING, Depth="1").content)
        members = listing.findall("{DAV:}response")
        texts = {member.findtext("{DAV:}href"): member.findtext(f".//{CALENDAR_DATA}") for member in members}
        check(len(texts) == len(members), "a member is listed twice")
        return texts

    def summaries(self):
        return {field(text, "UID"): field(text, "SUMMARY") for text in self.texts().values()}

    def paths(self):
        return {field(text, "UID").split("@")[0]: path for path, text in self.texts().items()}

    def put(self, name, summary):
        self.send("PUT", f"{self.url}{name}.ics", 201, event(name, summary), **{"Content-Type": "text/calendar"})

    def edit(self, path, name, summary):
        self.send("PUT", self.root + path, 204, event(name, summary), **{"Content-Type": "text/calendar"})

    def delete(self, path):
        self.send("DELETE", self.root + path, 204)


def field(text, name):
    return re.search(f"^{name}:(.*?)\r?$", text, re.MULTILINE).group(1)


class Vdirsyncer:
    """The program, with a configuration of its own."""

    def __init__(self, directory, url, user, password):
        self.configuration = directory / "configuration"
        facts = {"directory": directory, "calendar": CALENDAR, "url": url, "user": user, "password": password}
        self.configuration.write_text(CONFIGURATION.format(**facts))
        self.program = pathlib.Path(sys.executable).parent / "vdirsyncer"

    def run(self, *arguments):
        # It asks whether to make a calendar that is on neither side.
        command = [self.program, "--config", self.configuration, *arguments]
        done = subprocess.run(command, input="y\n" * 2, capture_output=True, text=True)
        written = done.stdout + done.stderr
        check(done.returncode == 0, arguments, written[-4000:])
        return written

    def sync(self):
        written = self.run("sync").replace(MISTAKEN, "")
        check(not re.search("error|warning", written, re.IGNORECASE), written[-4000:])


def same(local, remote, count):
    here, there = local.summaries(), remote.summaries()
    check(here == there, sorted(set(here.items()) ^ set(there.items()))[:10])
    check(len(here) == count, len(here), count)
    return here


def discover(program, directory):
    step("vdirsyncer finds the home and makes the calendar on both sides")
    (directory / "local").mkdir()
    program.run("discover")


def fill(program, local, remote):
    step(f"{EVENTS} events of the directory go to the server")
    for number in range(EVENTS):
        local.put(f"event-{number:04}", f"Event {number}")
    program.sync()
    same(local, remote, EVENTS)


def change(program, local, remote):
    step("edits, additions, and deletions of both sides meet")
    files, paths = local.files(), remote.paths()
    for number in range(0, 50):
        edit_here(files[f"event-{number:04}"], f"Edited here {number}")
    for number in range(50, 100):
        name = f"event-{number:04}"
        remote.edit(paths[name], name, f"Edited there {number}")
    for number in range(100, 130):
        files[f"event-{number:04}"].unlink()
    for number in range(130, 160):
        remote.delete(paths[f"event-{number:04}"])
    local.put("new-here", "New here")
    remote.put("new-there", "New there")
    program.sync()
    found = same(local, remote, EVENTS - 58)
    check(found["event-0007@example.com"] == "Edited here 7", found["event-0007@example.com"])
    check(found["event-0055@example.com"] == "Edited there 55", found["event-0055@example.com"])
    check("event-0115@example.com" not in found and "event-0135@example.com" not in found, "a deleted event is back")


def conflict(program, local, remote):
    step("an event that both sides edited is resolved as vdirsyncer is told, and no other is touched")
    edit_here(local.files()["event-0500"], "Here")
    remote.edit(remote.paths()["event-0500"], "event-0500", "There")
    before = remote.summaries()
    program.sync()
    check(same(local, remote, EVENTS - 58) == before, "another event changed")


def rest(program, remote):
    step("a sync without changes changes nothing")
    body = '<propfind xmlns="DAV:"><prop><sync-token/></prop></propfind>'
    before = remote.send("PROPFIND", remote.url, 207, body, Depth="0").text
    program.sync()
    check(remote.send("PROPFIND", remote.url, 207, body, Depth="0").text == before, "the sync token is another")


def share_metadata(program, local, remote):
    step("the name and the colour of the calendar go to the server")
    (local.path / "displayname").write_text("Quarter 2 – Übersicht")
    (local.path / "color").write_text("#FF2968")
    program.run("metasync")
    body = (
        '<propfind xmlns="DAV:"><prop><displayname/>'
        '<calendar-color xmlns="http://apple.com/ns/ical/"/></prop></propfind>'
    )
    answer = remote.send("PROPFIND", remote.url, 207, body, Depth="0").text
    check("Quarter 2 – Übersicht" in answer and "#FF2968" in answer, answer)


def main(url, user, password):
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        program = Vdirsyncer(directory, url, user, password)
        step(program.run("--version").strip())
        local, remote = Local(directory), Remote(url, user, password)
        discover(program, directory)
        fill(program, local, remote)
        change(program, local, remote)
        conflict(program, local, remote)
        rest(program, remote)
        share_metadata(program, local, remote)
    print("done")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: vdirsyncer_sync.py URL USER PASSWORD")
    main(*sys.argv[1:])
