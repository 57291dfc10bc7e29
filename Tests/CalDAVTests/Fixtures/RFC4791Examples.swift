/// The bodies of RFC 4791's examples.
enum RFC4791Examples {
    /// §7.9.1, a multiget of two resources.
    static let multiget = """
        <?xml version="1.0" encoding="utf-8" ?>
        <C:calendar-multiget xmlns:D="DAV:"
                         xmlns:C="urn:ietf:params:xml:ns:caldav">
          <D:prop>
            <D:getetag/>
            <C:calendar-data/>
          </D:prop>
          <D:href>/bernard/work/abcd1.ics</D:href>
          <D:href>/bernard/work/mtg1.ics</D:href>
        </C:calendar-multiget>
        """

    /// §7.8.1, the calendar data that a query asks for in part.
    static let partialCalendarData = """
        <C:calendar-data xmlns:C="urn:ietf:params:xml:ns:caldav">
          <C:comp name="VCALENDAR">
            <C:prop name="VERSION"/>
            <C:comp name="VEVENT">
              <C:prop name="SUMMARY"/>
              <C:prop name="UID"/>
              <C:prop name="DTSTART"/>
              <C:prop name="DTEND"/>
              <C:prop name="DURATION"/>
              <C:prop name="RRULE"/>
              <C:prop name="RDATE"/>
              <C:prop name="EXRULE"/>
              <C:prop name="EXDATE"/>
              <C:prop name="RECURRENCE-ID"/>
            </C:comp>
            <C:comp name="VTIMEZONE"/>
          </C:comp>
        </C:calendar-data>
        """

    /// §7.8.2, calendar data with the overrides of a range.
    static let limitedRecurrenceSet = """
        <C:calendar-data xmlns:C="urn:ietf:params:xml:ns:caldav">
          <C:limit-recurrence-set start="20060103T000000Z" end="20060105T000000Z"/>
        </C:calendar-data>
        """

    /// §7.8.3, calendar data with the instances of a range.
    static let expanded = """
        <C:calendar-data xmlns:C="urn:ietf:params:xml:ns:caldav">
          <C:expand start="20060103T000000Z" end="20060105T000000Z"/>
        </C:calendar-data>
        """

    /// §5.3.1.2, the making of a calendar with properties (its time zone left out).
    static let makeCalendar = """
        <?xml version="1.0" encoding="utf-8" ?>
        <C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
          <D:set>
            <D:prop>
              <D:displayname>Lisa's Events</D:displayname>
              <C:calendar-description xml:lang="en">Calendar restricted to events.</C:calendar-description>
              <C:supported-calendar-component-set>
                <C:comp name="VEVENT"/>
              </C:supported-calendar-component-set>
            </D:prop>
          </D:set>
        </C:mkcalendar>
        """

    /// Appendix B, `abcd2.ics` with its first override.
    static let recurringEvent = lines([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//CalDAV Client//EN", "BEGIN:VTIMEZONE",
        "LAST-MODIFIED:20040110T032845Z", "TZID:US/Eastern", "BEGIN:DAYLIGHT", "DTSTART:20000404T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4", "TZNAME:EDT", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT",
        "BEGIN:STANDARD", "DTSTART:20001026T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZNAME:EST",
        "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT",
        "DTSTAMP:20060206T001121Z", "DTSTART;TZID=US/Eastern:20060102T120000", "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=5",
        "SUMMARY:Event #2", "UID:00959BC664CA650E933C892C@example.com", "END:VEVENT", "BEGIN:VEVENT",
        "DTSTAMP:20060206T001121Z", "DTSTART;TZID=US/Eastern:20060104T140000", "DURATION:PT1H",
        "RECURRENCE-ID;TZID=US/Eastern:20060104T120000", "SUMMARY:Event #2 bis",
        "UID:00959BC664CA650E933C892C@example.com",
        "END:VEVENT", "END:VCALENDAR",
    ])

    /// §7.8.1, what of it the response has.
    static let recurringEventInPart = lines([
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VTIMEZONE", "LAST-MODIFIED:20040110T032845Z", "TZID:US/Eastern",
        "BEGIN:DAYLIGHT", "DTSTART:20000404T020000", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4", "TZNAME:EDT",
        "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT", "BEGIN:STANDARD", "DTSTART:20001026T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZNAME:EST", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE", "BEGIN:VEVENT", "DTSTART;TZID=US/Eastern:20060102T120000", "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=5", "SUMMARY:Event #2", "UID:00959BC664CA650E933C892C@example.com", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART;TZID=US/Eastern:20060104T140000", "DURATION:PT1H",
        "RECURRENCE-ID;TZID=US/Eastern:20060104T120000", "SUMMARY:Event #2 bis",
        "UID:00959BC664CA650E933C892C@example.com",
        "END:VEVENT", "END:VCALENDAR",
    ])

    private static func lines(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }
}
