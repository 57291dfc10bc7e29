package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Copies a calendar, its properties, and if wanted its objects to another name or home, where nothing may be yet.
    ///
    /// RFC 4918 §9.8.3 has the depths: with Depth 0 "only the properties" of the collection are copied, with infinity its
    /// members too. Attachments are another store's: the caller links them to the copies. It takes as long as there are
    /// objects, so that the caller looks at ``extent(of:countingTo:in:)`` first.
    ///
    /// - Parameters:
    ///   - calendar: The calendar to copy.
    ///   - home: The home of the copy.
    ///   - name: The name of the copy.
    ///   - includesObjects: Whether the objects are copied.
    ///   - now: The instant of the copy's creation.
    ///   - txn: The transaction.
    /// - Returns: The copy, and which object is the copy of which.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.homeNotFound`, `.calendarExists` when the destination is
    ///   taken, `.tooManyCalendars`; `SQLError`.
    package func copyCalendar(
        _ calendar: CalendarID,
        to home: HomeID,
        named name: String,
        includingObjects includesObjects: Bool,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CopiedCalendar {
        guard let source = try self.calendar(calendar, in: txn) else {
            throw CalendarStoreError.calendarNotFound(calendar)
        }
        let new = NewCalendar(
            name: name,
            kind: source.kind,
            components: source.components,
            properties: source.properties
        )
        let home = try lock(home, in: txn)
        let copy = try createCalendar(new, in: home, now: now, in: txn)
        try copyDeadProperties(from: .calendar(calendar), to: .calendar(copy.id), in: txn)
        let members = CalendarCopy(from: source.id, to: copy.id, in: home, now: now)
        let objects = includesObjects ? try copyMembers(members, in: txn) : [:]
        return CopiedCalendar(calendar: try self.calendar(copy.id, in: txn) ?? copy, objects: objects)
    }

    /// Copies all members, few statements for all of them together, and sums up what the copy has.
    private func copyMembers(_ copy: CalendarCopy, in txn: any SQLTransaction) throws -> [ObjectID: ObjectID] {
        let originals = try objectIDs(in: copy.source, in: txn)
        let copies = originals.map { original in (original: original, copy: ObjectID.make(now: copy.now)) }
        for start in stride(from: 0, to: copies.count, by: CalendarCopy.batch) {
            let end = min(start + CalendarCopy.batch, copies.count)
            try insertObjects(copies[start..<end], of: copy, in: txn)
        }
        for statement in CalendarCopy.contents {
            try txn.execute(statement, [.text(copy.target.text), .text(copy.source.text)])
        }
        try recordMembers(copies.count, of: copy, in: txn)
        return Dictionary(uniqueKeysWithValues: copies.map { ($0.original, $0.copy) })
    }

    /// Inserts the rows of some objects; the revision of each, which is its place in the history, goes into its entity tag.
    private func insertObjects(
        _ copies: ArraySlice<(original: ObjectID, copy: ObjectID)>,
        of calendar: CalendarCopy,
        in txn: any SQLTransaction
    ) throws {
        let pairs = zip(copies.indices, copies).flatMap { index, ids -> [SQLValue] in
            [
                .text(ids.original.text), .text(ids.copy.text),
                .integer(calendar.home.revision + Int64(index) + 1),
            ]
        }
        let leading = [.text(calendar.target.text), SQLValue(calendar.now), SQLValue(calendar.now)]
        try txn.execute(CalendarCopy.objects(count: copies.count), leading + pairs)
    }

    /// Gives the copy its totals, and the home the revisions that the members have.
    private func recordMembers(_ count: Int, of copy: CalendarCopy, in txn: any SQLTransaction) throws {
        let (target, last) = (SQLValue.text(copy.target.text), copy.home.revision + Int64(count))
        try txn.execute(CalendarCopy.totals, [.integer(last), SQLValue(count), target, target, target])
        try txn.execute(
            "UPDATE principal SET home_revision = ? WHERE home = ?",
            [.integer(last), .text(copy.home.id.text)]
        )
    }
}
