package import SQLDatabase

extension CalendarStore {
    /// Returns the next candidates of a query without their data.
    ///
    /// The pages together have every candidate once, in an order of their own, as long as the calendar does not change;
    /// an object that changes between two pages may be missing from them, or be in both. A page costs what its
    /// candidates cost: nothing is read of objects that the indexes rule out.
    ///
    /// - Throws: `SQLError`.
    package func candidateSummaries(
        for query: CandidateQuery,
        in calendar: CalendarID,
        after cursor: CandidateCursor? = nil,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> CandidatePage<CalendarObjectSummary> {
        let reader = CandidateReader(query: query, calendar: calendar, in: txn)
        let found = try reader.candidates(after: cursor, limit: limit)
        return CandidatePage(
            candidates: found.map(\.summary),
            next: found.count < limit ? nil : found.last?.cursor
        )
    }

    /// Returns the next candidates of a query with their data, no more at a time than fit the limit.
    ///
    /// - Throws: `SQLError`.
    package func candidates(
        for query: CandidateQuery,
        in calendar: CalendarID,
        after cursor: CandidateCursor? = nil,
        limit: CandidatePageLimit = CandidatePageLimit(),
        in txn: any SQLTransaction
    ) throws -> CandidatePage<CalendarObject> {
        let reader = CandidateReader(query: query, calendar: calendar, in: txn)
        let found = try reader.candidates(after: cursor, limit: limit.objects)
        let fitting = Self.prefix(of: found, within: limit.bytes)
        return CandidatePage(
            candidates: try objects(fitting.map(\.summary), in: txn),
            next: fitting.count < limit.objects && fitting.count == found.count ? nil : fitting.last?.cursor
        )
    }

    private static func prefix(of candidates: [Candidate], within bytes: Int) -> ArraySlice<Candidate> {
        var total = 0
        let fitting = candidates.prefix { candidate in
            total += candidate.summary.size
            return total <= bytes
        }
        return fitting.isEmpty ? candidates.prefix(1) : fitting
    }
}
