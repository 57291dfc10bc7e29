package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Begins a copy of a calendar, of which nobody sees anything before it is finished.
    ///
    /// RFC 4918 §9.8.3 has the depths: with Depth 0 "only the properties" of the collection are copied, so that the copy is
    /// finished at once; with infinity its members too, by ``continueCopy(_:changes:now:until:in:)``. Each step may be a
    /// transaction of its own, so that no other write waits for all of them.
    ///
    /// - Parameters:
    ///   - calendar: The calendar to copy.
    ///   - home: The home of the copy.
    ///   - expiry: The instant from which on the copy is cleared, if nobody goes on with it.
    ///   - txn: The transaction.
    /// - Returns: The copy, which has nothing yet.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.homeNotFound`, `.tooManyCalendars`; `SQLError`.
    package func beginCopy(
        of calendar: CalendarID,
        to home: HomeID,
        until expiry: Date,
        in txn: any SQLTransaction
    ) throws -> UnfinishedCopy {
        guard let source = try self.calendar(calendar, in: txn) else {
            throw CalendarStoreError.calendarNotFound(calendar)
        }
        guard try principal(ofHome: home, in: txn) != nil else { throw CalendarStoreError.homeNotFound(home) }
        if source.kind == .calendar { try checkRoom(in: home, txn) }
        let copy = UnfinishedCopy(id: .random(), source: calendar, home: home)
        try txn.execute(
            """
            INSERT INTO calendar (id, home, name, kind, components, created, removed, revision, data_bytes, object_count,
                display_name)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '')
            """,
            [
                .text(copy.id.text), .text(home.text), .text(copy.rowName), .text(source.kind.rawValue),
                .text(source.components.joined(separator: ",")), SQLValue(source.created), SQLValue(expiry),
            ]
        )
        return copy
    }

    /// Returns what the next step of a copy has to copy, in the order in which it does; `nil` for what only goes.
    ///
    /// - Throws: `CalendarStoreError.syncTokenInvalid` where the copy has to begin anew; `SQLError`.
    package func nextChanges(
        for copy: UnfinishedCopy,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [CalendarObjectSummary?] {
        let changes = try synchronise(copy.source, since: copy.token, limit: limit, in: txn).changes
        let objects = try originals(of: changes, in: copy.source, txn)
        let byName = Dictionary(uniqueKeysWithValues: objects.map { (Array($0.name.utf8), $0) })
        return changes.map { byName[Array($0.name.utf8)] }
    }

    /// Copies the objects that were changed since the last step, or those that there are, and lets go of what they replace.
    ///
    /// Attachments are another store's: the caller links them to the copies, and drops the links of what is gone.
    ///
    /// - Parameters:
    ///   - copy: The copy.
    ///   - limit: The greatest number of changes, at least one.
    ///   - now: The instant of the copies' creation.
    ///   - expiry: The instant from which on the copy is cleared, if nobody goes on with it.
    ///   - txn: The transaction.
    /// - Returns: The copy as it is then, and what has become of its objects.
    /// - Throws: `CalendarStoreError.calendarNotFound` of the copy, when it was given up; `.syncTokenInvalid` where it has to
    ///   begin anew; `SQLError`.
    package func continueCopy(
        _ copy: UnfinishedCopy,
        changes limit: Int,
        now: Date,
        until expiry: Date,
        in txn: any SQLTransaction
    ) throws -> CopyStep {
        let page = try synchronise(copy.source, since: copy.token, limit: limit, in: txn)
        let dropped = copy.token == nil ? [] : try drop(page.changes.map(\.name), from: copy, in: txn)
        let originals = try originals(of: page.changes, in: copy.source, txn)
        // First, since it finds out whether there is still something to add to.
        try count(originals, less: dropped, in: copy, until: expiry, txn)
        let objects = originals.map { (original: $0.id, copy: ObjectID.make(now: now)) }
        let haveProperties = originals.contains { $0.propertyBytes > 0 }
        for start in stride(from: 0, to: objects.count, by: CalendarCopy.batch) {
            let batch = objects[start..<min(start + CalendarCopy.batch, objects.count)]
            try CalendarCopy(objects: batch, haveProperties: haveProperties).insert(into: copy.id, now: now, in: txn)
        }
        var next = copy
        next.token = page.token
        return CopyStep(
            copy: next,
            isUpToDate: !page.isTruncated,
            objects: Dictionary(uniqueKeysWithValues: objects.map { ($0.original, $0.copy) }),
            dropped: dropped
        )
    }

    /// Gives a copy its name, where nothing may be yet, and the properties that the calendar has now: everybody sees all of
    /// it from then on.
    ///
    /// Its objects keep the revisions of their originals, and the history of the home tells them with the arrival.
    ///
    /// - Returns: The calendar that the copy is.
    /// - Throws: `CalendarStoreError.calendarNotFound` of the source, or of the copy when it was given up; `.calendarExists`,
    ///   `.tooManyCalendars`; `SQLError`.
    package func finishCopy(
        _ copy: UnfinishedCopy,
        named name: String,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarCollection {
        guard let source = try calendar(copy.source, in: txn) else {
            throw CalendarStoreError.calendarNotFound(copy.source)
        }
        let home = try lock(copy.home, in: txn)
        guard try calendar(named: name, of: copy.home, in: txn) == nil else {
            throw CalendarStoreError.calendarExists(name: name, home: copy.home)
        }
        if source.kind == .calendar { try checkRoom(in: copy.home, txn) }
        let arrival = try lock(home, beyond: source.revision, in: txn)
        try show(copy, as: name, with: source.properties, at: arrival, now: now, in: txn)
        try recordArrival(of: name, in: arrival, in: txn)
        try copyDeadProperties(from: .calendar(source.id), to: .calendar(copy.id), in: txn)
        guard let finished = try calendar(copy.id, in: txn) else {
            preconditionFailure("A calendar that was updated in this transaction exists.")
        }
        return finished
    }

    /// Has a copy cleared that nobody goes on with; one that is finished stays.
    ///
    /// - Throws: `SQLError`.
    package func giveUp(_ copy: UnfinishedCopy, now: Date, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE calendar SET removed = ? WHERE id = ? AND name = ? AND removed IS NOT NULL",
            [SQLValue(now), .text(copy.id.text), .text(copy.rowName)]
        )
    }

    /// Returns the octets of calendar data and of dead properties in the copies that are being made in a home.
    ///
    /// - Throws: `SQLError`.
    package func unfinishedBytes(of home: HomeID, now: Date, in txn: any SQLTransaction) throws -> UInt64 {
        try txn.first(
            """
            SELECT CAST(COALESCE(SUM(data_bytes + property_bytes), 0) AS BIGINT) AS bytes FROM calendar
            WHERE home = ? AND removed > ?
            """,
            [.text(home.text), SQLValue(now)]
        )?.count("bytes") ?? 0
    }
}

