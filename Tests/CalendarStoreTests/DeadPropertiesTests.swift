import MetadataStoreTesting
import SQLDatabase
import Testing

@testable import CalendarStore

struct DeadPropertiesTests {
    private static let mood = DeadProperty(
        name: DeadPropertyName(namespace: "urn:example", name: "mood"),
        xml: #"<mood xmlns="urn:example" xml:lang="de">heiter</mood>"#
    )
    private static let bare = DeadProperty(name: DeadPropertyName(namespace: "", name: "mood"), xml: "<mood/>")

    /// Hands the owners of all kinds in a fixture to `body`.
    private static func withOwners(
        _ engine: DatabaseEngine,
        _ body: @escaping @Sendable (CalendarFixture, PropertyOwner, any SQLTransaction) throws -> Void
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a", uid: "a")).object
            let owners: [PropertyOwner] = [
                .principal(fixture.alice.uid), .home(fixture.alice.home), .calendar(fixture.calendar),
                .object(object.id),
            ]
            try await fixture.database.write { txn in
                for owner in owners { try body(fixture, owner, txn) }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4918 §9.2 changes take effect in their order`(engine: DatabaseEngine) async throws {
        try await Self.withOwners(engine) { fixture, owner, txn in
            func after(_ changes: DeadPropertyChange...) throws -> [DeadProperty] {
                try fixture.store.changeDeadProperties(changes, of: owner, in: txn)
                return try fixture.store.deadProperties(of: owner, in: txn)
            }
            let other = DeadProperty(name: Self.mood.name, xml: "<x/>")
            try #expect(fixture.store.deadProperties(of: owner, in: txn) == [])
            try #expect(after(.set(Self.mood), .set(Self.bare)) == [Self.bare, Self.mood])
            try #expect(after(.set(other)) == [Self.bare, other])
            try #expect(after(.set(Self.mood), .remove(Self.mood.name)) == [Self.bare])
            try #expect(after(.remove(Self.mood.name)) == [Self.bare])
            try #expect(after(.remove(Self.bare.name), .set(Self.mood)) == [Self.mood])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a resource that is not there takes none`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let bob = try #require(UserID(parsing: "bob"))
            let owners: [PropertyOwner] = [
                .principal(bob), .home(.random()), .calendar(.random()), .object(.random()),
            ]
            for owner in owners {
                await #expect(throws: SQLError.self) {
                    try await fixture.database.write { txn in
                        try fixture.store.changeDeadProperties([.set(Self.mood)], of: owner, in: txn)
                    }
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `more than a resource may have is refused as a whole`(engine: DatabaseEngine) async throws {
        let name = DeadPropertyName(namespace: "", name: "n")
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a", uid: "a")).object.id
            for owner in [PropertyOwner.calendar(fixture.calendar), .object(object)] {
                let limit = owner.maximumBytes
                let fitting = DeadProperty(name: name, xml: String(repeating: "x", count: limit - 1))
                try await fixture.database.write { txn in
                    try fixture.store.changeDeadProperties([.set(fitting)], of: owner, in: txn)
                }
                await #expect(throws: CalendarStoreError.propertiesTooLarge(size: limit + 11, limit: limit)) {
                    try await fixture.database.write { txn in
                        try fixture.store.changeDeadProperties([.set(Self.bare)], of: owner, in: txn)
                    }
                }
                let left = try await fixture.database.read { txn in
                    try fixture.store.deadProperties(of: owner, in: txn)
                }
                #expect(left == [fitting])
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `more than a resource may ever have is refused before any of it is written`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withOwners(engine) { fixture, owner, txn in
            let limit = owner.maximumBytes
            let whole = ["a", "b"].map { name in
                let xml = String(repeating: "x", count: limit - 1)
                return DeadProperty(name: DeadPropertyName(namespace: "", name: name), xml: xml)
            }
            #expect(throws: CalendarStoreError.propertiesTooLarge(size: 2 * limit, limit: limit)) {
                try fixture.store.changeDeadProperties(whole.map { DeadPropertyChange.set($0) }, of: owner, in: txn)
            }
            try #expect(fixture.store.deadProperties(of: owner, in: txn) == [])
            let last: [DeadPropertyChange] = [.set(whole[0]), .remove(whole[0].name), .set(whole[1])]
            try fixture.store.changeDeadProperties(last, of: owner, in: txn)
            try #expect(fixture.store.deadProperties(of: owner, in: txn) == [whole[1]])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what an object has beyond its limit since an earlier version may shrink, and not grow`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let owner = PropertyOwner.object(try await fixture.put(.sample("a", uid: "a")).object.id)
            let limit = owner.maximumBytes
            try await fixture.database.write { txn in
                try txn.execute(
                    "INSERT INTO object_property (object, namespace, name, xml) VALUES (?, '', 'n', ?)",
                    [.text(owner.key), .text(String(repeating: "x", count: 2 * limit))]
                )
                func set(_ count: Int) throws {
                    let name = DeadPropertyName(namespace: "", name: "n")
                    let property = DeadProperty(name: name, xml: String(repeating: "x", count: count))
                    try fixture.store.changeDeadProperties([.set(property)], of: owner, in: txn)
                }
                try set(limit + 9)
                #expect(throws: CalendarStoreError.propertiesTooLarge(size: limit + 11, limit: limit)) {
                    try set(limit + 10)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the properties of many objects are read together`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let a = try await fixture.put(.sample("a", uid: "a")).object.id
            let b = try await fixture.put(.sample("b", uid: "b")).object.id
            let found = try await fixture.database.write { txn in
                let changes = [Self.mood, Self.bare].map { DeadPropertyChange.set($0) }
                try fixture.store.changeDeadProperties(changes, of: .object(a), in: txn)
                return try fixture.store.deadProperties(ofObjects: [a, b, .random()], in: txn)
            }
            #expect(found == [a: [Self.bare, Self.mood]])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4918 §9.8.2 and §9.9.1 properties follow a move, and a copy has its own`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a", uid: "a")).object
            let (original, copied) = try await fixture.database.write { txn in
                let store = fixture.store
                try store.changeDeadProperties([.set(Self.mood)], of: .object(object.id), in: txn)
                let place = ObjectPlace(calendar: fixture.tasks, name: "b")
                let source = ObjectPlace(calendar: fixture.calendar, name: "a")
                let moved = try store.moveObject(from: source, to: place, now: .sample(), in: txn)
                let copy = try store.copyObject(from: place, to: source, now: .sample(), in: txn)
                try store.changeDeadProperties([.set(Self.bare)], of: .object(copy.id), in: txn)
                return (
                    try store.deadProperties(of: .object(moved.id), in: txn),
                    try store.deadProperties(of: .object(copy.id), in: txn)
                )
            }
            #expect(original == [Self.mood])
            #expect(copied == [Self.bare, Self.mood])
        }
    }
}
