#!/usr/bin/env python3
"""Runs Debian's litmus, a suite for WebDAV servers, against the calendar home of a running server.

    litmus_suite.py URL USER PASSWORD

litmus wants a place for any file; a calendar home has calendars, and calendars have calendar objects. calendar_lens.py
translates that, and nothing else. Every test has to pass without a warning but for those listed here, each with its
reason; one that is listed and passes is a failure too. The reasons are told at length in Docs/clients.md.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

from calendar_lens import calendar_lens

SUITES = ["basic", "copymove", "props", "http"]

UID = "a calendar holds one object of a UID, which a copy would have too (RFC 4791 §5.3.2.1, no-uid-conflict)"
NESTED = "calendars are not in calendars (RFC 4791 §4.2)"

EXCEPTIONS = {
    "basic.options": "class 2, locking, is not claimed",
    "basic.mkcol_over_plain": "the lens has a file and a collection of one name in different places",
    "copymove.copy_simple": UID,
    "copymove.copy_overwrite": UID,
    "copymove.move": UID,
    "copymove.copy_coll": NESTED,
    "copymove.copy_shallow": "finds what copy_coll left",
    "copymove.move_coll": NESTED,
}


def run(suite, url, user, password):
    """Returns the outcomes of the tests of a suite, by their names."""
    command = ["litmus", url, user, password]
    with tempfile.TemporaryDirectory() as directory:
        environment = {"PATH": "/usr/bin:/bin", "TESTS": suite}
        done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, timeout=100)
    said = done.stdout.decode(errors="replace")
    found = outcomes(said)
    if not found:
        raise SystemExit(f"litmus {suite} said nothing: {said}{done.stderr}")
    return {f"{suite}.{name}": outcome for name, outcome in found.items()}


def outcomes(said):
    """Reads names and outcomes, which litmus may have on different lines, with warnings between them."""
    name, found = None, {}
    for token in re.finditer(r"\d+\. (\w+)\.|\.\. (pass|FAIL|SKIPPED)([^\r\n]*)", said):
        if token[1]:
            name = token[1]
        else:
            found[name] = (token[2], token[3].strip())
    return found


def complaints(found):
    for name, (outcome, rest) in found.items():
        is_clean = outcome == "pass" and not rest
        if is_clean == (name in EXCEPTIONS):
            yield f"{name}: {outcome} {rest}"
    for name in sorted(EXCEPTIONS.keys() - found.keys()):
        yield f"{name}: was not run"


def main(url, user, password):
    if not shutil.which("litmus"):
        raise SystemExit("litmus is not installed: .ci/prepare litmus")
    found = {}
    with calendar_lens(urllib.parse.urlsplit(url).port) as port:
        for suite in SUITES:
            found |= run(suite, f"http://127.0.0.1:{port}/calendars/{user}/", user, password)
    for name, (outcome, rest) in found.items():
        print(f"- {name}: {outcome} {rest}" + (f" ({EXCEPTIONS[name]})" if name in EXCEPTIONS else ""))
    wrong = list(complaints(found))
    if wrong:
        raise SystemExit("not as expected:\n" + "\n".join(wrong))
    print("done")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: litmus_suite.py URL USER PASSWORD")
    main(*sys.argv[1:])
