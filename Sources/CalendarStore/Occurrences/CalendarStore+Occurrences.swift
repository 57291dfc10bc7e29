package import SQLDatabase

extension CalendarStore {
    /// Returns objects of all calendars whose spans are incomplete before a time, the least complete first.
    ///
    /// What indexes them in the background asks again and again. Each object has to get an entry that is complete up to
    /// `time` or for good (`.always` if need be), or it would be returned for ever.
    ///
    /// - Throws: `SQLError`.
    package func objectsToIndex(
        until time: Int64,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [CalendarObject] {
        try txn.query(
            """
            \(Self.selectObject) WHERE o.indexed_until IS NOT NULL AND o.indexed_until < ?
            ORDER BY o.indexed_until, o.number LIMIT ?
            """,
            [.integer(OccurrenceTime.clamp(time)), SQLValue(limit)]
        ).map(CalendarObject.init)
    }

    /// Replaces what the index keeps of an object, unless the object was changed since its spans were calculated.
    ///
    /// It is no change of the object: its entity tag and the sync tokens stay.
    ///
    /// - Returns: Whether the object still has that entity tag.
    /// - Throws: `SQLError`.
    @discardableResult
    package func setOccurrences(
        _ entry: OccurrenceIndexEntry,
        of object: ObjectID,
        ifUnchanged etag: String,
        in txn: any SQLTransaction
    ) throws -> Bool {
        let rows = try txn.query(
            """
            UPDATE calendar_object SET indexed_until = ? WHERE id = ? AND etag = ?
            RETURNING \(CalendarObjectSummary.storedColumns)
            """,
            [SQLValue(entry.indexedUntil), .text(object.text), .text(etag)]
        )
        guard let row = rows.first else { return false }
        try replaceSpans(of: CalendarObjectSummary(row), by: entry, in: txn)
        return true
    }

    /// Counts the spans of several objects; an object without any is left out.
    ///
    /// - Throws: `SQLError`.
    package func spanCounts(of objects: [ObjectID], in txn: any SQLTransaction) throws -> [ObjectID: Int] {
        var counts: [ObjectID: Int] = [:]
        for batch in KeyBatches(objects.map { .text($0.text) }) {
            let rows = try txn.query(
                """
                SELECT o.id AS object, COUNT(*) AS spans
                FROM calendar_object o JOIN calendar_occurrence x ON x.number = o.number
                WHERE o.id IN \(batch.placeholders) GROUP BY o.id
                """,
                batch.arguments
            )
            for row in rows {
                counts[try row.parsed("object", ObjectID.init(parsing:))] = Int(try row.integer("spans"))
            }
        }
        return counts
    }

    /// Replaces the spans of an object that had some before.
    func replaceSpans(
        of object: CalendarObjectSummary,
        by entry: OccurrenceIndexEntry,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute("DELETE FROM calendar_occurrence WHERE number = ?", [.integer(object.number)])
        try insertSpans(of: object, from: entry, in: txn)
    }

    /// Returns whether the index has exactly the spans of an entry, so that there is nothing to replace.
    func hasSpans(
        of object: CalendarObjectSummary,
        equalTo entry: OccurrenceIndexEntry,
        in txn: any SQLTransaction
    ) throws -> Bool {
        let rows = try txn.query(
            "SELECT starts, ends FROM calendar_occurrence WHERE number = ? ORDER BY starts",
            [.integer(object.number)]
        )
        guard rows.count == entry.spans.count else { return false }
        return try zip(rows, entry.spans).allSatisfy { row, span in
            try row.integer("starts") == span.lowerBound && row.integer("ends") == span.upperBound
        }
    }

    /// Adds the spans of an object that has none, several to a statement.
    func insertSpans(
        of object: CalendarObjectSummary,
        from entry: OccurrenceIndexEntry,
        in txn: any SQLTransaction
    ) throws {
        let previous = [OccurrenceTime.earliest] + entry.spans.map(\.upperBound)
        let rows: [[SQLValue]] = zip(entry.spans, previous).map { span, previous in
            [
                .integer(object.number), .integer(span.lowerBound), .integer(span.upperBound), .integer(previous),
                .integer(OccurrenceClass(of: span).number), .text(object.calendar.text), .text(object.componentType),
            ]
        }
        for start in stride(from: 0, to: rows.count, by: 10) {
            let batch = rows[start..<min(start + 10, rows.count)]
            let places = Array(repeating: "(?, ?, ?, ?, ?, ?, ?)", count: batch.count).joined(separator: ", ")
            try txn.execute(
                """
                INSERT INTO calendar_occurrence (number, starts, ends, previous, class, calendar, component_type)
                VALUES \(places)
                """,
                batch.flatMap(\.self)
            )
        }
    }
}
