#!/usr/bin/env python3
"""Uses the pages for people in headless Chromium, without script, with it, and by the keyboard alone.

    browser_page.py URL USER PASSWORD [DIRECTORY]

URL is the root of the front. Screenshots go into DIRECTORY, which is `.build/screenshots` unless it is told. Every step is
printed; the first one that fails ends the run with a traceback and a non-zero status.
"""

import contextlib
import http.server
import pathlib
import sys
import tempfile
import threading

from accessibility import check_tab_order
from chromium import OTHER_MACHINE, check, chromium
from looks import look, look_at_all
from samples import HOSTILE, Server, empty, fill

EVENT = "/my/c/calendar/plain.ics/"
FILES = "tbody th a"
DROP = """
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(arguments[0])], "dropped.bin", {type: "application/x-test"}));
    for (const name of ["dragover", "drop"]) {
        document.querySelector("main").dispatchEvent(
            new DragEvent(name, {dataTransfer: files, bubbles: true, cancelable: true}));
    }
"""

# The answer of a front that stores a file, and has no place for the page of its event then.
BUSY = """
    const {get} = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "status");
    Object.defineProperty(XMLHttpRequest.prototype, "status", {
        get() { return this.responseURL.includes("/?done=") ? 503 : get.call(this); }
    });
"""
FORM = """
    const [action, enctype, fields] = arguments;
    const form = Object.assign(document.createElement("form"), {id: "copy", method: "post", action, enctype});
    for (const [name, type, value] of fields) {
        const control = Object.assign(document.createElement("input"), {name, type});
        if (value) control.value = value;
        form.append(control);
    }
    form.append(Object.assign(document.createElement("button"), {textContent: "Go"}));
    document.body.append(form);
"""


def step(text):
    print(f"- {text}", flush=True)


def choose(browser, selector, directory, name, content):
    path = directory / name
    path.write_bytes(content)
    browser.find(selector).send_keys(str(path))


def without_script(browser, server, directory):
    step("without script: the way to an event")
    browser.open("/")
    browser.expect("h1", ["My calendars"])
    browser.find("a.card[href='/my/c/calendar/']").click()
    browser.follow("Plain")
    browser.expect("h1", ["Plain"])
    check(browser.all(".hint") == [], "the script ran")

    step("without script: a file is added, and is what was sent")
    choose(browser, "#file", directory, "first – é.txt", b"first")
    browser.find("#upload button").click()
    browser.expect(FILES, ["first – é.txt"])
    browser.expect("[role=status].done", ["Added."])
    check("SIZE=5" in server.data("plain.ics"), server.data("plain.ics"))

    step("without script: it is replaced")
    browser.find("summary").click()
    choose(browser, ".replace input[type=file]", directory, "second.txt", b"second one")
    browser.find(".replace button").click()
    browser.expect(FILES, ["second.txt"])

    step("without script: it is removed after a question, and brought back")
    browser.follow("Remove")
    browser.expect("h1", ["Remove this file?"])
    browser.follow("Keep")
    browser.expect(FILES, ["second.txt"])
    browser.follow("Remove")
    browser.find("button.danger").click()
    # The question has no files either.
    browser.expect("h1", ["Plain"])
    browser.expect(FILES, [])
    browser.find("button[aria-label='Bring back second.txt']").click()
    browser.expect(FILES, ["second.txt"])
    check("FILENAME=second.txt" in server.data("plain.ics"), server.data("plain.ics"))

    step("without script: a month, a search, and what is not there")
    browser.open("/my/c/calendar/?month=2020-01")
    browser.expect(".empty", ["There is nothing in this month."])
    browser.find("#q").send_keys("planning m")
    browser.find(".search button").click()
    browser.expect(".row strong", ["Planning meeting"])
    browser.open("/my/c/none/")
    browser.expect("[role=alert]", ["Perhaps it was removed, or has another name now."])


def drop(browser, server):
    step("with script: a file is dropped, and its progress is seen")
    browser.open(EVENT)
    browser.throttle(1_000_000)
    browser.run(DROP, 1_500_000)
    seen = []

    def progress():
        seen.extend(browser.run("const bar = document.querySelector('progress'); return bar ? [bar.value] : []"))
        return any(0 < value < 100 for value in seen)

    browser.wait(progress, "no progress was seen")
    browser.wait(lambda: "dropped.bin" in browser.texts(FILES), "the file did not come")
    browser.throttle(-1)
    browser.expect(".done", ["Added."])
    check("SIZE=1500000" in server.data("plain.ics"), server.data("plain.ics"))
    check("done=" not in browser.driver.current_url, browser.driver.current_url)
    browser.check_violations()

    step("with script: what is refused is told where it was dropped")
    browser.run("document.querySelector('#upload [name=token]').value = 'forged'")
    browser.run(DROP, 10)
    browser.wait(lambda: "open for too long" in "".join(browser.texts(".told.alert")), "the refusal was not told")
    # The browser notes the 403 itself.
    browser.driver.get_log("browser")


