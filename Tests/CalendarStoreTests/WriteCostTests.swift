import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

/// What a write of one object costs: statements, and pages in the log of the database.
struct WriteCostTests {
    private static let count = 100

    /// The octets of a page in the log with its header.
    private static let frame = 4120

    private static func event(_ number: Int, times: Int64 = 0) -> NewCalendarObject {
        // Names that are as long as clients make them, in no order.
        let name =
            "\(String(UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15, radix: 16, uppercase: true))-4F4C-9D5A-ABCDEF01"
        let start = Int64(number * 7919 % 1000) * 86_400 + times
        return NewCalendarObject(
            name: name + ".ics",
            uid: name,
            componentType: "VEVENT",
            data: Array(repeating: UInt8(ascii: "x"), count: 1024),
            occurrences: OccurrenceIndexEntry(spans: [start..<start + 3600], indexedUntil: nil)
        )
    }

    @Test func `a new event of 1 KiB is at most fourteen pages in the log, one transaction for each`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path + "/metadata.sqlite"
        let database = try await SQLiteDatabase.open(path: path)
        try await database.migrate(CalendarStore.migrations)
        let store = CalendarStore()
        let calendar = try await database.write { txn in
            let user = NewUser.sample(try #require(UserID(parsing: "alice")))
            let home = try store.createUser(user, now: .sample(), in: txn).home
            return try #require(try store.calendar(named: "calendar", of: home, in: txn)).id
        }
        let before = try Self.logSize(of: path)
        for number in 0..<Self.count {
            try await database.write { txn in
                _ = try store.put(Self.event(number), in: calendar, now: .sample(number), in: txn)
            }
        }
        let pages = Double(try Self.logSize(of: path) - before) / Double(Self.frame * Self.count)
        #expect(pages <= 14, "\(pages)")
        try await database.close()
    }

    private static func logSize(of path: String) throws -> Int {
        try Data(contentsOf: URL(filePath: path + "-wal")).count
    }

    @Test func `a write of an event is seven statements, and six where its times stay`() async throws {
        try await CalendarFixture.with(.sqlite) { fixture in
            let counts = try await fixture.database.write { txn in
                try [Self.event(1), Self.event(1), Self.event(1, times: 60)].map { event in
                    let counter = RowCounter(txn)
                    try fixture.store.put(event, in: fixture.calendar, now: .sample(), in: counter)
                    return counter.statements
                }
            }
            #expect(counts == [7, 6, 8])
        }
    }
}
