import Foundation
import ICalendar
import Recurrence
import Testing

/// The files in Fixtures, and calendar objects made of lines.
enum Fixture {
    /// Returns the lines of a file.
    static func lines(of name: String) throws -> [Substring] {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return text.split(separator: "\n")
    }

    /// Reads `20060103T100000` as an instant.
    static func instant(_ text: String) throws -> UTCTime {
        try #require(UTCTime(parsing: text + "Z"), "\(text)")
    }

    /// Reads instants with commas between them.
    static func instants(_ text: String) throws -> [UTCTime] {
        try text.split(separator: ",").map { try instant(String($0)) }
    }

    /// Makes a resource of one event with these lines.
    static func resource(_ lines: [String], zones: [String] = []) throws -> CalendarObjectResource {
        try resource(components: zones + component("VEVENT", lines))
    }

    /// Makes a VTIMEZONE of its lines.
    static func zone(_ lines: [String]) throws -> Component {
        let components = try resource(["DTSTART:20240101T000000Z"], zones: lines).object.calendar.components
        return try #require(components.first { $0.isNamed("VTIMEZONE") })
    }

    /// Makes a resource of components, whose lines are given.
    static func resource(components: [String]) throws -> CalendarObjectResource {
        let lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN"] + components + ["END:VCALENDAR", ""]
        return try CalendarObjectResource(parsing: Array(lines.joined(separator: "\r\n").utf8))
    }

    /// Returns the lines of a component with a UID.
    static func component(_ name: String, _ lines: [String]) -> [String] {
        ["BEGIN:\(name)", "UID:1@example.com", "DTSTAMP:20240101T000000Z"] + lines + ["END:\(name)"]
    }

    /// A VTIMEZONE of US Eastern time (RFC 5545 §3.6.5), under any name.
    static func easternTime(named name: String) -> [String] {
        [
            "BEGIN:VTIMEZONE", "TZID:\(name)",
            "BEGIN:DAYLIGHT", "DTSTART:19670430T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU;UNTIL=19730429T070000Z",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "TZNAME:EDT", "END:DAYLIGHT",
            "BEGIN:STANDARD", "DTSTART:19671029T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z",
            "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "TZNAME:EST", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:19740106T020000", "RDATE:19750223T020000",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "TZNAME:EDT", "END:DAYLIGHT",
            "BEGIN:DAYLIGHT", "DTSTART:19760425T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU;UNTIL=19860427T070000Z",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "TZNAME:EDT", "END:DAYLIGHT",
            "BEGIN:DAYLIGHT", "DTSTART:19870405T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "TZNAME:EDT", "END:DAYLIGHT",
            "BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "TZNAME:EDT", "END:DAYLIGHT",
            "BEGIN:STANDARD", "DTSTART:20071104T020000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
            "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "TZNAME:EST", "END:STANDARD",
            "END:VTIMEZONE",
        ]
    }
}
