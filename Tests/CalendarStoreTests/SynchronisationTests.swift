import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct SynchronisationTests {
    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.4 who has nothing gets what there is, and no removals`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                try Self.put(["a", "b", "c"], fixture, txn)
                try fixture.store.deleteObject(named: "b", in: fixture.calendar, in: txn)
                let page = try fixture.store.synchronise(fixture.calendar, since: nil, limit: 9, in: txn)
                #expect(page.changes.map(\.name) == ["a", "c"])
                #expect(page.changes.allSatisfy { !$0.isRemoval })
                #expect(!page.isTruncated)
                try #expect(page.token == fixture.store.calendar(fixture.calendar, in: txn)?.syncToken)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `without a change the token stays and one row is read`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                try Self.put(["a", "b", "c"], fixture, txn)
                let token = try fixture.store.synchronise(fixture.calendar, since: nil, limit: 9, in: txn).token
                let counter = RowCounter(txn)
                let page = try fixture.store.synchronise(fixture.calendar, since: token, limit: 9, in: counter)
                #expect(page.changes == [])
                #expect(page.token == token)
                #expect(counter.rows == 1)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.6 a truncated answer goes on where it ended`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                try Self.put(["a", "b", "c", "d"], fixture, txn)
                let store = fixture.store
                let first = try store.synchronise(fixture.calendar, since: nil, limit: 2, in: txn)
                #expect(first.changes.map(\.name) == ["a", "b"])
                #expect(first.isTruncated)
                try store.deleteObject(named: "a", in: fixture.calendar, in: txn)
                try store.deleteObject(named: "c", in: fixture.calendar, in: txn)
                let token = try #require(SyncToken(parsing: first.token.description))
                #expect(token == first.token)
                let second = try store.synchronise(fixture.calendar, since: token, limit: 3, in: txn)
                #expect(second.changes.map(\.name) == ["d", "a", "c"])
                #expect(second.changes.map(\.isRemoval) == [false, true, true])
                #expect(!second.isTruncated)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.2 a token of another calendar, of another history, or of the future is invalid`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                try Self.put(["a"], fixture, txn)
                let calendar = fixture.calendar.text
                let future = try #require(try fixture.store.calendar(fixture.calendar, in: txn)).revision + 1
                for text in ["\(fixture.tasks)-0", "\(calendar)-\(future)", "\(calendar)-0-\(future)"] {
                    let token = try #require(SyncToken(parsing: text))
                    #expect(throws: CalendarStoreError.syncTokenInvalid(text)) {
                        try fixture.store.synchronise(fixture.calendar, since: token, limit: 9, in: txn)
                    }
                }
                let missing = CalendarID.random()
                #expect(throws: CalendarStoreError.calendarNotFound(missing)) {
                    try fixture.store.synchronise(missing, since: nil, limit: 9, in: txn)
                }
            }
        }
    }

    @Test(arguments: [
        "-0", "1-0", "1-1", "1-", "-1-2", "1-2-3", "1--2", "01-2", "1-02", "1.", "1.x", "1.-1", "1.02", "1.2.3", ".1",
        "1.2-1", "1-2.3",
    ])
    func `a position is a revision, and a later one in an unfinished first synchronisation`(text: String) {
        #expect(SyncToken(parsing: "\(CalendarID.random())-\(text)") == nil)
        #expect(HomeSyncToken(parsing: "\(HomeID.random())-\(text)") == nil)
    }

    @Test func `tokens read back`() throws {
        for position in ["0", "7", "0-7", "6-7"] {
            let (calendar, home) = ("\(CalendarID.random())-\(position)", "\(HomeID.random())-\(position)")
            #expect(SyncToken(parsing: calendar)?.description == calendar)
            #expect(HomeSyncToken(parsing: home)?.description == home)
        }
        for position in ["7.0", "7.3", "6.3-7"] {
            let home = "\(HomeID.random())-\(position)"
            #expect(HomeSyncToken(parsing: home)?.description == home)
            #expect(SyncToken(parsing: "\(CalendarID.random())-\(position)") == nil, "Nothing comes with a member.")
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `after a restore no token of before is valid, and readers begin anew`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, home) = (fixture.store, fixture.alice.home)
                try Self.put(["a", "b"], fixture, txn)
                let token = try store.synchronise(fixture.calendar, since: nil, limit: 9, in: txn).token
                let homeToken = try #require(try store.syncToken(of: home, in: txn))
                try store.beginNewHistories(in: txn)
                #expect(throws: CalendarStoreError.syncTokenInvalid(token.description)) {
                    try store.synchronise(fixture.calendar, since: token, limit: 9, in: txn)
                }
                #expect(throws: CalendarStoreError.syncTokenInvalid(homeToken.description)) {
                    try store.synchronise(home, level: .one, since: homeToken, limit: 9, in: txn)
                }
                let part = try store.synchronise(fixture.calendar, since: nil, limit: 1, in: txn)
                let rest = try store.synchronise(fixture.calendar, since: part.token, limit: 1, in: txn)
                #expect(part.changes.map(\.name) + rest.changes.map(\.name) == ["a", "b"])
            }
        }
    }

    private static func put(_ names: [String], _ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        for name in names {
            try fixture.store.put(.sample(name, uid: name), in: fixture.calendar, now: .sample(), in: txn)
        }
    }
}
