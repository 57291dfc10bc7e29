"""Thunderbird with a profile of its own, without a screen, and what is done in it."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import tempfile

from marionette import Marionette
from server import wait

LIBRARY = (pathlib.Path(__file__).parent / "thunderbird.js").read_text(encoding="utf-8")
MAIN = "chrome://messenger/content/messenger.xhtml"
EDITOR = "chrome://calendar/content/calendar-event-dialog.xhtml"

PREFERENCES = {
    # Those that the remote control recommends let no password be remembered.
    "remote.prefs.recommended": False,
    "calendar.timezone.local": "UTC",
    "calendar.timezone.useSystemTimezone": False,
    "calendar.item.editInTab": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "app.donation.eoy.version.viewed": 9999,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def written(value):
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


@contextlib.contextmanager
def thunderbird():
    """Starts the program, and ends it and all that it has started."""
    with tempfile.TemporaryDirectory(prefix="attache-thunderbird-") as home:
        profile, port = pathlib.Path(home) / "profile", free_port()
        profile.mkdir()
        preferences = PREFERENCES | {"marionette.port": port}
        lines = [f'user_pref("{name}", {written(value)});' for name, value in preferences.items()]
        (profile / "user.js").write_text("\n".join(lines) + "\n")
        environment = dict(os.environ, HOME=home, MOZ_HEADLESS="1", MOZ_HEADLESS_WIDTH="1300", MOZ_HEADLESS_HEIGHT="900")
        command = ["thunderbird", "--profile", profile, "--no-remote", "--headless", "--marionette"]
        with open(f"{home}/log", "wb") as log:
            process = subprocess.Popen(
                [*command, "--remote-allow-system-access"], env=environment, stdout=log, stderr=log, start_new_session=True
            )
            try:
                yield Thunderbird(Marionette(port))
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


class Thunderbird:
    """What a person can see and do in the program's calendar."""

    def __init__(self, control):
        self.control = control
        wait(lambda: control.run("return window.location.href") == MAIN and self.call("isReady"), "the main window")

    def call(self, name, *arguments):
        """Calls a function of the library, in the program."""
        return self.control.run(f"{LIBRARY}\nreturn {name}(...given)", *arguments)

    def await_item(self, calendar, uid, *wanted):
        """Asks for what is new on the server, and returns an item's text once everything wanted is in it."""
        self.call("refresh", calendar)

        def found():
            text = self.call("text", calendar, uid)
            return text if text and all(each in text for each in wanted) else None

        return wait(found, (uid, wanted))

    def await_absence(self, calendar, uid):
        self.call("refresh", calendar)
        wait(lambda: self.call("text", calendar, uid) is None, f"{uid} stays")

    def picture(self, path, address=MAIN):
        if self.control.choose_window(address):
            self.control.picture(path)
        self.control.choose_window(MAIN)
