import BlobModel
import BlobStoreTesting
import FoundationEssentials
import KeyValueIndex
import Testing

@testable import BlobStore

/// Equal bytes that were cut into other chunks than before, as those of an upload session whose client ended a part early.
struct RecutBlobTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    @Test func `an upload of equal bytes in other chunks heals a blob with a damaged chunk`() async throws {
        let shard = try await test.open { $0.grace = 0 }
        let first = CutBlob([[1, 2], [3, 4]])
        try await shard.put(first, as: .random(), in: domain)
        try await quarantine(first.chunks[0].id, in: shard)
        await #expect(throws: BlobError.self) { try await shard.bytes(of: first.id, in: domain) }
        let second = CutBlob([[1], [2, 3, 4]])
        #expect(second.id == first.id)
        try await shard.put(second, as: .random(), in: domain)
        #expect(try await shard.bytes(of: first.id, in: domain) == first.bytes)
        // What only the former manifest held goes away.
        try await shard.sweep()
        try await shard.collect(now: Date().addingTimeInterval(60))
        try await shard.collect(now: Date().addingTimeInterval(120))
        #expect(try shard.names(\.chunks, of: domain) == Set(second.chunks.map(\.id)))
        #expect(try await shard.bytes(of: first.id, in: domain) == first.bytes)
        await shard.close()
        try test.removeIndex()
        let again = try await test.open()
        #expect(try await again.bytes(of: first.id, in: domain) == first.bytes)
        await again.close()
    }

    @Test func `an upload of equal bytes in the same chunks brings no second manifest`() async throws {
        let shard = try await test.open()
        let blob = CutBlob([[1, 2], [3, 4], [1, 2]])
        try await shard.put(blob, as: .random(), in: domain)
        let before = try shard.rows(\.manifests).map(\.value)
        try await shard.put(blob, as: .random(), in: domain)
        #expect(try shard.rows(\.manifests).map(\.value) == before)
        await shard.close()
    }

    private func quarantine(_ chunk: ContentID, in shard: Shard) async throws {
        let domainKey = domain.key
        try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                guard let row = try index.chunk(chunk, domainKey: domainKey, txn.reader) else {
                    throw .chunkMissing(chunk)
                }
                _ = try index.quarantine(IndexedBody(row, name: chunk, domainKey: domainKey), &txn)
            }
        }
    }
}
