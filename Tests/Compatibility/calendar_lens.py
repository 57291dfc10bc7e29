"""A proxy through which a calendar home looks like a place for any file, so that a generic WebDAV suite can work there.

Three things are translated, and nothing else. MKCOL without a body makes a calendar (RFC 5689). A collection in a
collection, which calendars do not have, is a calendar beside it. What is PUT without being iCalendar is carried as an
event, in an X- property, and comes back by GET as it was. Statuses, fields, properties, and all that the suite looks at in
COPY, MOVE, DELETE, PROPFIND and PROPPATCH are the server's own.
"""

import base64
import contextlib
import http.client
import http.server
import re
import threading
import uuid

CARRIER = "X-CARRIED"

NEW_CALENDAR = b"""<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<resourcetype><collection/><C:calendar/></resourcetype></prop></set></mkcol>"""


def wrapped(uid, body):
    text = base64.b64encode(body).decode()
    folded = "\r\n ".join([f"{CARRIER}:", *re.findall(".{1,70}", text)])
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//calendar lens//EN", "BEGIN:VEVENT", f"UID:{uid}"]
    lines += ["DTSTAMP:20260101T120000Z", "DTSTART:20260101T120000Z", folded, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def unwrapped(body):
    text = body.replace(b"\r\n ", b"")
    found = re.search(CARRIER.encode() + rb":([A-Za-z0-9+/=]*)", text)
    return base64.b64decode(found.group(1)) if found else body


def beside(target):
    """Returns the place of a collection in a collection, or of what is in it: …/litmus/a/b is …/litmus--a/b."""
    return re.sub(r"(/calendars/[^/]+/[^/]+)/([^/]+)/", r"\1--\2/", target)


class Lens(http.server.BaseHTTPRequestHandler):
    """Passes requests on, one connection to the server for each from the client."""

    protocol_version = "HTTP/1.1"
    port = 0

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.pass_on
        raise AttributeError(name)

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        method = self.command
        fields = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "content-length")}
        if "Destination" in fields:
            fields["Destination"] = beside(fields["Destination"])
        if method == "MKCOL" and not body:
            body = NEW_CALENDAR
            fields["Content-Type"] = "application/xml"
        if method == "PUT" and not body.startswith(b"BEGIN:VCALENDAR"):
            body = wrapped(self.uid(fields), body)
            fields["Content-Type"] = "text/calendar; charset=utf-8"
        self.answer(*self.ask(method, fields, body))

    def uid(self, fields):
        """The UID of the object that is there, which an object keeps, or a new one."""
        _, body = self.ask("GET", {name: value for name, value in fields.items() if name == "Authorization"}, b"")
        found = re.search(rb"\nUID:([^\r\n]+)", body)
        return found.group(1).decode() if found else str(uuid.uuid4())

    def ask(self, method, fields, body):
        server = http.client.HTTPConnection("127.0.0.1", self.port)
        with contextlib.closing(server):
            # The lens's own name, so that a Destination is of the same server.
            server.request(method, beside(self.path), body, {**fields, "Host": self.headers["Host"]})
            answer = server.getresponse()
            return answer, answer.read()

    def answer(self, answer, body):
        if self.command == "GET":
            body = unwrapped(body)
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


class LensServer(http.server.ThreadingHTTPServer):
    """Takes connections; one that the suite closes early is no error."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


@contextlib.contextmanager
def calendar_lens(port):
    """Runs a lens before the server at a port of the loopback interface; its own port is the value."""
    handler = type("PortedLens", (Lens,), {"port": port})
    with LensServer(("127.0.0.1", 0), handler) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            yield proxy.server_port
        finally:
            proxy.shutdown()
