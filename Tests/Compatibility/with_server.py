#!/usr/bin/env python3
"""Runs a program against a fresh `attache dev`, and stops the server whatever happens.

    with_server.py ATTACHE PROGRAM [ARGUMENT…]

The server listens on free ports of the loopback interface and keeps its data in a temporary directory, which is removed
at the end. The program is run with its arguments and, after them, the URL of the front, the name of a user, and the
password. Its status is the status of this one; the server's log is shown when that is not zero.
"""

import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import socket
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


def is_ready(url):
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(server, urls):
    deadline = time.monotonic() + PATIENCE
    while not all(is_ready(url) for url in urls):
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


@contextlib.contextmanager
def running_server(program, directory):
    front, blob, inner = free_ports(3)
    settings = {name: value for name, value in os.environ.items() if not name.startswith("ATTACHE_")}
    arguments = ["dev", "--data", directory / "data", "--front-port", front, "--blob-port", blob]
    arguments += ["--internal-port", inner, "--shards", 2]
    with open(directory / "server.log", "wb") as log:
        server = subprocess.Popen(
            [program, *map(str, arguments)], env=settings, stdout=log, stderr=log, preexec_fn=die_with_parent
        )
    try:
        wait_until_ready(server, [f"http://127.0.0.1:{port}" for port in (front, blob)])
        yield f"http://127.0.0.1:{front}/"
    finally:
        stop(server)


def end_on_signal(number, _frame):
    sys.exit(128 + number)


def main(program, command):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end_on_signal)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="attache-compatibility-"))
    status = 1
    try:
        with running_server(program, directory) as url:
            status = subprocess.run([*command, url, USER, USER], preexec_fn=die_with_parent).returncode
    finally:
        if status != 0:
            sys.stderr.write((directory / "server.log").read_text(errors="replace")[-20_000:])
        shutil.rmtree(directory, ignore_errors=True)
    return status


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: with_server.py ATTACHE PROGRAM [ARGUMENT…]")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