extension CalendarStore {
    /// Gives what unfinished copies have of an object the dead properties that it has now.
    ///
    /// To change them is no change of the object, so that no history tells a copy of it. A copy that does not have the object
    /// yet, or has not caught up with it, comes to it later.
    func renewUnfinishedCopies(of object: ObjectID, in txn: any SQLTransaction) throws {
        let copies = try txn.query(
            """
            SELECT c.id FROM calendar_object o JOIN calendar s ON s.id = o.calendar
            JOIN calendar k ON k.home = s.home
                AND k.name > 'copying/' || s.id || '/' AND k.name < 'copying/' || s.id || '0'
            JOIN calendar_object c ON c.calendar = k.id AND c.name = o.name
            WHERE o.id = ?
            """,
            [.text(object.text)]
        )
        for row in copies {
            let copy = try row.parsed("id", ObjectID.init(parsing:))
            try replaceDeadProperties(of: copy, byThoseOf: object, in: txn)
        }
    }

    /// Returns the objects that some changes of a calendar left behind, in no particular order.
    private func originals(
        of changes: [CalendarChange],
        in calendar: CalendarID,
        _ txn: any SQLTransaction
    ) throws -> [CalendarObjectSummary] {
        try summaries(named: changes.filter { !$0.isRemoval }.map(\.name), in: calendar, in: txn)
    }

    /// Removes what a copy has under some names.
    private func drop(
        _ names: [String],
        from copy: UnfinishedCopy,
        in txn: any SQLTransaction
    ) throws -> [CalendarObjectSummary] {
        try KeyBatches(names.map { .text($0) }).flatMap { batch in
            try txn.query(
                """
                DELETE FROM calendar_object WHERE calendar = ? AND name IN \(batch.placeholders)
                RETURNING \(CalendarObjectSummary.storedColumns)
                """,
                [.text(copy.id.text)] + batch.arguments
            ).map(CalendarObjectSummary.init)
        }
    }

    /// Counts what a step of a copy did, and puts off its end.
    private func count(
        _ added: [CalendarObjectSummary],
        less dropped: [CalendarObjectSummary],
        in copy: UnfinishedCopy,
        until expiry: Date,
        _ txn: any SQLTransaction
    ) throws {
        func difference(_ size: (CalendarObjectSummary) -> Int) -> SQLValue {
            SQLValue(added.reduce(0) { $0 + size($1) } - dropped.reduce(0) { $0 + size($1) })
        }
        let counted = try txn.execute(
            """
            UPDATE calendar SET object_count = object_count + ?, data_bytes = data_bytes + ?,
                property_bytes = property_bytes + ?, removed = ?
            WHERE id = ? AND name = ? AND removed IS NOT NULL
            """,
            [
                difference { _ in 1 }, difference(\.size), difference(\.propertyBytes), SQLValue(expiry),
                .text(copy.id.text), .text(copy.rowName),
            ]
        )
        guard counted == 1 else { throw CalendarStoreError.calendarNotFound(copy.id) }
    }

    private func show(
        _ copy: UnfinishedCopy,
        as name: String,
        with properties: CalendarProperties,
        at arrival: LockedHome,
        now: Date,
        in txn: any SQLTransaction
    ) throws {
        let revision = SQLValue.integer(arrival.revision)
        let shown = try txn.execute(
            """
            UPDATE calendar SET name = ?, created = ?, removed = NULL, revision = ?, arrived = ?,
                property_bytes = property_bytes + ?, \(CalendarProperties.assignments)
            WHERE id = ? AND name = ? AND removed IS NOT NULL
            """,
            [.text(name), SQLValue(now), revision, revision, SQLValue(properties.octets)] + properties.values
                + [.text(copy.id.text), .text(copy.rowName)]
        )
        guard shown == 1 else { throw CalendarStoreError.calendarNotFound(copy.id) }
    }
}
