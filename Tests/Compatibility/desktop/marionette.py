"""The remote control that Thunderbird has, as far as it is needed here: JavaScript in the program itself, and pictures.

The protocol is JSON over TCP, each message after its length and a colon:
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import base64
import json
import socket
import time

PATIENCE = 60

# The last argument of an asynchronous script is what it calls with its outcome.
FRAME = """
    const answer = arguments[arguments.length - 1];
    const given = [...arguments].slice(0, -1);
    (async () => { %s })().then(value => answer({value}), error => answer({error: `${error} ${error?.stack}`}));
"""


class Marionette:
    """One connection; what is refused is a RuntimeError with the program's reason."""

    def __init__(self, port):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        self.reader = self.connection.makefile("rb")
        self.number = 0
        self.receive()
        self.command("WebDriver:NewSession", unhandledPromptBehavior="ignore")
        self.command("Marionette:SetContext", value="chrome")

    def receive(self):
        digits = b""
        while not digits.endswith(b":"):
            byte = self.reader.read(1)
            if not byte:
                raise EOFError("Thunderbird has closed the connection")
            digits += byte
        return json.loads(self.reader.read(int(digits[:-1])))

    def command(self, name, **parameters):
        self.number += 1
        message = json.dumps([0, self.number, name, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{name}: {error}")
        return result

    def run(self, script, *arguments):
        """Runs the body of an asynchronous function, which finds its arguments in `given`, and returns what it returns."""
        parameters = {"script": FRAME % script, "args": list(arguments), "sandbox": "system", "newSandbox": False}
        outcome = self.command("WebDriver:ExecuteAsyncScript", **parameters)["value"]
        if "error" in outcome:
            raise RuntimeError(outcome["error"])
        return outcome.get("value")

    def picture(self, path):
        """Writes a picture of the window that is chosen."""
        path.write_bytes(base64.b64decode(self.command("WebDriver:TakeScreenshot", full=True)["value"]))

    def choose_window(self, address):
        """Chooses the window of an address for pictures, if there is one, and says so."""
        for handle in self.command("WebDriver:GetWindowHandles"):
            self.command("WebDriver:SwitchToWindow", handle=handle, focus=False)
            if self.run("return window.location.href") == address:
                return True
        return False
