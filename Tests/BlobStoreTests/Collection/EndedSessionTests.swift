import BlobModel
import BlobStoreTesting
import FoundationEssentials
import Testing

@testable import BlobStore

/// Upload sessions of so many chunks that they are not let go in one transaction.
struct EndedSessionTests {
    private let test: TestShard
    private let domain: DedupDomain
    private let session = UploadSessionID.random()
    private let blob = CutBlob((0..<1_000).map { [UInt8($0 >> 8), UInt8($0 & 0xFF), 7] })

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    /// Opens a shard with a session that has arrived wholly.
    private func fill() async throws -> Shard {
        let shard = try await test.open()
        try await shard.submit(.advance(session, at: 0, [], expires: 5_000), in: domain)
        try await shard.submit(.advance(session, at: 0, Array(blob.chunks[..<400]), expires: 5_000), in: domain)
        try await shard.submit(.advance(session, at: 1_200, Array(blob.chunks[400...]), expires: 5_000), in: domain)
        return shard
    }

    private func sessions(of shard: Shard, _ pacer: any Pacer = NoPacing()) throws -> EndedSessions {
        let parts = try shard.openParts()
        return EndedSessions(index: parts.reader.index, writer: parts.writer, pool: shard.maintenancePool, pacer: pacer)
    }

    @Test func `a large session ends in one short transaction, and lets its chunks go in further ones`() async throws {
        let shard = try await fill()
        try await shard.submit(.abandon(session), in: domain)
        #expect(try shard.rows(\.sessions).isEmpty)
        #expect(try shard.rows(\.endedSessions).count == 1)
        #expect(try shard.rows(\.sessionChunks).count == 936)
        #expect(try shard.rows(\.unclaimed).count == 64)
        #expect(try IndexAudit(shard).problems(allowingLeftovers: true).isEmpty)
        // Stopped after its first transaction.
        #expect(try await !sessions(of: shard, CountingPacer(endingAt: 1)).letGo())
        #expect(try shard.rows(\.sessionChunks).count == 636)
        await shard.close()
        #expect(try StoppedShard(at: test.path).verify().findings.isEmpty)

        let again = try await test.open()
        try await again.collect(now: Date())
        for table in [\ShardIndex.endedSessions, \.sessionChunks, \.members] {
            #expect(try again.rows(table).isEmpty)
        }
        #expect(try again.rows(\.unclaimed).count == 1_000)
        try await again.collect(now: Date().addingTimeInterval(86_500))
        #expect(try again.rows(\.chunks).isEmpty)
        await again.close()
    }

    @Test func `an index that is rebuilt lets go of an ended session, too`() async throws {
        let shard = try await fill()
        try await shard.submit(.abandon(session), in: domain)
        await shard.close()
        try test.removeIndex()
        let again = try await test.open()
        #expect(try again.rows(\.sessions).isEmpty && again.rows(\.endedSessions).count == 1)
        try await again.collect(now: Date())
        #expect(try again.rows(\.members).isEmpty && again.rows(\.unclaimed).count == 1_000)
        await again.close()
    }

    @Test func `a large session that is committed leaves its chunks to its blob`() async throws {
        let shard = try await fill()
        let reference = ReferenceID.random()
        try await shard.submit(.finish(session, [], manifest: blob.manifest, reference: reference), in: domain)
        #expect(try shard.rows(\.endedSessions).count == 1 && shard.rows(\.members).count > 1_000)
        // What somebody holds no more does not count: the sweep leaves it to the one who lets go of it.
        #expect(try await shard.sweep().staleMembers == 0)
        try await shard.collect(now: Date())
        #expect(try shard.rows(\.endedSessions).isEmpty && shard.rows(\.members).count == 1_000)
        #expect(try shard.rows(\.unclaimed).isEmpty)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        await shard.close()
    }

    @Test func `a purge takes at once what an ended session holds still`() async throws {
        let shard = try await fill()
        #expect(try await shard.purge(domain, dryRun: false).sessions == 1)
        #expect(try shard.rows(\.endedSessions).isEmpty)
        try await shard.collect(now: Date())
        #expect(try shard.rows(\.chunks).isEmpty)
        await shard.close()
    }
}
