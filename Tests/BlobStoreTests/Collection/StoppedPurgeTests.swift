import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import Testing

@testable import BlobStore

/// Purges a domain of a shard that takes no more writes.
struct StoppedPurgeTests {
    @Test func `a purge is not done while nobody knows whether the last upload is in the log`() async throws {
        let test = try TestShard()
        let domain = try DedupDomain(validating: "home")
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        try await shard.put([1], in: DedupDomain(validating: "other"))
        fileSystem.fail(.synchronise(fileSystem.count(of: .synchronise) + 1), with: .inputOutput)
        await #expect(throws: BlobError.self) { try await shard.put([2], in: domain) }
        // The index knows nothing of the upload, and the log, when it is read again, may.
        let error = await #expect(throws: BlobStoreError.self) { try await shard.purge(domain, dryRun: false) }
        guard case .writesStopped? = error else {
            Issue.record("\(error.debugDescription)")
            return
        }
        #expect(try await shard.purge(domain, dryRun: true).references == 0)
        await shard.close()
        let again = try await test.open()
        #expect(try again.rows(\.references, of: domain).count == 1)
        #expect(try await again.purge(domain, dryRun: false).references == 1)
        #expect(try again.rows(\.references, of: domain).isEmpty)
        await again.close()
    }
}
