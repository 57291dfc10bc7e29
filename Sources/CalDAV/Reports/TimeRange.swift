package import Recurrence
package import WebDAV

/// A range of time, its start included and its end not (RFC 4791 §9.9).
package struct TimeRange: Hashable, Sendable {
    /// The instants in the range.
    package let instants: Range<UTCTime>

    /// The inclusive start; ``UTCTime/distantPast`` where the range has none.
    package var start: UTCTime { instants.lowerBound }

    /// The exclusive end; ``UTCTime/distantFuture`` where the range has none.
    package var end: UTCTime { instants.upperBound }

    /// Makes a range.
    package init(_ instants: Range<UTCTime>) {
        self.instants = instants
    }

    /// Reads the attributes `start` and `end` of an element that needs both, such as `CALDAV:expand` (RFC 4791 §9.6.5).
    ///
    /// - Throws: `XMLError.invalidValue` where one is absent or no UTC date-time, or the end is not after the start.
    package init(_ element: XMLElement) throws(XMLError) {
        guard let start = try Self.time("start", of: element), let end = try Self.time("end", of: element) else {
            throw Self.missing(in: element)
        }
        try self.init(from: start, to: end, of: element)
    }

    /// Reads the attributes of a `CALDAV:time-range`, of which one may be absent.
    ///
    /// - Throws: `XMLError.invalidValue` where both are absent, one is no UTC date-time, or the end is not after the start.
    package init(open element: XMLElement) throws(XMLError) {
        let (start, end) = (try Self.time("start", of: element), try Self.time("end", of: element))
        // RFC 4791 §9.9: "Time ranges open at one end can be specified by including only one attribute; however, at least
        // one attribute MUST always be present in the CALDAV:time-range element. If either the "start" or "end" attribute
        // is not specified …, assume "-infinity" and "+infinity" as their value, respectively."
        guard start != nil || end != nil else { throw Self.missing(in: element) }
        try self.init(from: start ?? .distantPast, to: end ?? .distantFuture, of: element)
    }

    private init(from start: UTCTime, to end: UTCTime, of element: XMLElement) throws(XMLError) {
        // RFC 4791 §9.9: "If both "start" and "end" are present, the value of the "end" attribute MUST be greater than the
        // value of the "start" attribute."
        guard start < end else { throw .invalidValue(of: element.name, end.description) }
        instants = start..<end
    }

    private static func time(_ attribute: String, of element: XMLElement) throws(XMLError) -> UTCTime? {
        guard let value = element.attribute(attribute) else { return nil }
        guard let time = UTCTime(parsing: value) else { throw .invalidValue(of: element.name, value) }
        return time
    }

    private static func missing(in element: XMLElement) -> XMLError {
        .invalidValue(of: element.name, "")
    }
}
