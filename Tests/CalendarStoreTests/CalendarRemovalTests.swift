import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct CalendarRemovalTests {
    /// Hands a calendar of some objects, which was removed, to `body`.
    private static func withRemoved(
        _ engine: DatabaseEngine,
        objects: Int,
        _ body: @escaping @Sendable (CalendarFixture, RemovedCalendar, any SQLTransaction) throws -> Void
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let store = fixture.store
                for number in 0..<objects {
                    try store.put(.sample("-\(number)", uid: "-"), in: fixture.calendar, now: .sample(), in: txn)
                    try store.deleteObject(named: "-\(number)", in: fixture.calendar, in: txn)
                    let entry = OccurrenceIndexEntry(spans: [0..<10], indexedUntil: nil)
                    let object = NewCalendarObject.sample("\(number)", uid: "\(number)", occurrences: entry)
                    let id = try store.put(object, in: fixture.calendar, now: .sample(), in: txn).object.id
                    let property = DeadProperty(name: DeadPropertyName(namespace: "u:", name: "p"), xml: "<p/>")
                    try store.changeDeadProperties([.set(property)], of: .object(id), in: txn)
                }
                try store.removeCalendar(fixture.calendar, now: .sample(7), in: txn)
                let removed = try store.removedCalendar(fixture.calendar, now: .sample(7), in: txn)
                try body(fixture, try #require(removed), txn)
            }
        }
    }

    /// Counts the rows of a calendar and of its objects in all tables.
    private static func rows(of calendar: CalendarID, in txn: any SQLTransaction) throws -> Int64 {
        let tables = [
            "calendar WHERE id = ?", "calendar_object WHERE calendar = ?", "calendar_occurrence WHERE calendar = ?",
            "member_removal WHERE calendar = ?", "calendar_property WHERE calendar = ?",
        ]
        return try tables.reduce(0) { sum, table in
            let row = try txn.first("SELECT COUNT(*) AS found FROM \(table)", [.text(calendar.text)])
            return sum + (try row?.integer("found") ?? 0)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a removed calendar is not found by the name that its row has until it is cleared`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withRemoved(engine, objects: 0) { fixture, removed, txn in
            let row = try txn.first("SELECT name FROM calendar WHERE id = ?", [.text(removed.id.text)])
            let name = try #require(try row?.text("name"))
            try #expect(fixture.store.calendar(named: name, of: fixture.alice.home, in: txn) == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a removed calendar is gone at once for everybody who reads or writes`(engine: DatabaseEngine) async throws {
        try await Self.withRemoved(engine, objects: 2) { fixture, removed, txn in
            let (store, home) = (fixture.store, fixture.alice.home)
            #expect(removed.id == fixture.calendar && removed.home == home && removed.removed == .sample(7))
            try #expect(store.calendar(removed.id, in: txn) == nil)
            try #expect(store.calendar(named: "calendar", of: home, in: txn) == nil)
            try #expect(store.calendars(of: home, in: txn).map(\.name) == ["inbox", "outbox", "tasks"])
            try #expect(store.usage(of: home, in: txn) == store.textOctets(of: home, in: txn))
            try #expect(store.summaries(withUID: "1", inHome: home, in: txn).isEmpty)
            let page = try store.synchronise(home, level: .infinite, since: nil, limit: 99, in: txn)
            #expect(page.changes.allSatisfy { $0.member == nil })
            let refusal = CalendarStoreError.calendarNotFound(removed.id)
            #expect(throws: refusal) {
                try store.put(.sample("x", uid: "x"), in: removed.id, now: .sample(), in: txn)
            }
            #expect(throws: refusal) { try store.removeCalendar(removed.id, now: .sample(), in: txn) }
            #expect(throws: refusal) { try store.moveCalendar(removed.id, to: home, named: "new", in: txn) }
            #expect(throws: refusal) {
                try store.setProperties(CalendarProperties(displayName: ""), of: removed.id, in: txn)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `its name is free at once, and may be removed again`(engine: DatabaseEngine) async throws {
        try await Self.withRemoved(engine, objects: 1) { fixture, removed, txn in
            let (store, home) = (fixture.store, fixture.alice.home)
            let new = NewCalendar(name: "calendar", components: [], properties: CalendarProperties(displayName: "C"))
            let again = try store.createCalendar(new, in: home, now: .sample(), in: txn)
            #expect(again.id != removed.id)
            #expect(again.objectCount == 0)
            try store.removeCalendar(again.id, now: .sample(8), in: txn)
            let left = try store.removedCalendars(now: .distantFuture, limit: 9, in: txn)
            #expect(left.map(\.id) == [removed.id, again.id])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `it is cleared bit by bit until nothing is left of it`(engine: DatabaseEngine) async throws {
        try await Self.withRemoved(engine, objects: 5) { fixture, removed, txn in
            let store = fixture.store
            var cleared: [String] = []
            while true {
                let objects = try store.removedObjects(of: removed, limit: 2, in: txn)
                #expect(objects.count <= 2)
                if objects.isEmpty { break }
                try store.clear(objects, of: removed, in: txn)
                cleared += objects.map(\.name)
            }
            #expect(cleared == ["0", "1", "2", "3", "4"])
            let ends = try (0..<3).map { _ in try store.clearHistory(of: removed, limit: 2, in: txn) }
            #expect(ends == [false, false, true])
            try #expect(Self.rows(of: removed.id, in: txn) == 0)
            try #expect(store.removedCalendars(now: .distantFuture, limit: 9, in: txn).isEmpty)
            try #expect(txn.query("SELECT object FROM object_property").isEmpty)
            try #expect(txn.query("SELECT number FROM calendar_object_data").isEmpty)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `only objects of that calendar are cleared`(engine: DatabaseEngine) async throws {
        try await Self.withRemoved(engine, objects: 1) { fixture, removed, txn in
            let store = fixture.store
            let other = try store.put(.sample("o", uid: "o"), in: fixture.tasks, now: .sample(), in: txn).object
            try store.clear([other.summary], of: removed, in: txn)
            try #expect(store.object(other.id, in: txn) == other)
        }
    }
}
