#!/usr/bin/env bash
# A session of Debian's cadaver, a WebDAV client for terminals, with a running server.
#
#     cadaver_session.sh URL USER PASSWORD
#
# A calendar is listed, filled from a file, given a property, copied to, moved from, and emptied; what cadaver says of each
# step is checked, and what it leaves behind is looked at by curl.

set -euo pipefail

url="${1%/}"
user="$2"
password="$3"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

command -v cadaver >/dev/null || { echo 'cadaver is not installed: .ci/prepare cadaver' >&2; exit 1; }
export HOME="$work"
host="${url#*//}"
printf 'machine %s\nlogin %s\npassword %s\n' "${host%%:*}" "$user" "$password" >.netrc
chmod 600 .netrc

event() {
    printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 'PRODID:-//Example Corp.//cadaver//EN' BEGIN:VEVENT "UID:$1@example.com" \
        DTSTAMP:20260101T120000Z DTSTART:20260512T080000Z DTEND:20260512T090000Z "SUMMARY:$1" END:VEVENT END:VCALENDAR
}
event lunch >lunch.ics
event dinner >dinner.ics
printf 'no calendar at all\n' >notes.txt

# session COLLECTION: passes standard input to cadaver, shows what it says, and keeps that for the checks.
session() { cadaver "$url/calendars/$user/$1/" 2>&1 | tee said; }

# says TEXT: checks what cadaver said last.
says() { grep -qF -- "$1" said || { echo "FAILED: cadaver did not say: $1" >&2; exit 1; }; }

# status METHOD PATH STATUS: checks by curl.
status() {
    local got
    got=$(curl -sS --user "$user:$password" --request "$1" --output body --write-out '%{http_code}' "$url/calendars/$user/$2")
    [ "$got" = "$3" ] || { echo "FAILED: $1 $2 is $got, not $3" >&2; exit 1; }
}

echo '- events go up, and a file that is none is refused'
session calendar <<'COMMANDS'
put lunch.ics
put dinner.ics
put notes.txt
ls
COMMANDS
says 'Uploading lunch.ics to `/calendars/'
says '403 Forbidden'
says 'lunch.ics'
says 'dinner.ics'
status GET calendar/lunch.ics 200
cmp body lunch.ics
status GET calendar/notes.txt 404

echo '- properties'
session calendar <<'COMMANDS'
set namespace http://example.com/
propset lunch.ics place Kantine
propget lunch.ics place
set namespace DAV:
propget lunch.ics getcontentlength
COMMANDS
says 'Value of place is: Kantine'
says "Value of getcontentlength is: $(wc -c <lunch.ics)"

echo '- an event comes down as it went up'
session calendar <<'COMMANDS'
get lunch.ics again.ics
COMMANDS
cmp again.ics lunch.ics

echo '- an event moves, keeps its property, and is deleted'
session calendar <<'COMMANDS'
move lunch.ics breakfast.ics
set namespace http://example.com/
propget breakfast.ics place
delete breakfast.ics
delete dinner.ics
ls
COMMANDS
says 'Value of place is: Kantine'
status GET calendar/lunch.ics 404
status GET calendar/breakfast.ics 404
status GET calendar/dinner.ics 404
echo done
