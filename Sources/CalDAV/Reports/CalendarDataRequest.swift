package import WebDAV

/// What a report asks for of calendar data (`CALDAV:calendar-data` in a request, RFC 4791 §9.6).
package struct CalendarDataRequest: Hashable, Sendable {
    /// What becomes of recurring components.
    package enum Recurrence: Hashable, Sendable {
        /// Each instance in the range, without recurrence properties (§9.6.5).
        case expanded(TimeRange)

        /// The master and the overrides that the range needs (§9.6.6).
        case limited(TimeRange)
    }

    /// The media type of the data, in lower case; `text/calendar` where none is named.
    package let contentType: String

    /// The version of the media type; `2.0` where none is named.
    package let version: String

    /// The components and properties that are wanted; nil for all.
    package let selection: ComponentSelection?

    /// What becomes of recurring components; nil for all as stored.
    package let recurrence: Recurrence?

    /// The range to which FREEBUSY values are limited (§9.6.7); nil for all.
    package let freeBusyLimit: TimeRange?

    /// Reads the element.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 4791 §9.6.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT calendar-data (comp?, (expand | limit-recurrence-set)?, limit-freebusy-set?)>
        contentType = element.attribute("content-type")?.lowercased() ?? "text/calendar"
        version = element.attribute("version") ?? "2.0"
        selection = try element.first(CalendarElement.comp).map { (comp) throws(XMLError) in
            try ComponentSelection(comp)
        }
        recurrence = try Self.recurrence(in: element)
        freeBusyLimit = try element.first(CalendarElement.limitFreebusySet).map { (limit) throws(XMLError) in
            try TimeRange(limit)
        }
    }

    /// Reads the element by which a report asks for calendar data; nil where it does not ask.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 4791 §9.6.
    package init?(in selection: PropertySelection) throws(XMLError) {
        guard let element = selection.request(for: CalendarElement.calendarData) else { return nil }
        self = try CalendarDataRequest(element)
    }

    /// Whether data can be given as `contentType` and `version` ask; otherwise the precondition
    /// `CALDAV:supported-calendar-data` fails (RFC 4791 §7.9).
    package var isSupported: Bool {
        contentType == "text/calendar" && version == "2.0"
    }

    private static func recurrence(in element: XMLElement) throws(XMLError) -> Recurrence? {
        let expand = element.first(CalendarElement.expand)
        guard let limit = element.first(CalendarElement.limitRecurrenceSet) else {
            return try expand.map { (expand) throws(XMLError) in .expanded(try TimeRange(expand)) }
        }
        guard expand == nil else { throw .misplacedElement(limit.name, in: element.name) }
        return .limited(try TimeRange(limit))
    }
}
