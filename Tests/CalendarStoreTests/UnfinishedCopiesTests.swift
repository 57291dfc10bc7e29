import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct UnfinishedCopiesTests {
    /// Hands a copy that has the first two of four objects to `body`.
    private static func withCopy(
        _ engine: DatabaseEngine,
        _ body: @escaping @Sendable (CalendarFixture, CopyStep, any SQLTransaction) throws -> Void
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let store = fixture.store
                for name in ["a", "b", "c", "d"] {
                    try store.put(.sample(name, uid: name, text: name), in: fixture.calendar, now: .sample(), in: txn)
                }
                let copy = try store.beginCopy(
                    of: fixture.calendar,
                    to: fixture.alice.home,
                    until: .sample(10),
                    in: txn
                )
                try body(fixture, try Self.proceed(copy, fixture, txn), txn)
            }
        }
    }

    private static func proceed(
        _ copy: UnfinishedCopy,
        _ fixture: CalendarFixture,
        _ txn: any SQLTransaction
    ) throws -> CopyStep {
        try fixture.store.continueCopy(copy, changes: 2, now: .sample(5), until: .sample(20), in: txn)
    }

    private static func property(_ name: String) -> DeadProperty {
        DeadProperty(name: DeadPropertyName(namespace: "urn:x", name: name), xml: "<\(name)/>")
    }

    private static func names(_ calendar: CalendarID, _ txn: any SQLTransaction) throws -> [String] {
        try CalendarStore().summaries(in: calendar, in: txn).map(\.name)
    }

    @Test(arguments: DatabaseEngine.all)
    func `nobody sees a copy before it is finished`(engine: DatabaseEngine) async throws {
        try await Self.withCopy(engine) { fixture, step, txn in
            let (store, home) = (fixture.store, fixture.alice.home)
            #expect(!step.isUpToDate && step.objects.count == 2 && step.dropped.isEmpty)
            try #expect(store.calendar(step.copy.id, in: txn) == nil)
            try #expect(store.calendars(of: home, in: txn).map(\.name) == ["calendar", "inbox", "outbox", "tasks"])
            try #expect(store.summaries(withUID: "a", inHome: home, in: txn).map(\.calendar) == [fixture.calendar])
            let page = try store.synchronise(home, level: .infinite, since: nil, limit: 99, in: txn)
            #expect(page.changes.compactMap(\.member) == ["a", "b", "c", "d"])
            try #expect(store.usage(of: home, in: txn) == 4 + store.textOctets(of: home, in: txn))
            try #expect(store.unfinishedBytes(of: home, now: .sample(19), in: txn) == 2)
            try #expect(store.unfinishedBytes(of: home, now: .sample(20), in: txn) == 0)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a copy catches up with what is changed after its object was copied`(engine: DatabaseEngine) async throws {
        try await Self.withCopy(engine) { fixture, first, txn in
            let store = fixture.store
            try store.put(.sample("a", uid: "a", text: "longer"), in: fixture.calendar, now: .sample(), in: txn)
            try store.deleteObject(named: "b", in: fixture.calendar, in: txn)
            try store.deleteObject(named: "d", in: fixture.calendar, in: txn)
            let next = try store.nextChanges(for: first.copy, limit: 9, in: txn)
            #expect(next.map { $0?.name } == ["c", "a", nil, nil])
            let second = try Self.proceed(first.copy, fixture, txn)
            #expect(!second.isUpToDate && second.objects.count == 2 && second.dropped.map(\.name) == ["a"])
            #expect(second.dropped.map(\.id) == first.objects.values.filter { $0 == second.dropped[0].id })
            let third = try Self.proceed(second.copy, fixture, txn)
            #expect(third.isUpToDate && third.objects.isEmpty && third.dropped.map(\.name) == ["b"])
            let copy = try store.finishCopy(third.copy, named: "copy", now: .sample(6), in: txn)
            #expect(copy.objectCount == 2 && copy.dataBytes == 7 && copy.created == .sample(6))
            try #expect(Self.names(copy.id, txn) == ["a", "c"])
            try #expect(store.object(named: "a", in: copy.id, in: txn)?.data == Array("longer".utf8))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4918 §9.8.2 a copy has the dead properties that its objects have at the end`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCopy(engine) { fixture, first, txn in
            let store = fixture.store
            // Two are copied, and two are not; another calendar has a copy of all, whose objects have the same names.
            let other = try store.copyCalendar(
                fixture.calendar,
                to: fixture.alice.home,
                named: "other",
                includingObjects: true,
                now: .sample(5),
                in: txn
            ).calendar.id
            for name in ["a", "c"] {
                let object = try #require(try store.summary(named: name, in: fixture.calendar, in: txn)).id
                try store.changeDeadProperties([.set(Self.property("p"))], of: .object(object), in: txn)
            }
            let twin = try #require(try store.summary(named: "b", in: other, in: txn)).id
            try store.changeDeadProperties([.set(Self.property("q"))], of: .object(twin), in: txn)
            var step = first
            while !step.isUpToDate { step = try Self.proceed(step.copy, fixture, txn) }
            let copy = try store.finishCopy(step.copy, named: "copy", now: .sample(6), in: txn)
            let objects = try store.summaries(in: copy.id, in: txn)
            let dead = try store.deadProperties(ofObjects: objects.map(\.id), in: txn)
            #expect(objects.map { dead[$0.id] } == [[Self.property("p")], nil, [Self.property("p")], nil])
            #expect(copy.deadPropertyBytes == UInt64(objects.map(\.propertyBytes).reduce(0, +)))
            let original = try #require(try store.calendar(fixture.calendar, in: txn))
            #expect(copy.propertyBytes == original.propertyBytes)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the properties of a copy are those that its calendar has at the end`(engine: DatabaseEngine) async throws {
        try await Self.withCopy(engine) { fixture, step, txn in
            let store = fixture.store
            try store.setProperties(CalendarProperties(displayName: "Later"), of: fixture.calendar, in: txn)
            let copy = try store.finishCopy(step.copy, named: "copy", now: .sample(), in: txn)
            #expect(copy.displayName == "Later" && copy.propertyBytes == 5)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a copy whose time is over is cleared, and not written to any more`(engine: DatabaseEngine) async throws {
        try await Self.withCopy(engine) { fixture, step, txn in
            let (store, copy) = (fixture.store, step.copy)
            try #expect(store.removedCalendars(now: .sample(19), limit: 9, in: txn).isEmpty)
            try #expect(store.removedCalendar(copy.id, now: .sample(19), in: txn) == nil)
            try #expect(store.removedCalendars(now: .sample(20), limit: 9, in: txn).map(\.id) == [copy.id])
            let removed = try #require(try store.removedCalendar(copy.id, now: .sample(20), in: txn))
            let refusal = CalendarStoreError.calendarNotFound(copy.id)
            #expect(throws: refusal) { try Self.proceed(copy, fixture, txn) }
            #expect(throws: refusal) { try store.finishCopy(copy, named: "copy", now: .sample(), in: txn) }
            try store.clear(try store.removedObjects(of: removed, limit: 9, in: txn), of: removed, in: txn)
            try #expect(store.clearHistory(of: removed, limit: 9, in: txn))
            #expect(throws: refusal) { try Self.proceed(copy, fixture, txn) }
            try #expect(Self.names(fixture.calendar, txn) == ["a", "b", "c", "d"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a copy that is given up is cleared at once, and one that is finished stays`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCopy(engine) { fixture, step, txn in
            let (store, home) = (fixture.store, fixture.alice.home)
            try store.giveUp(step.copy, now: .sample(5), in: txn)
            try #expect(store.removedCalendar(step.copy.id, now: .sample(5), in: txn)?.home == home)
            let whole = try store.beginCopy(of: fixture.calendar, to: home, until: .sample(10), in: txn)
            let finished = try store.finishCopy(whole, named: "flat", now: .sample(), in: txn)
            try store.giveUp(whole, now: .sample(5), in: txn)
            try #expect(store.removedCalendar(whole.id, now: .distantFuture, in: txn) == nil)
            try #expect(store.calendar(named: "flat", of: home, in: txn) == finished)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a calendar that was moved, or whose history begins anew, is copied from the beginning`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCopy(engine) { fixture, step, txn in
            let store = fixture.store
            try store.moveCalendar(fixture.calendar, to: fixture.alice.home, named: "away", in: txn)
            try store.moveCalendar(fixture.calendar, to: fixture.alice.home, named: "calendar", in: txn)
            let token = try #require(try? Self.tokenRefused(store, step.copy, txn))
            #expect(token.hasPrefix(fixture.calendar.text))
        }
    }

    /// Returns the token that a copy goes on with in vain.
    private static func tokenRefused(
        _ store: CalendarStore,
        _ copy: UnfinishedCopy,
        _ txn: any SQLTransaction
    ) throws -> String? {
        do {
            _ = try store.nextChanges(for: copy, limit: 9, in: txn)
            return nil
        } catch CalendarStoreError.syncTokenInvalid(let token) {
            return token
        }
    }
}
