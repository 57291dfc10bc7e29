import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct MigrationTests {
    private static let home = HomeID.random()
    private static let calendars = [CalendarID.random(), CalendarID.random()]
    private static let objects = (0..<4).map { _ in ObjectID.random() }

    @Test func `a database of step 1 keeps everything, and its homes can be synchronised`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let database = try await SQLiteDatabase.open(path: directory.path + "/metadata.sqlite")
        try await database.migrate(CalendarStore.migrations.filter { $0.number == 1 })
        try await database.write { txn in try Self.fill(txn) }
        try await database.migrate(CalendarStore.migrations)
        try await database.write { txn in
            try Self.checkObjects(txn)
            try Self.checkHistories(txn)
        }
        try await database.close()
    }

    @Test func `the properties and the texts of a database of step 2 count from then on`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let database = try await SQLiteDatabase.open(path: directory.path + "/metadata.sqlite")
        try await database.migrate(CalendarStore.migrations.filter { $0.number == 1 })
        try await database.write { txn in try Self.fill(txn) }
        try await database.migrate(CalendarStore.migrations.filter { $0.number <= 2 })
        try await database.write { txn in
            for (table, owner) in [
                ("object_property", Self.objects[0].text), ("calendar_property", Self.calendars[0].text),
            ] {
                try txn.execute("INSERT INTO \(table) VALUES (?, 'u:', 'é', '<é/>')", [.text(owner)])
            }
        }
        try await database.migrate(CalendarStore.migrations)
        try await database.read { txn in
            let store = CalendarStore()
            try #expect(store.summary(Self.objects[0], in: txn)?.propertyBytes == 9)
            try #expect(store.calendars(of: Self.home, in: txn).map(\.propertyBytes) == [18 + 4, 4], "\"Name\"")
            try #expect(store.usage(of: Self.home, in: txn) == 16 + 18 + 2 * 4)
        }
        try await database.close()
    }

    /// Two calendars with two objects and a removal each, as a program that knew only step 1 wrote them.
    private static func fill(_ txn: any SQLTransaction) throws {
        try txn.execute(
            "INSERT INTO principal VALUES ('alice', 'user', 'Alice', ?, 0, NULL, 0)",
            [.text(home.text)]
        )
        for (number, calendar) in calendars.enumerated() {
            try txn.execute(
                "INSERT INTO calendar VALUES (?, ?, ?, 'calendar', 'Name', NULL, 'VEVENT', NULL, NULL, 3, 8, 2, 0)",
                [.text(calendar.text), .text(home.text), .text("c\(number)")]
            )
            for (position, name) in ["a", "b", "gone"].enumerated() {
                try txn.execute(
                    "INSERT INTO calendar_change VALUES (?, ?, ?, ?)",
                    [.text(calendar.text), .text(name), SQLValue(position + 1), SQLValue(name == "gone")]
                )
                if name != "gone" { try putObject(objects[2 * number + position], name, calendar, txn) }
            }
        }
    }

    private static func putObject(
        _ id: ObjectID,
        _ name: String,
        _ calendar: CalendarID,
        _ txn: any SQLTransaction
    ) throws {
        try txn.execute(
            "INSERT INTO calendar_object VALUES (?, ?, ?, ?, 'tag-1', 'VEVENT', 4, 0, 0)",
            [.text(id.text), .text(calendar.text), .text(name), .text(name)]
        )
        try txn.execute("INSERT INTO calendar_object_data VALUES (?, ?)", [.text(id.text), .blob([1, 2, 3, 4])])
    }

    private static func checkObjects(_ txn: any SQLTransaction) throws {
        let store = CalendarStore()
        let found = try objects.compactMap { try store.object($0, in: txn) }
        #expect(Set(found.map(\.id)) == Set(objects))
        #expect(found.allSatisfy { $0.data == [1, 2, 3, 4] && $0.etag == "tag-1" })
        let calendar = try store.calendar(calendars[0], in: txn)
        #expect(calendar?.properties == CalendarProperties(displayName: "Name"))
        #expect(calendar?.objectCount == 2)
        let candidates = try store.candidateSummaries(
            for: CandidateQuery(range: 0..<1),
            in: calendars[0],
            limit: 9,
            in: txn
        ).candidates
        #expect(candidates.map(\.name).sorted() == ["a", "b"], "Objects that are not indexed may match any time.")
        try #expect(store.objectsToIndex(until: 0, limit: 9, in: txn).count == 4)
    }

    private static func checkHistories(_ txn: any SQLTransaction) throws {
        let store = CalendarStore()
        let token = SyncToken(calendar: calendars[0], revision: 1)
        #expect(throws: CalendarStoreError.syncTokenInvalid(token.description)) {
            try store.synchronise(calendars[0], since: token, limit: 9, in: txn)
        }
        let page = try store.synchronise(calendars[0], since: nil, limit: 9, in: txn)
        #expect(page.changes.map(\.name) == ["a", "b"])
        var names: [String] = []
        var position: HomeSyncToken?
        for _ in 0..<6 {
            let page = try store.synchronise(home, level: .infinite, since: position, limit: 1, in: txn)
            names += page.changes.map { "\($0.collection)/\($0.member ?? "")" }
            position = page.token
        }
        #expect(Set(names) == ["c0/", "c1/", "c0/a", "c0/b", "c1/a", "c1/b"])
        let end = try store.synchronise(home, level: .infinite, since: position, limit: 9, in: txn)
        #expect(end.changes == [])
        try store.put(.sample("new", uid: "n"), in: calendars[1], now: .sample(), in: txn)
        let change = try store.synchronise(home, level: .infinite, since: end.token, limit: 9, in: txn).changes
        #expect(change.map(\.member) == ["new"])
    }
}
