import BlobModel
import DeploymentStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct DeploymentStoreTests {
    @Test(arguments: DatabaseEngine.all)
    func `a new database has no deployment, no keys, and no map`(engine: DatabaseEngine) async throws {
        let store = DeploymentStore()
        try await engine.withDatabase { database in
            await #expect(throws: DeploymentStoreError.notInitialised) {
                try await database.read { txn in try store.deployment(in: txn) }
            }
            await #expect(throws: DeploymentStoreError.notInitialised) {
                try await database.read { txn in try store.keyRing(in: txn) }
            }
            let map = try await database.read { txn in try store.shardMap(in: txn) }
            #expect(map == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a deployment is made once and found again`(engine: DatabaseEngine) async throws {
        try await DeploymentFixture.with(engine) { fixture in
            let (again, ring, found) = try await fixture.write { fixture, txn in
                (
                    try fixture.store.initialise(now: .sample(99), in: txn),
                    try fixture.store.keyRing(in: txn),
                    try fixture.store.deployment(in: txn)
                )
            }
            #expect(again == fixture.deployment)
            #expect(found == fixture.deployment)
            #expect(again.created == .sample())
            #expect(ring.keys.map(\.state) == [.active])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `two deployments share no identity and no secret`(engine: DatabaseEngine) async throws {
        try await DeploymentFixture.with(engine) { one in
            try await DeploymentFixture.with(engine) { other in
                #expect(one.deployment.id != other.deployment.id)
                #expect(one.deployment.chunkingSecret != other.deployment.chunkingSecret)
                let rings = [
                    try await one.write { fixture, txn in try fixture.store.keyRing(in: txn) },
                    try await other.write { fixture, txn in try fixture.store.keyRing(in: txn) },
                ]
                #expect(rings.first?.keys.first?.secret != rings.last?.keys.first?.secret)
            }
        }
    }
}
