import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

/// Objects that are stored where the same transaction has looked before.
struct ObjectSitesTests {
    /// What a test refuses a write with.
    private struct NoRoom: Error, Equatable {
        let before: UInt64
        let after: UInt64
    }

    /// Looks at the place of an object and stores it there.
    @discardableResult
    private static func put(
        _ new: NewCalendarObject,
        to calendar: CalendarID? = nil,
        _ fixture: CalendarFixture,
        in txn: any SQLTransaction,
        checkingRoom check: (UInt64, UInt64) throws -> Void = { _, _ in }
    ) throws -> WrittenObject {
        let calendar = try #require(try fixture.store.calendar(calendar ?? fixture.calendar, in: txn))
        let site = try fixture.store.site(named: new.name, withUID: new.uid, in: calendar, in: txn)
        return try fixture.store.put(new, at: site, now: .sample(), in: txn, checkingRoom: check)
    }

    @Test(arguments: DatabaseEngine.all)
    func `what is stored at a site is what a write without one would store`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let objects = try await fixture.database.write { txn in
                let first = try Self.put(.sample("a", uid: "a", text: "one"), fixture, in: txn)
                let second = try Self.put(.sample("a", uid: "a", text: "three"), fixture, in: txn)
                #expect(first.isNew && !second.isNew)
                #expect(first.object.id == second.object.id)
                #expect(first.object.etag != second.object.etag)
                return (second.object, try fixture.store.object(named: "a", in: fixture.calendar, in: txn))
            }
            #expect(objects.0 == objects.1)
            let collection = try await fixture.collection()
            #expect(collection.objectCount == 1)
            #expect(collection.dataBytes == 5)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `an object that was found is replaced without another look`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let (old, new) = try await fixture.database.write { txn in
                let old = try Self.put(.sample("a", uid: "a", text: "one"), fixture, in: txn).object
                let calendar = try #require(try fixture.store.calendar(fixture.calendar, in: txn))
                let site = ObjectSite(replacing: old.summary, in: calendar)
                let new = try fixture.store.put(
                    .sample("a", uid: "a", text: "two"),
                    at: site,
                    now: .sample(2),
                    in: txn,
                    checkingRoom: { _, _ in }
                )
                return (old, new)
            }
            #expect(!new.isNew)
            #expect(new.object.id == old.id)
            #expect(new.object.created == old.created)
            #expect(new.object.modified == .sample(2))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4791 §5.3.2.1 a UID in use is refused at a site as well`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let existing = try await fixture.put(.sample("a", uid: "a")).object.summary
            for other in [NewCalendarObject.sample("b", uid: "a"), .sample("a", uid: "b")] {
                await #expect(throws: CalendarStoreError.uidConflict(existing: existing)) {
                    try await fixture.database.write { txn in _ = try Self.put(other, fixture, in: txn) }
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `who checks the room is told what the home has before and after, and can refuse`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let texts = try await fixture.database.write { txn in
                _ = try fixture.store.put(
                    .sample("b", uid: "b", text: "12345"),
                    in: fixture.calendar,
                    now: .sample(),
                    in: txn
                )
                return try fixture.store.textOctets(of: fixture.alice.home, in: txn)
            }
            let before = texts + 5
            for (new, after) in [("c", before + 3), ("b", texts + 3)] {
                await #expect(throws: NoRoom(before: before, after: after)) {
                    try await fixture.database.write { txn in
                        _ = try Self.put(.sample(new, uid: new, text: "abc"), fixture, in: txn) { before, after in
                            throw NoRoom(before: before, after: after)
                        }
                    }
                }
            }
            let collection = try await fixture.collection()
            #expect(collection.objectCount == 1)
            #expect(collection.dataBytes == 5)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a name that comes back is no removal any more`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let page = try await fixture.database.write { txn in
                try Self.put(.sample("a", uid: "a"), fixture, in: txn)
                let token = try #require(try fixture.store.calendar(fixture.calendar, in: txn)).syncToken
                try fixture.store.deleteObject(named: "a", in: fixture.calendar, in: txn)
                try Self.put(.sample("a", uid: "a"), fixture, in: txn)
                return try fixture.store.synchronise(fixture.calendar, since: token, limit: 9, in: txn)
            }
            #expect(page.changes.map(\.name) == ["a"])
            #expect(page.changes.map(\.isRemoval) == [false])
        }
    }

    @Test func `nothing is stored in a home that has gone since the site was looked at`() async throws {
        try await CalendarFixture.with(.sqlite) { fixture in
            try await fixture.database.write { txn in
                let calendar = try #require(try fixture.store.calendar(fixture.calendar, in: txn))
                let event = NewCalendarObject.sample("a", uid: "a")
                let site = try fixture.store.site(named: event.name, withUID: event.uid, in: calendar, in: txn)
                try txn.execute("DELETE FROM principal WHERE home = ?", [.text(calendar.home.text)])
                #expect(throws: CalendarStoreError.homeNotFound(calendar.home)) {
                    try fixture.store.put(event, at: site, now: .sample(), in: txn) { _, _ in }
                }
            }
        }
    }

    @Test func `to look and to write a new event is seven statements`() async throws {
        try await CalendarFixture.with(.sqlite) { fixture in
            let counts = try await fixture.database.write { txn in
                let calendar = try #require(try fixture.store.calendar(fixture.calendar, in: txn))
                let spans = OccurrenceIndexEntry(spans: [0..<60], indexedUntil: nil)
                let event = NewCalendarObject(
                    name: "a",
                    uid: "a",
                    componentType: "VEVENT",
                    data: [1],
                    occurrences: spans
                )
                return try (0..<2).map { _ in
                    let counter = RowCounter(txn)
                    let site = try fixture.store.site(named: "a", withUID: "a", in: calendar, in: counter)
                    _ = try fixture.store.put(event, at: site, now: .sample(), in: counter) { _, _ in }
                    return counter.statements
                }
            }
            #expect(counts == [7, 7])
        }
    }
}
