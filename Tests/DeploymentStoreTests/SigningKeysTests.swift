import BlobModel
import DeploymentStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct SigningKeysTests {
    private let first: SigningKeyID
    private let second: SigningKeyID

    init() throws {
        first = try SigningKeyID(validating: "k1")
        second = try SigningKeyID(validating: "k2")
    }

    @Test(arguments: DatabaseEngine.all)
    func `a key goes from pending to active to retired to gone`(engine: DatabaseEngine) async throws {
        let (first, second) = (first, second)
        try await DeploymentFixture.with(engine) { fixture in
            let states = try await fixture.write { fixture, txn in
                var states = [try fixture.states(txn)]
                _ = try fixture.store.addKey(now: .sample(1), in: txn)
                states.append(try fixture.states(txn))
                try fixture.store.activateKey(second, now: .sample(2), in: txn)
                states.append(try fixture.states(txn))
                try fixture.store.removeKey(first, now: .sample(3), in: txn)
                states.append(try fixture.states(txn))
                return states
            }
            #expect(
                states == [["k1 active"], ["k1 active", "k2 pending"], ["k1 retired", "k2 active"], ["k2 active"]]
            )
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the ring has the secrets, and they stay with their keys`(engine: DatabaseEngine) async throws {
        let second = second
        try await DeploymentFixture.with(engine) { fixture in
            let (before, after) = try await fixture.write { fixture, txn in
                _ = try fixture.store.addKey(now: .sample(), in: txn)
                let before = try fixture.store.keyRing(in: txn)
                try fixture.store.activateKey(second, now: .sample(), in: txn)
                return (before, try fixture.store.keyRing(in: txn))
            }
            #expect(before.keys.map(\.secret) == after.keys.map(\.secret))
            #expect(Set(before.keys.map(\.secret)).count == 2)
            #expect(after.keys.map(\.state) == [.retired, .active])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a record tells when a key was made and when it changed`(engine: DatabaseEngine) async throws {
        let second = second
        try await DeploymentFixture.with(engine) { fixture in
            let records = try await fixture.write { fixture, txn in
                _ = try fixture.store.addKey(now: .sample(1), in: txn)
                _ = try fixture.store.addKey(now: .sample(2), in: txn)
                try fixture.store.activateKey(second, now: .sample(3), in: txn)
                return try fixture.store.keyRecords(in: txn)
            }
            #expect(records.map(\.created) == [.sample(), .sample(1), .sample(2)])
            #expect(records.map(\.changed) == [.sample(3), .sample(3), .sample(2)])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the ID of a key that is gone is not used again, and its secret is erased`(
        engine: DatabaseEngine
    ) async throws {
        let second = second
        try await DeploymentFixture.with(engine) { fixture in
            let (id, secrets) = try await fixture.write { fixture, txn in
                _ = try fixture.store.addKey(now: .sample(), in: txn)
                try fixture.store.removeKey(second, now: .sample(), in: txn)
                let id = try fixture.store.addKey(now: .sample(), in: txn)
                let rows = try txn.query("SELECT secret FROM signing_key WHERE id = 'k2'")
                return (id, try rows.map { row in try row.optionalBlob("secret") })
            }
            #expect(id.text == "k3")
            #expect(secrets == [nil])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the active key is neither retired nor removed nor activated`(engine: DatabaseEngine) async throws {
        let first = first
        try await DeploymentFixture.with(engine) { fixture in
            await #expect(throws: DeploymentStoreError.keyState(first, found: .active, allowed: [.pending])) {
                try await fixture.write { fixture, txn in
                    try fixture.store.retireKey(first, now: .sample(), in: txn)
                }
            }
            await #expect(throws: DeploymentStoreError.keyState(first, found: .active, allowed: [.pending])) {
                try await fixture.write { fixture, txn in
                    try fixture.store.activateKey(first, now: .sample(), in: txn)
                }
            }
            let removal = DeploymentStoreError.keyState(first, found: .active, allowed: [.pending, .retired])
            await #expect(throws: removal) {
                try await fixture.write { fixture, txn in
                    try fixture.store.removeKey(first, now: .sample(), in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a retired key never signs again`(engine: DatabaseEngine) async throws {
        let second = second
        try await DeploymentFixture.with(engine) { fixture in
            try await fixture.write { fixture, txn in
                _ = try fixture.store.addKey(now: .sample(), in: txn)
                try fixture.store.retireKey(second, now: .sample(), in: txn)
            }
            await #expect(throws: DeploymentStoreError.keyState(second, found: .retired, allowed: [.pending])) {
                try await fixture.write { fixture, txn in
                    try fixture.store.activateKey(second, now: .sample(), in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a key that is not there is named`(engine: DatabaseEngine) async throws {
        let second = second
        try await DeploymentFixture.with(engine) { fixture in
            await #expect(throws: DeploymentStoreError.keyNotFound(second)) {
                try await fixture.write { fixture, txn in
                    try fixture.store.activateKey(second, now: .sample(), in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the database itself refuses a second active key`(engine: DatabaseEngine) async throws {
        try await DeploymentFixture.with(engine) { fixture in
            await #expect {
                try await fixture.write { fixture, txn in
                    _ = try fixture.store.addKey(now: .sample(), in: txn)
                    try txn.execute("UPDATE signing_key SET state = 'active'")
                }
            } throws: { error in
                guard case .constraint(.unique, _) = error as? SQLError else { return false }
                return true
            }
        }
    }
}
