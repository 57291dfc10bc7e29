import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct CredentialsTests {
    @Test(arguments: DatabaseEngine.all)
    func `a credential is found by its ID and among those of its kind`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let uid = fixture.alice.uid
            let new = [
                NewCredential(kind: .appPassword, label: "phone", verifier: "v1"),
                NewCredential(kind: .appPassword, label: "laptop", verifier: "v2", expires: .sample(100)),
                NewCredential(kind: .token, label: "phone", verifier: "v3"),
            ]
            try await fixture.database.write { txn in
                let added = try new.map { try fixture.store.addCredential($0, to: uid, now: .sample(3), in: txn) }
                #expect(added.map(\.id) == new.map(\.id))
                #expect(added.map(\.expires) == [nil, .sample(100), nil])
                #expect(added.allSatisfy { $0.principal == uid && $0.created == .sample(3) && $0.lastUsed == nil })
                let passwords = try fixture.store.credentials(.appPassword, of: uid, in: txn)
                #expect(passwords == [added[1], added[0]])
                try #expect(fixture.store.credential(added[2].id, in: txn) == added[2])
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a label is used once for each kind, and by principals only`(engine: DatabaseEngine) async throws {
        let bob = try #require(UserID(parsing: "bob"))
        let phone = NewCredential(kind: .appPassword, label: "phone", verifier: "v")
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                try fixture.store.addCredential(phone, to: fixture.alice.uid, now: .sample(), in: txn)
                let again = NewCredential(kind: .appPassword, label: "phone", verifier: "w")
                #expect(throws: CalendarStoreError.labelTaken("phone")) {
                    try fixture.store.addCredential(again, to: fixture.alice.uid, now: .sample(), in: txn)
                }
                #expect(throws: CalendarStoreError.principalNotFound(bob)) {
                    try fixture.store.addCredential(again, to: bob, now: .sample(), in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the last use is the latest that was told`(engine: DatabaseEngine) async throws {
        let phone = NewCredential(kind: .appPassword, label: "phone", verifier: "v")
        try await CalendarFixture.with(engine) { fixture in
            let uses = try await fixture.database.write { txn in
                try fixture.store.addCredential(phone, to: fixture.alice.uid, now: .sample(), in: txn)
                return try [5, 9, 7].map { seconds in
                    try fixture.store.recordUse(of: phone.id, now: .sample(seconds), in: txn)
                    return try fixture.store.credential(phone.id, in: txn)?.lastUsed
                }
            }
            #expect(uses == [.sample(5), .sample(9), .sample(9)])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a credential goes when it is taken away, and with its principal`(engine: DatabaseEngine) async throws {
        let new = ["phone", "laptop"].map { NewCredential(kind: .appPassword, label: $0, verifier: "v") }
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                for credential in new {
                    try fixture.store.addCredential(credential, to: fixture.alice.uid, now: .sample(), in: txn)
                }
                try #expect(fixture.store.removeCredential(new[0].id, in: txn))
                try #expect(!fixture.store.removeCredential(new[0].id, in: txn))
                try fixture.store.removeUser(fixture.alice.uid, now: .sample(), in: txn)
                try #expect(fixture.store.credential(new[1].id, in: txn) == nil)
            }
        }
    }
}
