#!/usr/bin/env bash
# The first requests of Apple Calendar (macOS and iOS) to a server, and those of its daily work.
#
#     apple_calendar.sh URL USER PASSWORD
#
# As they are shown in the documents and the load simulator of Apple's calendar server, and in public reports about other
# servers: discovery at the well-known URI, the principal with `Brief` and `Prefer`, the home with everything that it might
# have, new calendars by MKCALENDAR, colours and order by PROPPATCH, synchronisation by sync-collection and multiget.

agent='macOS/14.4 (23E214) CalendarAgent/1028'
source "$(dirname "$0")/requests.sh"

brief=(--header 'Brief: t' --header 'Prefer: return=minimal')
cs='http://calendarserver.org/ns/'
ical='http://apple.com/ns/ical/'
me='http://me.com/_namespace/'
caldav='urn:ietf:params:xml:ns:caldav'

wanted='<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:"><A:prop>
  <A:current-user-principal/><A:principal-URL/><A:resourcetype/>
</A:prop></A:propfind>'

step 'the well-known URI leads to the root (RFC 6764 §5)'
status=$(curl -sS --request PROPFIND --user-agent "$agent" --header 'Depth: 0' --header 'Content-Type: text/xml' \
    --data-binary "$wanted" --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' \
    "$url/.well-known/caldav")
echo "  PROPFIND /.well-known/caldav → $status"
[[ "$status" =~ ^30[1278]$ ]] || fail 'the well-known URI does not redirect'
root=$(field Location)
[[ "$root" == /* ]] && root="$url$root"

step 'without a password the server asks for one (RFC 7235 §4.1)'
status=$(curl -sS --request PROPFIND --user-agent "$agent" --header 'Depth: 0' --data-binary "$wanted" \
    --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' "$root")
[ "$status" = 401 ] || fail "the answer without a password is $status"
[[ "$(field WWW-Authenticate)" == Basic* ]] || fail 'there is no challenge'

step 'the principal'
xml PROPFIND "$root" 0 "${brief[@]}" <<<"$wanted"
principal=$(href_in current-user-principal)
[ -n "$principal" ] || fail 'there is no current-user-principal'
send OPTIONS "$principal" 200 </dev/null
[[ ",$(field DAV | tr -d ' ')," == *,calendar-access,* ]] || fail 'there is no calendar-access'
xml PROPFIND "$principal" 0 "${brief[@]}" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:" xmlns:B="$caldav" xmlns:C="$cs"><A:prop>
  <B:calendar-home-set/><B:calendar-user-address-set/><A:current-user-principal/><A:displayname/>
  <C:dropbox-home-URL/><C:email-address-set/><B:max-attendees-per-instance/><C:notification-URL/>
  <A:principal-collection-set/><A:principal-URL/><A:resource-id/><B:schedule-inbox-URL/><B:schedule-outbox-URL/>
  <A:supported-report-set/>
</A:prop></A:propfind>
XML
found calendar-home-set calendar-user-address-set displayname principal-URL principal-collection-set supported-report-set
lacks 404
home=$(href_in calendar-home-set)
principals=$(href_in principal-collection-set)

step 'the reports about people'
send REPORT "$principals" 200 --header 'Depth: 0' --header 'Content-Type: text/xml' <<<'<?xml version="1.0"?>
<x0:principal-search-property-set xmlns:x0="DAV:"/>'
says displayname
xml REPORT "$principals" 0 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<A:principal-property-search xmlns:A="DAV:" xmlns:B="$caldav" xmlns:C="$cs" test="anyof">
  <A:property-search><A:prop><A:displayname/></A:prop><A:match>bo</A:match></A:property-search>
  <A:property-search><A:prop><B:calendar-user-address-set/></A:prop><A:match>bo</A:match></A:property-search>
  <A:prop><A:displayname/><B:calendar-user-address-set/><A:principal-URL/><C:record-type/></A:prop>
</A:principal-property-search>
XML
says 'mailto:bob@example.com'
lacks 'mailto:carol@example.com'
xml REPORT "$principal" 0 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<A:expand-property xmlns:A="DAV:">
  <A:property name="calendar-proxy-write-for" namespace="$cs">
    <A:property name="displayname" namespace="DAV:"/><A:property name="calendar-user-address-set" namespace="$caldav"/>
  </A:property>
  <A:property name="group-membership" namespace="DAV:"><A:property name="displayname" namespace="DAV:"/></A:property>
  <A:property name="displayname" namespace="DAV:"/>
</A:expand-property>
XML
found displayname

home_properties="<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<A:propfind xmlns:A=\"DAV:\" xmlns:B=\"$caldav\" xmlns:C=\"$cs\" xmlns:D=\"$ical\" xmlns:E=\"$me\"><A:prop>
  <A:add-member/><C:allowed-sharing-modes/><D:autoprovisioned/><E:bulk-requests/><B:calendar-alarm/><D:calendar-color/>
  <B:calendar-description/><B:calendar-free-busy-set/><D:calendar-order/><B:calendar-timezone/>
  <A:current-user-privilege-set/><B:default-alarm-vevent-date/><B:default-alarm-vevent-datetime/><A:displayname/>
  <C:getctag/><C:invite/><D:language-code/><D:location-code/><B:max-attendees-per-instance/><A:owner/>
  <C:pre-publish-url/><C:publish-url/><C:push-transports/><C:pushkey/><A:quota-available-bytes/><A:quota-used-bytes/>
  <D:refreshrate/><A:resource-id/><A:resourcetype/><B:schedule-calendar-transp/><B:schedule-default-calendar-URL/>
  <C:source/><C:subscribed-strip-alarms/><C:subscribed-strip-attachments/><C:subscribed-strip-todos/>
  <B:supported-calendar-component-set/><B:supported-calendar-component-sets/><A:supported-report-set/><A:sync-token/>
</A:prop></A:propfind>"

step 'the home with its calendars'
xml PROPFIND "$home" 1 "${brief[@]}" <<<"$home_properties"
found resourcetype displayname current-user-privilege-set owner supported-calendar-component-set sync-token getctag
[ -n "$(member "${home}calendar/")" ] || fail 'the calendar of a new user is not listed'

step 'defaults are kept with the home'
xml PROPPATCH "$home" 0 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<A:propertyupdate xmlns:A="DAV:" xmlns:B="$caldav"><A:set><A:prop><B:default-alarm-vevent-date>BEGIN:VALARM
X-WR-ALARMUID:F1E3B62F-2FB1-4B8E-9B4E-5C4B6E7C2F0A
UID:F1E3B62F-2FB1-4B8E-9B4E-5C4B6E7C2F0A
TRIGGER:-PT15H
ATTACH;VALUE=URI:Chord
ACTION:AUDIO
END:VALARM
</B:default-alarm-vevent-date></A:prop></A:set></A:propertyupdate>
XML
found default-alarm-vevent-date
xml PROPFIND "$home" 0 <<<"$home_properties"
says 'TRIGGER:-PT15H'

step 'a new calendar'
calendar="${home}5B0A6B2C-DA6A-4E0F-8C5E-0C6B7BE7F3F2/"
send MKCALENDAR "$calendar" 201 --header 'Content-Type: text/xml' <<XML
<?xml version="1.0" encoding="UTF-8"?>
<B:mkcalendar xmlns:B="$caldav"><A:set xmlns:A="DAV:"><A:prop>
  <D:calendar-color xmlns:D="$ical" symbolic-color="custom">#882F00FF</D:calendar-color>
  <B:calendar-free-busy-set><YES/></B:calendar-free-busy-set>
  <D:calendar-order xmlns:D="$ical">3</D:calendar-order>
  <B:calendar-timezone>BEGIN:VCALENDAR&#13;
VERSION:2.0&#13;
PRODID:-//Apple Inc.//macOS 14.4//EN&#13;
BEGIN:VTIMEZONE&#13;
TZID:Europe/Berlin&#13;
BEGIN:STANDARD&#13;
DTSTART:19961027T030000&#13;
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU&#13;
TZOFFSETFROM:+0200&#13;
TZOFFSETTO:+0100&#13;
TZNAME:CET&#13;
END:STANDARD&#13;
BEGIN:DAYLIGHT&#13;
DTSTART:19810329T020000&#13;
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU&#13;
TZOFFSETFROM:+0100&#13;
TZOFFSETTO:+0200&#13;
TZNAME:CEST&#13;
END:DAYLIGHT&#13;
END:VTIMEZONE&#13;
END:VCALENDAR&#13;
</B:calendar-timezone>
  <A:displayname>Familie &amp; Freunde</A:displayname>
  <B:supported-calendar-component-set><B:comp name="VEVENT"/></B:supported-calendar-component-set>
</A:prop></A:set></B:mkcalendar>
XML
xml PROPFIND "$calendar" 0 <<<"$home_properties"
found calendar-color calendar-order displayname calendar-timezone resourcetype sync-token getctag
says '#882F00FF'
says 'Familie &amp; Freunde'

step 'a colour and a place in the list'
xml PROPPATCH "$calendar" 0 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<A:propertyupdate xmlns:A="DAV:"><A:set><A:prop>
  <D:calendar-color xmlns:D="$ical">#63DA38FF</D:calendar-color><D:calendar-order xmlns:D="$ical">7</D:calendar-order>
</A:prop></A:set></A:propertyupdate>
XML
found calendar-color calendar-order

sync_collection() {
    xml REPORT "$calendar" "$1" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<A:sync-collection xmlns:A="DAV:">
  <A:sync-token>$2</A:sync-token><A:sync-level>1</A:sync-level>
  <A:prop><A:getcontenttype/><A:getetag/></A:prop>
</A:sync-collection>
XML
    token=$(text_of sync-token)
    [ -n "$token" ] || fail 'there is no sync token'
}

step 'the first synchronisation'
sync_collection 0 ''
lacks .ics

step 'an event is put, and comes with the next synchronisation'
name=C2D0B9E2-2A52-4A0F-9F3B-4C0B7A8E1D11.ics
event apple 'Essen bei Jürgen' | send PUT "$calendar$name" 201 \
    --header 'If-None-Match: *' --header 'Content-Type: text/calendar; charset=utf-8'
etag=$(field ETag)
[ -n "$etag" ] || fail 'there is no ETag'
event apple 'Overwritten' | send PUT "$calendar$name" 412 \
    --header 'If-None-Match: *' --header 'Content-Type: text/calendar'
before="$token"
sync_collection 0 "$before"
[ "$(etag_of "$calendar$name")" = "$etag" ] || fail 'another ETag than that of the PUT'
found getetag getcontenttype

step 'multiget'
xml REPORT "$calendar" 1 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<B:calendar-multiget xmlns:B="$caldav" xmlns:A="DAV:" xmlns:C="$cs">
  <A:prop><A:getetag/><B:calendar-data/><C:created-by/><C:updated-by/><B:schedule-tag/></A:prop>
  <A:href xmlns:A="DAV:">$calendar$name</A:href>
  <A:href xmlns:A="DAV:">${calendar}not-there.ics</A:href>
</B:calendar-multiget>
XML
says 'Essen bei Jürgen'
member "${calendar}not-there.ics" | grep 404 >/dev/null || fail 'a member that is not there is not 404'

step 'what is to be seen from a month ago on'
xml REPORT "$calendar" 1 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<B:calendar-query xmlns:B="$caldav" xmlns:A="DAV:">
  <A:prop><A:getetag/><A:getcontenttype/></A:prop>
  <B:filter><B:comp-filter name="VCALENDAR"><B:comp-filter name="VEVENT">
    <B:time-range start="20260412T000000Z"/>
  </B:comp-filter></B:comp-filter></B:filter>
</B:calendar-query>
XML
[ -n "$(member "$calendar$name")" ] || fail 'the event is not found'

step 'it is moved to another calendar, and deleted'
send MOVE "$calendar$name" 201 --header "Destination: $url${home}calendar/$name" --header 'Overwrite: F' </dev/null
sync_collection 0 "$token"
member "$calendar$name" | grep 404 >/dev/null || fail 'the event that was moved away is not told as gone'
send DELETE "${home}calendar/$name" 204 </dev/null

step 'the inbox is looked at'
xml PROPFIND "$home" 1 <<XML
<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:" xmlns:C="$cs"><A:prop><C:getctag/><A:sync-token/></A:prop></A:propfind>
XML

step 'the calendar is deleted'
send DELETE "$calendar" 204 </dev/null
send PROPFIND "$calendar" 404 --header 'Depth: 0' </dev/null
echo done
