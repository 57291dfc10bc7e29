package import WebDAV

/// The values of CalDAV's properties whose elements have structure.
package enum CalendarPropertyValue {
    /// Returns `DAV:resourcetype` of a calendar (RFC 4791 §4.2).
    package static func calendarResourceType() -> XMLElement {
        resourceType([DAVElement.collection, CalendarElement.calendar])
    }

    /// Returns `DAV:resourcetype` of the given types; a resource that is no collection has none.
    package static func resourceType(_ types: [XMLName]) -> XMLElement {
        XMLElement(DAVProperty.resourceType, types.map { XMLElement($0) })
    }

    /// Returns `CALDAV:supported-calendar-component-set` of component names such as `VEVENT` (RFC 4791 §5.2.3).
    package static func supportedComponents(_ names: [String]) -> XMLElement {
        XMLElement(
            CalendarProperty.supportedCalendarComponentSet,
            names.map { XMLElement(CalendarElement.comp, attributes: [XMLAttribute("name", $0)]) }
        )
    }

    /// Returns `CALDAV:supported-calendar-data`: iCalendar 2.0 alone (RFC 4791 §5.2.4).
    package static func supportedCalendarData() -> XMLElement {
        let attributes = [XMLAttribute("content-type", "text/calendar"), XMLAttribute("version", "2.0")]
        return XMLElement(
            CalendarProperty.supportedCalendarData,
            [XMLElement(CalendarElement.calendarData, attributes: attributes)]
        )
    }

    /// Returns `CALDAV:supported-collation-set`: every collation that filters can name (RFC 4791 §7.5.1).
    package static func supportedCollations() -> XMLElement {
        XMLElement(
            CalendarProperty.supportedCollationSet,
            Collation.allCases.map { XMLElement(CalendarElement.supportedCollation, text: $0.rawValue) }
        )
    }

    /// Returns `CALDAV:calendar-data` of a response (RFC 4791 §9.6).
    ///
    /// - Parameter octets: The iCalendar text; octets that are not UTF-8 come out as U+FFFD.
    /// - Returns: The element; its line endings survive the receiver's XML parser.
    package static func calendarData(_ octets: [UInt8]) -> XMLElement {
        XMLElement(CalendarElement.calendarData, text: String(decoding: octets, as: UTF8.self))
    }

    /// Returns `CALDAV:managed-attachments-server-URL` (RFC 8607 §6.1).
    ///
    /// - Parameter origin: Scheme and authority without a path, such as `https://attachments.example.com`; nil for an
    ///   empty element, by which clients substitute the origin of the calendar home.
    /// - Returns: The element. A server without substitution does not return the property at all.
    package static func managedAttachmentsServerURL(_ origin: String?) -> XMLElement {
        XMLElement(CalendarProperty.managedAttachmentsServerURL, hrefs: origin.map { [Href(written: $0)] } ?? [])
    }
}
