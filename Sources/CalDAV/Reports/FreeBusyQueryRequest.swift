package import WebDAV

/// The free-busy-query report (RFC 4791 §7.10, §9.11).
package struct FreeBusyQueryRequest: Hashable, Sendable {
    /// The range of time of which busy times are asked for.
    package let range: TimeRange

    /// Reads the root element of the request.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 4791 §9.11, or whose range is open at an end.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT free-busy-query (time-range)>; an open range has no free-busy times, since they would not end.
        range = try TimeRange(try element.required(CalendarElement.timeRange))
    }
}
