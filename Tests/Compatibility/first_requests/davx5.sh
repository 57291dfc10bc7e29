#!/usr/bin/env bash
# The first requests of DAVx5 to a server, and those of its daily work.
#
#     davx5.sh URL USER PASSWORD
#
# As its public source sends them: the well-known URI, the principal, the home with its collections, a calendar's
# capabilities, and either sync-collection or, with a limit to the past, calendar-query.

agent='DAVx5/4.4.1-ose (dav4jvm; okhttp/4.12.0) Android/14'
source "$(dirname "$0")/requests.sh"

namespaces='xmlns="DAV:" xmlns:CAL="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"'
namespaces+=' xmlns:AI="http://apple.com/ns/ical/" xmlns:P="https://bitfire.at/webdav-push"'
plain=(--header 'Content-Type: application/xml; charset=utf-8')

# propfind TARGET DEPTH PROPERTIES
propfind() {
    xml PROPFIND "$1" "$2" "${plain[@]}" <<<"<?xml version='1.0' encoding='UTF-8' ?><propfind $namespaces><prop>$3</prop></propfind>"
}

step 'the URL that the user gave'
propfind / 0 '<resourcetype/><displayname/><AI:calendar-color/><CAL:calendar-description/><CAL:calendar-timezone/>
<current-user-privilege-set/><CAL:supported-calendar-component-set/><CAL:calendar-home-set/><current-user-principal/>'
principal=$(href_in current-user-principal)
[ -n "$principal" ] || fail 'there is no current-user-principal'

step 'the well-known URI, with redirects followed'
send PROPFIND /.well-known/caldav 207 --location --post301 --header 'Depth: 0' "${plain[@]}" \
    <<<"<?xml version='1.0' encoding='UTF-8' ?><propfind $namespaces><prop><current-user-principal/></prop></propfind>"
[ "$(href_in current-user-principal)" = "$principal" ] || fail 'another principal'

step 'whether the principal has calendars'
send OPTIONS "$principal" 200 --header 'Content-Length: 0' </dev/null
[[ ",$(field DAV | tr -d ' ')," == *,calendar-access,* ]] || fail 'there is no calendar-access'

step 'the principal: addresses, homes, groups'
propfind "$principal" 0 '<CAL:calendar-user-address-set/>'
says 'mailto:'
propfind "$principal" 0 '<displayname/><CAL:calendar-home-set/><CS:calendar-proxy-read-for/><CS:calendar-proxy-write-for/><group-membership/>'
home=$(href_in calendar-home-set)
[ -n "$home" ] || fail 'there is no home'

step 'the home: its collections'
propfind "$home" 1 '<current-user-privilege-set/><displayname/><owner/><resourcetype/><P:transports/><P:topic/>
<AI:calendar-color/><CAL:calendar-description/><CAL:calendar-timezone/><CAL:calendar-timezone-id/>
<CAL:supported-calendar-component-set/><CS:source/>'
found current-user-privilege-set displayname owner resourcetype supported-calendar-component-set

step 'a new calendar, by extended MKCOL (RFC 5689)'
calendar="${home}7d2b1a04-5a55-4d1c-8a5a-d5b2e8f8b4de/"
send MKCOL "$calendar" 201 "${plain[@]}" <<XML
<?xml version='1.0' encoding='UTF-8' ?><mkcol $namespaces><set><prop>
<resourcetype><collection/><CAL:calendar/></resourcetype><displayname>Дом 🏡</displayname>
<CAL:calendar-description>Was ansteht</CAL:calendar-description><AI:calendar-color>#8bc34aff</AI:calendar-color>
<CAL:supported-calendar-component-set><CAL:comp name="VEVENT"/><CAL:comp name="VTODO"/></CAL:supported-calendar-component-set>
</prop></set></mkcol>
XML
propfind "$calendar" 0 '<displayname/><CAL:calendar-description/><AI:calendar-color/><CAL:supported-calendar-component-set/>'
says 'Дом 🏡'
found displayname calendar-description calendar-color supported-calendar-component-set

step 'the capabilities of the calendar'
propfind "$calendar" 0 '<CAL:max-resource-size/><supported-report-set/><CS:getctag/><sync-token/>'
found max-resource-size supported-report-set getctag sync-token
ctag=$(text_of getctag)

step 'an event goes up'
event davx5 'Готово' | send PUT "${calendar}davx5.ics" 201 \
    --header 'Content-Type: text/calendar; charset=utf-8' --header 'If-None-Match: *'
etag=$(field ETag)
propfind "$calendar" 0 '<CS:getctag/><sync-token/>'
[ "$(text_of getctag)" != "$ctag" ] || fail 'the ctag is the same'

step 'calendar-query with a limit to the past'
xml REPORT "$calendar" 1 "${plain[@]}" <<XML
<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query $namespaces><prop><getetag/></prop>
<CAL:filter><CAL:comp-filter name="VCALENDAR"><CAL:comp-filter name="VEVENT"><CAL:time-range start="20260401T000000Z"/>
</CAL:comp-filter></CAL:comp-filter></CAL:filter></CAL:calendar-query>
XML
[ "$(etag_of "${calendar}davx5.ics")" = "$etag" ] || fail 'another ETag, or none'

step 'sync-collection with a limit, and multiget'
xml REPORT "$calendar" 0 "${plain[@]}" <<XML
<?xml version='1.0' encoding='UTF-8' ?><sync-collection $namespaces><sync-token/><sync-level>1</sync-level>
<prop><getetag/></prop></sync-collection>
XML
token=$(text_of sync-token)
xml REPORT "$calendar" 1 "${plain[@]}" <<XML
<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-multiget $namespaces><prop><getcontenttype/><getetag/><CAL:schedule-tag/>
<CAL:calendar-data content-type="text/calendar" version="2.0"/></prop><href>${calendar}davx5.ics</href></CAL:calendar-multiget>
XML
says 'Готово'

step 'an edit, and a deletion'
event davx5 'Готово 2' | send PUT "${calendar}davx5.ics" 204 \
    --header 'Content-Type: text/calendar; charset=utf-8' --header "If-Match: $etag"
etag=$(field ETag)
xml REPORT "$calendar" 0 "${plain[@]}" <<XML
<?xml version='1.0' encoding='UTF-8' ?><sync-collection $namespaces><sync-token>$token</sync-token>
<sync-level>1</sync-level><prop><getetag/></prop></sync-collection>
XML
[ "$(etag_of "${calendar}davx5.ics")" = "$etag" ] || fail 'the edit is not told'
send DELETE "${calendar}davx5.ics" 412 --header 'If-Match: "another"' </dev/null
send DELETE "${calendar}davx5.ics" 204 --header "If-Match: $etag" </dev/null

step 'the calendar is deleted'
send DELETE "$calendar" 204 </dev/null
echo done
