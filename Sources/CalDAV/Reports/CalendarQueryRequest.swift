package import WebDAV

/// The calendar-query report (RFC 4791 §7.8, §9.5).
package struct CalendarQueryRequest: Equatable, Sendable {
    /// Which properties are asked for; `CALDAV:calendar-data` among them is read as `calendarData`.
    package let selection: PropertySelection

    /// What is asked for of the calendar data, or nil where it is not asked for.
    package let calendarData: CalendarDataRequest?

    /// Which calendar object resources are found.
    package let filter: CalendarFilter

    /// The time zone of floating times; nil for that of the calendar.
    package let timezone: TimezoneReference?

    /// Reads the root element of the request.
    ///
    /// - Throws: `WebDAVError` for an element that does not follow RFC 4791 §9.5, with the precondition that a filter
    ///   violates.
    package init(_ element: XMLElement) throws(WebDAVError) {
        // <!ELEMENT calendar-query ((DAV:allprop | DAV:propname | DAV:prop)?, filter, timezone?)>
        do throws(XMLError) {
            selection = try PropertySelection(in: element) ?? .properties([])
            calendarData = try CalendarDataRequest(in: selection)
        } catch {
            throw WebDAVError(error)
        }
        filter = try Self.filter(in: element)
        timezone = try TimezoneReference(in: element)
    }

    private static func filter(in element: XMLElement) throws(WebDAVError) -> CalendarFilter {
        let filters = element.all(CalendarElement.filter)
        do throws(FilterError) {
            guard let filter = filters.first else {
                throw .invalid(.missingElement(CalendarElement.filter, in: element.name))
            }
            guard filters.count == 1 else { throw .invalid(.misplacedElement(filter.name, in: element.name)) }
            return try CalendarFilter(filter)
        } catch {
            throw WebDAVError(error)
        }
    }
}
