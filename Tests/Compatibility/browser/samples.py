"""What the test of the pages puts on the server before people look at it."""

import base64
import datetime
import urllib.parse
import urllib.request

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

    def put(self, name, text):
        self.send("PUT", self.path(name), text.encode(), {"Content-Type": "text/calendar"})

    def attach(self, name, filename, media_type, content):
        disposition = f"attachment; filename*=UTF-8''{urllib.parse.quote(filename)}"
        fields = {"Content-Type": media_type, "Content-Disposition": disposition}
        self.send("POST", f"{self.path(name)}?action=attachment-add", content, fields)

    def data(self, name):
        return self.send("GET", self.path(name)).decode().replace("\r\n ", "")


def fill(server):
    """Puts events that look like somebody's month, and one whose names are markup."""
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
