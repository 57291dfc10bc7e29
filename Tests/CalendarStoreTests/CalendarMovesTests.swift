import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct CalendarMovesTests {
    private static let property = DeadProperty(name: DeadPropertyName(namespace: "u:", name: "p"), xml: "<p/>")

    /// Hands a calendar with two objects and a dead property to `body`, with another user's home.
    private static func withCalendar(
        _ engine: DatabaseEngine,
        _ body: @escaping @Sendable (CalendarFixture, HomeID, any SQLTransaction) throws -> Void
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            for name in ["a", "b"] { try await fixture.put(.sample(name, uid: name, text: "12345")) }
            try await fixture.database.write { txn in
                let bob = try #require(UserID(parsing: "bob"))
                let home = try fixture.store.createUser(.sample(bob), now: .sample(), in: txn).home
                let owner = PropertyOwner.calendar(fixture.calendar)
                try fixture.store.changeDeadProperties([.set(Self.property)], of: owner, in: txn)
                try body(fixture, home, txn)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4918 §9.9.2 a moved calendar is the same one in another place`(engine: DatabaseEngine) async throws {
        try await Self.withCalendar(engine) { fixture, bob, txn in
            let store = fixture.store
            let before = try #require(try store.calendar(fixture.calendar, in: txn))
            let objects = try store.summaries(in: before.id, in: txn)
            let moved = try store.moveCalendar(before.id, to: bob, named: "moved", in: txn)
            #expect(moved.id == before.id)
            #expect(moved.home == bob)
            #expect(moved.name == "moved")
            #expect(moved.properties == before.properties)
            try #expect(store.summaries(in: moved.id, in: txn) == objects)
            try #expect(store.deadProperties(of: .calendar(moved.id), in: txn) == [Self.property])
            try #expect(store.calendar(named: "calendar", of: fixture.alice.home, in: txn) == nil)
            for (home, octets) in [(fixture.alice.home, UInt64(0)), (bob, UInt64(10 + 7))] {
                let texts = try store.textOctets(of: home, in: txn)
                try #expect(store.usage(of: home, in: txn) == octets + texts, "The property counts too.")
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the sync tokens of a calendar end with its move`(engine: DatabaseEngine) async throws {
        try await Self.withCalendar(engine) { fixture, _, txn in
            let store = fixture.store
            try store.deleteObject(named: "a", in: fixture.calendar, in: txn)
            let token = try store.synchronise(fixture.calendar, since: nil, limit: 9, in: txn).token
            try store.moveCalendar(fixture.calendar, to: fixture.alice.home, named: "moved", in: txn)
            #expect(throws: CalendarStoreError.syncTokenInvalid(token.description)) {
                try store.synchronise(fixture.calendar, since: token, limit: 9, in: txn)
            }
            let again = try store.synchronise(fixture.calendar, since: nil, limit: 9, in: txn)
            #expect(again.changes.map(\.name) == ["b"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.3 who knows the place of before is told of every member with the arrival, in parts of any size`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCalendar(engine) { fixture, bob, txn in
            let store = fixture.store
            for number in 0..<5 {
                try store.put(.sample("b\(number)", uid: "\(number)"), in: fixture.tasks, now: .sample(), in: txn)
            }
            for home in [fixture.alice.home, bob] {
                let known = try #require(try store.syncToken(of: home, in: txn))
                try store.moveCalendar(fixture.tasks, to: home, named: "in \(home)", in: txn)
                try store.put(.sample("b3", uid: "3", text: "\(home)"), in: fixture.tasks, now: .sample(), in: txn)
                try store.deleteObject(named: "b\(home == bob ? 2 : 1)", in: fixture.tasks, in: txn)
                let left: [String?] = home == bob ? ["b0", "b4"] : ["b0", "b2", "b4"]
                for limit in 1...4 {
                    var (token, told): (HomeSyncToken?, [String?]) = (known, [])
                    while true {
                        let page = try store.synchronise(home, level: .infinite, since: token, limit: limit, in: txn)
                        told += page.changes.filter { $0.collection == "in \(home)" && !$0.isRemoval }.map(\.member)
                        token = HomeSyncToken(parsing: page.token.description)
                        if !page.isTruncated { break }
                    }
                    #expect(told == [nil] + left + ["b3"], "\(limit)")
                }
            }
        }
    }

    @Test func `a move writes no more for more objects, and for names that were removed before`() async throws {
        try await Self.withCalendar(.sqlite) { fixture, _, txn in
            func written(moving calendar: CalendarID, to name: String) throws -> Int64 {
                func changes() throws -> Int64 {
                    try #require(try txn.first("SELECT total_changes() AS rows")).integer("rows")
                }
                let before = try changes()
                try fixture.store.moveCalendar(calendar, to: fixture.alice.home, named: name, in: txn)
                return try changes() - before
            }
            let few = try written(moving: fixture.calendar, to: "few")
            for number in 0..<200 {
                let object = NewCalendarObject.sample("\(number)", uid: "\(number)")
                try fixture.store.put(object, in: fixture.calendar, now: .sample(), in: txn)
                guard number % 2 == 0 else { continue }
                try fixture.store.deleteObject(named: "\(number)", in: fixture.calendar, in: txn)
            }
            try #expect(written(moving: fixture.calendar, to: "many") == few)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4918 §9.8.3 a copy has the properties, and with infinite depth the members`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCalendar(engine) { fixture, bob, txn in
            let store = fixture.store
            let original = try #require(try store.calendar(fixture.calendar, in: txn))
            for isDeep in [false, true] {
                let copy = try store.copyCalendar(
                    original.id,
                    to: bob,
                    named: "copy \(isDeep)",
                    includingObjects: isDeep,
                    now: .sample(5),
                    in: txn
                )
                let (objects, originals) = (
                    try store.summaries(in: copy.calendar.id, in: txn), try store.summaries(in: original.id, in: txn)
                )
                #expect(copy.calendar.properties == original.properties)
                #expect(copy.calendar.components == original.components)
                #expect(copy.calendar.dataBytes == (isDeep ? 10 : 0))
                try #expect(store.deadProperties(of: .calendar(copy.calendar.id), in: txn) == [Self.property])
                #expect(objects.map(\.name) == (isDeep ? ["a", "b"] : []))
                #expect(Set(copy.objects.keys) == (isDeep ? Set(originals.map(\.id)) : []))
                #expect(Set(copy.objects.values) == Set(objects.map(\.id)))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `places that are taken or not there are refused`(engine: DatabaseEngine) async throws {
        let nowhere = HomeID.random()
        try await Self.withCalendar(engine) { fixture, bob, txn in
            let (store, missing) = (fixture.store, CalendarID.random())
            let refusals: [(CalendarID, HomeID, CalendarStoreError)] = [
                (fixture.calendar, bob, .calendarExists(name: "tasks", home: bob)),
                (fixture.calendar, nowhere, .homeNotFound(nowhere)),
                (missing, bob, .calendarNotFound(missing)),
            ]
            for (calendar, home, refusal) in refusals {
                #expect(throws: refusal) { try store.moveCalendar(calendar, to: home, named: "tasks", in: txn) }
                #expect(throws: refusal) {
                    try store.copyCalendar(
                        calendar,
                        to: home,
                        named: "tasks",
                        includingObjects: true,
                        now: .sample(),
                        in: txn
                    )
                }
            }
        }
    }
}
