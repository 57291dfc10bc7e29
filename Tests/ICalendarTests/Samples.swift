import ICalendar

/// Streams that tests build on.
enum Sample {
    /// Returns a VCALENDAR around lines, with CRLF line endings.
    static func calendar(_ lines: String) -> [UInt8] {
        crlf("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//Test//EN\n\(lines)\nEND:VCALENDAR\n")
    }

    /// Returns a VCALENDAR with one VEVENT that has a UID, a DTSTAMP, a DTSTART and more lines.
    static func event(_ lines: String = "SUMMARY:Lunch") -> [UInt8] {
        calendar("BEGIN:VEVENT\nUID:1\nDTSTAMP:20240101T000000Z\nDTSTART:20240102T120000Z\n\(lines)\nEND:VEVENT")
    }

    /// Returns the octets of a text with CRLF for every line break.
    static func crlf(_ text: String) -> [UInt8] {
        text.utf8.flatMap { $0 == UInt8(ascii: "\n") ? [13, 10] : [$0] }
    }
}

/// Returns octets as text.
func text(_ octets: [UInt8]) -> String {
    String(decoding: octets, as: UTF8.self)
}
