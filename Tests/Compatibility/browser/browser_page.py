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
from chromium import check, chromium
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


def foreign_form(browser, server):
    step("a form of another origin is refused, though it has a good token")
    browser.open(EVENT)
    token = browser.find("[name=token]").get_attribute("value")
    before = server.data("plain.ics")
    form = f"""<!DOCTYPE html><form method="post" enctype="multipart/form-data" action="{browser.url}{EVENT}files">
        <input name="token" value="{token}"><textarea name="file">x</textarea><button>Go</button></form>"""
    with other_site(form) as url:
        browser.driver.get(url)
        browser.find("button").click()
    browser.expect("[role=alert]", ["A page of another site cannot change anything here."])
    check(server.data("plain.ics") == before, "the event changed")
    browser.driver.get_log("browser")

    step("a page of ours is in no frame of another")
    with other_site(f"<!DOCTYPE html><iframe src='{browser.url}/my/'></iframe>") as url:
        browser.driver.get(url)
        browser.driver.switch_to.frame(0)
        check(browser.texts("h1") != ["My calendars"], "the page was framed")
        browser.driver.switch_to.default_content()
    browser.driver.get_log("browser")


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
        hostile(browser)
        foreign_form(browser, server)
        keyboard(browser)
        step(f"light and dark, wide and narrow: contrast, names, sizes, screenshots in {directory}")
        look_at_all(browser, pathlib.Path(directory))
    newcomer(url, pathlib.Path(directory))
    print("done")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit("usage: browser_page.py URL USER PASSWORD [DIRECTORY]")
    main(*sys.argv[1:])
