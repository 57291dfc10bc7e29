/// What one write does to a calendar as a whole.
struct CalendarDelta {
    /// The name that was written or removed.
    let name: String

    /// Whether nothing is under that name any more.
    let isRemoval: Bool

    /// The octets of calendar data gained or lost.
    let bytes: Int

    /// The objects gained or lost.
    let objects: Int
}

/// A calendar whose row this transaction has locked, with the revision that the write gets.
struct LockedCalendar {
    /// The identifier.
    let id: CalendarID

    /// What the collection is for.
    let kind: CalendarKind

    /// The revision after the write.
    let revision: Int64
}
