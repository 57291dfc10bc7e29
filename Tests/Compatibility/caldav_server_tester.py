#!/usr/bin/env python3
"""Runs caldav-server-tester from PyPI against a running server, and holds what it finds against what is expected.

    caldav_server_tester.py URL USER PASSWORD

Every feature that it checks has to be fully there but for those listed here, each with its reason; one that is listed and
is found to be otherwise is a failure too. The reasons are told at length in Docs/clients.md.
"""

import ast
import pathlib
import subprocess
import sys

LIMIT = 300

# The number of features that version 1.7 looks at here: fewer would mean that it gave up on the way.
FEATURES = 100

EXCEPTIONS = {
    "create-calendar.auto": "a PUT makes no calendar on its way (RFC 4918 §9.7.1: 409)",
    "principal-search": "follows from the two below",
    "principal-search.by-name.self": "the client asks for properties beside DAV:prop instead of in it (RFC 3744 §9.4)",
    "principal-search.list-all": "the client sends no DAV:property-search, of which there must be one (RFC 3744 §9.4)",
    "scheduling": "is not there yet",
    "search.text.comp-type-optional": "a prop-filter in VCALENDAR is about its own properties (RFC 4791 §9.7.2)",
    "search.time-range.comp-type-optional": "a time-range is for components that have a time (RFC 4791 §9.7.1, §9.9)",
    "url.encode-at.identity": "the probe puts another UID in the place of an object, which is refused (RFC 4791 §5.3.2.1)",
    "url.encode-at.literal.principal": "the user's name has no @ to look for",
    "well-known": "is not looked for on a loopback address; first_requests/apple_calendar.sh does",
}


def run(url, user, password):
    program = pathlib.Path(sys.executable).parent / "caldav-server-tester"
    account = ["--caldav-url", url, "--caldav-username", user, "--caldav-password", password]
    done = subprocess.run([program, *account, "--format", "hints"], capture_output=True, text=True, timeout=LIMIT)
    if done.returncode != 0:
        raise SystemExit(f"caldav-server-tester ended with {done.returncode}\n{done.stderr[-4000:]}")
    features = ast.literal_eval(done.stdout)
    # Some entries are settings for the client.
    return {name: found for name, found in features.items() if "support" in found}


def unexpected(features):
    """Describes every feature that is not as it should be."""
    for name, found in sorted(features.items()):
        if (found["support"] == "full") == (name in EXCEPTIONS):
            yield f"{name}: {found}"
    for name in sorted(EXCEPTIONS.keys() - features.keys()):
        yield f"{name}: was not looked at"
    if len(features) < FEATURES:
        yield f"only {len(features)} of {FEATURES} features were looked at"


def main(url, user, password):
    features = run(url, user, password)
    for name in sorted(features):
        print(f"- {name}: {features[name]['support']}" + (f" ({EXCEPTIONS[name]})" if name in EXCEPTIONS else ""))
    complaints = list(unexpected(features))
    if complaints:
        raise SystemExit("not as expected:\n" + "\n".join(complaints))
    print("done")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: caldav_server_tester.py URL USER PASSWORD")
    main(*sys.argv[1:])
