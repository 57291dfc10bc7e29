"""What the test of the pages puts on the server before people look at it."""

import base64
import datetime
import re
import urllib.parse
import urllib.request

ARABIC = "اجتماع التخطيط السنوي"
HEBREW_CALENDAR = "המשפחה (2027)"
HEBREW_FILE = "תקציב 2027 (final).pdf"
SCRIPTS = [
    "2027年度预算（最终版）.xlsx", "会議の議事録と次回までの宿題を一つにまとめたとても長い名前の文書" * 2 + ".pdf",
    "회의록 – 초안.hwp", "👩‍💻🏳️‍🌈 plan 🎨.png", "वार्षिक प्रतिवेदन.pdf", "รายงานการประชุมประจำปี.txt",
    "🎉" * 40 + ".txt", "A\u0301e\u0301 – Ελληνικά – кириллица.txt",
]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsversammlung"
HOSTILE = "<script>alert(1)</script> & \"Friends\""
TODAY = datetime.datetime.now(datetime.timezone.utc).replace(hour=9, minute=30, second=0, microsecond=0)


def event(uid, summary, start, lines=()):
    text = summary.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//Page test//EN", "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20260101T120000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT1H30M", f"SUMMARY:{text}", *lines,
        "END:VEVENT", "END:VCALENDAR", "",
    ])


class Server:
    """The server as a calendar client sees it."""

    def __init__(self, url, user, password):
        self.url = url.rstrip("/")
        self.user = user
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {pair}"}

    def send(self, method, path, body=None, headers=None):
        fields = {**self.headers, **(headers or {})}
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=fields)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def path(self, name):
        return f"/calendars/{self.user}/calendar/{name}"

    def make_calendar(self, segment, name, color):
        body = f"""<c:mkcalendar xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:" xmlns:a="http://apple.com/ns/ical/">
            <d:set><d:prop><d:displayname>{name}</d:displayname><a:calendar-color>{color}</a:calendar-color></d:prop></d:set>
            </c:mkcalendar>"""
        self.send("MKCALENDAR", f"/calendars/{self.user}/{segment}/", body.encode(), {"Content-Type": "application/xml"})

    def put(self, name, text):
        self.send("PUT", self.path(name), text.encode(), {"Content-Type": "text/calendar"})

    def attach(self, name, filename, media_type, content):
        disposition = f"attachment; filename*=UTF-8''{urllib.parse.quote(filename)}"
        fields = {"Content-Type": media_type, "Content-Disposition": disposition}
        self.send("POST", f"{self.path(name)}?action=attachment-add", content, fields)

    def remove_files(self, name):
        for managed_id in re.findall("MANAGED-ID=([a-z2-7]+)", self.data(name)):
            self.send("POST", f"{self.path(name)}?action=attachment-remove&managed-id={managed_id}", b"")

    def data(self, name):
        return self.send("GET", self.path(name)).decode().replace("\r\n ", "")


def fill_names(server):
    """Puts names that a page may fail at: long ones without a space, and ones that go from right to left."""
    server.make_calendar("family", HEBREW_CALENDAR, "#C0392B")
    server.make_calendar("long", LONG, "#2E86C1FF")
    server.put("long.ics", event("long", LONG * 3, TODAY))
    server.put("names.ics", event("names", ARABIC, TODAY, [f"LOCATION:{LONG}", f"DESCRIPTION:{HEBREW_FILE}"]))
    long_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    for name, media_type in ((HEBREW_FILE, "application/pdf"), (ARABIC + ".docx", long_type), (LONG * 4, "text/plain")):
        server.attach("names.ics", name, media_type, bytes(999_950))
    server.put("scripts.ics", event("scripts", "年度计划会议 🗓️ " + SCRIPTS[1], TODAY, [f"LOCATION:🏢 {SCRIPTS[2]}"]))
    for name in SCRIPTS:
        server.attach("scripts.ics", name, "text/plain", b"x")


def fill_states(server):
    """Puts an event to which somebody else invited the user, and one whose files were removed."""
    people = ["ORGANIZER:mailto:chair@example.org", f"ATTENDEE:mailto:{server.user}@example.com"]
    server.put("invited.ics", event("invited", "Invited by somebody else", TODAY, people))
    server.put("removed.ics", event("removed", "Files that were removed", TODAY))
    for name in ("old.txt", HEBREW_FILE):
        server.attach("removed.ics", name, "text/plain", b"x")
    server.remove_files("removed.ics")


def empty(server):
    """Takes the calendars of a user away."""
    for name in ("calendar", "tasks"):
        server.send("DELETE", f"/calendars/{server.user}/{name}/")


def fill(server):
    """Puts events that look like somebody's month, one whose names are markup, and what is rare."""
    fill_names(server)
    fill_states(server)
    days = datetime.timedelta(days=1)
    month = TODAY.replace(day=1)
    server.put("plain.ics", event("plain", "Plain", TODAY))
    server.put("hostile.ics", event("hostile", HOSTILE, month + 3 * days))
    server.put("market.ics", event("market", "Market day", month + 4 * days, ["LOCATION:Old town hall"]))
    server.put("planning.ics", event("planning", "Planning meeting", month + 1 * days, [
        "RRULE:FREQ=WEEKLY", "LOCATION:Room 4\\, second floor",
        "DESCRIPTION:Please read the budget before we meet.\\nBring your questions.",
    ]))
    server.put("concert.ics", event("concert", "Chamber concert: Přehled – Überblick", month + 18 * days))
    server.attach("planning.ics", "Budget 2027.pdf", "application/pdf", b"%PDF-1.7 " + bytes(480_000))
    server.attach("planning.ics", "Minutes of the last meeting.txt", "text/plain", b"We met." * 40)
    server.attach("planning.ics", "Überblick – 概要.png", "image/png", bytes(2_300_000))
    server.attach("hostile.ics", "<img src=x onerror=alert(1)>.txt", "text/plain", b"x")
