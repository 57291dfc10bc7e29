package import WebDAV

/// A report that resources of this server answer (RFC 4791 §7).
package enum SupportedReport: Hashable, Sendable, CaseIterable {
    /// `CALDAV:calendar-multiget` (RFC 4791 §7.9).
    case calendarMultiget

    /// The root element of the request.
    package var name: XMLName {
        switch self {
        case .calendarMultiget: CalendarElement.calendarMultiget
        }
    }
}
