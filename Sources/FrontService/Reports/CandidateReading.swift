import CalendarStore
import WebDAV

/// Reads the candidates of a report in one collection, page by page.
///
/// Each page is consistent in itself, and access is checked anew for it, since it may have ended while the answer is
/// written.
struct CandidateReading: Sendable {
    /// Some candidates, and where the next ones begin.
    struct Page: Sendable {
        /// The candidates.
        let objects: [ReportedObject]

        /// The place after the last one; nil when there are no more.
        let next: CandidateCursor?
    }

    /// The greatest number of candidates that are read at a time without their data.
    private static let summariesPerPage = 500

    /// Which objects are candidates.
    let query: CandidateQuery

    /// The name of the only candidate, or nil for all that the query has.
    let name: String?

    /// Whether the data of the candidates is read.
    let includesData: Bool

    /// What is asked for of the candidates.
    let selection: PropertySelection

    /// The report.
    let exchange: ReportExchange

    /// Reads the next candidates.
    ///
    /// - Parameters:
    ///   - collection: The path of the collection.
    ///   - cursor: Where the page begins; nil for the first.
    /// - Returns: The page.
    /// - Throws: `WebDAVError` 403 or 404 where the collection can no longer be read; `SQLError`.
    func page(of collection: ResourcePath, after cursor: CandidateCursor?) async throws -> Page {
        let reading = self
        return try await exchange.read { reader in
            let place = try reader.subject(collection)
            guard let calendar = place.calendar?.id else { throw WebDAVError.notFound }
            let store = reader.dependencies.calendars
            if let name = reading.name {
                let found = try store.object(named: name, in: calendar, in: reader.txn)
                return Page(objects: try reading.objects([found].compactMap(\.self), in: place, reader), next: nil)
            }
            guard reading.includesData else {
                let page = try store.candidateSummaries(
                    for: reading.query,
                    in: calendar,
                    after: cursor,
                    limit: Self.summariesPerPage,
                    in: reader.txn
                )
                return Page(objects: try reading.objects(page.candidates, in: place, reader), next: page.next)
            }
            let page = try store.candidates(for: reading.query, in: calendar, after: cursor, in: reader.txn)
            return Page(objects: try reading.objects(page.candidates, in: place, reader), next: page.next)
        }
    }

    private func objects(
        _ found: [CalendarObject],
        in place: PropertySubject,
        _ reader: ListingReader
    ) throws -> [ReportedObject] {
        try ReportedObject.objects(found, in: place, selection: selection, reader)
    }

    private func objects(
        _ found: [CalendarObjectSummary],
        in place: PropertySubject,
        _ reader: ListingReader
    ) throws -> [ReportedObject] {
        try ReportedObject.objects(found, in: place, selection: selection, reader)
    }
}
