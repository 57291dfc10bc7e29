import CalDAV
import CalendarStore
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ICalendar
import Recurrence
import SQLDatabase
import WebDAV

/// Answers one free-busy-query report (RFC 4791 §7.10).
///
/// The objects are read a few at a time, and busy times that touch are joined, so that memory grows with the answer
/// alone.
struct FreeBusyReport: Sendable {
    /// What answers, for programs that read PRODID (RFC 5545 §3.7.3).
    static let productID = "-//Attache//CalDAV//EN"

    /// What the busy times of one object may cost: an instance for every half hour of a year.
    private static let budget = RecurrenceBudget(work: 200_000, instances: 20_000)

    private let query: FreeBusyQueryRequest
    private let exchange: ReportExchange

    /// Makes the answer of one report.
    init(_ query: FreeBusyQueryRequest, _ exchange: ReportExchange) {
        self.query = query
        self.exchange = exchange
    }

    /// Answers 200 with an iCalendar object of one VFREEBUSY.
    ///
    /// - Throws: `WebDAVError` 403, 404, or with DAV:number-of-matches-within-limits; `SQLError`.
    func response() async throws -> Response {
        let exchange = exchange
        // RFC 4791 §7.10: "An attempt to run the report on a calendar object resource MUST fail and return a 403
        // (Forbidden) status value", though §7 has every object advertise it.
        guard exchange.request.resource.kind != .object else {
            throw WebDAVError(.forbidden, "Busy times are told of collections, and not of an object.")
        }
        let scope = try await exchange.dependencies.database.read { txn in try FreeBusyScope(exchange, txn) }
        var busy = FreeBusy(in: query.range)
        for calendar in scope.calendars { try await gather(from: calendar, into: &busy) }
        let stamp = UTCTime(secondsSinceEpoch: Int(exchange.request.received.timeIntervalSince1970))
        let object = busy.object(productID: Self.productID, stamp: stamp)
        // RFC 4791 §7.10: "The response body for a successful request MUST be an iCalendar object that contains exactly
        // one VFREEBUSY component"; it is no multistatus.
        return Response(
            status: .ok,
            headers: [.contentType: MediaType.calendar.description, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: object.serialised()))
        )
    }

    private func gather(from calendar: CalendarCollection, into busy: inout FreeBusy) async throws {
        let floating = calendar.floatingZone
        var place: CandidateCursor?
        repeat {
            let page = try await page(of: calendar.id, after: place)
            for object in page.objects {
                try Task.checkCancellation()
                try add(object, to: &busy, floating: floating)
            }
            place = page.next
        } while place != nil
    }

    /// Some objects that may take time in the range, and where the next ones begin.
    private struct Page: Sendable {
        let objects: [CalendarObject]
        let next: CandidateCursor?
    }

    private func page(of calendar: CalendarID, after cursor: CandidateCursor?) async throws -> Page {
        let store = exchange.dependencies.calendars
        let candidates = CandidateQuery(componentTypes: ["VEVENT", "VFREEBUSY"], range: query.range.seconds)
        return try await exchange.dependencies.database.read { txn in
            let page = try store.candidates(for: candidates, in: calendar, after: cursor, in: txn)
            return Page(objects: page.candidates, next: page.next)
        }
    }

    private func add(_ object: CalendarObject, to busy: inout FreeBusy, floating: FloatingZone) throws(WebDAVError) {
        // What cannot be read takes no time that could be told.
        guard let resource = try? CalendarObjectResource(parsing: object.data) else { return }
        do throws(RecurrenceError) {
            try busy.add(resource, floating: floating, budget: Self.budget)
        } catch {
            guard error.isBudgetExceeded else { return }
            // RFC 4791 §7.10 (DAV:number-of-matches-within-limits): "The number of matching calendar object resources
            // must fall within server-specific, predefined limits."
            throw WebDAVError(.numberOfMatchesWithinLimits, error.description)
        }
    }
}

extension TimeRange {
    /// The range in seconds since 1970-01-01T00:00:00Z.
    fileprivate var seconds: Range<Int64> {
        Int64(start.secondsSinceEpoch)..<Int64(end.secondsSinceEpoch)
    }
}
