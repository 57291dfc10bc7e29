import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct HomeSynchronisationTests {
    private static let work = NewCalendar(
        name: "work",
        components: ["VEVENT"],
        properties: CalendarProperties(displayName: "Work")
    )

    /// Hands `body` a fixture, and a function that describes what changed in its home since the last call.
    private static func withReader(
        _ engine: DatabaseEngine,
        level: SyncLevel,
        _ body: @escaping @Sendable (CalendarFixture, any SQLTransaction, () throws -> [String]) throws -> Void
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let home = fixture.alice.home
                var token: HomeSyncToken?
                try body(fixture, txn) {
                    let page = try fixture.store.synchronise(home, level: level, since: token, limit: 99, in: txn)
                    token = HomeSyncToken(parsing: page.token.description)
                    return page.changes.map { change in
                        "\(change.isRemoval ? "-" : "+")\(change.collection)/\(change.member ?? "")"
                    }
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.3 at level 1 a home tells of its collections`(engine: DatabaseEngine) async throws {
        try await Self.withReader(engine, level: .one) { fixture, txn, changes in
            let store = fixture.store
            try #expect(changes() == ["+calendar/", "+tasks/", "+inbox/", "+outbox/"])
            try #expect(changes() == [])
            try store.put(.sample("a", uid: "a"), in: fixture.calendar, now: .sample(), in: txn)
            try #expect(changes() == [])
            try store.createCalendar(Self.work, in: fixture.alice.home, now: .sample(), in: txn)
            try store.setProperties(CalendarProperties(displayName: "New"), of: fixture.tasks, in: txn)
            try #expect(changes() == ["+work/", "+tasks/"])
            try store.removeCalendar(fixture.tasks, now: .sample(), in: txn)
            try store.moveCalendar(fixture.calendar, to: fixture.alice.home, named: "moved", in: txn)
            try #expect(changes() == ["-tasks/", "-calendar/", "+moved/"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.3 at level infinite a home tells of all members`(engine: DatabaseEngine) async throws {
        try await Self.withReader(engine, level: .infinite) { fixture, txn, changes in
            let store = fixture.store
            try store.put(.sample("a", uid: "a"), in: fixture.calendar, now: .sample(), in: txn)
            try #expect(changes() == ["+calendar/", "+tasks/", "+inbox/", "+outbox/", "+calendar/a"])
            try store.put(.sample("b", uid: "b"), in: fixture.tasks, now: .sample(), in: txn)
            try store.deleteObject(named: "a", in: fixture.calendar, in: txn)
            try #expect(changes() == ["+tasks/b", "-calendar/a"])
            try store.moveCalendar(fixture.tasks, to: fixture.alice.home, named: "moved", in: txn)
            try #expect(changes() == ["-tasks/", "+moved/", "+moved/b"])
            try store.removeCalendar(fixture.tasks, now: .sample(), in: txn)
            try #expect(changes() == ["-moved/"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `who has not heard of a removal before the name is used again begins anew`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, home) = (fixture.store, fixture.alice.home)
                func token() throws -> HomeSyncToken { try #require(try store.syncToken(of: home, in: txn)) }
                let work = try store.createCalendar(Self.work, in: home, now: .sample(), in: txn)
                let before = try token()
                try store.removeCalendar(work.id, now: .sample(), in: txn)
                let informed = try token()
                try store.createCalendar(Self.work, in: home, now: .sample(), in: txn)
                #expect(throws: CalendarStoreError.syncTokenInvalid(before.description)) {
                    try store.synchronise(home, level: .infinite, since: before, limit: 9, in: txn)
                }
                let page = try store.synchronise(home, level: .infinite, since: informed, limit: 9, in: txn)
                #expect(page.changes.map(\.collection) == ["work"])
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the gaps that a new beginning of all histories leaves cost few statements`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, home) = (fixture.store, fixture.alice.home)
                try store.put(.sample("a", uid: "a"), in: fixture.calendar, now: .sample(), in: txn)
                try store.beginNewHistories(in: txn)
                try store.put(.sample("b", uid: "b"), in: fixture.tasks, now: .sample(), in: txn)
                let counter = RowCounter(txn)
                let page = try store.synchronise(home, level: .infinite, since: nil, limit: 9, in: counter)
                #expect(page.changes.compactMap(\.member) == ["a", "b"])
                #expect(!page.isTruncated)
                #expect(counter.statements <= 20, "\(counter.statements)")
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.2 a calendar that goes to and fro makes no old token good, and no history long`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let store = fixture.store
                let bob = try store.createUser(.sample(try #require(UserID(parsing: "bob"))), now: .sample(), in: txn)
                for name in ["a", "b", "a"] {
                    try store.put(.sample(name, uid: name), in: fixture.calendar, now: .sample(), in: txn)
                }
                var tokens: [SyncToken] = []
                for move in 0..<60 {
                    tokens.append(try #require(try store.calendar(fixture.calendar, in: txn)).syncToken)
                    let home = move % 2 == 0 ? bob.home : fixture.alice.home
                    try store.moveCalendar(fixture.calendar, to: home, named: "moved \(move)", in: txn)
                }
                for token in tokens {
                    #expect(throws: CalendarStoreError.syncTokenInvalid(token.description)) {
                        try store.synchronise(fixture.calendar, since: token, limit: 9, in: txn)
                    }
                }
                let page = try store.synchronise(fixture.calendar, since: nil, limit: 9, in: txn)
                #expect(page.changes.map(\.name) == ["b", "a"])
                #expect(page.token.revision < 60 * 10)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `calendars that change and move in turn leave the history of their home short`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let store = fixture.store
                let other = try store.createCalendar(Self.work, in: fixture.alice.home, now: .sample(), in: txn).id
                for calendar in [fixture.calendar, other] {
                    try store.put(.sample("old", uid: "old"), in: calendar, now: .sample(), in: txn)
                }
                for round in 0..<200 {
                    for calendar in [fixture.calendar, other] {
                        try store.put(.sample("new", uid: "new"), in: calendar, now: .sample(), in: txn)
                        let name = "\(calendar == other) \(round)"
                        try store.moveCalendar(calendar, to: fixture.alice.home, named: name, in: txn)
                    }
                }
                let token = try #require(try store.calendar(other, in: txn)).syncToken
                #expect(token.revision < 200 * 20, "\(token)")
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a home that is not there is refused`(engine: DatabaseEngine) async throws {
        let missing = HomeID.random()
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                try #expect(fixture.store.syncToken(of: missing, in: txn) == nil)
                #expect(throws: CalendarStoreError.homeNotFound(missing)) {
                    try fixture.store.synchronise(missing, level: .one, since: nil, limit: 9, in: txn)
                }
                #expect(throws: CalendarStoreError.homeNotFound(missing)) {
                    try fixture.store.createCalendar(Self.work, in: missing, now: .sample(), in: txn)
                }
            }
        }
    }
}
