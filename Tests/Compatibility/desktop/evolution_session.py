"""Evolution's services in a D-Bus session of their own, and calendars of a server in them.

Evolution Data Server is what keeps the calendars of Evolution, GNOME Calendar, and other programs of that desktop: one
process knows the sources, one is the calendars. Both are started by the bus when they are asked for, and end with it.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

from server import unfolded, wait

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, Gio, GLib, ICalGLib  # noqa: E402

MARK = "EVOLUTION_SESSION"
# The bus tells of each program that it starts; what the test says goes past it, to the descriptor that is the first argument.
UNLOCKED = 'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null; out=$1; shift; exec "$@" 2>&$out'


def enter():
    """Runs this program once more in a session of its own, unless it is in one, and ends with the status of that."""
    if MARK in os.environ:
        return
    with tempfile.TemporaryDirectory(prefix="attache-evolution-") as home:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_"))}
        environment |= {MARK: home, "HOME": home, "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local", "LC_ALL": "C.UTF-8"}
        for name in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "RUNTIME_DIR"):
            environment[f"XDG_{name}"] = os.path.join(home, name.lower())
            os.mkdir(environment[f"XDG_{name}"], 0o700)
        told = os.dup(sys.stderr.fileno())
        command = ["dbus-run-session", "--", "sh", "-c", UNLOCKED, "sh", str(told), sys.executable, *sys.argv]
        with open(os.path.join(home, "log"), "wb") as log:
            status = subprocess.run(command, env=environment, stderr=log, pass_fds=[told]).returncode
        if status != 0:
            sys.stderr.write(pathlib.Path(home, "log").read_text(errors="replace")[-5_000:])
        sys.exit(status)


def turn():
    """Lets what came over the bus be heard."""
    GLib.usleep(20_000)
    while GLib.MainContext.default().iteration(False):
        pass


def version():
    return ".".join(str(getattr(EDataServer, f"EDS_{part}_VERSION")) for part in ("MAJOR", "MINOR", "MICRO"))


def instance(calendar, uid, start, alone=False):
    """Returns an instance of a series that has no component of its own, as a program gets it to show it.

    With `alone` it is without the rule of the series, which a program takes away before it stores that instance only.
    """
    found = []
    master = calendar.object(uid)
    begin, end = 1_767_225_600, 1_798_761_600  # the year 2026
    calendar.client.generate_instances_for_object_sync(
        master, begin, end, None, lambda each, first, *_: found.append((first.as_ical_string(), each.clone())) or True
    )
    wanted = dict(found)[start]
    if alone:
        wanted.remove_property(wanted.get_first_property(ICalGLib.PropertyKind.RRULE_PROPERTY))
    return wanted


class Session:
    """The sources of one person, and an account of a server among them."""

    def __init__(self, url, user, password):
        self.url = urllib.parse.urlsplit(url)
        self.user = user
        self.registry = EDataServer.SourceRegistry.new_sync(None)
        self.credentials = EDataServer.NamedParameters.new()
        self.credentials.set("username", user)
        self.credentials.set("password", password)
        self.account = self.make_account(url, user)
        provider = EDataServer.SourceCredentialsProvider.new(self.registry)
        provider.store_sync(self.account, self.credentials, True, None)

    def make_account(self, url, user):
        """Returns an account as Evolution's dialog makes it: a server, a user, and what is wanted of it."""
        account = EDataServer.Source.new_with_uid("attache", None)
        account.set_display_name("Attaché")
        collection = account.get_extension("Collection")
        wanted = {"backend-name": "webdav", "identity": user, "calendar-url": url}
        for name, value in (wanted | {"contacts-enabled": False, "mail-enabled": False}).items():
            collection.set_property(name, value)
        authentication = account.get_extension("Authentication")
        for name, value in {"host": self.url.hostname, "port": self.url.port, "user": user, "method": "plain/password"}.items():
            authentication.set_property(name, value)
        return account

    def trust(self, certificate):
        """Does what a person does who is asked whether to trust a certificate for good."""
        extension = self.account.get_extension("WebDAV Backend")
        known = Gio.TlsCertificate.new_from_file(certificate)
        extension.update_ssl_trust(self.url.hostname, known, EDataServer.TrustPromptResponse.ACCEPT)

    def open_account(self):
        """Gives the account to the process that keeps them, which finds the calendars by itself."""
        self.registry.commit_source_sync(self.account, None)

    def sources(self, kind):
        """Returns the calendars or task lists of the account by their names, once there are any."""

        def found():
            all_of_them = self.registry.list_sources(kind)
            return {source.get_display_name(): source for source in all_of_them if source.get_parent() == "attache"}

        return wait(found, kind, turn)


class Calendar:
    """One calendar or task list, as a program of the desktop has it."""

    def __init__(self, source, kind=ECal.ClientSourceType.EVENTS):
        self.client = ECal.Client.connect_sync(source, kind, 0xFFFFFFFF, None)
        wait(lambda: self.client.is_online() and not self.client.is_readonly(), "the calendar cannot be written", turn)

    def create(self, text):
        made = ICalGLib.Component.new_from_string(text)
        return self.client.create_object_sync(made, ECal.OperationFlags.NONE, None)[1]

    def object(self, uid, instance=None):
        return self.client.get_object_sync(uid, instance, None)[1]

    def modify(self, changed, extent=ECal.ObjModType.ALL, flags=ECal.OperationFlags.NONE):
        self.client.modify_object_sync(changed, extent, flags, None)

    def remove(self, uid, instance=None, extent=ECal.ObjModType.ALL):
        self.client.remove_object_sync(uid, instance, extent, ECal.OperationFlags.NONE, None)

    def texts(self):
        """Returns every object that is here, as text."""
        return [found.as_ical_string() for found in self.client.get_object_list_sync("#t", None)[1]]

    def await_text(self, uid, *wanted):
        """Asks for what is new on the server, and returns the object once everything wanted is in it."""
        self.client.refresh_sync(None)

        def found():
            text = "".join(text for text in self.texts() if f"UID:{uid}\r\n" in text)
            return text if text and all(each in unfolded(text) for each in wanted) else None

        return wait(found, (uid, wanted), turn)

    def await_absence(self, uid):
        self.client.refresh_sync(None)
        wait(lambda: not any(f"UID:{uid}\r\n" in text for text in self.texts()), f"{uid} stays", turn)
