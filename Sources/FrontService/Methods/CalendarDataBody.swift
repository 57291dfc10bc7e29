import CalDAV
import CalendarStore
import FoundationEssentials
import Hummingbird
import ICalendar
import NIOCore
import Recurrence
import ServiceSupport
import WebDAV

/// The body of a PUT: read within a limit, parsed, and held against the preconditions of RFC 4791 §5.3.2.1.
struct CalendarDataBody: Sendable {
    private let maximumSize: Int

    /// Makes a reader for bodies of at most so many octets.
    init(_ maximumSize: Int) {
        self.maximumSize = maximumSize
    }

    /// Waits for room, asks for the body, and returns its octets.
    ///
    /// - Throws: `WebDAVError` with CALDAV:max-resource-size as soon as the limit is passed; `BudgetExhausted`.
    func octets(of request: FrontRequest) async throws -> [UInt8] {
        do {
            return try await request.collectBody(upTo: maximumSize)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(maximumSize)
        }
    }

    /// Parses data that a client would like to have stored, and holds it against all that is asked of new data.
    ///
    /// - Parameters:
    ///   - octets: The data.
    ///   - now: The instant of the request, from which the horizon of the index counts.
    /// - Returns: The data, mended where that is beyond doubt, with its times read once for all that need them.
    /// - Throws: `WebDAVError` 403 with the precondition that the data violates and a sentence that names the line.
    static func parseNew(_ octets: [UInt8], now: Date) throws -> NewCalendarData {
        let data: MendedCalendarData
        do throws(CalendarObjectError) {
            data = try MendedCalendarData.parse(octets)
            try data.resource.checkConformance()
        } catch {
            throw WebDAVError(error)
        }
        let set: RecurrenceSet
        do throws(RecurrenceError) {
            // Rules that cannot be computed would be stored as an event that no time range ever finds.
            set = try RecurrenceSet(of: data.resource)
        } catch {
            throw WebDAVError(error)
        }
        let occurrences = OccurrenceIndexEntry(indexing: data.resource, set, now: now)
        return NewCalendarData(data, occurrences: occurrences)
    }

    /// Parses and validates octets that are stored already, or that were made from such.
    ///
    /// - Throws: `WebDAVError` 403 with the precondition that the data violates.
    static func parse(_ octets: [UInt8]) throws -> CalendarObjectResource {
        do {
            return try CalendarObjectResource(parsing: octets)
        } catch {
            throw WebDAVError(error)
        }
    }

    /// Checks that a calendar takes a type of component (CALDAV:supported-calendar-component).
    ///
    /// - Throws: `WebDAVError` 403 with the precondition.
    static func check(_ type: ComponentType, isSupportedBy calendar: CalendarCollection) throws {
        guard calendar.components.contains(type.name) else {
            throw WebDAVError(
                .supportedCalendarComponent,
                "The calendar takes \(calendar.components.joined(separator: ", ")), not \(type.name)."
            )
        }
    }

    /// The refusal of a resource that is too large (CALDAV:max-resource-size).
    static func tooLarge(_ limit: Int) -> WebDAVError {
        WebDAVError(
            .maxResourceSize,
            "A calendar object has at most \(limit) octets."
        )
    }
}
