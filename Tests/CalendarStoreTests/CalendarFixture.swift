import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

/// A database with the user `alice` and her first calendars.
struct CalendarFixture: Sendable {
    /// The store under test.
    let store = CalendarStore()

    /// The database, open.
    let database: any SQLDatabase

    /// The user.
    let alice: Principal

    /// Her calendar for events.
    let calendar: CalendarID

    /// Her calendar for tasks.
    let tasks: CalendarID

    /// Her scheduling inbox.
    let inbox: CalendarID

    /// Hands a fixture on a new database to `body`.
    static func with(_ engine: DatabaseEngine, _ body: (CalendarFixture) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            try await body(try await CalendarFixture(database: database))
        }
    }

    private init(database: any SQLDatabase) async throws {
        self.database = database
        let store = self.store
        (alice, calendar, tasks, inbox) = try await database.write { txn in
            let alice = try store.createUser(.sample(try #require(UserID(parsing: "alice"))), now: .sample(), in: txn)
            func id(_ name: String) throws -> CalendarID {
                try #require(try store.calendar(named: name, of: alice.home, in: txn)).id
            }
            return (alice, try id("calendar"), try id("tasks"), try id("inbox"))
        }
    }

    /// Puts an event into the calendar for events.
    @discardableResult
    func put(
        _ object: NewCalendarObject,
        if condition: WriteCondition = .unconditional,
        now: Date = .sample()
    ) async throws -> WrittenObject {
        let fixture = self
        return try await database.write { txn in
            try fixture.store.put(object, in: fixture.calendar, if: condition, now: now, in: txn)
        }
    }

    /// The calendar for events as it is now.
    func collection() async throws -> CalendarCollection {
        let fixture = self
        return try await database.read { txn in
            try #require(try fixture.store.calendar(fixture.calendar, in: txn))
        }
    }
}

extension CalendarStore {
    /// The octets of the names, descriptions, and other texts of all collections of a home, which count in its usage.
    func textOctets(of home: HomeID, in txn: any SQLTransaction) throws -> UInt64 {
        UInt64(try calendars(of: home, in: txn).map(\.properties.octets).reduce(0, +))
    }

    /// Copies a calendar in one transaction, in steps of so many changes.
    func copyCalendar(
        _ calendar: CalendarID,
        to home: HomeID,
        named name: String,
        includingObjects includesObjects: Bool,
        changesPerStep limit: Int = 100,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CopiedCalendar {
        var copy = try beginCopy(of: calendar, to: home, until: .distantFuture, in: txn)
        var objects: [ObjectID: ObjectID] = [:]
        var isUpToDate = !includesObjects
        while !isUpToDate {
            let step = try continueCopy(copy, changes: limit, now: now, until: .distantFuture, in: txn)
            objects.merge(step.objects) { _, new in new }
            (copy, isUpToDate) = (step.copy, step.isUpToDate)
        }
        return CopiedCalendar(calendar: try finishCopy(copy, named: name, now: now, in: txn), objects: objects)
    }
}

/// A calendar that was copied.
struct CopiedCalendar {
    /// The copy.
    let calendar: CalendarCollection

    /// The copies of the objects by the identifiers of their originals.
    let objects: [ObjectID: ObjectID]
}
