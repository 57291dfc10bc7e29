import CalDAV
import CalendarStore
import HTTPTypes
import ICalendar
import Logging
import Recurrence
import WebDAV

/// Answers for the calendar object resources that a report finds: their properties, and their calendar data if it is
/// asked for.
struct ObjectAnswer: Sendable {
    private let properties: PropertyAnswer
    private let data: CalendarDataRequest?
    private let logger: Logger

    /// Makes the answer to one report.
    ///
    /// - Parameters:
    ///   - properties: Answers the selection of properties.
    ///   - data: What is asked for of calendar data, or nil where it is not asked for.
    ///   - logger: The request's logger, for stored data that cannot be read.
    /// - Throws: `WebDAVError` 403 with CALDAV:supported-calendar-data.
    init(_ properties: PropertyAnswer, data: CalendarDataRequest?, logger: Logger) throws(WebDAVError) {
        // RFC 4791 §7.8, §7.9 (CALDAV:supported-calendar-data): "The attributes "content-type" and "version" of the
        // CALDAV:calendar-data XML element … specify a media type supported by the server for calendar object
        // resources."
        guard data?.isSupported ?? true else {
            throw WebDAVError(.supportedCalendarData, "Only text/calendar 2.0 is supported.")
        }
        self.properties = properties
        self.data = data
        self.logger = logger
    }

    /// Whether the data of objects has to be read.
    var needsData: Bool { data != nil }

    /// Returns the response for one object.
    ///
    /// Data that cannot be given as it is asked for makes an error of that response alone.
    ///
    /// - Parameters:
    ///   - found: The object.
    ///   - floating: The zone of dates and floating times.
    ///   - href: How the client wrote the object's URL, or nil where the server names it.
    /// - Returns: The response.
    func response(for found: ReportedObject, floating: FloatingZone, href: Href? = nil) -> MultistatusResponse {
        let href = href ?? Href(written: found.subject.path.href)
        guard let data, let object = found.object else { return properties.response(for: found.subject, href: href) }
        do {
            let octets = try ReportedData.octets(of: object, data, floating: floating)
            return properties.response(
                for: found.subject,
                extra: [CalendarPropertyValue.calendarData(octets)],
                href: href
            )
        } catch {
            return refusal(error, for: found, href: href)
        }
    }

    private func refusal(_ fault: ReportedData.Fault, for found: ReportedObject, href: Href) -> MultistatusResponse {
        switch fault {
        case .recurrence(let error) where error.isBudgetExceeded:
            // RFC 4791 §7.8: (DAV:number-of-matches-within-limits), of this one resource, since the others are
            // answered.
            return MultistatusResponse(
                href,
                status: .insufficientStorage,
                error: .numberOfMatchesWithinLimits,
                description: error.description
            )
        case .recurrence(let error):
            return MultistatusResponse(href, status: .forbidden, description: error.description)
        case .unreadable(let error):
            logger.error(
                "stored object not readable",
                metadata: ["object": "\(found.summary.id.text)", "error": "\(error)"]
            )
            return MultistatusResponse(
                href,
                status: .internalServerError,
                description: "The stored data cannot be read."
            )
        }
    }
}
