import BlobModel
import BlobStoreTesting
import KeyValueIndex
import RandomTesting
import Testing

@testable import BlobStore

struct DissolvingTests {
    private let test: TestShard
    private let clock = TestClock()
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard {
        try await test.open { options in
            options.now = { [clock] in clock.now }
            options.grace = 0
            options.maintenanceBytesPerSecond = 0
        }
    }

    private func releasedBlob(of count: Int, in shard: Shard, seed: UInt64) async throws -> CutBlob {
        var random = SeededGenerator(seed: seed)
        let blob = CutBlob(count: count, &random)
        let reference = ReferenceID.random()
        try await shard.put(blob, as: reference, in: domain)
        try await shard.release(reference, in: domain)
        return blob
    }

    /// Removes the manifests that are due and the first members of them, and leaves the rest as a crash would.
    private func beginToDissolve(in shard: Shard, members count: Int) async throws {
        let collector = try shard.collector()
        let moment = CollectionMoment(now: clock.now, grace: 0)
        var walk = collector.unclaimedWalk()
        let due = try #require(try await collector.due(at: moment, &walk))
        _ = try await collector.remove(due[...], at: moment)
        for manifest in try shard.rows(\.dissolving) {
            let manifest = try DissolvingManifest(decoding: manifest, in: shard.index)
            let members = try #require(try await collector.members(of: manifest))
            _ = try await collector.dissolve(members[..<count], of: manifest, isLast: false, at: moment)
        }
    }

    @Test func `a manifest of a thousand chunks dissolves in several transactions`() async throws {
        let shard = try await open()
        _ = try await releasedBlob(of: 1_000, in: shard, seed: 1)
        let before = try shard.index.environment.statistics.lastTransaction
        let report = try await shard.collect(now: clock.now)
        #expect(report.chunks == 1_000 && report.dissolved == 1)
        // One for the manifest, and three for 400 members at most each.
        #expect(try shard.index.environment.statistics.lastTransaction - before >= 4)
        await shard.close()
    }

    @Test func `a manifest that has begun to dissolve goes on after a restart`() async throws {
        let shard = try await open()
        _ = try await releasedBlob(of: 10, in: shard, seed: 2)
        try await beginToDissolve(in: shard, members: 4)
        #expect(try shard.rows(\.chunks).count == 6 && shard.rows(\.members).count == 6)
        await shard.close()
        let again = try await open()
        let report = try await again.collect(now: clock.now)
        #expect(report.chunks == 6 && report.dissolved == 1)
        #expect(try again.rows(\.members).isEmpty && again.rows(\.dissolving).isEmpty)
        #expect(try await again.statistics().liveBytes == 0)
        await again.close()
    }

    @Test func `a blob that comes again while its former manifest dissolves keeps its chunks`() async throws {
        let shard = try await open()
        let blob = try await releasedBlob(of: 10, in: shard, seed: 3)
        try await beginToDissolve(in: shard, members: 4)
        try await shard.put(blob, as: .random(), in: domain)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        let report = try await shard.collect(now: clock.now)
        #expect(report.dissolved == 1 && report.chunks == 0)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        #expect(try shard.rows(\.members).count == 10)
        await shard.close()
    }

    @Test func `two generations of a manifest dissolve one after the other`() async throws {
        let shard = try await open()
        let blob = try await releasedBlob(of: 10, in: shard, seed: 4)
        try await beginToDissolve(in: shard, members: 4)
        let reference = ReferenceID.random()
        try await shard.put(blob, as: reference, in: domain)
        try await shard.release(reference, in: domain)
        try await beginToDissolve(in: shard, members: 2)
        #expect(try shard.rows(\.dissolving).count == 2)
        let report = try await shard.collect(now: clock.now)
        #expect(report.dissolved == 2)
        #expect(try shard.rows(\.chunks).isEmpty && shard.rows(\.members).isEmpty)
        #expect(try await shard.statistics().liveBytes == 0)
        await shard.close()
    }

    @Test func `a chunk that an upload has brought again is not taken by a manifest that let go of it`() async throws {
        let shard = try await open()
        let blob = try await releasedBlob(of: 3, in: shard, seed: 5)
        try await beginToDissolve(in: shard, members: 2)
        // An upload that is under way brings the first chunk anew; the dissolving goes on from the beginning.
        #expect(try await shard.submit(.append([blob.chunks[0]]), in: domain).addedBytes == 40)
        try await shard.collect(now: clock.now)
        #expect(try shard.names(\.chunks, of: domain) == [blob.chunks[0].id])
        await shard.close()
    }

    @Test func `the chunks of a collected manifest that is damaged are found by the sweep`() async throws {
        let shard = try await open()
        _ = try await releasedBlob(of: 5, in: shard, seed: 6)
        let manifest = try #require(try shard.rows(\.manifests).first)
        let location = try #require(ManifestLocation(decoding: manifest.value))
        await shard.close()
        try test.flip(1, at: location.offset + 3)
        let again = try await open()
        let report = try await again.collect(now: clock.now)
        #expect(report.manifests == 1 && report.unreadable == 1 && report.chunks == 0)
        #expect(try again.rows(\.dissolving).isEmpty && again.rows(\.members).count == 5)
        let sweep = try await again.sweep()
        #expect(sweep.staleMembers == 5 && sweep.chunks == 5)
        #expect(try await again.collect(now: clock.now).chunks == 5)
        #expect(try again.rows(\.members).isEmpty)
        #expect(try await again.statistics().liveBytes == 0)
        await again.close()
    }
}
