/// The last change of one name of a calendar.
package struct CalendarChange: Hashable, Sendable {
    /// The segment of the object's path, decoded.
    package let name: String

    /// The calendar's revision at that change.
    package let revision: Int64

    /// Whether the object was removed, or moved away.
    package let isRemoval: Bool
}

/// The last change of one collection of a home, or of one name in such a collection.
package struct HomeChange: Hashable, Sendable {
    /// The segment of the collection's path, decoded.
    package let collection: String

    /// The segment of the member's path, decoded; `nil` when the collection itself was created, changed, or removed.
    package let member: String?

    /// The home's revision at that change; of a member that came with its collection, at the arrival of both.
    package let revision: Int64

    /// The place of a member among those that came with its collection at the same revision; `nil` of every other change.
    package let place: Int64?

    /// Whether it was removed, or moved away; of a collection with all its members, which are not told each.
    package let isRemoval: Bool
}

extension HomeChange {
    /// Where a reader is who knows this change and all before it: before the members that come with a collection, if it
    /// is one.
    var position: SyncPosition { SyncPosition(revision: revision, place: member == nil ? 0 : place) }
}

extension SyncPosition {
    /// Whether a change is told before another one: by its revision, and with a collection before its members.
    static func < (first: SyncPosition, second: SyncPosition) -> Bool {
        (first.revision, first.place ?? 0) < (second.revision, second.place ?? 0)
    }
}
