import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

/// Upload sessions as the writer of a shard sees them: operations, and the rows that they leave.
struct SessionOperationTests {
    private let session = UploadSessionID.random()
    private let domain: DedupDomain

    init() throws {
        domain = try DedupDomain(validating: "home")
    }

    private func submit(_ change: WriteOperation.Change, to shard: Shard) async throws -> WriteOutcome {
        try await shard.openParts().writer.submit(WriteOperation(domainKey: domain.key, change: change))
    }

    private func row(in shard: Shard) throws -> SessionRow? {
        let index = try shard.openParts().reader.index
        return try index.read { (txn) throws(BlobStoreError) in
            try index.session(session, domainKey: domain.key, txn)
        }
    }

    private func holders(of chunk: NamedChunk, in shard: Shard) throws -> Bool {
        let index = try shard.openParts().reader.index
        return try index.read { (txn) throws(BlobStoreError) in
            try index.isHeld(chunk: chunk.id, domainKey: domain.key, txn)
        }
    }

    @Test func `a session holds its chunks through reopening, and a finished one is a blob`() async throws {
        let test = try TestShard()
        var random = SeededGenerator(seed: 1)
        let chunks = [NamedChunk(random.bytes(40_000)), NamedChunk(random.bytes(50_000))]
        var shard = try await test.open()
        _ = try await submit(.advance(session, at: 0, [], expires: 5_000), to: shard)
        _ = try await submit(.advance(session, at: 0, [chunks[0]], expires: 6_000), to: shard)
        _ = try await submit(.advance(session, at: 40_000, [chunks[1]], expires: 7_000), to: shard)
        await shard.close()
        shard = try await test.open()
        let found = try #require(try row(in: shard))
        #expect(found.size == 90_000)
        #expect(found.expires == 7_000)
        #expect(try holders(of: chunks[0], in: shard))

        let bytes = chunks[0].bytes + chunks[1].bytes
        let manifest = Manifest(
            blob: ContentID(of: bytes.span),
            chunks: chunks.map { Manifest.Chunk(id: $0.id, length: $0.entry.length) },
            chunking: .standard
        )
        let reference = ReferenceID.random()
        _ = try await submit(
            .finish(session, [], manifest: StoredManifest(manifest), reference: reference),
            to: shard
        )
        #expect(try row(in: shard) == nil)
        #expect(try holders(of: chunks[0], in: shard))
        #expect(try await shard.bytes(of: PutBlob(reference: reference, domain: domain, bytes: bytes)) == bytes)
        await shard.close()
    }

    @Test func `an append at another offset, or to no session, is refused and changes nothing`() async throws {
        let test = try TestShard()
        let shard = try await test.open()
        let chunk = NamedChunk([1, 2, 3])
        let session = session
        await #expect(throws: BlobStoreError.sessionNotFound(session)) {
            try await submit(.advance(session, at: 0, [chunk], expires: 5_000), to: shard)
        }
        _ = try await submit(.advance(session, at: 0, [], expires: 5_000), to: shard)
        await #expect(throws: BlobStoreError.sessionOffset(session, expected: 0)) {
            try await submit(.advance(session, at: 3, [chunk], expires: 5_000), to: shard)
        }
        #expect(try row(in: shard)?.size == 0)
        #expect(try !holders(of: chunk, in: shard))
        await shard.close()
    }

    @Test func `an abandoned session lets its chunks go, and their grace begins`() async throws {
        let test = try TestShard()
        let shard = try await test.open()
        let chunk = NamedChunk([1, 2, 3])
        _ = try await submit(.advance(session, at: 0, [], expires: 5_000), to: shard)
        _ = try await submit(.advance(session, at: 0, [chunk], expires: 5_000), to: shard)
        _ = try await submit(.abandon(session), to: shard)
        #expect(try row(in: shard) == nil)
        #expect(try !holders(of: chunk, in: shard))
        let index = try shard.openParts().reader.index
        let since = try index.read { (txn) throws(BlobStoreError) in
            try index.unclaimedSince(chunk.id, domainKey: domain.key, txn)
        }
        #expect(since != nil)
        await shard.close()
    }
}
