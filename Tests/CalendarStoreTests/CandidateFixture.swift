import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

extension CalendarFixture {
    /// Puts an object of a type with these spans into the calendar for events.
    func put(
        _ name: String,
        type: String = "VEVENT",
        spans: [Range<Int64>],
        until: Int64? = nil,
        in txn: any SQLTransaction
    ) throws {
        let object = NewCalendarObject(
            name: name,
            uid: name,
            componentType: type,
            data: Array(name.utf8),
            occurrences: OccurrenceIndexEntry(spans: spans, indexedUntil: until)
        )
        try store.put(object, in: calendar, now: .sample(), in: txn)
    }

    /// The names of all candidates, read in pages, in the order in which they came.
    func candidates(
        for query: CandidateQuery,
        pageSize: Int = 100,
        in txn: any SQLTransaction
    ) throws -> [String] {
        var names: [String] = []
        var cursor: CandidateCursor?
        repeat {
            let page = try store.candidateSummaries(
                for: query,
                in: calendar,
                after: cursor,
                limit: pageSize,
                in: txn
            )
            try #require(page.candidates.count <= pageSize)
            names += page.candidates.map(\.name)
            cursor = page.next
        } while cursor != nil
        return names
    }
}
