import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

/// The fifth step on a database that programs of the first four have written to.
struct NumberedObjectsMigrationTests {
    private static let home = HomeID.random()
    private static let calendars = [CalendarID.random(), CalendarID.random()]
    private static let objects = (0..<4).map { _ in ObjectID.random() }
    private static let store = CalendarStore()

    /// The revision of the home before the step; the first calendar counts more changes.
    private static let homeRevision: Int64 = 7

    /// Hands a database that was brought up to date from step 4 to `body`.
    private static func withMigrated(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let database = try await SQLiteDatabase.open(path: directory.path + "/metadata.sqlite")
        try await database.migrate(CalendarStore.migrations.filter { $0.number <= 4 })
        try await database.write { txn in try fill(txn) }
        try await database.migrate(CalendarStore.migrations)
        try await database.write(body)
        try await database.close()
    }

    /// Two calendars with two objects and a removal each.
    private static func fill(_ txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO principal (uid, kind, display_name, home, administrator, created, home_revision)
            VALUES ('alice', 'user', 'Alice', ?, 0, 0, ?)
            """,
            [.text(home.text), .integer(homeRevision)]
        )
        for (number, calendar) in calendars.enumerated() {
            try txn.execute(
                """
                INSERT INTO calendar (id, home, name, kind, display_name, components, revision, data_bytes,
                    object_count, created, property_bytes)
                VALUES (?, ?, ?, 'calendar', '', 'VEVENT', ?, 8, 2, 0, 12)
                """,
                [.text(calendar.text), .text(home.text), .text("c\(number)"), SQLValue(number == 0 ? 900 : 3)]
            )
            for (place, name) in ["a", "b", "gone"].enumerated() {
                try txn.execute(
                    "INSERT INTO calendar_change VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        .text(calendar.text), .text(name), SQLValue(place + 1), SQLValue(name == "gone"),
                        .text(home.text), SQLValue(3 * number + place + 2),
                    ]
                )
                if name != "gone" { try put(objects[2 * number + place], name, in: calendar, txn) }
            }
        }
    }

    private static func put(
        _ id: ObjectID,
        _ name: String,
        in calendar: CalendarID,
        _ txn: any SQLTransaction
    ) throws {
        try txn.execute(
            """
            INSERT INTO calendar_object (id, calendar, name, uid, etag, component_type, size, created, modified,
                indexed_until, property_bytes)
            VALUES (?, ?, ?, ?, 'tag-1', ?, 4, 5, 6, ?, 6)
            """,
            [
                .text(id.text), .text(calendar.text), .text(name), .text("uid \(name)"),
                .text(name == "a" ? "VEVENT" : "VTODO"), name == "a" ? .null : .integer(500),
            ]
        )
        try txn.execute("INSERT INTO calendar_object_data VALUES (?, ?)", [.text(id.text), .blob(Array(name.utf8))])
        try txn.execute(
            "INSERT INTO calendar_occurrence VALUES (?, 100, 200, 0, 0, ?, ?)",
            [.text(id.text), .text(calendar.text), .text(name == "a" ? "VEVENT" : "VTODO")]
        )
        try txn.execute("INSERT INTO object_property VALUES (?, '', 'p', '<p/>')", [.text(id.text)])
    }

    @Test func `objects keep everything that belongs to them`() async throws {
        try await Self.withMigrated { txn in
            let store = Self.store
            for (index, id) in Self.objects.enumerated() {
                let object = try #require(try store.object(id, in: txn))
                let name = index % 2 == 0 ? "a" : "b"
                #expect((object.name, object.uid, object.etag) == (name, "uid \(name)", "tag-1"))
                #expect(object.calendar == Self.calendars[index / 2] && object.data == Array(name.utf8))
                #expect(object.summary.propertyBytes == 6)
                try #expect(store.deadProperties(of: .object(id), in: txn).map(\.xml) == ["<p/>"])
            }
            try #expect(store.spanCounts(of: Self.objects, in: txn).values.map { $0 } == [1, 1, 1, 1])
            try #expect(store.calendar(Self.calendars[0], in: txn)?.objectCount == 2)
            try #expect(store.objectsToIndex(until: 501, limit: 9, in: txn).map(\.name) == ["b", "b"])
        }
    }

    @Test func `objects are found by their types and times`() async throws {
        try await Self.withMigrated { txn in
            let queries: [(CandidateQuery, [String])] = [
                (CandidateQuery(componentTypes: ["VTODO"]), ["b"]),
                (CandidateQuery(componentTypes: ["VEVENT"]), ["a"]),
                (CandidateQuery(range: 150..<160), ["a", "b"]),
                (CandidateQuery(range: 300..<400), []),
                (CandidateQuery(range: 600..<700), ["b"]),
            ]
            for (query, names) in queries {
                let found = try Self.store.candidateSummaries(for: query, in: Self.calendars[0], limit: 9, in: txn)
                #expect(found.candidates.map(\.name).sorted() == names, "\(query)")
            }
        }
    }

    @Test func `RFC 6578 §3.2 the token of a home stays valid, those of its calendars do not`() async throws {
        try await Self.withMigrated { txn in
            let store = Self.store
            for revision in [0, 2, 3, 899, 900] as [Int64] {
                let token = SyncToken(calendar: Self.calendars[0], revision: revision)
                #expect(throws: CalendarStoreError.syncTokenInvalid(token.description)) {
                    try store.synchronise(Self.calendars[0], since: token, limit: 9, in: txn)
                }
            }
            let token = try #require(HomeSyncToken(parsing: "\(Self.home)-2"))
            let page = try store.synchronise(Self.home, level: .infinite, since: token, limit: 9, in: txn)
            #expect(page.changes.map(\.collection) == ["c0", "c0", "c1", "c1", "c1"])
            #expect(page.changes.map(\.member) == ["b", "gone", "a", "b", "gone"])
            #expect(page.changes.map(\.isRemoval) == [false, true, false, false, true])
        }
    }

    @Test func `what is written afterwards is told after what was there`() async throws {
        try await Self.withMigrated { txn in
            let store = Self.store
            let known = try Self.calendars.map { try store.synchronise($0, since: nil, limit: 9, in: txn).token }
            let home = try #require(try store.syncToken(of: Self.home, in: txn))
            try store.put(.sample("gone", uid: "again"), in: Self.calendars[1], now: .sample(), in: txn)
            try store.deleteObject(named: "a", in: Self.calendars[0], in: txn)
            let changes = try zip(Self.calendars, known).flatMap { calendar, token in
                try store.synchronise(calendar, since: token, limit: 9, in: txn).changes
            }
            #expect(changes.map(\.name) == ["a", "gone"])
            #expect(changes.map(\.isRemoval) == [true, false])
            let page = try store.synchronise(Self.home, level: .infinite, since: home, limit: 9, in: txn)
            #expect(page.changes.map(\.member) == ["gone", "a"])
        }
    }

    @Test func `nothing is left of the tables before, and no row refers to nothing`() async throws {
        try await Self.withMigrated { txn in
            let left = try txn.query("SELECT name FROM sqlite_schema WHERE sql LIKE '%step_4%' OR name LIKE '%step_4%'")
            #expect(left.isEmpty)
            try #expect(txn.query("PRAGMA foreign_key_check").isEmpty)
            try txn.execute("DELETE FROM principal WHERE uid = 'alice'")
            for table in ["calendar_object", "calendar_object_data", "calendar_occurrence", "member_removal"] {
                try #expect(txn.query("SELECT 1 FROM \(table)").isEmpty, "\(table)")
            }
        }
    }
}
