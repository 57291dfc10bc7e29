import CalDAV
import ICalendar
import Testing
import WebDAV

/// Filters that name what no standard defines.
@Suite struct NonstandardFilterTests {
    private static let event = [
        "DTSTART:20060104T100000Z", "X-THING;X-P=left:yes", "BEGIN:X-PART", "X-NAME:inner", "END:X-PART",
    ]

    @Test(arguments: [
        ("<C:comp-filter name='X-PART'/>", true), ("<C:comp-filter name='X-OTHER'/>", false),
        ("<C:comp-filter name='X-OTHER'><C:is-not-defined/></C:comp-filter>", true),
        ("<C:comp-filter name='X-PART'><C:prop-filter name='X-NAME'/></C:comp-filter>", true),
        ("<C:prop-filter name='X-THING'/>", true), ("<C:prop-filter name='X-NAME'/>", false),
        ("<C:prop-filter name='X-THING'><C:text-match>YES</C:text-match></C:prop-filter>", true),
        ("<C:prop-filter name='X-THING'><C:param-filter name='X-P'/></C:prop-filter>", true),
        ("<C:prop-filter name='X-THING'><C:param-filter name='X-Q'/></C:prop-filter>", false),
    ])
    func `RFC 4791 §7.7 non-standard components, properties, and parameters can be searched by name`(
        tests: String,
        isFound: Bool
    ) throws {
        let query = try RFC4791Queries.parse(RFC4791Queries.query(filter: RFC4791Queries.event(tests)))
        #expect(try query.filter.matches(CalendarText.resource("VEVENT", Self.event)) == isFound)
    }

    @Test func `RFC 4791 §7.7 an object of a non-standard component is found by its name`() throws {
        let resource = try CalendarText.resource("X-POLL", ["SUMMARY:a"])
        for (name, isFound) in [("X-POLL", true), ("VEVENT", false)] {
            let filter = "<C:comp-filter name='VCALENDAR'><C:comp-filter name='\(name)'/></C:comp-filter>"
            let query = try RFC4791Queries.parse(RFC4791Queries.query(filter: filter))
            #expect(try query.filter.matches(resource) == isFound)
        }
    }
}
