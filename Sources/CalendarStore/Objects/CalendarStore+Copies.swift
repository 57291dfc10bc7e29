package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Copies an object to another name or calendar, where nothing may be yet.
    ///
    /// The copy has the same data, UID, and dead properties, and an identifier of its own. Attachments are
    /// another store's: the caller links them to the copy.
    ///
    /// - Returns: The copy.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.objectNotFound`, `.preconditionFailed` when the destination
    ///   is taken, `.uidConflict`; `SQLError`.
    @discardableResult
    package func copyObject(
        from source: ObjectPlace,
        to destination: ObjectPlace,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let object = try existing(at: source, in: txn)
        let target = try lock(destination.calendar, in: txn)
        try checkVacancy(at: destination, in: txn)
        try checkUID(object.uid, arrivingIn: target, in: txn)
        let copy = try insertCopy(of: object, named: destination.name, in: target, now: now, in: txn)
        try copyContents(of: object, to: copy, in: txn)
        try insertCopies(of: .object(object.id), for: .object(copy.id), in: txn)
        try record(.arrival(of: copy, named: copy.name), in: target, in: txn)
        return copy
    }

    private func insertCopy(
        of object: CalendarObjectSummary,
        named name: String,
        in calendar: LockedCalendar,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let rows = try txn.query(
            """
            INSERT INTO calendar_object (id, calendar, name, uid, etag, component_type, size, created, modified,
                indexed_until, property_bytes, revision)
            SELECT ?, ?, ?, uid, ?, component_type, size, ?, ?, indexed_until, property_bytes, ?
            FROM calendar_object WHERE number = ?
            RETURNING \(CalendarObjectSummary.storedColumns)
            """,
            [
                .text(ObjectID.make(now: now).text), .text(calendar.id.text), .text(name),
                .text(EntityTagText.renewed(object.etag, revision: calendar.revision)), SQLValue(now), SQLValue(now),
                .integer(calendar.revision), .integer(object.number),
            ]
        )
        guard let row = rows.first else {
            preconditionFailure("An object that was found in this transaction exists.")
        }
        return try CalendarObjectSummary(row)
    }

    private func copyContents(
        of object: CalendarObjectSummary,
        to copy: CalendarObjectSummary,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute(
            "INSERT INTO calendar_object_data (number, data) SELECT ?, data FROM calendar_object_data WHERE number = ?",
            [.integer(copy.number), .integer(object.number)]
        )
        try txn.execute(
            """
            INSERT INTO calendar_occurrence (number, starts, ends, previous, class, calendar, component_type)
            SELECT ?, starts, ends, previous, class, ?, component_type FROM calendar_occurrence WHERE number = ?
            """,
            [.integer(copy.number), .text(copy.calendar.text), .integer(object.number)]
        )
    }
}
