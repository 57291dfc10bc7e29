import ICalendar
import Testing

/// What RFC 5545 forbids and new data may do all the same (`Docs/standards/rfc5545.md`).
@Suite struct LeniencyTests {
    private func check(_ octets: [UInt8]) throws {
        try CalendarObjectResource(parsing: octets).checkConformance()
    }

    private func event(_ lines: String) -> [UInt8] {
        Sample.calendar("BEGIN:VEVENT\nUID:1\n\(lines)\nEND:VEVENT")
    }

    private func todo(_ lines: String) -> [UInt8] {
        Sample.calendar("BEGIN:VTODO\nUID:1\n\(lines)\nEND:VTODO")
    }

    @Test(arguments: [
        "DTSTART:20240102", "DTSTART:20240102\nDTEND:20240103", "DTSTART;VALUE=DATE:20240102\nDTEND:20240103",
        "DTSTART:20240102\nRRULE:FREQ=DAILY\nEXDATE:20240103\nRDATE:20240202",
    ])
    func `RFC 5545 §3.2.20 a DATE without VALUE=DATE is let pass`(lines: String) throws {
        #expect(throws: Never.self) { try check(event(lines)) }
    }

    @Test func `RFC 5545 §3.2.20 without VALUE=DATE the form of a value says of which type it is`() throws {
        let error = ICalendarError(line: 7, reason: .differentTypes("DTEND", "DTSTART"))
        #expect(throws: CalendarObjectError.invalidCalendarData(error)) {
            try check(event("DTSTART:20240102\nDTEND:20240103T000000Z"))
        }
    }

    @Test(arguments: [
        ("DTSTART:20240102T120000Z", "RECURRENCE-ID;VALUE=DATE:20240103"),
        ("DTSTART:20240102T120000Z", "RECURRENCE-ID:20240103"),
        ("DTSTART;VALUE=DATE:20240102", "RECURRENCE-ID:20240103T000000Z"),
        ("DTSTART:20240102T120000", "RECURRENCE-ID:20240103T110000Z"),
    ])
    func `RFC 5545 §3.8.4.4 a RECURRENCE-ID of another value type than DTSTART is let pass`(
        start: String,
        identifier: String
    ) throws {
        let master = "BEGIN:VEVENT\nUID:1\n\(start)\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT"
        let override = "BEGIN:VEVENT\nUID:1\n\(start)\n\(identifier)\nEND:VEVENT"
        #expect(throws: Never.self) { try check(Sample.calendar("\(master)\n\(override)")) }
    }

    @Test(arguments: ["DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED"])
    func `RFC 5545 §3.8.7 a time that is not in UTC is let pass, and what is no time is refused`(name: String) throws {
        for value in ["20240101T000000", "20240101"] {
            #expect(throws: Never.self) { try check(todo("\(name):\(value)")) }
        }
        let error = ICalendarError(line: 6, reason: .invalidValue(property: name))
        #expect(throws: CalendarObjectError.invalidCalendarData(error)) { try check(todo("\(name):today")) }
    }

    @Test(arguments: ["STATUS:MAYBE", "TRANSP:MAYBE", "CLASS:MAYBE"])
    func `RFC 5545 §3.8.1.11 another value than those of STATUS, TRANSP, and CLASS is let pass`(line: String) throws {
        #expect(throws: Never.self) { try check(Sample.event(line)) }
    }

    @Test(arguments: ["ACTION:DISPLAY", "ACTION:EMAIL", "ACTION:AUDIO\nDURATION:PT5M", "ACTION:AUDIO\nREPEAT:2"])
    func `RFC 5545 §3.6.6 an alarm without the other of DURATION and REPEAT, or without its texts, is let pass`(
        lines: String
    ) throws {
        #expect(throws: Never.self) {
            try check(Sample.event("BEGIN:VALARM\nTRIGGER:-PT5M\n\(lines)\nEND:VALARM"))
        }
    }

    @Test(arguments: ["SUMMARY:a\\xb", "SUMMARY:end\\", "SUMMARY:a;b,c"])
    func `RFC 5545 §3.3.11 a wrong escape of a client is let pass, and comes back as it was`(line: String) throws {
        let octets = Sample.event(line)
        let resource = try CalendarObjectResource(parsing: octets)
        #expect(throws: Never.self) { try resource.checkConformance() }
        #expect(resource.serialised() == octets)
    }
}
