import CalendarStore
import SQLDatabase
import Testing

/// A client that keeps a copy of a collection by synchronising it, in parts of any size.
///
/// It expects that no change is skipped: whenever it is told that there is no more, its copy is right; and that none is
/// repeated: what it is told is never what it knows.
struct SyncReader<Change: Sendable, Token: Sendable> {
    /// One look at a collection at one moment.
    struct Source {
        /// The call of the store.
        let synchronise: (Token?, Int) throws -> SyncPage<Change, Token>

        /// The token as it comes back from a text.
        let sent: (Token) -> Token?

        /// The path of what changed, which ends in a slash for a collection, and its entity tag; `nil` when removed.
        let read: (Change) throws -> (path: String, tag: String?)

        /// The tags of everything that there is, by path.
        let truth: () throws -> [String: String]
    }

    private var known: [String: String] = [:]
    private var token: Token?

    /// The number of tokens that were refused.
    private(set) var refusals = 0

    /// Reads one part; a refused token makes the reader begin anew.
    mutating func read(_ source: Source, limit: Int, _ message: String) throws {
        let page: SyncPage<Change, Token>
        do {
            page = try source.synchronise(token, limit)
        } catch CalendarStoreError.syncTokenInvalid {
            (known, token, refusals) = ([:], nil, refusals + 1)
            return
        } catch let error as CalendarStoreError where error.isAbsence {
            (known, token) = ([:], nil)
            return
        }
        #expect(page.changes.count <= limit, "\(message)")
        for change in page.changes { try learn(source.read(change), message) }
        token = source.sent(page.token)
        #expect(token != nil)
        guard !page.isTruncated else { return }
        try #expect(known == source.truth(), "A change was skipped: \(message)")
        try #expect(source.synchronise(token, limit).changes.isEmpty, "A change was repeated: \(message)")
    }

    private mutating func learn(_ change: (path: String, tag: String?), _ message: String) {
        if let tag = change.tag {
            #expect(known[change.path] != tag || change.path.hasSuffix("/"), "A change was repeated: \(message)")
            known[change.path] = tag
        } else if change.path.hasSuffix("/") {
            known = known.filter { !$0.key.hasPrefix(change.path) }
        } else {
            known[change.path] = nil
        }
    }
}

extension SyncReader.Source where Change == CalendarChange, Token == SyncToken {
    /// Creates the look at a calendar.
    init(_ calendar: CalendarID, of store: CalendarStore, in txn: any SQLTransaction) {
        synchronise = { try store.synchronise(calendar, since: $0, limit: $1, in: txn) }
        sent = { SyncToken(parsing: $0.description) }
        read = { change in
            let summary = try store.summary(named: change.name, in: calendar, in: txn)
            #expect((summary == nil) == change.isRemoval)
            return (change.name, summary?.etag)
        }
        truth = {
            let summaries = try store.summaries(in: calendar, in: txn)
            return Dictionary(uniqueKeysWithValues: summaries.map { ($0.name, $0.etag) })
        }
    }
}

extension SyncReader.Source where Change == HomeChange, Token == HomeSyncToken {
    /// Creates the look at a home with all members.
    init(_ home: HomeID, of store: CalendarStore, in txn: any SQLTransaction) {
        let truth = {
            var tags: [String: String] = [:]
            for calendar in try store.calendars(of: home, in: txn) {
                tags["\(calendar.name)/"] = ""
                for object in try store.summaries(in: calendar.id, in: txn) {
                    tags["\(calendar.name)/\(object.name)"] = object.etag
                }
            }
            return tags
        }
        synchronise = { try store.synchronise(home, level: .infinite, since: $0, limit: $1, in: txn) }
        sent = { HomeSyncToken(parsing: $0.description) }
        read = { change in
            let path = "\(change.collection)/\(change.member ?? "")"
            let tag = try truth()[path]
            #expect((tag == nil) == change.isRemoval)
            return (path, tag)
        }
        self.truth = truth
    }
}
