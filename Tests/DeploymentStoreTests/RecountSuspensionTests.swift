import DeploymentStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct RecountSuspensionTests {
    @Test(arguments: DatabaseEngine.all)
    func `a suspension lasts until its end, or until recounts are resumed`(engine: DatabaseEngine) async throws {
        try await DeploymentFixture.with(engine) { fixture in
            let found = try await fixture.write { fixture, txn in
                var found: [RecountSuspension?] = []
                func look(_ seconds: Int) throws {
                    found.append(try fixture.store.recountSuspension(now: .sample(seconds), in: txn))
                }
                try look(0)
                try fixture.store.suspendRecounts(until: .sample(60), in: txn)
                try look(59)
                try look(60)
                try fixture.store.suspendRecounts(until: nil, in: txn)
                try look(1_000_000_000)
                try fixture.store.resumeRecounts(in: txn)
                try look(0)
                return found
            }
            #expect(found == [nil, .until(.sample(60)), nil, .untilResumed, nil])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a database without a deployment has nothing to suspend`(engine: DatabaseEngine) async throws {
        try await engine.withDatabase { database in
            await #expect(throws: DeploymentStoreError.notInitialised) {
                try await database.write { txn in try DeploymentStore().suspendRecounts(until: nil, in: txn) }
            }
            await #expect(throws: DeploymentStoreError.notInitialised) {
                try await database.read { txn in try DeploymentStore().recountSuspension(now: .sample(), in: txn) }
            }
        }
    }
}
