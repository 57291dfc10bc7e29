import Cryptography
package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Creates or replaces the object of a name.
    ///
    /// A replaced object keeps its identifier and its instant of creation. The home's row is locked first, so that
    /// writes to one home follow each other on every engine.
    ///
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.preconditionFailed`, `.uidConflict`; `SQLError`.
    @discardableResult
    package func put(
        _ new: NewCalendarObject,
        in calendar: CalendarID,
        if condition: WriteCondition = .unconditional,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> WrittenObject {
        let locked = try lock(calendar, in: txn)
        let (current, sameUID) = try occupants(named: new.name, withUID: new.uid, in: locked.id, locked.kind, in: txn)
        guard condition.holds(for: current) else { throw CalendarStoreError.preconditionFailed(current: current) }
        try checkUID(of: new, replacing: current, besides: sameUID, inCalendarOf: locked.kind)
        return try write(new, replacing: current, in: locked, now: now, in: txn)
    }

    /// Writes the rows of an object, in a calendar whose home this transaction has locked.
    ///
    /// - Parameters:
    ///   - new: The object.
    ///   - current: What is under its name.
    ///   - calendar: The calendar.
    ///   - now: The instant of the write.
    ///   - txn: The transaction.
    /// - Returns: The object as it is stored.
    /// - Throws: `SQLError`.
    func write(
        _ new: NewCalendarObject,
        replacing current: CalendarObjectSummary?,
        in calendar: LockedCalendar,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> WrittenObject {
        var summary = CalendarObjectSummary(new, in: calendar, replacing: current, now: now)
        if let current {
            try replaceRows(of: current, by: summary, with: new, revision: calendar.revision, in: txn)
        } else {
            summary.number = try insertRows(of: summary, with: new, revision: calendar.revision, in: txn)
        }
        try record(CalendarDelta(replacing: current, by: summary), in: calendar, in: txn)
        return WrittenObject(object: CalendarObject(summary: summary, data: new.data), isNew: current == nil)
    }

    /// Removes the object of a name.
    ///
    /// - Returns: What was removed; the caller drops its attachments' links in the same transaction.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.objectNotFound`, `.preconditionFailed`; `SQLError`.
    @discardableResult
    package func deleteObject(
        named name: String,
        in calendar: CalendarID,
        if condition: WriteCondition = .unconditional,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let locked = try lock(calendar, in: txn)
        let current = try summary(named: name, in: calendar, in: txn)
        guard condition.holds(for: current) else { throw CalendarStoreError.preconditionFailed(current: current) }
        guard let current else { throw CalendarStoreError.objectNotFound(name: name, calendar: calendar) }
        try txn.execute("DELETE FROM calendar_object WHERE number = ?", [.integer(current.number)])
        try record(.departure(of: current), in: locked, in: txn)
        return current
    }
}

extension CalendarObjectSummary {
    /// Creates the summary of an object that is about to be stored.
    fileprivate init(
        _ new: NewCalendarObject,
        in calendar: LockedCalendar,
        replacing current: CalendarObjectSummary?,
        now: Date
    ) {
        id = current?.id ?? .make(now: now)
        self.calendar = calendar.id
        name = new.name
        uid = new.uid
        etag = EntityTagText.make(data: new.data, revision: calendar.revision)
        componentType = new.componentType
        size = new.data.count
        // The database keeps milliseconds; what is returned is what will be read.
        let instant = Date(timeIntervalSince1970: (now.timeIntervalSince1970 * 1000).rounded() / 1000)
        created = current?.created ?? instant
        modified = instant
        propertyBytes = current?.propertyBytes ?? 0
        number = current?.number ?? 0
    }
}

extension CalendarDelta {
    /// What an object does to its calendar that is put in the place of another one or of nothing.
    fileprivate init(replacing current: CalendarObjectSummary?, by object: CalendarObjectSummary) {
        self.init(
            name: object.name,
            bytes: object.size - (current?.size ?? 0),
            objects: current == nil ? 1 : 0
        )
    }
}
