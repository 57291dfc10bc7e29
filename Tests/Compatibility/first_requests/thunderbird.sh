#!/usr/bin/env bash
# The first requests of Thunderbird to a server, and those of its daily work.
#
#     thunderbird.sh URL USER PASSWORD
#
# As the public source of its CalDAV provider sends them: detection at the well-known URI and the root, the calendar's own
# properties, OPTIONS of the home, the principal, sync-collection, and multiget.

agent='Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0'
source "$(dirname "$0")/requests.sh"

namespaces='xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"'
namespaces+=' xmlns:A="http://apple.com/ns/ical/"'

# propfind TARGET DEPTH PROPERTY…
propfind() {
    local target="$1" depth="$2" names=''
    shift 2
    for name in "$@"; do names+="<$name/>"; done
    xml PROPFIND "$target" "$depth" <<<"<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<D:propfind $namespaces><D:prop>$names</D:prop></D:propfind>"
}

step 'detection: the well-known URI, with redirects followed'
send PROPFIND /.well-known/caldav 207 --location --post301 --header 'Depth: 0' --header 'Content-Type: text/xml; charset=utf-8' \
    <<<"<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<D:propfind $namespaces><D:prop><D:resourcetype/><D:owner/><D:displayname/><D:current-user-principal/>
<D:current-user-privilege-set/><A:calendar-color/><C:calendar-home-set/></D:prop></D:propfind>"
principal=$(href_in current-user-principal)
[ -n "$principal" ] || fail 'there is no current-user-principal'

step 'detection: the principal and its home'
propfind "$principal" 0 D:resourcetype C:calendar-home-set
home=$(href_in calendar-home-set)
propfind "$home" 1 D:resourcetype D:displayname D:current-user-privilege-set A:calendar-color
found resourcetype displayname current-user-privilege-set
calendar="${home}calendar/"
member "$calendar" | grep -E '<([A-Za-z]+:)?calendar ?/>' >/dev/null || fail 'the calendar is not told as one'

step 'the calendar that was chosen'
propfind "$calendar" 0 D:resourcetype D:owner D:current-user-principal D:current-user-privilege-set \
    D:supported-report-set C:supported-calendar-component-set CS:getctag
found resourcetype owner current-user-principal current-user-privilege-set supported-report-set
found supported-calendar-component-set getctag
body | grep -E '<([A-Za-z]+:)?sync-collection ?/>' >/dev/null || fail 'sync-collection is not among the reports'
body | grep -E '<([A-Za-z]+:)?write-content ?/>' >/dev/null || fail 'the calendar would be read-only'

step 'what the home can do'
send OPTIONS "$home" 200 </dev/null
[[ ",$(field DAV | tr -d ' ')," == *,calendar-access,* ]] || fail 'there is no calendar-access'
propfind "$principal" 0 C:calendar-home-set C:calendar-user-address-set C:schedule-inbox-URL C:schedule-outbox-URL
found calendar-home-set calendar-user-address-set

# Thunderbird sends Depth 1, as the drafts before RFC 6578 had it, beside the level that replaced it.
synchronise() {
    local given='<sync-token/>'
    [ -z "$1" ] || given="<sync-token>$1</sync-token>"
    xml REPORT "$calendar" 1 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<sync-collection xmlns="DAV:">$given<sync-level>1</sync-level><prop><getcontenttype/><getetag/></prop></sync-collection>
XML
    token=$(text_of sync-token)
    [ -n "$token" ] || fail 'there is no sync token'
}

step 'the first synchronisation'
synchronise ''
[ -z "$(member "$calendar[^<]+")" ] || fail 'an empty calendar has members'

step 'a new event'
event thunderbird 'Zahnarzt' | send PUT "${calendar}thunderbird.ics" 201 \
    --header 'Content-Type: text/calendar; charset=utf-8' --header 'If-None-Match: *'
propfind "${calendar}thunderbird.ics" 0 D:getetag
etag=$(text_of getetag | sed 's/&quot;/"/g')
before="$token"
synchronise "$before"
[ "$(etag_of "${calendar}thunderbird.ics")" = "$etag" ] || fail 'another ETag'
member "${calendar}thunderbird.ics" | grep 'text/calendar' >/dev/null || fail 'there is no content type'
xml REPORT "$calendar" 1 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>${calendar}thunderbird.ics</D:href></C:calendar-multiget>
XML
says 'SUMMARY:Zahnarzt'

step 'a change, and one that comes too late'
event thunderbird 'Zahnarzt, verschoben' | send PUT "${calendar}thunderbird.ics" 204 \
    --header 'Content-Type: text/calendar; charset=utf-8' --header "If-Match: $etag"
event thunderbird 'Zu spät' | send PUT "${calendar}thunderbird.ics" 412 \
    --header 'Content-Type: text/calendar; charset=utf-8' --header "If-Match: $etag"

step 'a deletion'
send DELETE "${calendar}thunderbird.ics" 204 </dev/null
synchronise "$before"
member "${calendar}thunderbird.ics" | grep 404 >/dev/null || fail 'what was made and deleted since is not told as gone'

step 'a token that is none'
send REPORT "$calendar" 403 --header 'Content-Type: text/xml; charset=utf-8' <<XML
<?xml version="1.0" encoding="UTF-8"?>
<sync-collection xmlns="DAV:"><sync-token>http://example.com/none</sync-token><sync-level>1</sync-level>
<prop><getetag/></prop></sync-collection>
XML
says valid-sync-token
echo done
