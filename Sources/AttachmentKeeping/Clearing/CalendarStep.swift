package import AttachmentStore
package import CalendarStore
package import SQLDatabase

/// How many objects of a calendar are written in one transaction, so that no other write waits for long.
///
/// What takes more of them is done in steps, between which other writes have their turn. A step of one object is no longer
/// than the PUT that stored it.
package struct CalendarStep: Sendable {
    /// The greatest number of objects of a step; also of names in the history of a calendar.
    package static let objects = 100

    /// The octets of calendar data and dead properties after which a step ends.
    private static let bytes = 4 << 20

    /// The links of attachments after which a step ends.
    private static let links = 400

    /// The spans in the index of occurrences after which a step ends.
    package static let spans = 4_000

    private let calendars: CalendarStore
    private let attachments: AttachmentStore

    /// Makes the measure of a step.
    package init(_ calendars: CalendarStore, _ attachments: AttachmentStore) {
        self.calendars = calendars
        self.attachments = attachments
    }

    /// Returns the first of some objects, at least one: as many as one step has room for.
    ///
    /// - Throws: `SQLError`.
    package func affordable(
        _ objects: [CalendarObjectSummary],
        in txn: any SQLTransaction
    ) throws -> ArraySlice<CalendarObjectSummary> {
        let links = try attachments.linkCounts(of: objects.map { LinkedObjectID($0.id.text) }, in: txn)
        let spans = try calendars.spanCounts(of: objects.map(\.id), in: txn)
        var (bytes, linked, spanned) = (0, 0, 0)
        return objects.prefix { object in
            guard bytes <= Self.bytes, linked <= Self.links, spanned <= Self.spans else { return false }
            bytes += object.size + object.propertyBytes
            linked += links[LinkedObjectID(object.id.text)] ?? 0
            spanned += spans[object.id] ?? 0
            return true
        }
    }

    /// Clears some of a calendar that was removed, or of a copy that was given up.
    ///
    /// - Parameters:
    ///   - calendar: The calendar.
    ///   - txn: The transaction.
    ///   - letGo: Is told of the objects that went, to let go of their attachments.
    /// - Returns: Whether nothing is left.
    /// - Throws: `SQLError`; what `letGo` throws.
    package func clear(
        _ calendar: RemovedCalendar,
        in txn: any SQLTransaction,
        letGo: (ArraySlice<CalendarObjectSummary>) throws -> Void
    ) throws -> Bool {
        let left = try calendars.removedObjects(of: calendar, limit: Self.objects, in: txn)
        guard !left.isEmpty else { return try calendars.clearHistory(of: calendar, limit: Self.objects, in: txn) }
        let objects = try affordable(left, in: txn)
        try calendars.clear(objects, of: calendar, in: txn)
        try letGo(objects)
        return false
    }
}
