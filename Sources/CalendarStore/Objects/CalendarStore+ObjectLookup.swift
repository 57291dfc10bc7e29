package import SQLDatabase

extension CalendarStore {
    /// Returns the object of that name with its data.
    ///
    /// - Throws: `SQLError`.
    package func object(
        named name: String,
        in calendar: CalendarID,
        in txn: any SQLTransaction
    ) throws -> CalendarObject? {
        try txn.first("\(Self.selectObject) WHERE o.calendar = ? AND o.name = ?", [.text(calendar.text), .text(name)])
            .map(CalendarObject.init)
    }

    /// Returns the object with that identifier and its data.
    ///
    /// - Throws: `SQLError`.
    package func object(_ id: ObjectID, in txn: any SQLTransaction) throws -> CalendarObject? {
        try txn.first("\(Self.selectObject) WHERE o.id = ?", [.text(id.text)]).map(CalendarObject.init)
    }

    /// Returns the data of an object; nil when there is no such object.
    ///
    /// - Throws: `SQLError`.
    package func data(of object: ObjectID, in txn: any SQLTransaction) throws -> [UInt8]? {
        try txn.first(
            """
            SELECT d.data FROM calendar_object o JOIN calendar_object_data d ON d.number = o.number WHERE o.id = ?
            """,
            [.text(object.text)]
        )?.blob("data")
    }

    /// Returns objects with their data, in their order, of which everything else was read in the same transaction.
    ///
    /// - Throws: `SQLError`.
    package func objects(
        _ summaries: [CalendarObjectSummary],
        in txn: any SQLTransaction
    ) throws -> [CalendarObject] {
        var data: [Int64: [UInt8]] = [:]
        for batch in KeyBatches(summaries.map { .integer($0.number) }) {
            let rows = try txn.query(
                "SELECT number, data FROM calendar_object_data WHERE number IN \(batch.placeholders)",
                batch.arguments
            )
            for row in rows { data[try row.integer("number")] = try row.blob("data") }
        }
        return summaries.compactMap { summary in
            data[summary.number].map { CalendarObject(summary: summary, data: $0) }
        }
    }

    /// Returns the object of that name without its data.
    ///
    /// - Throws: `SQLError`.
    package func summary(
        named name: String,
        in calendar: CalendarID,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary? {
        try txn.first("\(Self.selectSummary) WHERE o.calendar = ? AND o.name = ?", [.text(calendar.text), .text(name)])
            .map(CalendarObjectSummary.init)
    }

    /// Returns the objects of those names that exist, without their data, in no particular order.
    ///
    /// - Throws: `SQLError`.
    package func summaries(
        named names: [String],
        in calendar: CalendarID,
        in txn: any SQLTransaction
    ) throws -> [CalendarObjectSummary] {
        try KeyBatches(names.map { .text($0) }).flatMap { batch in
            try txn.query(
                "\(Self.selectSummary) WHERE o.calendar = ? AND o.name IN \(batch.placeholders)",
                [.text(calendar.text)] + batch.arguments
            ).map(CalendarObjectSummary.init)
        }
    }

    /// Returns the object with that identifier without its data.
    ///
    /// - Throws: `SQLError`.
    package func summary(_ id: ObjectID, in txn: any SQLTransaction) throws -> CalendarObjectSummary? {
        try txn.first("\(Self.selectSummary) WHERE o.id = ?", [.text(id.text)]).map(CalendarObjectSummary.init)
    }

    /// Returns all objects of a calendar without their data, in the order of their names.
    ///
    /// - Throws: `SQLError`.
    package func summaries(in calendar: CalendarID, in txn: any SQLTransaction) throws -> [CalendarObjectSummary] {
        var summaries: [CalendarObjectSummary] = []
        try forEachSummary(in: calendar, in: txn) { summaries.append($0) }
        return summaries
    }

    /// Returns the identifiers of all objects of a calendar in the order of the objects' names.
    ///
    /// - Throws: `SQLError`.
    package func objectIDs(in calendar: CalendarID, in txn: any SQLTransaction) throws -> [ObjectID] {
        try txn.query("SELECT id FROM calendar_object WHERE calendar = ? ORDER BY name", [.text(calendar.text)])
            .map { row in try row.parsed("id", ObjectID.init(parsing:)) }
    }

    /// Hands all objects of a calendar, without their data, to `body` one after the other in the order of their names.
    ///
    /// - Throws: `SQLError`, and whatever `body` throws.
    package func forEachSummary(
        in calendar: CalendarID,
        in txn: any SQLTransaction,
        _ body: (CalendarObjectSummary) throws -> Void
    ) throws {
        try txn.forEachRow("\(Self.selectSummary) WHERE o.calendar = ? ORDER BY o.name", [.text(calendar.text)]) {
            row in try body(CalendarObjectSummary(row))
        }
    }

    /// Returns the objects of a calendar that have that UID, without their data; at most one but in an inbox.
    ///
    /// They are in the order of their names. The engine is not asked for it: it would rather walk through all names of
    /// the calendar than sort one row.
    ///
    /// - Throws: `SQLError`.
    package func summaries(
        withUID uid: String,
        in calendar: CalendarID,
        in txn: any SQLTransaction
    ) throws -> [CalendarObjectSummary] {
        try txn.query(
            "\(Self.selectSummary) WHERE o.calendar = ? AND o.uid = ?",
            [.text(calendar.text), .text(uid)]
        ).map(CalendarObjectSummary.init).sorted { $0.name < $1.name }
    }

    /// Returns the objects with that UID in all calendars of a home, but not those in its inbox, without their data,
    /// in no particular order.
    ///
    /// - Throws: `SQLError`.
    package func summaries(
        withUID uid: String,
        inHome home: HomeID,
        in txn: any SQLTransaction
    ) throws -> [CalendarObjectSummary] {
        try txn.query(
            """
            SELECT \(CalendarObjectSummary.columns)
            FROM calendar c JOIN calendar_object o ON o.calendar = c.id
            WHERE c.home = ? AND c.kind = 'calendar' AND c.removed IS NULL AND o.uid = ?
            """,
            [.text(home.text), .text(uid)]
        ).map(CalendarObjectSummary.init)
    }

    /// The beginning of a statement that reads objects, under the name `o`, without their data.
    static let selectSummary = "SELECT \(CalendarObjectSummary.columns) FROM calendar_object o"

    /// The beginning of a statement that reads objects, under the name `o`, with their data.
    static let selectObject = """
        SELECT \(CalendarObjectSummary.columns), d.data
        FROM calendar_object o JOIN calendar_object_data d ON d.number = o.number
        """
}

extension CalendarObject {
    /// Creates an object from a row with the columns of a summary and the data.
    init(_ row: SQLRow) throws(SQLError) {
        summary = try CalendarObjectSummary(row)
        data = try row.blob("data")
    }
}
