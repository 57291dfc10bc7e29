import ICalendar
import Testing

/// A malformed stream with the line and the reason of its fault.
struct MalformedCase: Sendable, CustomTestStringConvertible {
    /// What is wrong.
    let testDescription: String
    /// The stream.
    let octets: [UInt8]
    /// The number of the line at fault.
    let line: Int
    /// The fault.
    let reason: ICalendarError.Reason

    /// Makes a case of a VEVENT whose own lines begin at line 8 of the stream.
    init(_ name: String, _ lines: String, line: Int = 8, _ reason: ICalendarError.Reason) {
        self.init(name, octets: Sample.event(lines), line: line, reason)
    }

    /// Makes a case of a whole stream.
    init(_ name: String, octets: [UInt8], line: Int, _ reason: ICalendarError.Reason) {
        testDescription = name
        self.octets = octets
        self.line = line
        self.reason = reason
    }

    /// One case for each fault of syntax.
    static let all = [
        MalformedCase("no colon", "SUMMARY", .missingColon),
        MalformedCase("no name", ":value", .invalidName),
        MalformedCase("space in a name", "SUM MARY:x", .missingColon),
        MalformedCase("non-ASCII name", "ÜBER:x", .invalidName),
        MalformedCase("empty parameter name", "SUMMARY;=1:x", .invalidName),
        MalformedCase("parameter without equals sign", "SUMMARY;BASE64:x", .parameterWithoutValue(parameter: "BASE64")),
        MalformedCase("open quote", "SUMMARY;A=\"b:x", .malformedQuoting(parameter: "A")),
        MalformedCase("text behind a quote", "SUMMARY;A=\"b\"c:x", .malformedQuoting(parameter: "A")),
        MalformedCase("quote inside a value", "SUMMARY;A=b\"c\":x", .malformedQuoting(parameter: "A")),
        MalformedCase("control character", "SUMMARY:a\u{0}b", .controlCharacter(0)),
        MalformedCase("bare CR", "SUMMARY:a\rb", .controlCharacter(13)),
        MalformedCase("DEL", "SUMMARY:a\u{7F}", .controlCharacter(0x7F)),
        MalformedCase("noncharacter", "SUMMARY:a\u{FFFF}", .noncharacter),
        MalformedCase("fault behind a fold", "X:a\n b\n c\nBAD", line: 11, .missingColon),
        MalformedCase("other component ends", "END:VTODO", .mismatchedEnd(expected: "VEVENT", found: "VTODO")),
        MalformedCase("component with a space", "BEGIN:V EVENT", .invalidName),
        MalformedCase("no lines", octets: [], line: 1, .empty),
        MalformedCase("only empty lines", octets: Array("\r\n\r\n".utf8), line: 1, .empty),
        MalformedCase("not iCalendar", octets: Array("<html></html>".utf8), line: 1, .invalidName),
        MalformedCase("vCard", octets: Array("BEGIN:VCARD\nEND:VCARD\n".utf8), line: 1, .notACalendar),
        MalformedCase("property first", octets: Array("VERSION:2.0\n".utf8), line: 1, .notACalendar),
        MalformedCase("fold first", octets: Array(" BEGIN:VCALENDAR\n".utf8), line: 1, .continuationWithoutLine),
        MalformedCase(
            "fold of an empty line",
            octets: Array("BEGIN:VCALENDAR\n\n X:1\nEND:VCALENDAR".utf8),
            line: 3,
            .continuationWithoutLine
        ),
        MalformedCase(
            "cut off",
            octets: Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1".utf8),
            line: 3,
            .unclosedComponent("VEVENT")
        ),
        MalformedCase(
            "two objects",
            octets: Array("BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n".utf8),
            line: 3,
            .contentAfterEnd
        ),
        MalformedCase(
            "Latin-1",
            octets: Array("BEGIN:VCALENDAR\nX:".utf8) + [0xFC] + Array("\nEND:VCALENDAR\n".utf8),
            line: 2,
            .notUTF8
        ),
    ]
}

@Suite("Syntax errors")
struct SyntaxErrorTests {
    @Test(arguments: MalformedCase.all)
    func `RFC 5545 §3.1 a malformed line is refused with its number`(malformed: MalformedCase) {
        #expect(throws: ICalendarError(line: malformed.line, reason: malformed.reason)) {
            try ICalendarObject(parsing: malformed.octets)
        }
    }

    @Test func `a message names the line and does not repeat long names`() {
        let name = String(repeating: "X", count: 5_000)
        let error = ICalendarError(line: 12, reason: .parameterWithoutValue(parameter: name))
        #expect(error.description.hasPrefix("Line 12: "))
        #expect(error.description.count < 150)
    }
}

@Suite("Parser limits")
struct ParserLimitsTests {
    private func limits(_ change: (inout ICalendarLimits) -> Void) -> ICalendarLimits {
        var limits = ICalendarLimits.standard
        change(&limits)
        return limits
    }

    private func expect(_ reason: ICalendarError.Reason, line: Int, _ octets: [UInt8], _ limits: ICalendarLimits) {
        #expect(throws: ICalendarError(line: line, reason: reason)) {
            try ICalendarObject(parsing: octets, limits: limits)
        }
    }

    @Test func `a stream may have exactly the maximum of octets`() throws {
        let octets = Sample.event()
        _ = try ICalendarObject(parsing: octets, limits: limits { $0.maximumOctets = octets.count })
        let smaller = limits { $0.maximumOctets = octets.count - 1 }
        expect(.tooManyOctets(limit: octets.count - 1), line: 1, octets, smaller)
    }

    @Test func `a line may have exactly the maximum of octets after unfolding`() throws {
        let octets = Sample.event("X:456789\n 0123456789\n 0123456789")
        _ = try ICalendarObject(parsing: octets, limits: limits { $0.maximumLineOctets = 28 })
        expect(.lineTooLong(limit: 27), line: 8, octets, limits { $0.maximumLineOctets = 27 })
    }

    @Test func `components, properties and parameter values together are limited`() throws {
        // 4 BEGIN and END lines, VERSION, PRODID, UID, DTSTAMP, DTSTART, X, and 3 values.
        let octets = Sample.event("X;A=1,2;B=3:x")
        _ = try ICalendarObject(parsing: octets, limits: limits { $0.maximumElements = 13 })
        expect(.tooManyElements(limit: 12), line: 10, octets, limits { $0.maximumElements = 12 })
        expect(.tooManyElements(limit: 8), line: 8, octets, limits { $0.maximumElements = 8 })
    }

    @Test func `components may be nested exactly to the maximum depth`() throws {
        let octets = Sample.event("BEGIN:VALARM\nEND:VALARM")
        _ = try ICalendarObject(parsing: octets, limits: limits { $0.maximumDepth = 3 })
        expect(.nestedTooDeeply(limit: 2), line: 8, octets, limits { $0.maximumDepth = 2 })
    }
}
