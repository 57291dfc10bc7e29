#!/usr/bin/env python3
"""Lets programs for terminals edit events and tasks that have files: khal and todoman by way of vdirsyncer, and calcurse.

    terminal_programs.py URL USER PASSWORD

URL is the root of the front. khal, todoman, and vdirsyncer are those beside the Python that runs this; calcurse is
Debian's. The user's calendars are used; what is made there stays. Every step is printed; the first one that fails ends
the run with a traceback and a non-zero status.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

from server import Server, calendar_data, check, step

FIRST, SECOND = b"%PDF first " * 10_000, b"%PDF second " * 5_000

VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair all]
a = "here"
b = "there"
collections = ["calendar", "tasks"]

[storage here]
type = "filesystem"
path = "{home}/local/"
fileext = ".ics"

[storage there]
type = "caldav"
url = "{url}"
username = "{user}"
password = "{password}"
"""

TODOMAN = """
path = "{home}/local/tasks"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
default_list = "tasks"
"""

KHAL = """
[calendars]
[[calendar]]
path = {home}/local/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""

CALCURSE = """
[General]
Binary = calcurse
Hostname = {place}
Path = /calendars/{user}/calendar/
AuthMethod = basic
HTTPS = No
DryRun = No
SyncFilter = cal,todo

[Auth]
Username = {user}
Password = {password}
"""


class Terminal:
    """A home directory of a person who works in a terminal."""

    def __init__(self, home, url, user, password):
        self.home = home
        facts = {"home": home, "url": url, "user": user, "password": password, "place": urllib.parse.urlsplit(url).netloc}
        texts = {"vdirsyncer/config": VDIRSYNCER, "todoman/config.py": TODOMAN, "khal/config": KHAL}
        for name, text in (texts | {"calcurse/caldav/config": CALCURSE}).items():
            path = home / "config" / name
            path.parent.mkdir(parents=True)
            path.write_text(text.format(**facts))
        (home / "data/calcurse/caldav").mkdir(parents=True)
        self.appointments = home / "data/calcurse/apts"
        self.appointments.write_text("")
        (home / "local").mkdir()
        own = {"HOME": str(home), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        places = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("config", "data", "cache")}
        self.environment = dict(os.environ, **own, **places)

    def run(self, *command, answers=""):
        done = subprocess.run(command, env=self.environment, input=answers, capture_output=True, text=True)
        check(done.returncode == 0, command, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout

    def pip(self, program, *arguments, answers=""):
        """Runs a program that lies beside this Python."""
        return self.run(pathlib.Path(sys.executable).parent / program, *arguments, answers=answers)

    def synchronise(self):
        self.pip("vdirsyncer", "sync")

    def synchronise_calcurse(self, *arguments):
        # Its first line asks for whatever Python is first; Debian's has the packages that it needs.
        self.run("/usr/bin/python3", "/usr/bin/calcurse-caldav", *arguments)


def fill(server):
    """Puts a series with a file and one of an instance, and a task with a file, and returns their paths."""
    series, task = f"{server.calendar('calendar')}series.ics", f"{server.calendar('tasks')}task.ics"
    server.put(series, calendar_data("series", "Weekly", "RRULE:FREQ=WEEKLY;COUNT=3"))
    server.add_file(series, "a file.pdf", FIRST)
    server.add_file(series, "second.pdf", SECOND, "&rid=20260608T080000Z")
    server.put(task, calendar_data("task", "Task", component="VTODO"))
    server.add_file(task, "third.pdf", SECOND)
    return series, task


def edit_files(terminal, server):
    step("khal and todoman edit what vdirsyncer brings, and all files stay")
    series, task = fill(server)
    was = [server.attachments(series), server.attachments(task)]
    terminal.pip("vdirsyncer", "discover", answers="y\ny\n")
    terminal.synchronise()
    terminal.pip("khal", "edit", "--show-past", "Weekly", answers="s\nEdited in khal\nq\nq\n")
    terminal.pip("todo", "done", "1")
    terminal.synchronise()
    check("SUMMARY:Edited in khal" in server.text(series), server.text(series))
    check("STATUS:COMPLETED" in server.text(task), server.text(task))
    now = [server.attachments(series), server.attachments(task)]
    check(now == was, now, was)
    check([server.file(file) for file in was[0]] == [FIRST, FIRST, SECOND], "other bytes")
    check(server.used() == len(FIRST) + 2 * len(SECOND), server.used())
    for path in (series, task):
        server.expect(204, "DELETE", path)


def replace(terminal, server):
    step("calcurse puts another event in the place of the one that was edited, without its files")
    home = server.calendar("calendar")
    server.put(f"{home}plain.ics", calendar_data("plain", "Untouched"))
    server.put(f"{home}files.ics", calendar_data("files", "With a file"))
    server.add_file(f"{home}files.ics", "a file.pdf", FIRST)
    files, before = server.attachments(f"{home}files.ics"), server.text(f"{home}files.ics")
    terminal.synchronise_calcurse("--init", "keep-remote")
    text = terminal.appointments.read_text()
    check("|Untouched" in text and "|With a file" in text, text)
    terminal.appointments.write_text(text.replace("With a file", "Edited in calcurse"))
    terminal.synchronise_calcurse()
    paths = server.paths(home)
    check(len(paths) == 2 and "plain" in paths and "files" not in paths, paths)
    (other,) = set(paths.values()) - {paths["plain"]}
    check("Edited in calcurse" in server.text(other) and server.attachments(other) == [], server.text(other))
    check(server.send("GET", files[0]["VALUE OF IT"])[0] == 410, "the file is still there")

    step("the file comes back with the event as it was")
    server.put(f"{home}files.ics", before)
    check(server.attachments(f"{home}files.ics") == files, server.text(f"{home}files.ics"))
    check(server.file(files[0]) == FIRST, "other bytes")


def main(url, user, password):
    server = Server(url, user, password)
    with tempfile.TemporaryDirectory(prefix="attache-terminal-") as home:
        terminal = Terminal(pathlib.Path(home), url, user, password)
        versions = [terminal.pip(program, "--version").strip() for program in ("vdirsyncer", "khal", "todo")]
        step("; ".join([*versions, terminal.run("calcurse", "--version").split(" -")[0]]))
        edit_files(terminal, server)
        replace(terminal, server)
    print("done")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: terminal_programs.py URL USER PASSWORD")
    main(*sys.argv[1:])
