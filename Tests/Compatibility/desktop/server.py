"""The server as a calendar program's counterpart: plain requests, by which is seen what the program did to it."""

import base64
import os
import re
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from xml.etree import ElementTree

PATIENCE = 30


def step(text):
    print(f"- {text}", flush=True)


def check(condition, *facts):
    if not condition:
        raise AssertionError(facts)


def wait(found, what, turn=lambda: time.sleep(0.05)):
    """Returns what `found` finds, which is asked for again and again; `turn` is what happens in between."""
    deadline = time.monotonic() + PATIENCE
    while True:
        result = found()
        if result:
            return result
        check(time.monotonic() < deadline, "in vain", what)
        turn()


def unfolded(text):
    return re.sub("\r?\n[ \t]", "", text)


def values(text, name):
    """Returns the lines of a property, without their folds, in their order."""
    return re.findall(f"^{name}[;:].*?(?=\r?$)", unfolded(text), re.MULTILINE)


def parameters(line):
    """Returns the parameters of an unfolded line by their names, and its value as "VALUE OF IT"."""
    head, value = re.fullmatch(r'([^:"]*(?:"[^"]*"[^:"]*)*):(.*)', line).groups()
    pairs = re.findall(r';([A-Za-z-]+)=("[^"]*"|[^;]*)', head)
    return {name.upper(): content.strip('"') for name, content in pairs} | {"VALUE OF IT": value}


def calendar_data(uid, summary, *lines, component="VEVENT"):
    start = ["DTSTART:20260601T080000Z"] if component == "VTODO" else ["DTSTART:20260601T080000Z", "DURATION:PT1H"]
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//desktop test//EN", f"BEGIN:{component}"]
    text += [f"UID:{uid}", "DTSTAMP:20260101T120000Z", *start, f"SUMMARY:{summary}", *lines]
    return "\r\n".join([*text, f"END:{component}", "END:VCALENDAR", ""])


class Server:
    """The front, as somebody with the user's password sees it."""

    def __init__(self, url, user, password):
        self.url = url.rstrip("/")
        self.user = user
        self.fetched = 0
        self.login = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        certificate = os.environ.get("COMPATIBILITY_CERTIFICATE")
        trust = ssl.create_default_context(cafile=certificate) if certificate else None
        self.opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trust))

    def send(self, method, path, body=None, **fields):
        """Returns status, fields, and body; redirects of GET are followed, and the password stays behind then."""
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), data=body, method=method, headers=named)
        request.add_unredirected_header("Authorization", self.login)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def expect(self, status, method, path, body=None, **fields):
        found, head, content = self.send(method, path, body, **fields)
        check(found == status, method, path, found, content[:2000])
        return head, content

    def calendar(self, name):
        return f"/calendars/{self.user}/{name}/"

    def put(self, path, text, status=201):
        self.expect(status, "PUT", path, text.encode(), Content_Type="text/calendar; charset=utf-8")

    def text(self, path):
        return self.expect(200, "GET", path)[1].decode()

    def attachments(self, path):
        """Returns the ATTACH properties of an object, each as its parameters."""
        return [parameters(line) for line in values(self.text(path), "ATTACH")]

    def file(self, attachment):
        """Returns the bytes of an attachment."""
        self.fetched += 1
        return self.expect(200, "GET", attachment["VALUE OF IT"])[1]

    def add_file(self, path, name, content, query="", media_type="application/pdf"):
        """Adds a file to an object, and returns its managed ID."""
        disposition = f"attachment; filename*=UTF-8''{urllib.parse.quote(name)}"
        fields = {"Content_Type": media_type, "Content_Disposition": disposition}
        head, _ = self.expect(201, "POST", f"{path}?action=attachment-add{query}", content, **fields)
        return head["Cal-Managed-ID"]

    def paths(self, calendar):
        """Returns the paths of the objects of a calendar by the UID in them."""
        listed = re.findall(r"<(?:\w+:)?href>([^<]*)<", self.expect(207, "PROPFIND", calendar, Depth="1")[1].decode())
        texts = {path: self.send("GET", path)[2].decode() for path in listed if path != calendar}
        # What has gone between the two requests has no UID any more.
        return {values(text, "UID")[0].removeprefix("UID:"): path for path, text in texts.items() if values(text, "UID")}

    def used(self):
        """Returns what the user's quota counts: the bytes of files, where they are more than those of calendar data."""
        body = b'<propfind xmlns="DAV:"><prop><quota-used-bytes/></prop></propfind>'
        home = f"/calendars/{self.user}/"
        answer = ElementTree.fromstring(self.expect(207, "PROPFIND", home, body, Depth="0")[1])
        return int(answer.findtext(".//{DAV:}quota-used-bytes"))

    def make_calendar(self, name, title):
        body = f'''<c:mkcalendar xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:set><d:prop>
            <d:displayname>{title}</d:displayname></d:prop></d:set></c:mkcalendar>'''
        self.expect(201, "MKCALENDAR", self.calendar(name), body.encode(), Content_Type="application/xml")

    def downloads(self):
        """Returns how often files were fetched with success, by whomever, by the log of the front."""
        with open(os.environ["COMPATIBILITY_LOG"], encoding="utf-8") as log:
            lines = [line for line in log if " listener=public " in line and " route=/attachments/" in line]
        return sum(1 for line in lines if re.search(r" method=GET .* status=[23]\d\d", line))
