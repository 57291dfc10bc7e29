import CalDAV
import CalendarStore
import Hummingbird
import Recurrence
import WebDAV

/// Answers one calendar-query report (RFC 4791 §7.8).
///
/// The index of occurrences gives the candidates, a page at a time, and the filter looks at each while the next ones are
/// read: the work grows with the answer and not with the calendar, and memory with neither.
struct CalendarQueryReport: Sendable {
    private let query: CalendarQueryRequest
    private let exchange: ReportExchange
    private let matcher: QueryMatcher

    /// Makes the answer of one report.
    init(_ query: CalendarQueryRequest, _ exchange: ReportExchange) {
        self.query = query
        self.exchange = exchange
        matcher = QueryMatcher(query.filter)
    }

    /// Answers 207 with a response for each object that is found.
    ///
    /// - Throws: `WebDAVError` with CALDAV:supported-calendar-data, CALDAV:valid-timezone, 403, or 404; `SQLError`.
    func response() async throws -> Response {
        let timezone = try query.timezone?.floatingZone()
        let scope = try await scope()
        let answer = try ObjectAnswer(
            exchange.answer(query.selection, quota: scope.quota),
            data: query.calendarData,
            logger: exchange.request.context.logger
        )
        let reading = CandidateReading(
            query: matcher.candidates,
            name: scope.name,
            includesData: answer.needsData || !matcher.hint.isExact,
            selection: query.selection.ofProperties,
            exchange: exchange
        )
        let report = self
        return exchange.multistatus { stream, writer in
            for collection in scope.collections {
                // RFC 4791 §7.3: floating times are read in the zone of the request, else in that of the calendar.
                let floating = timezone ?? collection.calendar?.floatingZone ?? .utc
                try await ReadingAhead.forEach {
                    try await reading.page(of: collection.path, after: nil)
                } isLast: {
                    $0.next == nil
                } next: {
                    try await reading.page(of: collection.path, after: $0.next)
                } _: { page in
                    for candidate in page.objects {
                        // Where nothing is found nothing is written, and only this tells that nobody waits any more.
                        try Task.checkCancellation()
                        guard report.matcher.finds(candidate, floating: floating) else { continue }
                        try await stream.write(answer.response(for: candidate, floating: floating), to: &writer)
                    }
                }
            }
        }
    }

    private func scope() async throws -> ReportScope {
        let (path, depth, selection) = (exchange.request.resource, exchange.depth, query.selection)
        return try await exchange.read { reader in
            try ReportScope(path, depth: depth, selection: selection, reader)
        }
    }
}
