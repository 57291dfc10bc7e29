package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Moves an object to another name or calendar, where nothing may be yet.
    ///
    /// The object keeps its identifier, and with it the links of its attachments and its dead properties; its entity tag
    /// is a new one for the destination. To overwrite what is there, delete that first in the same transaction.
    ///
    /// - Returns: The object as it is now.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.objectNotFound`, `.preconditionFailed` when the destination
    ///   is taken, `.uidConflict`; `SQLError`.
    @discardableResult
    package func moveObject(
        from source: ObjectPlace,
        to destination: ObjectPlace,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let (from, target) = try lock(source.calendar, destination.calendar, in: txn)
        let object = try existing(at: source, in: txn)
        try checkVacancy(at: destination, in: txn)
        try checkUID(object.uid, arrivingIn: target, moving: object.id, in: txn)
        let moved = try place(object, at: destination, tagged: target.revision, now: now, in: txn)
        try record(.departure(of: object), in: from, in: txn)
        try record(.arrival(of: object, named: destination.name), in: target, in: txn)
        return moved
    }

    private func place(
        _ object: CalendarObjectSummary,
        at destination: ObjectPlace,
        tagged revision: Int64,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let rows = try txn.query(
            """
            UPDATE calendar_object SET calendar = ?, name = ?, etag = ?, modified = ?, revision = ? WHERE number = ?
            RETURNING \(CalendarObjectSummary.storedColumns)
            """,
            [
                .text(destination.calendar.text), .text(destination.name),
                .text(EntityTagText.renewed(object.etag, revision: revision)), SQLValue(now),
                .integer(revision), .integer(object.number),
            ]
        )
        guard let row = rows.first else {
            preconditionFailure("An object that was found in this transaction exists.")
        }
        try txn.execute(
            "UPDATE calendar_occurrence SET calendar = ? WHERE number = ?",
            [.text(destination.calendar.text), .integer(object.number)]
        )
        return try CalendarObjectSummary(row)
    }
}
