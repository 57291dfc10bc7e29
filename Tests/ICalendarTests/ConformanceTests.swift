import ICalendar
import Testing

@Suite("Conformance of new data")
struct ConformanceTests {
    private static let zone = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0100"

    private static func data(_ line: Int, _ reason: ICalendarError.Reason) -> CalendarObjectError {
        .invalidCalendarData(ICalendarError(line: line, reason: reason))
    }

    /// Returns an event with an alarm, whose first line is the ninth.
    private static func alarm(_ lines: String) -> [UInt8] {
        Sample.event("BEGIN:VALARM\n\(lines)\nEND:VALARM")
    }

    private static func todo(_ lines: String) -> [UInt8] {
        Sample.calendar("BEGIN:VTODO\nUID:1\n\(lines)\nEND:VTODO")
    }

    private static let refused = [
        InvalidCase(
            "§3.6 VERSION more than once",
            Sample.calendar("VERSION:2.0\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            data(4, .repeatedProperty("VERSION", component: "VCALENDAR"))
        ),
        InvalidCase(
            "§3.7.1 CALSCALE",
            Sample.calendar("CALSCALE:HEBREW\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            data(4, .unsupportedCalendarScale)
        ),
        InvalidCase(
            "§3.6.1 STATUS more than once",
            Sample.event("STATUS:CONFIRMED\nstatus:CANCELLED"),
            data(9, .repeatedProperty("STATUS", component: "VEVENT"))
        ),
        InvalidCase(
            "§3.6.1 TRANSP more than once",
            Sample.event("TRANSP:OPAQUE\nTRANSP:TRANSPARENT"),
            data(9, .repeatedProperty("TRANSP", component: "VEVENT"))
        ),
        InvalidCase(
            "§3.6.2 COMPLETED more than once",
            todo("COMPLETED:20240101T000000Z\nCOMPLETED:20240102T000000Z"),
            data(7, .repeatedProperty("COMPLETED", component: "VTODO"))
        ),
        InvalidCase(
            "§3.6.2 DURATION without DTSTART",
            todo("DURATION:PT1H"),
            data(6, .missingProperty("DTSTART", component: "VTODO"))
        ),
        InvalidCase(
            "§3.8.2.4 RRULE without DTSTART",
            todo("RRULE:FREQ=DAILY"),
            data(6, .missingProperty("DTSTART", component: "VTODO"))
        ),
        InvalidCase(
            "§3.8.2.2 DTEND of another type",
            Sample.event("DTEND;VALUE=DATE:20240103"),
            data(8, .differentTypes("DTEND", "DTSTART"))
        ),
        InvalidCase(
            "§3.8.2.3 DUE of another type",
            todo("DTSTART;VALUE=DATE:20240103\nDUE:20240104T000000Z"),
            data(7, .differentTypes("DUE", "DTSTART"))
        ),
        InvalidCase(
            "§3.6.5 a time zone without TZID",
            Sample.calendar("BEGIN:VTIMEZONE\nEND:VTIMEZONE\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            data(4, .missingProperty("TZID", component: "VTIMEZONE"))
        ),
        InvalidCase(
            "§3.6.5 a time zone without observances",
            Sample.calendar("BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            data(4, .missingObservance)
        ),
        InvalidCase(
            "§3.6.5 an observance without an offset",
            Sample.calendar("\(zone)\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            data(6, .missingProperty("TZOFFSETTO", component: "STANDARD"))
        ),
        InvalidCase(
            "§3.6.5 an observance without the offset before it",
            Sample.calendar(
                "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:DAYLIGHT\nDTSTART:20000101T000000\nTZOFFSETTO:+0100\nEND:DAYLIGHT\n"
                    + "END:VTIMEZONE\nBEGIN:VTODO\nUID:1\nEND:VTODO"
            ),
            data(6, .missingProperty("TZOFFSETFROM", component: "DAYLIGHT"))
        ),
        InvalidCase(
            "§3.6.5 an observance without an onset",
            Sample.calendar(
                "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\n"
                    + "END:VTIMEZONE\nBEGIN:VTODO\nUID:1\nEND:VTODO"
            ),
            data(6, .missingProperty("DTSTART", component: "STANDARD"))
        ),
        InvalidCase(
            "§3.3.14 an offset that is none",
            Sample.calendar("\(zone)\nTZOFFSETTO:+1\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            data(9, .invalidValue(property: "TZOFFSETTO"))
        ),
        InvalidCase(
            "§3.6.6 an alarm without TRIGGER",
            alarm("ACTION:AUDIO"),
            data(8, .missingProperty("TRIGGER", component: "VALARM"))
        ),
        InvalidCase(
            "§3.6.6 an alarm without ACTION",
            alarm("TRIGGER:-PT5M"),
            data(8, .missingProperty("ACTION", component: "VALARM"))
        ),
        InvalidCase(
            "§3.6.6 TRIGGER more than once",
            alarm("ACTION:AUDIO\nTRIGGER:-PT5M\nTRIGGER:-PT6M"),
            data(11, .repeatedProperty("TRIGGER", component: "VALARM"))
        ),
    ]

    @Test(arguments: refused)
    func `RFC 5545 §3.6 new data that breaks a rule is refused with its line`(invalid: InvalidCase) throws {
        // What is stored is read all the same.
        let resource = try CalendarObjectResource(parsing: invalid.octets)
        #expect(throws: invalid.error) { try resource.checkConformance() }
        #expect(invalid.error.precondition == .validCalendarData)
        #expect(invalid.error.description.hasPrefix("Line "))
    }

    @Test(arguments: [
        ("X-STAMP", "x", true), ("SEQUENCE", "2147483647", true), ("SEQUENCE", "2147483648", false),
        ("SEQUENCE", "two", false), ("PRIORITY", "", false), ("CREATED", "20240101", true), ("CREATED", "today", false),
        ("LAST-MODIFIED", "20240101T250000Z", false), ("DURATION", "PT1H", true), ("DURATION", "P1W2D", true),
        ("DURATION", "P", false), ("DURATION", "PT", false), ("DURATION", "1H", false), ("DURATION", "PT1D", false),
        ("DURATION", "P1DT", false), ("DURATION", "PT1234567890S", false), ("DURATION", "+P1DT0H15M0S", true),
        ("RDATE", "20240101T000000Z,20240102T000000Z/PT1H", true), ("RDATE", "20240101T000000Z/", false),
        ("RDATE", "20240101T000000Z/PT1H/PT1H", false), ("EXDATE", "20240101,never", false), ("EXDATE", "", true),
    ])
    func `RFC 5545 §3.3 values are of the type of their property`(name: String, value: String, isValid: Bool) throws {
        let resource = try CalendarObjectResource(parsing: Sample.event("\(name):\(value)"))
        if isValid {
            #expect(throws: Never.self) { try resource.checkConformance() }
        } else {
            let expected = Self.data(8, .invalidValue(property: name))
            #expect(throws: expected) { try resource.checkConformance() }
        }
    }

    @Test(arguments: [
        // No PRODID and no DTSTAMP, as scripts have it.
        Array("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTODO\nUID:1\nEND:VTODO\nEND:VCALENDAR\n".utf8),
        Sample.event("SUMMARY:a\nSUMMARY:b\nLOCATION:c\nLOCATION:d"),
        Sample.event("DTEND:20240101T000000Z"), Sample.event("DTEND:20240102T120000Z"),
        Sample.event("STATUS:NEEDS-ACTION\nCOMPLETED:20240101"), Sample.event("CALSCALE:none of mine"),
        Sample.calendar("calscale:gregorian\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
        todo("DUE:20240101T000000Z\nRRULE:FREQ=DAILY"),
        todo("COMPLETED;VALUE=DATE:20240101\nPERCENT-COMPLETE:100"),
        alarm("ACTION:DISPLAY\nTRIGGER:-P0DT0H15M0S"), alarm("ACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z"),
        alarm("ACTION:AUDIO\nTRIGGER;RELATED=END:PT0S\nREPEAT:3"),
        Sample.calendar("BEGIN:X-POLL\nUID:1\nDTEND:20240101\nX-STATUS:1\nX-STATUS:2\nEND:X-POLL"),
    ])
    func `what programs in use write, and no peer minds, is accepted`(octets: [UInt8]) throws {
        let resource = try CalendarObjectResource(parsing: octets)
        #expect(throws: Never.self) { try resource.checkConformance() }
    }

    @Test(arguments: Fixture.all)
    func `the examples of the standards conform`(fixture: Fixture) throws {
        let resource = try CalendarObjectResource(parsing: try fixture.octets())
        #expect(throws: Never.self) { try resource.checkConformance() }
    }
}
