import CalDAV
import ICalendar
import Testing
import WebDAV

/// Filters without a range of time.
@Suite struct FilterMatchingTests {
    private static let event = [
        "DTSTART:20060104T100000Z", "SUMMARY:Lunch\\, with Ünal\\; no agenda", "CATEGORIES:WORK,FOOD",
        "ATTENDEE;PARTSTAT=ACCEPTED;MEMBER=\"mailto:a@x\",\"mailto:b@x\":mailto:cyrus@example.com",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:lisa@example.com", "X-Thing;X-P=1:yes",
    ]

    private func matches(_ tests: String, _ lines: [String] = Self.event) throws -> Bool {
        let query = try RFC4791Queries.parse(RFC4791Queries.query(filter: RFC4791Queries.event(tests)))
        return try query.filter.matches(CalendarText.resource("VEVENT", lines))
    }

    private func property(_ name: String, _ tests: String) -> String {
        "<C:prop-filter name='\(name)'>\(tests)</C:prop-filter>"
    }

    @Test(arguments: [
        ("SUMMARY", true), ("summary", true), ("X-THING", true), ("LOCATION", false), ("DTEND", false),
    ])
    func `RFC 4791 §9.7.2 an empty prop-filter asks for the property`(name: String, isFound: Bool) throws {
        #expect(try matches(property(name, "")) == isFound)
        #expect(try matches(property(name, "<C:is-not-defined/>")) == !isFound)
    }

    @Test(arguments: [
        ("SUMMARY", "lunch", true), ("SUMMARY", "Lunch, with", true), ("SUMMARY", "; no", true),
        ("SUMMARY", "Lunch\\,", false), ("SUMMARY", "dinner", false), ("SUMMARY", "", true),
        ("CATEGORIES", "food", true),
        ("ATTENDEE", "LISA", true), ("ATTENDEE", "bernard", false), ("LOCATION", "", false),
    ])
    func `RFC 4791 §9.7.5 a text is found within one of the values, without their escapes`(
        name: String,
        text: String,
        isFound: Bool
    ) throws {
        #expect(try matches(property(name, "<C:text-match>\(text)</C:text-match>")) == isFound)
    }

    @Test(arguments: [
        ("i;octet", "Ünal", true), ("i;octet", "ünal", false), ("i;ascii-casemap", "ünal", false),
        ("i;ascii-casemap", "NAL", true), ("i;unicode-casemap", "ünal", true),
    ])
    func `RFC 4791 §7.5 the collation says how texts compare`(collation: String, text: String, isFound: Bool) throws {
        let match = "<C:text-match collation='\(collation)'>\(text)</C:text-match>"
        #expect(try matches(property("SUMMARY", match)) == isFound)
    }

    @Test func `RFC 4791 §9.7.5 a negated match holds of a property that is there and has not the text`() throws {
        func negated(_ name: String, _ text: String) throws -> Bool {
            try matches(property(name, "<C:text-match negate-condition='yes'>\(text)</C:text-match>"))
        }
        #expect(try negated("SUMMARY", "dinner"))
        #expect(try !negated("SUMMARY", "lunch"))
        #expect(try !negated("LOCATION", "lunch"))
        // One ATTENDEE has not the text, and one suffices.
        #expect(try negated("ATTENDEE", "lisa"))
    }

    @Test(arguments: [
        ("<C:param-filter name='partstat'/>", true), ("<C:param-filter name='ROLE'/>", false),
        ("<C:param-filter name='ROLE'><C:is-not-defined/></C:param-filter>", true),
        ("<C:param-filter name='PARTSTAT'><C:is-not-defined/></C:param-filter>", false),
        ("<C:param-filter name='PARTSTAT'><C:text-match>accepted</C:text-match></C:param-filter>", true),
        ("<C:param-filter name='PARTSTAT'><C:text-match>declined</C:text-match></C:param-filter>", false),
        ("<C:param-filter name='MEMBER'><C:text-match>b@x</C:text-match></C:param-filter>", true),
        ("<C:param-filter name='MEMBER'/><C:param-filter name='PARTSTAT'/>", true),
        (
            "<C:text-match>lisa</C:text-match><C:param-filter name='PARTSTAT'><C:text-match>ACCEPTED</C:text-match></C:param-filter>",
            false
        ),
    ])
    func `RFC 4791 §9.7.3 a parameter is tested on the property that passes the other tests`(
        tests: String,
        isFound: Bool
    ) throws {
        #expect(try matches(property("ATTENDEE", tests)) == isFound)
    }

    @Test func `RFC 4791 §9.7.1 a component has to be there, or not`() throws {
        let alarm = Self.event + ["BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM"]
        #expect(try matches("<C:comp-filter name='VALARM'/>", alarm))
        #expect(try !matches("<C:comp-filter name='VALARM'/>"))
        #expect(try matches("<C:comp-filter name='VALARM'><C:is-not-defined/></C:comp-filter>"))
        #expect(try !matches("<C:comp-filter name='VALARM'><C:is-not-defined/></C:comp-filter>", alarm))
        let display = property("ACTION", "<C:text-match>DISPLAY</C:text-match>")
        #expect(try matches("<C:comp-filter name='VALARM'>\(display)</C:comp-filter>", alarm))
        #expect(try !matches("<C:comp-filter name='VALARM'>\(property("SUMMARY", ""))</C:comp-filter>", alarm))
    }

    @Test func `RFC 4791 §9.7.1 every test has to be passed by the same component`() throws {
        let resource = try CalendarText.events([
            ["DTSTART:20060104T100000Z", "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:a", "LOCATION:x"],
            ["DTSTART:20060105T100000Z", "RECURRENCE-ID:20060105T100000Z", "SUMMARY:b"],
        ])
        func found(_ summary: String, _ tests: String) throws -> Bool {
            let match = property("SUMMARY", "<C:text-match>\(summary)</C:text-match>")
            let query = try RFC4791Queries.parse(RFC4791Queries.query(filter: RFC4791Queries.event(match + tests)))
            return try query.filter.matches(resource)
        }
        #expect(try found("a", property("LOCATION", "")))
        #expect(try !found("b", property("LOCATION", "")))
        #expect(try found("b", property("LOCATION", "<C:is-not-defined/>")))
    }

    @Test(arguments: [
        ("<C:comp-filter name='VCALENDAR'/>", true),
        ("<C:comp-filter name='VCALENDAR'><C:prop-filter name='PRODID'/></C:comp-filter>", true),
        ("<C:comp-filter name='VCALENDAR'><C:prop-filter name='METHOD'/></C:comp-filter>", false),
        ("<C:comp-filter name='VCALENDAR'><C:comp-filter name='VTODO'/></C:comp-filter>", false),
        (
            "<C:comp-filter name='VCALENDAR'><C:comp-filter name='VTODO'><C:is-not-defined/></C:comp-filter></C:comp-filter>",
            true
        ),
        (
            "<C:comp-filter name='VCALENDAR'><C:comp-filter name='VEVENT'/><C:comp-filter name='VTODO'/></C:comp-filter>",
            false
        ),
    ])
    func `RFC 4791 §9.7 the calendar object itself can be tested`(filter: String, isFound: Bool) throws {
        let query = try RFC4791Queries.parse(RFC4791Queries.query(filter: filter))
        #expect(try query.filter.matches(CalendarText.resource("VEVENT", Self.event)) == isFound)
    }
}
