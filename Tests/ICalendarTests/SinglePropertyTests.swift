import ICalendar
import Testing

/// A property that RFC 5545 §3.6 lets a component have at most once.
struct SingleProperty: Sendable, CustomTestStringConvertible {
    /// What a kind of component stands in, and what it has to have besides the property.
    private struct Place: Sendable {
        var before: [String] = []
        let required: [String]
        var within: [String] = []
        var after: [String] = []
    }

    /// The name of the component.
    let component: String
    /// The property, as a line.
    let line: String
    private let place: Place

    /// The name of the property.
    var name: String { String(line.prefix { $0 != ":" }) }

    /// The names of both, for reports.
    var testDescription: String { "\(name) of \(component)" }

    /// Every property with every kind of component that may have it once.
    static let all =
        properties(of: "VEVENT", Place(required: instance), common + ended + ["DURATION:PT1H", "TRANSP:OPAQUE"])
        + properties(of: "VTODO", Place(required: instance), common + completed + ["DURATION:PT1H"])
        + properties(of: "VJOURNAL", Place(required: instance), common.filter { !$0.hasPrefix("PRIORITY") })
        + properties(of: "VFREEBUSY", Place(required: instance), Array(common.prefix(4)) + ended)
        + properties(of: "VALARM", alarm, ["ACTION:AUDIO", "TRIGGER:-PT5M", "DURATION:PT5M", "REPEAT:2"])
        + properties(of: "VTIMEZONE", zone, ["TZID:X", "LAST-MODIFIED:20240101T000000Z"])
        + properties(of: "STANDARD", observance, onset)
        + properties(of: "DAYLIGHT", observance, onset)

    private static let instance = ["UID:1", "DTSTART:20240102T120000Z"]
    // What VFREEBUSY may have is first.
    private static let common = [
        "UID:1", "DTSTAMP:20240101T000000Z", "DTSTART:20240102T120000Z", "ORGANIZER:mailto:a@example.com",
        "RECURRENCE-ID:20240102T120000Z", "SEQUENCE:1", "CREATED:20240101T000000Z", "LAST-MODIFIED:20240101T000000Z",
        "CLASS:PUBLIC", "PRIORITY:1", "STATUS:CANCELLED",
    ]
    private static let ended = ["DTEND:20240102T130000Z"]
    private static let completed = ["DUE:20240102T130000Z", "COMPLETED:20240102T130000Z", "PERCENT-COMPLETE:100"]
    private static let onset = ["DTSTART:20000101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100"]
    private static let todo = ["BEGIN:VTODO", "UID:1", "END:VTODO"]

    private static let alarm = Place(
        before: ["BEGIN:VEVENT"] + instance,
        required: ["ACTION:AUDIO", "TRIGGER:-PT5M"],
        after: ["END:VEVENT"]
    )
    private static let zone = Place(
        required: ["TZID:X"],
        within: ["BEGIN:STANDARD"] + onset + ["END:STANDARD"],
        after: todo
    )

    private static let observance = Place(
        before: ["BEGIN:VTIMEZONE", "TZID:X"],
        required: onset,
        after: ["END:VTIMEZONE"] + todo
    )

    private static func properties(of component: String, _ place: Place, _ lines: [String]) -> [SingleProperty] {
        lines.map { SingleProperty(component: component, line: $0, place: place) }
    }

    /// Returns an object whose component has the property as often as is said, and the line of the last one.
    func object(having count: Int) -> (octets: [UInt8], last: Int) {
        let others = place.required.filter { !$0.hasPrefix(name + ":") }
        let head = place.before + ["BEGIN:\(component)"] + others + Array(repeating: line, count: count)
        let lines = head + place.within + ["END:\(component)"] + place.after
        // VCALENDAR begins with three lines.
        return (Sample.calendar(lines.joined(separator: "\n")), head.count + 3)
    }
}

@Suite struct SinglePropertyTests {
    private func check(_ octets: [UInt8]) throws {
        try CalendarObjectResource(parsing: octets).checkConformance()
    }

    @Test(arguments: SingleProperty.all)
    func `RFC 5545 §3.6 what MUST NOT occur more than once is accepted once, and the second is refused with its line`(
        property: SingleProperty
    ) throws {
        #expect(throws: Never.self) { try check(property.object(having: 1).octets) }
        let (octets, line) = property.object(having: 2)
        let reason = ICalendarError.Reason.repeatedProperty(property.name, component: property.component)
        let expected = CalendarObjectError.invalidCalendarData(ICalendarError(line: line, reason: reason))
        #expect(throws: expected) { try check(octets) }
    }

    @Test(arguments: ["VERSION:2.0", "PRODID:-//Example//Test//EN", "CALSCALE:GREGORIAN"])
    func `RFC 5545 §3.6 VERSION, PRODID, and CALSCALE are accepted once, and the second is refused with its line`(
        line: String
    ) throws {
        let name = String(line.prefix { $0 != ":" })
        let others = ["VERSION:2.0"].filter { $0 != line }
        for count in 1...2 {
            let head = ["BEGIN:VCALENDAR"] + others + Array(repeating: line, count: count)
            let lines = head + ["BEGIN:VTODO", "UID:1", "END:VTODO", "END:VCALENDAR", ""]
            let octets = Sample.crlf(lines.joined(separator: "\n"))
            guard count == 2 else {
                #expect(throws: Never.self) { try check(octets) }
                continue
            }
            let reason = ICalendarError.Reason.repeatedProperty(name, component: "VCALENDAR")
            let expected = CalendarObjectError.invalidCalendarData(ICalendarError(line: head.count, reason: reason))
            #expect(throws: expected) { try check(octets) }
        }
    }

    @Test(arguments: ["SUMMARY:a", "DESCRIPTION:a", "LOCATION:a", "URL:http://example.com/", "GEO:1.5;2.5"])
    func `RFC 5545 §3.6 a descriptive property that is there twice is let pass`(line: String) throws {
        #expect(throws: Never.self) { try check(Sample.event("\(line)\n\(line)")) }
    }
}
