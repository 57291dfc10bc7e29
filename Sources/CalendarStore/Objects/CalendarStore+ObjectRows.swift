import SQLDatabase

extension CalendarStore {
    /// Inserts the rows of an object under a name where nothing is.
    ///
    /// - Returns: The number of the object's row.
    func insertRows(
        of object: CalendarObjectSummary,
        with new: NewCalendarObject,
        revision: Int64,
        in txn: any SQLTransaction
    ) throws -> Int64 {
        let entry = new.occurrences ?? .notIndexed
        var stored = object
        stored.number = try txn.insert(
            """
            INSERT INTO calendar_object (id, calendar, name, uid, etag, component_type, size, created, modified,
                indexed_until, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(object.id.text), .text(object.calendar.text), .text(object.name), .text(object.uid),
                .text(object.etag), .text(object.componentType), SQLValue(object.size), SQLValue(object.created),
                SQLValue(object.modified), SQLValue(entry.indexedUntil), .integer(revision),
            ]
        )
        try txn.execute(
            "INSERT INTO calendar_object_data (number, data) VALUES (?, ?)",
            [.integer(stored.number), .blob(new.data)]
        )
        try insertSpans(of: stored, from: entry, in: txn)
        return stored.number
    }

    /// Replaces the rows of an object, as far as they change: every index that is written to is a page in the log.
    func replaceRows(
        of current: CalendarObjectSummary,
        by object: CalendarObjectSummary,
        with new: NewCalendarObject,
        revision: Int64,
        in txn: any SQLTransaction
    ) throws {
        let changes = Self.changes(from: current, to: object, with: new, revision: revision)
        try txn.execute(
            "UPDATE calendar_object SET \(changes.map { "\($0.column) = ?" }.joined(separator: ", ")) WHERE number = ?",
            changes.map(\.value) + [.integer(object.number)]
        )
        try txn.execute(
            "UPDATE calendar_object_data SET data = ? WHERE number = ?",
            [.blob(new.data), .integer(object.number)]
        )
        guard let occurrences = new.occurrences else { return }
        let keepsType = object.componentType == current.componentType
        if keepsType, try hasSpans(of: object, equalTo: occurrences, in: txn) { return }
        try replaceSpans(of: object, by: occurrences, in: txn)
    }

    /// The columns that a write sets in the row of an object: those that change with every write, and the others where
    /// they differ.
    private static func changes(
        from current: CalendarObjectSummary,
        to object: CalendarObjectSummary,
        with new: NewCalendarObject,
        revision: Int64
    ) -> [(column: String, value: SQLValue)] {
        var changes: [(column: String, value: SQLValue)] = [
            ("etag", .text(object.etag)), ("size", SQLValue(object.size)), ("modified", SQLValue(object.modified)),
            ("revision", .integer(revision)),
        ]
        if !object.uid.utf8.elementsEqual(current.uid.utf8) { changes.append(("uid", .text(object.uid))) }
        if object.componentType != current.componentType {
            changes.append(("component_type", .text(object.componentType)))
        }
        if let occurrences = new.occurrences {
            changes.append(("indexed_until", SQLValue(occurrences.indexedUntil)))
        }
        return changes
    }
}
