package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Creates a collection in a home.
    ///
    /// - Throws: `CalendarStoreError.calendarExists`; `SQLError`, a foreign-key constraint when there is no such home.
    @discardableResult
    package func createCalendar(
        _ new: NewCalendar,
        in home: HomeID,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarCollection {
        let properties = new.properties
        let rows = try txn.query(
            """
            INSERT INTO calendar (id, home, name, kind, display_name, description, components, color, sort_order,
                revision, data_bytes, object_count, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?) ON CONFLICT (home, name) DO NOTHING
            RETURNING \(Self.calendarColumns)
            """,
            [
                .text(CalendarID.random().text), .text(home.text), .text(new.name), .text(new.kind.rawValue),
                .text(properties.displayName), SQLValue(properties.description),
                .text(new.components.joined(separator: ",")), SQLValue(properties.color), SQLValue(properties.order),
                SQLValue(now),
            ]
        )
        guard let row = rows.first else { throw CalendarStoreError.calendarExists(name: new.name, home: home) }
        return try CalendarCollection(row)
    }

    /// Returns the collections of a home in the order of their names.
    ///
    /// - Throws: `SQLError`.
    package func calendars(of home: HomeID, in txn: any SQLTransaction) throws -> [CalendarCollection] {
        try txn.query(
            "SELECT \(Self.calendarColumns) FROM calendar WHERE home = ? ORDER BY name",
            [.text(home.text)]
        ).map(CalendarCollection.init)
    }

    /// Returns the collection of that name in a home.
    ///
    /// - Throws: `SQLError`.
    package func calendar(
        named name: String,
        of home: HomeID,
        in txn: any SQLTransaction
    ) throws -> CalendarCollection? {
        try txn.first(
            "SELECT \(Self.calendarColumns) FROM calendar WHERE home = ? AND name = ?",
            [.text(home.text), .text(name)]
        ).map(CalendarCollection.init)
    }

    /// Returns the collection with that identifier.
    ///
    /// - Throws: `SQLError`.
    package func calendar(_ id: CalendarID, in txn: any SQLTransaction) throws -> CalendarCollection? {
        try txn.first("SELECT \(Self.calendarColumns) FROM calendar WHERE id = ?", [.text(id.text)])
            .map(CalendarCollection.init)
    }

    /// Replaces the properties of a collection that clients may change.
    ///
    /// - Throws: `CalendarStoreError.calendarNotFound`; `SQLError`.
    package func setProperties(
        _ properties: CalendarProperties,
        of calendar: CalendarID,
        in txn: any SQLTransaction
    ) throws {
        let changed = try txn.execute(
            "UPDATE calendar SET display_name = ?, description = ?, color = ?, sort_order = ? WHERE id = ?",
            [
                .text(properties.displayName), SQLValue(properties.description), SQLValue(properties.color),
                SQLValue(properties.order), .text(calendar.text),
            ]
        )
        guard changed == 1 else { throw CalendarStoreError.calendarNotFound(calendar) }
    }

    /// Removes a collection with its objects.
    ///
    /// - Returns: The identifiers of the objects that were removed, so that the caller drops their attachments' links.
    /// - Throws: `CalendarStoreError.calendarNotFound`; `SQLError`.
    @discardableResult
    package func deleteCalendar(_ calendar: CalendarID, in txn: any SQLTransaction) throws -> [ObjectID] {
        let objects = try txn.query("SELECT id FROM calendar_object WHERE calendar = ?", [.text(calendar.text)])
            .map { row in try row.parsed("id", ObjectID.init(parsing:)) }
        let removed = try txn.execute("DELETE FROM calendar WHERE id = ?", [.text(calendar.text)])
        guard removed == 1 else { throw CalendarStoreError.calendarNotFound(calendar) }
        return objects
    }

    /// Returns the octets of calendar data in all collections of a home.
    ///
    /// - Throws: `SQLError`.
    package func usage(of home: HomeID, in txn: any SQLTransaction) throws -> UInt64 {
        try calendars(of: home, in: txn).reduce(0) { $0 + $1.dataBytes }
    }

    private static var calendarColumns: String {
        """
        id, home, name, kind, display_name, description, components, color, sort_order, revision, data_bytes, \
        object_count, created
        """
    }
}

extension CalendarCollection {
    /// Creates a collection from a row of the table `calendar`.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        id = try row.parsed("id", CalendarID.init(parsing:))
        home = try row.parsed("home", HomeID.init(parsing:))
        name = try row.text("name")
        kind = try row.parsed("kind", CalendarKind.init(rawValue:))
        properties = CalendarProperties(
            displayName: try row.text("display_name"),
            description: try row.optionalText("description"),
            color: try row.optionalText("color"),
            order: try row.optionalInteger("sort_order")
        )
        components = try row.text("components").split(separator: ",").map(String.init)
        revision = try row.integer("revision")
        dataBytes = try row.count("data_bytes")
        objectCount = try row.count("object_count")
        created = try row.instant("created")
    }
}
