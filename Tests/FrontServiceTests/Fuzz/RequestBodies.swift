/// Bodies of valid requests, as seeds for mutation.
enum RequestBodies {
    private static let namespaces = #"xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav""#

    private static func query(_ data: String, _ tests: String) -> String {
        """
        <C:calendar-query \(namespaces)><D:prop><D:getetag/><C:calendar-data>\(data)</C:calendar-data></D:prop>
        <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">\(tests)</C:comp-filter></C:comp-filter>
        </C:filter></C:calendar-query>
        """
    }

    private static let january = #"start="20240101T000000Z" end="20240201T000000Z""#

    /// A query that expands every event of a month.
    static let expansion = Array(query("<C:expand \(january)/>", "<C:time-range \(january)/>").utf8)

    /// Every report.
    static let reports = [
        query("", "<C:time-range \(january)/>"),
        query("<C:expand \(january)/>", "<C:time-range \(january)/>"),
        query(
            #"<C:comp name="VCALENDAR"><C:prop name="VERSION" novalue="yes"/><C:comp name="VEVENT"><C:allprop/></C:comp></C:comp>"#
                + "<C:limit-recurrence-set \(january)/>",
            #"<C:prop-filter name="UID"><C:text-match collation="i;octet" negate-condition="yes">x</C:text-match>"#
                + #"<C:param-filter name="X"><C:is-not-defined/></C:param-filter></C:prop-filter>"#
        ),
        """
        <C:calendar-multiget \(namespaces)><D:prop><D:getetag/><C:calendar-data/></D:prop>
        <D:href>/calendars/alice/calendar/a.ics</D:href><D:href>/calendars/alice/none.ics</D:href></C:calendar-multiget>
        """,
        "<C:free-busy-query \(namespaces)><C:time-range \(january)/></C:free-busy-query>",
        """
        <D:sync-collection \(namespaces)><D:sync-token/><D:sync-level>1</D:sync-level>
        <D:limit><D:nresults>1</D:nresults></D:limit><D:prop><D:getetag/></D:prop></D:sync-collection>
        """,
        """
        <D:expand-property \(namespaces)><D:property name="current-user-principal"><D:property name="displayname"/>
        <D:property name="calendar-home-set" namespace="urn:ietf:params:xml:ns:caldav"/></D:property></D:expand-property>
        """,
        "<D:principal-match \(namespaces)><D:self/><D:prop><D:displayname/></D:prop></D:principal-match>",
        """
        <D:principal-property-search \(namespaces) test="anyof"><D:property-search><D:prop><D:displayname/></D:prop>
        <D:match>ali</D:match></D:property-search><D:prop><D:displayname/></D:prop></D:principal-property-search>
        """,
        "<D:principal-search-property-set \(namespaces)/>",
        "<D:acl-principal-prop-set \(namespaces)><D:prop><D:displayname/></D:prop></D:acl-principal-prop-set>",
    ]

    /// Every form of PROPFIND.
    static let propfinds = [
        "<D:propfind \(namespaces)><D:prop><D:getetag/><D:resourcetype/><C:calendar-data/><D:acl/></D:prop></D:propfind>",
        "<D:propfind \(namespaces)><D:allprop/><D:include><D:sync-token/><C:max-resource-size/></D:include></D:propfind>",
        "<D:propfind \(namespaces)><D:propname/></D:propfind>",
    ]

    private static let properties = """
        <D:displayname xml:lang="de">Arbeit</D:displayname><C:calendar-description>x</C:calendar-description>
        <A:calendar-color xmlns:A="http://apple.com/ns/ical/">#FF0000FF</A:calendar-color>
        <C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp>
        <X:shelf xmlns:X="urn:example"><X:board number="1"/></X:shelf>
        """

    /// A change of live and of dead properties.
    static let proppatches = [
        """
        <D:propertyupdate \(namespaces)><D:set><D:prop>\(properties)</D:prop></D:set>
        <D:remove><D:prop><C:calendar-timezone/></D:prop></D:remove></D:propertyupdate>
        """
    ]

    /// Requests for a calendar, by both methods.
    static let makings = [
        """
        <C:mkcalendar \(namespaces)><D:set><D:prop>\(properties)
        <C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set></D:prop></D:set>
        </C:mkcalendar>
        """,
        """
        <D:mkcol \(namespaces)><D:set><D:prop><D:resourcetype><D:collection/><C:calendar/></D:resourcetype>\(properties)
        </D:prop></D:set></D:mkcol>
        """,
    ]

    /// Calendar objects that repeat, with overrides and lists of dates.
    static let objects = [
        TimedEvent.text(
            uid: "a",
            start: ":20240102T100000Z",
            lines: ["RRULE:FREQ=DAILY;COUNT=40;BYHOUR=10,11", "EXDATE:20240104T100000Z", "RDATE:20240105T120000Z"],
            overrides: [["DTSTART:20240103T150000Z", "RECURRENCE-ID:20240103T100000Z"]]
        ),
        TimedEvent.text(
            uid: "b",
            start: ";TZID=America/New_York:20240102T100000",
            lines: ["RRULE:FREQ=MONTHLY;BYDAY=-1FR,2WE;BYSETPOS=1,-1", "BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT5M"]
                + ["END:VALARM"]
        ),
        SampleEvent.text(),
    ]
}
