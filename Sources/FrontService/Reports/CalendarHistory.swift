import CalendarStore
import WebDAV

/// The changes of the members of one calendar.
struct CalendarHistory: SyncedHistory {
    /// The path of the calendar.
    let path: ResourcePath

    /// Reads what a token writes.
    func token(parsing text: String) -> SyncToken? {
        SyncToken(parsing: text)
    }

    /// Returns the token of the calendar as it is now.
    func token(of root: PropertySubject) -> SyncToken? {
        root.calendar?.syncToken
    }

    /// Reads changes of members.
    func step(
        _ range: SyncRange<SyncToken>,
        _ request: SyncedProperties,
        _ reader: ListingReader
    ) throws -> SyncStep<SyncToken> {
        let root = try reader.subject(path)
        guard let calendar = root.calendar else { throw WebDAVError.notFound }
        let page = try reader.dependencies.calendars.synchronise(
            calendar.id,
            since: range.start,
            limit: range.limit,
            in: reader.txn
        )
        let changes = page.changes.prefix { $0.revision <= range.end.revision }
        let names = changes.filter { !$0.isRemoval }.map(\.name)
        let members = try SyncedMembers(names, in: root, selection: request.selection, reader)
        return SyncStep(
            responses: changes.map { members.response(for: $0.name, request.answer) },
            token: page.token,
            isTruncated: page.isTruncated && changes.count == page.changes.count
        )
    }
}
