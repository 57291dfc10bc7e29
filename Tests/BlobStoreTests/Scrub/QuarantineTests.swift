import BlobModel
import BlobStoreTesting
import KeyValueIndex
import SystemPackage
import Testing

@testable import BlobStore

/// The table of damaged bytes, where a chunk and a manifest have the same name.
struct QuarantineTests {
    private let test: TestShard
    private let domain: DedupDomain
    /// A blob of two chunks, of which all bytes are a chunk of another blob, too.
    private let blob = CutBlob([[1, 2], [3, 4]])

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func fill() async throws -> Shard {
        let shard = try await test.open()
        try await shard.put(blob, as: .random(), in: domain)
        try await shard.put(CutBlob([blob.bytes, [5]]), as: .random(), in: domain)
        return shard
    }

    private func bodies(in shard: Shard) throws -> [IndexedBody] {
        let (index, key) = (try shard.index, domain.key)
        return try index.read { (txn) throws(BlobStoreError) in
            guard let chunk = try index.chunk(blob.id, domainKey: key, txn),
                let manifest = try index.manifest(of: blob.id, domainKey: key, txn)
            else { throw .chunkMissing(blob.id) }
            return [
                IndexedBody(chunk, name: blob.id, domainKey: key),
                IndexedBody(manifest, blob: blob.id, domainKey: key),
            ]
        }
    }

    private func quarantine(_ bodies: [IndexedBody], in shard: Shard) async throws {
        try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                for body in bodies { _ = try index.quarantine(body, &txn) }
            }
        }
    }

    private func subjects(in shard: Shard) throws -> [QuarantineRow.Subject?] {
        try shard.rows(\.quarantine).map { QuarantineRow(decoding: $0.value)?.subject }
    }

    @Test func `a chunk and a manifest of the same name are in quarantine each for itself`() async throws {
        let shard = try await fill()
        try await quarantine(try bodies(in: shard), in: shard)
        #expect(try subjects(in: shard) == [.chunk, .manifest])
        // An upload heals the chunk alone.
        try await shard.submit(.append([NamedChunk(blob.bytes)]), in: domain)
        #expect(try subjects(in: shard) == [.manifest])
        try await shard.put(blob, as: .random(), in: domain)
        #expect(try subjects(in: shard).isEmpty)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        await shard.close()
    }

    @Test func `an index of version 2 is brought up to date, and keeps what is not in the log`() async throws {
        let shard = try await fill()
        try await shard.submit(.append([NamedChunk([8])]), in: domain)
        try await shard.sweep()
        let unclaimed = try shard.rows(\.unclaimed).map(\.key)
        #expect(unclaimed.count == 1)
        try await quarantine(Array(try bodies(in: shard).prefix(1)), in: shard)
        await shard.close()
        try makeVersionTwo()
        let again = try await test.open()
        #expect(try subjects(in: again) == [.chunk])
        #expect(try again.rows(\.quarantine).map(\.key.count) == [65])
        #expect(try again.rows(\.unclaimed).map(\.key) == unclaimed)
        try await again.submit(.append([NamedChunk(blob.bytes)]), in: domain)
        #expect(try subjects(in: again).isEmpty)
        await again.close()
    }

    /// Makes of the stopped shard's index one as version 2 wrote it.
    private func makeVersionTwo() throws {
        let index = try ShardIndex(at: test.path.appending("index"), identity: test.identity)
        let key = Array("identity".utf8)
        try index.write { (txn) throws(BlobStoreError) in
            guard var mark = try index.bytes(key, in: index.marks, txn.reader) else { throw .closed }
            mark.replaceSubrange(..<2, with: [0, 2])
            try index.put(mark, for: key, in: index.marks, &txn)
            for row in try index.entries(of: index.quarantine, over: .all, limit: 9, txn.reader) {
                try index.delete(row.key, in: index.quarantine, &txn)
                try index.put(row.value, for: Array(row.key.prefix(64)), in: index.quarantine, &txn)
            }
        }
    }
}