def unanswered(browser, server):
    step("with script: a file that was added is said to be, though the page cannot be shown anew")
    browser.open(EVENT)
    browser.run(BUSY)
    browser.run(DROP, 11)
    browser.expect(".told.alert", ["Added, but the page could not be shown anew. Reload it in a moment."])
    check("SIZE=11" in server.data("plain.ics"), server.data("plain.ics"))

    step("with script: where no answer comes, nobody is told that the file was not added")
    browser.open(EVENT)
    browser.block(["*done=added*"])
    browser.run(DROP, 12)
    question = "Reload the page later to see whether \u2068dropped.bin\u2069 was added."
    browser.expect(".told.alert", [f"The service cannot be reached. {question}"])
    check("SIZE=12" in server.data("plain.ics"), server.data("plain.ics"))
    browser.block([])
    # The browser notes what was blocked itself.
    browser.driver.get_log("browser")


def hostile(browser):
    step("names that are markup are text")
    for path, selector in (("/my/c/calendar/?q=", ".row strong"), ("/my/c/calendar/hostile.ics/", "h1")):
        browser.open(path)
        check(HOSTILE in browser.texts(selector), browser.texts(selector))
        browser.check_violations()
    browser.expect(FILES, ["<img src=x onerror=alert(1)>.txt"])


@contextlib.contextmanager
def other_site(document):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(document.encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def send_form(browser, token, directory):
    """Sends the form of the event's page from the page that is open, whichever that is."""
    fields = [["token", "text", token], ["file", "file", ""]]
    browser.run(FORM, f"{browser.url}{EVENT}files", "multipart/form-data", fields)
    choose(browser, "#copy [type=file]", directory, "foreign.txt", b"foreign")
    browser.find("#copy button").click()


def foreign_form(browser, server, directory):
    step("a form of another origin is refused, though it has a good token")
    browser.open(EVENT)
    token = browser.find("[name=token]").get_attribute("value")
    before = server.data("plain.ics")
    with other_site("<!DOCTYPE html><p>Elsewhere") as url:
        browser.driver.get(url)
        send_form(browser, token, directory)
        browser.expect("[role=alert]", ["A page of another site cannot change anything here."])
    check(server.data("plain.ics") == before, "the event changed")
    browser.driver.get_log("browser")

    step("the same form of our own origin changes the event")
    browser.open(EVENT)
    send_form(browser, token, directory)
    browser.expect(".done", ["Added."])
    check("FILENAME=foreign.txt" in server.data("plain.ics"), server.data("plain.ics"))

    step("a page of ours is in no frame of another")
    with other_site(f"<!DOCTYPE html><iframe src='{browser.url}/my/'></iframe>") as url:
        browser.driver.get(url)
        browser.driver.switch_to.frame(0)
        check(browser.texts("h1") != ["My calendars"], "the page was framed")
        browser.driver.switch_to.default_content()
    browser.driver.get_log("browser")


def foreign_file(browser, server):
    step("a form of another origin adds no file as a calendar program does, by plain HTTP of another machine")
    before = server.data("plain.ics")
    action = f"{browser.url}{server.path('plain.ics')}?action=attachment-add"
    with other_site("<!DOCTYPE html><p>Elsewhere") as url:
        browser.driver.get(url)
        browser.run(FORM, action, "text/plain", [["a", "text", "b"]])
        browser.find("#copy button").click()
        browser.wait(lambda: browser.driver.current_url == action, "the form was not sent")
    check(server.data("plain.ics") == before, "the event changed")


def keyboard(browser):
    step("the tab key reaches every control, in order")
    for path in ("/my/", "/my/c/calendar/", "/my/c/calendar/planning.ics/"):
        browser.open(path)
        check_tab_order(browser)


def newcomer(url, directory):
    step("who has no calendar is told how to get one")
    empty(Server(url, "bob", "bob"))
    with chromium(url, "bob", "bob") as browser:
        look(browser, directory, "home-empty", "/my/")
        check("You have no calendar yet." in "".join(browser.texts(".empty")), browser.texts(".empty"))


def main(url, user, password, directory=".build/screenshots"):
    server = Server(url, user, password)
    fill(server)
    with tempfile.TemporaryDirectory() as temporary:
        with chromium(url, user, password, has_script=False) as browser:
            without_script(browser, server, pathlib.Path(temporary))
    with chromium(url, user, password) as browser:
        drop(browser, server)
        unanswered(browser, server)
        hostile(browser)
        with tempfile.TemporaryDirectory() as temporary:
            foreign_form(browser, server, pathlib.Path(temporary))
        keyboard(browser)
        step(f"light and dark, wide and narrow: contrast, names, sizes, screenshots in {directory}")
        look_at_all(browser, pathlib.Path(directory))
    with chromium(url.replace("127.0.0.1", OTHER_MACHINE), user, password) as browser:
        foreign_file(browser, server)
    newcomer(url, pathlib.Path(directory))
    print("done")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit("usage: browser_page.py URL USER PASSWORD [DIRECTORY]")
    main(*sys.argv[1:])
