import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct PrincipalsTests {
    @Test(arguments: DatabaseEngine.all)
    func `an account has all that a password is verified against, in one statement or two`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let (store, uid) = (fixture.store, fixture.alice.uid)
            try await fixture.database.write { txn in
                try store.setAddresses(["mailto:b@example.com", "mailto:a@example.com"], of: uid, in: txn)
                try store.setPasswordHash("hash", of: uid, in: txn)
                let principal = try store.principal(uid, in: txn)
                #expect(principal?.addresses == ["mailto:b@example.com", "mailto:a@example.com"])
                let plain = RowCounter(txn)
                let account = try #require(try store.account(of: uid, in: plain))
                #expect(account.principal == principal && account.passwordHash == "hash")
                #expect(account.appPasswords.isEmpty && plain.statements == 1)
                for kind in [CredentialKind.appPassword, .token] {
                    let new = NewCredential(kind: kind, label: "phone", verifier: "v")
                    try store.addCredential(new, to: uid, now: .sample(), in: txn)
                }
                let counter = RowCounter(txn)
                try #expect(store.account(of: uid, in: counter)?.appPasswords.map(\.kind) == [.appPassword])
                #expect(counter.statements == 2)
                try store.setAddresses([], of: uid, in: txn)
                try #expect(store.account(of: uid, in: txn)?.principal.addresses == [])
                try #expect(store.principals(in: txn).map(\.addresses) == [[]])
                try #expect(store.account(of: try #require(UserID(parsing: "nobody")), in: txn) == nil)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a new user has a home, two calendars, an inbox, and an outbox`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let calendars = try await fixture.database.read { txn in
                try fixture.store.calendars(of: fixture.alice.home, in: txn)
            }
            #expect(calendars.map(\.name) == ["calendar", "inbox", "outbox", "tasks"])
            #expect(calendars.map(\.kind) == [.calendar, .inbox, .outbox, .calendar])
            #expect(calendars.first?.components == ["VEVENT"])
            #expect(calendars.last?.components == ["VTODO"])
            #expect(calendars.allSatisfy { $0.home == fixture.alice.home && $0.created == .sample() })
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a user is found by name, by home, and by address in any case`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let found = try await fixture.database.read { txn in
                [
                    try fixture.store.principal(fixture.alice.uid, in: txn),
                    try fixture.store.principal(ofHome: fixture.alice.home, in: txn),
                    try fixture.store.principal(withAddress: "MAILTO:Alice@Example.com", in: txn),
                ]
            }
            #expect(found == [fixture.alice, fixture.alice, fixture.alice])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `unknown users are nil`(engine: DatabaseEngine) async throws {
        let bob = try #require(UserID(parsing: "bob"))
        try await CalendarFixture.with(engine) { fixture in
            let found = try await fixture.database.read { txn in
                [
                    try fixture.store.principal(bob, in: txn),
                    try fixture.store.principal(ofHome: .random(), in: txn),
                    try fixture.store.principal(withAddress: "mailto:bob@example.com", in: txn),
                ]
            }
            #expect(found == [nil, nil, nil])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a name that is taken is refused and changes nothing`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            await #expect(throws: CalendarStoreError.principalExists(fixture.alice.uid)) {
                try await fixture.database.write { txn in
                    try fixture.store.createUser(.sample(fixture.alice.uid), now: .sample(9), in: txn)
                }
            }
            let all = try await fixture.database.read { txn in try fixture.store.principals(in: txn) }
            #expect(all == [fixture.alice])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `an address that is taken is refused in any case`(engine: DatabaseEngine) async throws {
        let bob = NewUser(
            uid: try #require(UserID(parsing: "bob")),
            displayName: "Bob",
            passwordHash: nil,
            addresses: ["mailto:bob@example.com", "mailto:ALICE@example.com"]
        )
        try await CalendarFixture.with(engine) { fixture in
            await #expect(throws: CalendarStoreError.addressTaken("mailto:ALICE@example.com")) {
                try await fixture.database.write { txn in try fixture.store.createUser(bob, now: .sample(), in: txn) }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `addresses are replaced and keep their order`(engine: DatabaseEngine) async throws {
        let addresses = ["mailto:z@example.com", "mailto:Alice@example.com", "urn:uuid:1"]
        try await CalendarFixture.with(engine) { fixture in
            let alice = try await fixture.database.write { txn in
                try fixture.store.setAddresses(addresses, of: fixture.alice.uid, in: txn)
                return try fixture.store.principal(fixture.alice.uid, in: txn)
            }
            #expect(alice?.addresses == addresses)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a password hash is set, read, and taken away`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let hashes = try await fixture.database.write { txn in
                try ["$scrypt$1", nil].map { hash in
                    try fixture.store.setPasswordHash(hash, of: fixture.alice.uid, in: txn)
                    return try fixture.store.passwordHash(of: fixture.alice.uid, in: txn)
                }
            }
            #expect(hashes == ["$scrypt$1", nil])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a password for nobody is refused`(engine: DatabaseEngine) async throws {
        let bob = try #require(UserID(parsing: "bob"))
        try await CalendarFixture.with(engine) { fixture in
            await #expect(throws: CalendarStoreError.principalNotFound(bob)) {
                try await fixture.database.write { txn in try fixture.store.setPasswordHash("x", of: bob, in: txn) }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `removing a user removes everything of his, and his name gets another home`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a.ics", uid: "a", occurrences: .always)).object.id
            let uid = fixture.alice.uid
            let owners: [PropertyOwner] = [
                .principal(uid), .home(fixture.alice.home), .calendar(fixture.calendar), .object(object),
            ]
            try await fixture.database.write { txn in
                let property = DeadProperty(name: DeadPropertyName(namespace: "", name: "p"), xml: "<p/>")
                for owner in owners {
                    try fixture.store.changeDeadProperties([.set(property)], of: owner, in: txn)
                }
                let password = NewCredential(kind: .appPassword, label: "phone", verifier: "v")
                try fixture.store.addCredential(password, to: uid, now: .sample(), in: txn)
            }
            let home = try await fixture.database.write { txn in
                try fixture.store.removeUser(uid, now: .sample(), in: txn)
            }
            #expect(home == fixture.alice.home)
            try await fixture.database.write { txn in
                try #expect(fixture.store.removedHomes(in: txn) == [home])
                while let calendar = try fixture.store.removedCalendar(of: home, in: txn) {
                    let objects = try fixture.store.removedObjects(of: calendar, limit: 9, in: txn)
                    try fixture.store.clear(objects, of: calendar, in: txn)
                    _ = try fixture.store.clearHistory(of: calendar, limit: 9, in: txn)
                }
                try #expect(!fixture.store.clearHome(home, limit: 1, in: txn))
                try #expect(fixture.store.clearHome(home, limit: 9, in: txn))
                try #expect(fixture.store.removedHomes(in: txn) == [])
            }
            let left = try await fixture.database.write { txn in
                try [
                    "principal_address", "calendar", "calendar_object", "calendar_object_data", "member_removal",
                    "calendar_occurrence", "home_change", "principal_property", "home_property", "calendar_property",
                    "object_property", "principal_credential",
                ].filter { table in try !txn.query("SELECT 1 FROM \(table)").isEmpty }
            }
            #expect(left == [])
            let again = try await fixture.database.write { txn in
                try fixture.store.createUser(.sample(uid), now: .sample(), in: txn)
            }
            #expect(again.home != home)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a user who was removed is nobody before anything is cleared, and nothing is made in his home`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a.ics", uid: "a")).object.id
            try await fixture.database.write { txn in
                let (store, uid, home) = (fixture.store, fixture.alice.uid, fixture.alice.home)
                let copy = try store.beginCopy(of: fixture.calendar, to: home, until: .sample(99), in: txn)
                try store.removeUser(uid, now: .sample(), in: txn)
                try #expect(store.principal(uid, in: txn) == nil)
                try #expect(store.account(of: uid, in: txn) == nil)
                try #expect(store.principal(ofHome: home, in: txn) == nil)
                try #expect(!store.principals(in: txn).contains { $0.home == home })
                try #expect(store.owners(of: [home], in: txn).isEmpty)
                try #expect(store.calendars(of: home, in: txn).isEmpty)
                try #expect(store.locations(of: [object], in: txn).isEmpty)
                #expect(throws: CalendarStoreError.principalNotFound(uid)) {
                    try store.removeUser(uid, now: .sample(), in: txn)
                }
                let new = NewCalendar(name: "new", components: [], properties: CalendarProperties(displayName: "New"))
                #expect(throws: CalendarStoreError.homeNotFound(home)) {
                    try store.createCalendar(new, in: home, now: .sample(), in: txn)
                }
                #expect(throws: CalendarStoreError.self) {
                    try store.continueCopy(copy, changes: 9, now: .sample(), until: .sample(99), in: txn)
                }
                let again = try store.createUser(.sample(uid), now: .sample(), in: txn)
                try #expect(store.principal(uid, in: txn)?.home == again.home && again.home != home)
            }
        }
    }
}
