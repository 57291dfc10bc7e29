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
        let listing = try reader.read(.home(owner), includesMembers: true, selection: request.selection)
        guard let home = listing.root.owner?.home else { throw WebDAVError.notFound }
        let page = try reader.dependencies.calendars.synchronise(
            home,
            level: level,
            since: range.start,
            limit: range.limit,
            in: reader.txn
        )
        let changes = page.changes.prefix { $0.revision <= range.end.position.revision }
        let collections = (0..<listing.memberCount).map(listing.member(at:))
        let members = try members(changes, in: collections, selection: request.selection, reader)
        return SyncStep(
            responses: changes.compactMap { response(for: $0, members, request.answer) },
            token: page.token,
            isTruncated: page.isTruncated && changes.count == page.changes.count
        )
    }

    /// Reads the members that changed, by the octets of the names of the collections that may be read.
    private func members(
        _ changes: ArraySlice<HomeChange>,
        in collections: [PropertySubject],
        selection: PropertySelection,
        _ reader: ListingReader
    ) throws -> [[UInt8]: SyncedMembers] {
        let changed = Dictionary(grouping: changes.filter { !$0.isRemoval }) { Array($0.collection.utf8) }
        var members: [[UInt8]: SyncedMembers] = [:]
        for collection in collections {
            guard let key = collection.calendar.map({ Array($0.name.utf8) }) else { continue }
            let names = changed[key, default: []].compactMap(\.member)
            members[key] = try SyncedMembers(names, in: collection, selection: selection, reader)
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
