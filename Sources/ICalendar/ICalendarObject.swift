/// One iCalendar object (RFC 5545 §3.4) as a tree that keeps every untouched line byte for byte.
package struct ICalendarObject: Sendable {
    private static let likelyGrowth = 1_024

    /// The VCALENDAR component.
    package var calendar: Component
    /// The line ending of new and changed lines: that of the stream's first line.
    package let lineEnding: LineEnding

    /// Makes an object that was not parsed.
    ///
    /// - Parameters:
    ///   - calendar: The VCALENDAR component.
    ///   - lineEnding: The line ending of all lines that have none of their own.
    package init(calendar: Component, lineEnding: LineEnding = .crlf) {
        self.calendar = calendar
        self.lineEnding = lineEnding
    }

    /// Parses a stream that holds exactly one iCalendar object, in time linear in its size.
    ///
    /// Accepted beyond RFC 5545 and kept as they came: LF line endings, folds inside a UTF-8 sequence, a byte order
    /// mark, empty lines, and a last line without line ending. An empty line belongs to the line before it: it goes
    /// when that line is changed or removed.
    ///
    /// - Parameters:
    ///   - octets: The stream.
    ///   - limits: What is accepted at most.
    /// - Throws: The first fault of syntax or size.
    package init(parsing octets: [UInt8], limits: ICalendarLimits = .standard) throws(ICalendarError) {
        let maximumOctets = min(limits.maximumOctets, SourceLine.maximumStreamOctets)
        guard octets.count <= maximumOctets else {
            throw ICalendarError(line: 1, reason: .tooManyOctets(limit: maximumOctets))
        }
        var scanner = ContentLineScanner(octets, maximumLineOctets: limits.maximumLineOctets)
        var builder = ComponentTreeBuilder(limits: limits)
        while let line = try scanner.next() {
            try builder.receive(line)
        }
        self.init(calendar: try builder.finish(), lineEnding: LineEnding(firstIn: octets))
    }

    /// Returns the stream: untouched lines as they were received, others folded at 75 octets.
    package func serialised() -> [UInt8] {
        // Most objects are written nearly as they came: with a line or two more.
        let expected = calendar.begin.map { $0.streamCount + Self.likelyGrowth }
        var writer = ContentLineWriter(lineEnding: lineEnding, expectedOctets: expected ?? 0)
        writer.write(calendar)
        return writer.octets
    }
}
