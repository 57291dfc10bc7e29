import CalendarStore
import WebDAV

/// The calendar object resources that a report looks at: what its request names, and how deep it goes.
struct ReportScope: Sendable {
    /// The collections in which they are; of their own properties none is asked for.
    let collections: [PropertySubject]

    /// The name of the only one; nil for all objects of the collections.
    let name: String?

    /// The quota of the home, where it was asked for.
    let quota: HomeQuota?

    /// Finds the collections.
    ///
    /// RFC 4791 §7.8: a Depth of 0 means the resource of the request alone, so that on a collection no object is looked
    /// at; 1 means the objects of a calendar, infinity those of all calendars of a home as well.
    ///
    /// - Parameters:
    ///   - path: The path of the request.
    ///   - depth: The Depth field.
    ///   - selection: What is asked for.
    ///   - reader: Finds resources in a transaction.
    /// - Throws: `WebDAVError` 403 or 404; `SQLError`.
    init(_ path: ResourcePath, depth: Depth, selection: PropertySelection, _ reader: ListingReader) throws {
        let isWholeHome = path.kind == .home && depth == .infinity
        let listing = try reader.list(path, includesMembers: isWholeHome, selection: selection.ofProperties)
        quota = listing.quota
        name = ObjectPath(path)?.name
        switch path {
        case .object(let owner, let calendar, _):
            collections = [try reader.subject(.calendar(owner, name: calendar))]
        case .calendar: collections = depth == .zero ? [] : [listing.root]
        case .home: collections = isWholeHome ? (0..<listing.memberCount).map(listing.member(at:)) : []
        default: collections = []
        }
    }
}
