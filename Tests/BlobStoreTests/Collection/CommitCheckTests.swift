import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

/// "The cure is to re-check inside the same write transaction": a collection between the plan of a batch and its
/// commit.
///
/// The writer's thread keeps the two apart; these tests run the collector's transaction on that thread, in the middle
/// of a batch, so that nothing but the check in the transaction is left.
struct CommitCheckTests {
    private let test: TestShard
    private let domain: DedupDomain
    private let fileSystem = HookedFileSystem()

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard {
        try await test.open(on: fileSystem) { options in
            options.now = { [clock = TestClock()] in clock.now }
            options.grace = 0
        }
    }

    @Test func `a chunk that is collected after the plan is missed by the commit, which leaves nothing`() async throws {
        let shard = try await open()
        let blob = CutBlob([[1, 2], [3, 4]])
        try await shard.submit(.append(blob.chunks), in: domain)
        try await shard.sweep()
        collectBeforeNextSynchronisation(blob.chunks.map(\.id), in: shard)
        let reference = ReferenceID.random()
        let commit = WriteOperation.Change.commit([], manifest: blob.manifest, reference: reference)
        await #expect(throws: BlobStoreError.chunkMissing(blob.chunks[0].id)) {
            try await shard.submit(commit, in: domain)
        }
        #expect(try shard.rows(\.references).isEmpty && shard.rows(\.manifests).isEmpty)
        #expect(shard.isWritable)
        try await shard.put(blob, as: reference, in: domain)
        await shard.close()
        // The batch that was refused is not in the log either.
        try test.removeIndex()
        let again = try await open()
        #expect(try await again.bytes(of: blob.id, in: domain) == blob.bytes)
        #expect(try again.rows(\.references).count == 1)
        #expect(try IndexAudit(again).problems(allowingLeftovers: true).isEmpty)
        await again.close()
    }

    @Test func `a manifest that is collected after the plan is missed by the commit, too`() async throws {
        var random = SeededGenerator(seed: 1)
        let shard = try await open()
        let blob = CutBlob(count: 2, &random)
        let first = ReferenceID.random()
        try await shard.put(blob, as: first, in: domain)
        try await shard.submit(.release(first), in: domain)
        // Its chunks stay: another blob holds them.
        let other = CutBlob(blob.chunks.map(\.bytes) + [[5]])
        try await shard.put(other, as: .random(), in: domain)
        collectBeforeNextSynchronisation([blob.id], in: shard)
        let reference = ReferenceID.random()
        let error = await #expect(throws: BlobStoreError.self) {
            try await shard.put(blob, as: reference, in: domain)
        }
        #expect(error?.isWorthRetrying == true)
        try await shard.put(blob, as: reference, in: domain)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        #expect(try IndexAudit(shard).problems(allowingLeftovers: true).isEmpty)
        await shard.close()
    }

    private func collectBeforeNextSynchronisation(_ contents: [ContentID], in shard: Shard) {
        let domainKey = domain.key
        fileSystem.beforeNextSynchronisation {
            let moment = CollectionMoment(now: shard.options.now(), grace: 0)
            do {
                let index = try shard.index
                try index.write { (txn) throws(BlobStoreError) in
                    var removal = Removal(from: index, at: moment)
                    for id in contents { try removal.collect(ChunkKey(domainKey: domainKey, id: id), &txn) }
                    try removal.writeTallies(&txn)
                }
            } catch {
                Issue.record(error)
            }
        }
    }
}
