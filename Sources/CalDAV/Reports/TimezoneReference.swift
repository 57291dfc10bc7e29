package import Recurrence
package import WebDAV

/// The time zone in which a query reads floating times.
package enum TimezoneReference: Equatable, Sendable {
    /// The zone that the request itself has (`CALDAV:timezone`, RFC 4791 §9.8).
    case definition(CalendarTimezone)

    /// The zone of a name (`CALDAV:timezone-id`, RFC 7809 §6.2); where it is not known, the server refuses the
    /// request with `CALDAV:valid-timezone` (§3.1.6).
    case identifier(String)

    /// Reads the reference among the children of a request; nil where there is none.
    ///
    /// - Throws: `WebDAVError` for a zone that is none, or where there are both kinds.
    package init?(in element: XMLElement) throws(WebDAVError) {
        let definition = element.first(CalendarElement.timezone)
        let identifier = element.first(CalendarElement.timezoneID)
        switch (definition, identifier) {
        case (nil, nil): return nil
        case (let definition?, nil): self = .definition(try CalendarTimezone(parsing: definition.text))
        case (nil, let identifier?): self = .identifier(identifier.trimmedText)
        // RFC 7809 §6.1: <!ELEMENT calendar-query (…, filter, (timezone | timezone-id)?)>
        case (_?, _?): throw WebDAVError(XMLError.misplacedElement(CalendarElement.timezoneID, in: element.name))
        }
    }

    /// Returns the zone in which dates and floating times are read.
    ///
    /// RFC 7809 §3.1.6: where the name "does not correspond to a time zone that is known to the server, the server MUST reject
    /// the request with a CALDAV:valid-timezone precondition error."
    ///
    /// - Throws: `WebDAVError` with `CALDAV:valid-timezone` for a name, with `CALDAV:valid-calendar-data` for a definition.
    package func floatingZone() throws(WebDAVError) -> FloatingZone {
        switch self {
        case .definition(let timezone): return try timezone.requestedZone()
        case .identifier(let name):
            guard let zone = FloatingZone(named: name) else {
                throw WebDAVError(.validTimezone, "The time zone is not known.")
            }
            return zone
        }
    }
}
