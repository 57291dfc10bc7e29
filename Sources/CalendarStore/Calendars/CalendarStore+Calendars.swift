package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// The greatest number of calendars of one home, its inbox and outbox not counted.
    package static let maximumCalendars = 500

    /// Creates a collection in a home.
    ///
    /// - Throws: `CalendarStoreError.homeNotFound`, `.calendarExists`, `.tooManyCalendars`; `SQLError`.
    @discardableResult
    package func createCalendar(
        _ new: NewCalendar,
        in home: HomeID,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarCollection {
        try createCalendar(new, in: try lock(home, in: txn), now: now, in: txn)
    }

    /// Creates a collection in a home that this transaction has locked.
    func createCalendar(
        _ new: NewCalendar,
        in home: LockedHome,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarCollection {
        if new.kind == .calendar { try checkRoom(in: home.id, txn) }
        let values: [SQLValue] = [
            .text(CalendarID.random().text), .text(home.id.text), .text(new.name), .text(new.kind.rawValue),
            .text(new.components.joined(separator: ",")), SQLValue(now),
        ]
        let rows = try txn.query(
            """
            INSERT INTO calendar (id, home, name, kind, components, created, revision, data_bytes, object_count,
                display_name, display_name_language, description, description_language, color, sort_order, time_zone,
                transparent, property_bytes)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (home, name) DO NOTHING
            RETURNING \(CalendarCollection.columns)
            """,
            values + new.properties.values + [SQLValue(new.properties.octets)]
        )
        guard let row = rows.first else { throw CalendarStoreError.calendarExists(name: new.name, home: home.id) }
        try recordArrival(of: new.name, in: home, in: txn)
        return try CalendarCollection(row)
    }

    /// Returns the collections of a home in the order of their names.
    ///
    /// - Throws: `SQLError`.
    package func calendars(of home: HomeID, in txn: any SQLTransaction) throws -> [CalendarCollection] {
        try txn.query(
            "SELECT \(CalendarCollection.columns) FROM calendar WHERE home = ? AND removed IS NULL ORDER BY name",
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
        try txn.first(Self.selectNamed, [.text(home.text), .text(name)]).map(CalendarCollection.init)
    }

    private static let selectNamed =
        "SELECT \(CalendarCollection.columns) FROM calendar WHERE home = ? AND name = ? AND removed IS NULL"

    /// Returns the collection with that identifier.
    ///
    /// - Throws: `SQLError`.
    package func calendar(_ id: CalendarID, in txn: any SQLTransaction) throws -> CalendarCollection? {
        try txn.first(
            "SELECT \(CalendarCollection.columns) FROM calendar WHERE id = ? AND removed IS NULL",
            [.text(id.text)]
        ).map(CalendarCollection.init)
    }

    /// Replaces the properties of a collection that clients may change; the home's readers are told, the calendar's not.
    ///
    /// - Throws: `CalendarStoreError.calendarNotFound`; `SQLError`.
    package func setProperties(
        _ properties: CalendarProperties,
        of calendar: CalendarID,
        in txn: any SQLTransaction
    ) throws {
        let home = try lock(calendar, in: txn).home
        let rows = try txn.query(
            """
            UPDATE calendar SET \(CalendarProperties.assignments),
                property_bytes = property_bytes - (\(CalendarProperties.storedOctets)) + ?
            WHERE id = ? AND removed IS NULL RETURNING name
            """,
            properties.values + [SQLValue(properties.octets), .text(calendar.text)]
        )
        guard let row = rows.first else { throw CalendarStoreError.calendarNotFound(calendar) }
        try recordArrival(of: try row.text("name"), in: home, in: txn)
    }

    /// Returns the octets of calendar data, of texts, and of dead properties in all collections of a home.
    ///
    /// - Throws: `SQLError`.
    package func usage(of home: HomeID, in txn: any SQLTransaction) throws -> UInt64 {
        try txn.first(Self.sumOfUsage, [.text(home.text)])?.count("bytes") ?? 0
    }

    /// The octets of all collections of a home, as a statement, and as a part of one.
    static let sumOfUsage = """
        SELECT CAST(COALESCE(SUM(data_bytes + property_bytes), 0) AS BIGINT) AS bytes FROM calendar
        WHERE home = ? AND removed IS NULL
        """

    /// Checks that a home has room for one more calendar.
    func checkRoom(in home: HomeID, _ txn: any SQLTransaction) throws {
        let row = try txn.first(
            "SELECT COUNT(*) AS calendars FROM calendar WHERE home = ? AND kind = 'calendar' AND removed IS NULL",
            [.text(home.text)]
        )
        guard try row?.integer("calendars") ?? 0 < Self.maximumCalendars else {
            throw CalendarStoreError.tooManyCalendars(limit: Self.maximumCalendars)
        }
    }
}

extension CalendarProperties {
    /// What sets the properties in a statement that changes a row, with ``values`` as its arguments.
    static let assignments = """
        display_name = ?, display_name_language = ?, description = ?, description_language = ?, color = ?, \
        sort_order = ?, time_zone = ?, transparent = ?
        """

    /// The properties in the order of their columns from `display_name` on.
    var values: [SQLValue] {
        [
            .text(displayName), SQLValue(displayNameLanguage), SQLValue(description), SQLValue(descriptionLanguage),
            SQLValue(color), SQLValue(order), SQLValue(timeZone), SQLValue(isTransparent),
        ]
    }

    /// Creates the properties of a row of the table `calendar`.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        self.init(
            displayName: try row.text("display_name"),
            description: try row.optionalText("description"),
            color: try row.optionalText("color"),
            order: try row.optionalInteger("sort_order")
        )
        displayNameLanguage = try row.optionalText("display_name_language")
        descriptionLanguage = try row.optionalText("description_language")
        timeZone = try row.optionalText("time_zone")
        isTransparent = try row.flag("transparent")
    }
}

extension CalendarCollection {
    /// The columns of a collection.
    fileprivate static let columns = """
        id, home, name, kind, display_name, display_name_language, description, description_language, components, \
        color, sort_order, time_zone, transparent, revision, data_bytes, property_bytes, object_count, \
        created
        """

    /// Creates a collection from a row of the table `calendar`.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        id = try row.parsed("id", CalendarID.init(parsing:))
        home = try row.parsed("home", HomeID.init(parsing:))
        name = try row.text("name")
        kind = try row.parsed("kind", CalendarKind.init(rawValue:))
        properties = try CalendarProperties(row)
        components = try row.text("components").utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
        revision = try row.integer("revision")
        dataBytes = try row.count("data_bytes")
        propertyBytes = try row.count("property_bytes")
        objectCount = try row.count("object_count")
        created = try row.instant("created")
    }
}
