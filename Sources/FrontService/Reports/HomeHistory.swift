import CalendarStore
import HTTPTypes
import WebDAV

/// The changes of the collections of one calendar home and, if they are wanted, of their members.
struct HomeHistory: SyncedHistory {
    /// Whose home it is.
    let owner: UserID

    /// Whether the members of the collections are told too.
    let level: SyncLevel

    /// Reads what a token writes.
    func token(parsing text: String) -> HomeSyncToken? {
        HomeSyncToken(parsing: text)
    }

    /// Returns the token of the home as it is now.
    func token(of root: PropertySubject) -> HomeSyncToken? {
        root.homeToken
    }

    /// Reads changes of collections and members.
    func step(
        _ range: SyncRange<HomeSyncToken>,
        _ request: SyncedProperties,
        _ reader: ListingReader
    ) throws -> SyncStep<HomeSyncToken> {
        let listing = try reader.list(.home(owner), includesMembers: true, selection: .properties([]))
        guard let home = listing.root.owner?.home else { throw WebDAVError.notFound }
        let collections = (0..<listing.memberCount).map(listing.member(at:))
        let page = try page(of: home, range, collections, request.selection, reader)
        let changes = page.changes.prefix { $0.revision <= range.end.position.revision }
        let members = try members(changes, in: collections, selection: request.selection, reader)
        return SyncStep(
            responses: changes.compactMap { response(for: $0, members, request.answer) },
            token: page.token,
            isTruncated: page.isTruncated && changes.count == page.changes.count
        )
    }

    /// Reads changes; where properties of clients are asked for, no more than have theirs in memory together.
    private func page(
        of home: HomeID,
        _ range: SyncRange<HomeSyncToken>,
        _ collections: [PropertySubject],
        _ selection: PropertySelection,
        _ reader: ListingReader
    ) throws -> SyncPage<HomeChange, HomeSyncToken> {
        let (calendars, txn) = (reader.dependencies.calendars, reader.txn)
        let page = try calendars.synchronise(home, level: level, since: range.start, limit: range.limit, in: txn)
        let count = selection.needsDeadProperties ? affordable(page.changes, in: collections) : page.changes.count
        guard count < page.changes.count else { return page }
        // Read again for its token, which is that of the last change that is told.
        return try calendars.synchronise(home, level: level, since: range.start, limit: count, in: txn)
    }

    /// Counts the first changes, at least one, of collections whose properties of clients can be held in memory together.
    private func affordable(_ changes: [HomeChange], in collections: [PropertySubject]) -> Int {
        var bytes: [[UInt8]: Int] = [:]
        for collection in collections {
            if let key = collection.collectionKey { bytes[key] = collection.greatestPropertyBytes }
        }
        var sum = 0
        return changes.prefix { change in
            guard sum < ResourcePages.maximumBytes else { return false }
            if change.member == nil { sum += bytes[Array(change.collection.utf8), default: 0] }
            return true
        }.count
    }

    /// Reads the members that changed, by the octets of the names of the collections that may be read.
    ///
    /// The properties that clients keep on a collection are read where it has changed itself.
    private func members(
        _ changes: ArraySlice<HomeChange>,
        in collections: [PropertySubject],
        selection: PropertySelection,
        _ reader: ListingReader
    ) throws -> [[UInt8]: SyncedMembers] {
        let changed = Dictionary(grouping: changes.filter { !$0.isRemoval }) { Array($0.collection.utf8) }
        var members: [[UInt8]: SyncedMembers] = [:]
        for collection in collections {
            guard let key = collection.collectionKey else { continue }
            let changes = changed[key, default: []]
            let isTold = selection.needsDeadProperties && changes.contains { $0.member == nil }
            members[key] = try SyncedMembers(
                changes.compactMap(\.member),
                in: isTold ? reader.keeping([collection])[0] : collection,
                selection: selection,
                reader
            )
        }
        return members
    }

    /// Returns the response for a change; nil for one in a collection that the principal may not read.
    private func response(
        for change: HomeChange,
        _ members: [[UInt8]: SyncedMembers],
        _ answer: PropertyAnswer
    ) -> MultistatusResponse? {
        let known = members[Array(change.collection.utf8)]
        if let member = change.member { return known?.response(for: member, answer) }
        guard change.isRemoval else { return known.map { answer.response(for: $0.collection) } }
        let path = ResourcePath.calendar(owner, name: change.collection)
        return MultistatusResponse(Href(written: path.href), status: .notFound)
    }
}

extension PropertySubject {
    /// The octets of the name of a collection: a String equals another one of the same characters, and a home may have both.
    fileprivate var collectionKey: [UInt8]? { calendar.map { Array($0.name.utf8) } }
}
