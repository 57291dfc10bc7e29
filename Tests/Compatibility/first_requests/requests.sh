# What the scripts of this folder share: a request by curl, and checks of its answer. To be sourced, with URL USER PASSWORD.
#
# Elements are found whatever prefix the server gives them. No pipe ends in a grep that stops reading early: under pipefail
# that would be a failure.

set -euo pipefail

url="${1%/}"
user="$2"
password="$3"
agent="${agent:?the script names the client}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Shows what went wrong, and ends the run.
fail() {
    echo "FAILED: $*" >&2
    cat "$work/head" "$work/body" >&2
    exit 1
}

# step TEXT: says what comes next.
step() { echo "- $*"; }

# send METHOD TARGET STATUS [CURL-OPTION…]: sends standard input, if there is any, and checks the status.
send() {
    local method="$1" target="$2" wanted="$3" status body=()
    shift 3
    cat >"$work/request"
    [ -s "$work/request" ] && body=(--data-binary "@$work/request")
    [[ "$target" == /* ]] && target="$url$target"
    status=$(curl -sS --max-time 20 --user "$user:$password" --user-agent "$agent" --request "$method" "$@" \
        "${body[@]}" --dump-header "$work/head" --output "$work/body" --write-out '%{http_code}' "$target")
    touch "$work/body"
    echo "  $method ${target#"$url"} → $status"
    [ "$status" = "$wanted" ] || fail "$method $target was answered with $status, not with $wanted"
}

# xml METHOD TARGET DEPTH [CURL-OPTION…]: sends XML with a Depth, which a multistatus must answer.
xml() {
    local method="$1" target="$2" depth="$3"
    shift 3
    send "$method" "$target" 207 --header "Depth: $depth" --header 'Content-Type: text/xml; charset=utf-8' "$@"
}

# The body of the last answer on one line.
body() { tr -d '\r\n' <"$work/body"; }

# field NAME: the value of a field of the last answer.
field() { tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip" | sed -n 1p; }

# says TEXT: checks that the body has a text.
says() { grep -qF -- "$1" "$work/body" || fail "the answer does not have: $1"; }

# lacks TEXT: checks that the body does not have a text.
lacks() { ! grep -qF -- "$1" "$work/body" || fail "the answer has: $1"; }

# member HREF: the response for one resource of a multistatus.
member() { body | sed -E 's/<\/([A-Za-z]+:)?response>/\n/g' | grep -E "<([A-Za-z]+:)?href>$1</" | sed -n 1p; }

# found PROPERTY…: checks that the multistatus has properties with the status 200.
found() {
    local name
    for name in "$@"; do
        body | sed -E 's/<\/([A-Za-z]+:)?propstat>/\n/g' | grep -E 'HTTP/1.1 200' | grep -E "<([A-Za-z]+:)?$name[ />]" >/dev/null ||
            fail "there is no property $name"
    done
}

# href_in PROPERTY: the first href in a property.
href_in() {
    body | grep -oE "<([A-Za-z]+:)?$1( [^>]*)?><([A-Za-z]+:)?href>[^<]+" | sed -n 1p | sed 's/.*>//'
}

# text_of PROPERTY: the text of the first element with a name.
text_of() { body | grep -oE "<([A-Za-z]+:)?$1( [^>]*)?>[^<]+" | sed -n 1p | sed 's/.*>//'; }

# etag_of HREF: the entity tag of a member of a multistatus.
etag_of() { member "$1" | grep -oE '<([A-Za-z]+:)?getetag>[^<]+' | sed -e 's/.*>//' -e 's/&quot;/"/g'; }

# event NAME SUMMARY: an event as text.
event() {
    printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 "PRODID:-//Example Corp.//$agent//EN" BEGIN:VEVENT "UID:$1@example.com" \
        DTSTAMP:20260101T120000Z DTSTART:20260512T080000Z DTEND:20260512T090000Z "SUMMARY:$2" END:VEVENT END:VCALENDAR
}
