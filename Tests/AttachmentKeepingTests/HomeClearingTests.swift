import AttachmentKeeping
import AttachmentStore
import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Synchronization
import Testing

/// A database that is gone after so many writes, as for a process that is killed, and looks at what each has left.
private final class MortalDatabase: SQLDatabase {
    /// What every write after the last one fails with.
    struct Killed: Error {}

    /// The database, which outlives it.
    let base: any SQLDatabase

    /// The number of writes that it lives for.
    let life: Int

    /// What was left after each write.
    let left = Mutex<[Int64]>([])

    /// Makes a database that dies.
    init(base: any SQLDatabase, life: Int) {
        self.base = base
        self.life = life
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        guard left.withLock({ $0.count < life }) else { throw Killed() }
        let (value, rows) = try await base.write { txn in (try body(txn), try HomeClearingTests.rows(txn)) }
        left.withLock { $0.append(rows) }
        return value
    }

    func close() async throws {}
}

/// What is left of a user who was removed, and how it goes.
@Suite struct HomeClearingTests {
    private static let objects = 2 * CalendarStep.objects + 3

    /// Counts the objects, and the attachments that are held and linked.
    fileprivate static func rows(_ txn: any SQLTransaction) throws -> Int64 {
        try ["calendar_object", "attachment_holding WHERE state = 'live'", "attachment_link"].reduce(0) { sum, table in
            sum + (try txn.first("SELECT COUNT(*) AS found FROM \(table)")?.integer("found") ?? 0)
        }
    }

    /// Counts the rows that are left in the tables of the calendar store, but for the other user's.
    private static func belongings(_ txn: any SQLTransaction) throws -> [Int64] {
        try ["principal", "calendar", "calendar_object", "calendar_object_data", "member_removal", "home_change"].map {
            try txn.first("SELECT COUNT(*) AS found FROM \($0)")?.integer("found") ?? 0
        }
    }

    /// Runs a body with users of whom one had many objects with attachments, and was removed.
    private static func withRemoved(
        _ body: (KeepingFixture, any SQLDatabase) async throws -> Void
    ) async throws {
        try await DatabaseEngine.sqlite.withDatabase { database in
            let fixture = try await KeepingFixture.on(database)
            try await database.write { txn in
                for number in 0..<objects {
                    try fixture.add(to: try fixture.put("\(number)", of: fixture.alice, txn), of: fixture.alice, txn)
                }
                let calendar = try fixture.calendar(of: fixture.alice, txn)
                try fixture.calendars.deleteObject(named: "0", in: calendar, in: txn)
                try fixture.calendars.removeUser(fixture.alice.uid, now: .sample(1), in: txn)
            }
            try await body(fixture, database)
        }
    }

    @Test func `a user who was removed is cleared whole, in steps of at most a hundred objects`() async throws {
        try await Self.withRemoved { fixture, database async throws in
            let observed = MortalDatabase(base: database, life: .max)
            let cleared = try await HomeClearing(observed, now: { .sample(2) }).workOff()
            #expect(cleared == [fixture.alice.home])
            let total = Int64(Self.objects * 3 - 1)
            let left = observed.left.withLock { [total] + $0 }
            #expect(left.last == 0)
            for (before, after) in zip(left, left.dropFirst()) {
                // An object, its link, and its holding are three rows, of which a step takes the first two or the last.
                #expect((0...2 * Int64(CalendarStep.objects)).contains(before - after))
            }
            let (rows, due) = try await database.read { txn in
                (try Self.belongings(txn), try fixture.attachments.nextRelease(in: txn))
            }
            // What a new user has, that is the other one.
            #expect(rows == [1, 4, 0, 0, 0, 4])
            #expect(due == .sample(2))
            #expect(try await HomeClearing(database, now: { .sample(3) }).workOff() == [])
        }
    }

    @Test func `wherever the clearing is killed, nobody has the name, and the next one clears the rest`() async throws {
        var steps = 0
        try await Self.withRemoved { _, database async throws in
            let observed = MortalDatabase(base: database, life: .max)
            _ = try await HomeClearing(observed, now: { .sample(2) }).workOff()
            steps = observed.left.withLock { $0.count }
        }
        #expect(steps > 6)
        for life in 0..<steps {
            try await Self.withRemoved { fixture, database async throws in
                let mortal = MortalDatabase(base: database, life: life)
                await #expect(throws: MortalDatabase.Killed.self) {
                    try await HomeClearing(mortal, now: { .sample(2) }).workOff()
                }
                let account = try await database.read { txn in
                    try fixture.calendars.account(of: fixture.alice.uid, in: txn)
                }
                #expect(account == nil)
                #expect(try await HomeClearing(database, now: { .sample(3) }).workOff() == [fixture.alice.home])
                let rows = try await database.read { txn in try Self.belongings(txn) + [try Self.rows(txn)] }
                #expect(rows == [1, 4, 0, 0, 0, 4, 0])
            }
        }
    }
}
