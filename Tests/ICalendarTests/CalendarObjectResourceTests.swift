import ICalendar
import Testing

/// An invalid object with the error that it must be refused with.
struct InvalidCase: Sendable, CustomTestStringConvertible {
    /// What is wrong.
    let testDescription: String
    /// The stream.
    let octets: [UInt8]
    /// The error.
    let error: CalendarObjectError

    /// Makes a case.
    init(_ name: String, _ octets: [UInt8], _ error: CalendarObjectError) {
        testDescription = name
        self.octets = octets
        self.error = error
    }

    private static func data(_ line: Int, _ reason: ICalendarError.Reason) -> CalendarObjectError {
        .invalidCalendarData(ICalendarError(line: line, reason: reason))
    }

    /// One case for each rule.
    static let all = [
        InvalidCase(
            "METHOD",
            Sample.calendar("METHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTART:20240101\nEND:VEVENT"),
            .invalidCalendarObjectResource(.methodPresent, line: 4)
        ),
        InvalidCase("nothing", Sample.calendar("X:1"), .invalidCalendarObjectResource(.noComponent, line: 1)),
        InvalidCase(
            "only a time zone",
            Sample.calendar("BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE"),
            .invalidCalendarObjectResource(.noComponent, line: 1)
        ),
        InvalidCase(
            "two types",
            Sample.calendar("BEGIN:VEVENT\nUID:1\nDTSTART:20240101\nEND:VEVENT\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            .invalidCalendarObjectResource(.severalTypes("VEVENT", "VTODO"), line: 8)
        ),
        InvalidCase(
            "two UIDs",
            Sample.calendar("BEGIN:VTODO\nUID:1\nEND:VTODO\nBEGIN:VTODO\nUID:2\nRECURRENCE-ID:20240101\nEND:VTODO"),
            .invalidCalendarObjectResource(.severalUIDs, line: 8)
        ),
        InvalidCase(
            "no UID",
            Sample.calendar("BEGIN:VTODO\nSUMMARY:x\nEND:VTODO"),
            .invalidCalendarObjectResource(.missingUID, line: 4)
        ),
        InvalidCase(
            "an empty UID",
            Sample.calendar("BEGIN:VTODO\nUID:\nEND:VTODO"),
            .invalidCalendarObjectResource(.missingUID, line: 4)
        ),
        InvalidCase(
            "two masters",
            Sample.calendar("BEGIN:VTODO\nUID:1\nEND:VTODO\nBEGIN:VTODO\nUID:1\nEND:VTODO"),
            .invalidCalendarObjectResource(.repeatedInstance, line: 7)
        ),
        InvalidCase(
            "version 1.0",
            Array("BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR".utf8),
            .unsupportedVersion("1.0", line: 2)
        ),
        InvalidCase(
            "no version",
            Array("BEGIN:VCALENDAR\nEND:VCALENDAR".utf8),
            data(1, .missingProperty("VERSION", component: "VCALENDAR"))
        ),
        InvalidCase(
            "two DTSTARTs",
            Sample.event("DTSTART:20240101"),
            data(8, .repeatedProperty("DTSTART", component: "VEVENT"))
        ),
        InvalidCase(
            "DTEND and DURATION",
            Sample.event("DTEND:20240103T000000Z\nDURATION:PT1H"),
            data(9, .conflictingProperties("DTEND", "DURATION"))
        ),
        InvalidCase("DTEND that is no date", Sample.event("DTEND:tomorrow"), data(8, .invalidValue(property: "DTEND"))),
        InvalidCase(
            "no DTSTART",
            Sample.calendar("BEGIN:VEVENT\nUID:1\nEND:VEVENT"),
            data(4, .missingProperty("DTSTART", component: "VEVENT"))
        ),
        InvalidCase("malformed", Sample.event("nothing"), data(8, .missingColon)),
    ]
}

@Suite("CalendarObjectResource")
struct CalendarObjectResourceTests {
    @Test(arguments: InvalidCase.all)
    func `RFC 4791 §4.1 an object that breaks a rule is refused with its line`(invalid: InvalidCase) {
        #expect(throws: invalid.error) { try CalendarObjectResource(parsing: invalid.octets) }
    }

    @Test(arguments: Fixture.all)
    func `RFC 4791 §4.1 valid objects are accepted`(fixture: Fixture) throws {
        let octets = try fixture.octets()
        #expect(try CalendarObjectResource(parsing: octets).serialised() == octets)
    }

    @Test func `RFC 4791 §5.3.2.1 each error belongs to one precondition`() {
        var limits = ICalendarLimits.standard
        limits.maximumOctets = 10
        let error = #expect(throws: CalendarObjectError.self) {
            try CalendarObjectResource(parsing: Sample.event(), limits: limits)
        }
        #expect(error == .tooLarge(limit: 10))
        #expect(error?.precondition == .maxResourceSize)
        #expect(CalendarObjectError.unsupportedVersion("1.0", line: 2).precondition == .supportedCalendarData)
        let malformed = CalendarObjectError.invalidCalendarData(ICalendarError(line: 1, reason: .empty))
        #expect(malformed.precondition == .validCalendarData)
        let several = CalendarObjectError.invalidCalendarObjectResource(.severalUIDs, line: 3)
        #expect(several.precondition == .validCalendarObjectResource)
        #expect(several.description == "Line 3: the components have different UIDs.")
    }

    @Test func `UID, type, master and overrides are found`() throws {
        let fixture = try #require(Fixture.all.first { $0.name.hasPrefix("rfc8607") })
        let resource = try CalendarObjectResource(parsing: try fixture.octets())
        #expect(resource.uid == "20010712T182145Z-123401@example.com")
        #expect(resource.componentType == .event)
        #expect(resource.master?.first("RRULE")?.value == "FREQ=WEEKLY")
        #expect(resource.overrides.map { $0.first("RECURRENCE-ID")?.value } == ["20120220T100000"])
    }

    @Test func `RFC 6638 §3.1 organizer and attendees are found, each once`() throws {
        let fixture = try #require(Fixture.all.first { $0.name.hasPrefix("rfc8607") })
        let resource = try CalendarObjectResource(parsing: try fixture.octets())
        #expect(resource.organizer == "mailto:cyrus@example.com")
        #expect(
            resource.attendees == ["mailto:cyrus@example.com", "mailto:arnaudq@example.com", "mailto:mike@example.com"]
        )
        #expect(resource.isSchedulingCandidate)
        #expect(try CalendarObjectResource(parsing: Sample.event()).isSchedulingCandidate == false)
        let alone = try CalendarObjectResource(parsing: Sample.event("ORGANIZER:mailto:a@example.com"))
        #expect(!alone.isSchedulingCandidate)
    }

    @Test func `a visit of the instances leaves time zones alone`() throws {
        let fixture = try #require(Fixture.all.first { $0.name.hasPrefix("rfc7265") })
        var resource = try CalendarObjectResource(parsing: try fixture.octets())
        resource.updateInstances { $0.append(Property(name: "X-SEEN", value: "1")) }
        let seen = resource.object.calendar.components.map { $0.first("X-SEEN") != nil }
        #expect(seen == [false, true, true])
    }

    @Test func `types are known by name without regard to case`() {
        #expect(ComponentType(name: "vevent") == .event)
        #expect(ComponentType(name: "X-Poll") == .other("X-POLL"))
        #expect([ComponentType.todo, .journal, .freeBusy].map(\.name) == ["VTODO", "VJOURNAL", "VFREEBUSY"])
    }
}
