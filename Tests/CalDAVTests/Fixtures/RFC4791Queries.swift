import CalDAV
import WebDAV

/// The requests of RFC 4791's examples of calendar-query and free-busy-query.
enum RFC4791Queries {
    /// §7.8.1, parts of the events of a day.
    static let partialRetrieval = query(
        data: RFC4791Examples.partialCalendarData,
        filter: event("<C:time-range start=\"20060104T000000Z\" end=\"20060105T000000Z\"/>")
    )

    /// §7.8.2, recurring events with the overrides of a range.
    static let limitedRecurrence = query(
        data: RFC4791Examples.limitedRecurrenceSet,
        filter: event("<C:time-range start=\"20060103T000000Z\" end=\"20060105T000000Z\"/>")
    )

    /// §7.8.3, the instances of recurring events.
    static let expandedRecurrence = query(
        data: """
            <C:calendar-data>
              <C:comp name="VCALENDAR"><C:prop name="VERSION"/><C:prop name="PRODID"/><C:comp name="VEVENT"/></C:comp>
              <C:expand start="20060103T000000Z" end="20060105T000000Z"/>
            </C:calendar-data>
            """,
        filter: event("<C:time-range start=\"20060103T000000Z\" end=\"20060105T000000Z\"/>")
    )

    /// §7.8.4, stored free-busy times of a day.
    static let freeBusy = query(
        data: """
            <C:calendar-data>
              <C:limit-freebusy-set start="20060102T000000Z" end="20060103T000000Z"/>
            </C:calendar-data>
            """,
        filter: component(
            "VFREEBUSY",
            "<C:time-range start=\"20060102T000000Z\" end=\"20060103T000000Z\"/>"
        )
    )

    /// §7.8.5, to-dos by the time of their alarm.
    static let todosByAlarm = query(
        filter: component(
            "VTODO",
            """
            <C:comp-filter name="VALARM">
              <C:time-range start="20060106T100000Z" end="20060107T100000Z"/>
            </C:comp-filter>
            """
        )
    )

    /// §7.8.6, an event by its UID.
    static let eventByUID = query(
        filter: event(
            """
            <C:prop-filter name="UID">
              <C:text-match collation="i;octet">DC6C50A017428C5216A2F1CD@example.com</C:text-match>
            </C:prop-filter>
            """
        )
    )

    /// §7.8.7, events by the participation of an attendee.
    static let eventsByPartstat = query(
        filter: event(
            """
            <C:prop-filter name="ATTENDEE">
              <C:text-match collation="i;ascii-casemap">mailto:lisa@example.com</C:text-match>
              <C:param-filter name="PARTSTAT">
                <C:text-match collation="i;ascii-casemap">NEEDS-ACTION</C:text-match>
              </C:param-filter>
            </C:prop-filter>
            """
        )
    )

    /// §7.8.8, all events.
    static let events = query(filter: event(""))

    /// §7.8.9, to-dos that are not done.
    static let pendingTodos = query(
        filter: component(
            "VTODO",
            """
            <C:prop-filter name="COMPLETED"><C:is-not-defined/></C:prop-filter>
            <C:prop-filter name="STATUS"><C:text-match negate-condition="yes">CANCELLED</C:text-match></C:prop-filter>
            """
        )
    )

    /// §7.8.10, events by a property that a server need not support.
    static let unusualProperty = query(
        filter: event("<C:prop-filter name=\"X-ABC-GUID\"><C:text-match>ABC</C:text-match></C:prop-filter>")
    )

    /// §7.10.1, busy times.
    static let freeBusyQuery = """
        <?xml version="1.0" encoding="utf-8" ?>
        <C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">
          <C:time-range start="20060104T140000Z" end="20060105T220000Z"/>
        </C:free-busy-query>
        """

    /// All of them, as seeds for mutation.
    static let all = [
        partialRetrieval, limitedRecurrence, expandedRecurrence, freeBusy, todosByAlarm, eventByUID, eventsByPartstat,
        events, pendingTodos, unusualProperty, freeBusyQuery, RFC4791Examples.multiget,
    ]

    /// Returns a query with a filter.
    static func query(data: String = "<C:calendar-data/>", filter: String) -> String {
        """
        <?xml version="1.0" encoding="utf-8" ?>
        <C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
          <D:prop><D:getetag/>\(data)</D:prop>
          <C:filter>\(filter)</C:filter>
        </C:calendar-query>
        """
    }

    /// Returns the filter of events with tests.
    static func event(_ tests: String) -> String {
        component("VEVENT", tests)
    }

    /// Returns the filter of a component with tests.
    static func component(_ name: String, _ tests: String) -> String {
        "<C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"\(name)\">\(tests)</C:comp-filter></C:comp-filter>"
    }

    /// Reads a query.
    static func parse(_ text: String) throws -> CalendarQueryRequest {
        try CalendarQueryRequest(XMLDocument.parse(Array(text.utf8)))
    }
}
