package import WebDAV

// The elements of filters and of the requests that have them.

extension CalendarElement {
    /// `CALDAV:comp-filter` (RFC 4791 §9.7.1).
    package static let compFilter = XMLName(caldav: "comp-filter")

    /// `CALDAV:filter` (RFC 4791 §9.7).
    package static let filter = XMLName(caldav: "filter")

    /// `CALDAV:is-not-defined` (RFC 4791 §9.7.4).
    package static let isNotDefined = XMLName(caldav: "is-not-defined")

    /// `CALDAV:mkcalendar-response` (RFC 4791 §9.3).
    package static let mkcalendarResponse = XMLName(caldav: "mkcalendar-response")

    /// `CALDAV:param-filter` (RFC 4791 §9.7.3).
    package static let paramFilter = XMLName(caldav: "param-filter")

    /// `CALDAV:prop-filter` (RFC 4791 §9.7.2).
    package static let propFilter = XMLName(caldav: "prop-filter")

    /// `CALDAV:supported-collation`, within `CALDAV:supported-collation-set` (RFC 4791 §7.5.1).
    package static let supportedCollation = XMLName(caldav: "supported-collation")

    /// `CALDAV:text-match` (RFC 4791 §9.7.5).
    package static let textMatch = XMLName(caldav: "text-match")

    /// `CALDAV:time-range` (RFC 4791 §9.9).
    package static let timeRange = XMLName(caldav: "time-range")

    /// `CALDAV:timezone` (RFC 4791 §9.8).
    package static let timezone = XMLName(caldav: "timezone")

    /// `CALDAV:timezone-id` (RFC 7809 §6.2).
    package static let timezoneID = XMLName(caldav: "timezone-id")
}
