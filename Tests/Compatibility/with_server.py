#!/usr/bin/env python3
"""Runs a program against a fresh `attache dev`, and stops the server whatever happens.

    with_server.py [--tls] [--setting NAME=VALUE]… ATTACHE PROGRAM [ARGUMENT…]

The server listens on free ports of the loopback interface and keeps its data in a temporary directory, which is removed
at the end. The program is run with its arguments and, after them, the URL of the front, the name of a user, and the
password. Its status is the status of this one; the server's log is shown when that is not zero.

--setting names a setting as the documents do, such as `attachments.inline-from=1KiB`. With --tls the server has a
certificate of its own making, for 127.0.0.1. The program finds the file of the server's log, with a line for each
request, in the variable COMPATIBILITY_LOG, and that of the certificate in COMPATIBILITY_CERTIFICATE.
"""

import argparse

import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

USER = "alice"
PATIENCE = 30
PR_SET_PDEATHSIG = 1


def free_ports(count):
    """Returns ports that nobody listens at, the last of which is followed by another."""
    while True:
        with contextlib.ExitStack() as held:
            ports = []
            for _ in range(count):
                listener = held.enter_context(socket.socket())
                listener.bind(("127.0.0.1", 0))
                ports.append(listener.getsockname()[1])
            with socket.socket() as following:
                try:
                    following.bind(("127.0.0.1", ports[-1] + 1))
                    return ports
                except OSError:
                    continue


def die_with_parent():
    # Also when this process is killed in a way that it cannot see.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def is_ready(url, trust):
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2, context=trust) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(server, urls, trust):
    deadline = time.monotonic() + PATIENCE
    while not all(is_ready(url, trust) for url in urls):
        if server.poll() is not None:
            raise SystemExit(f"with_server: the server ended with {server.returncode}")
        if time.monotonic() > deadline:
            raise SystemExit("with_server: the server did not become ready")
        time.sleep(0.05)


def stop(server):
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def make_certificate(directory):
    """Returns the files of a self-signed certificate for 127.0.0.1 and of its key."""
    certificate, key = directory / "certificate.pem", directory / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def variables(settings):
    """Returns the settings as variables of the environment, in which no other of them is."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ATTACHE_")}
    for name, value in settings.items():
        own["ATTACHE_" + name.upper().replace(".", "_").replace("-", "_")] = str(value)
    return own


@contextlib.contextmanager
def running_server(program, directory, settings):
    front, blob, inner = free_ports(3)
    scheme, trust = "http", None
    if "public.tls.certificate-file" in settings:
        scheme, trust = "https", ssl.create_default_context(cafile=settings["public.tls.certificate-file"])
    arguments = ["dev", "--data", directory / "data", "--front-port", front, "--blob-port", blob]
    arguments += ["--internal-port", inner, "--shards", 2]
    with open(directory / "server.log", "wb") as log:
        server = subprocess.Popen(
            [program, *map(str, arguments)], env=variables(settings), stdout=log, stderr=log, preexec_fn=die_with_parent
        )
    try:
        wait_until_ready(server, [f"{scheme}://127.0.0.1:{port}" for port in (front, blob)], trust)
        yield f"{scheme}://127.0.0.1:{front}/"
    finally:
        stop(server)


def end_on_signal(number, _frame):
    sys.exit(128 + number)


def main(options):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end_on_signal)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="attache-compatibility-"))
    settings = {"log.level": "info"} | dict(setting.split("=", 1) for setting in options.setting)
    found = dict(os.environ, COMPATIBILITY_LOG=str(directory / "server.log"))
    status = 1
    try:
        if options.tls:
            certificate, key = make_certificate(directory)
            settings |= {"public.tls.certificate-file": certificate, "public.tls.key-file": key}
            found["COMPATIBILITY_CERTIFICATE"] = str(certificate)
        with running_server(options.attache, directory, settings) as url:
            command = [options.program, *options.arguments, url, USER, USER]
            status = subprocess.run(command, env=found, preexec_fn=die_with_parent).returncode
    finally:
        if status != 0:
            sys.stderr.write((directory / "server.log").read_text(errors="replace")[-20_000:])
        shutil.rmtree(directory, ignore_errors=True)
    return status


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--setting", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("attache", metavar="ATTACHE")
    parser.add_argument("program", metavar="PROGRAM")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGUMENT")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parsed()))
