import BlobModel
import BlobStoreTesting
import FoundationEssentials
import Synchronization
import Testing

@testable import BlobStore

/// The grace of what nobody holds, which is the lease of an upload too.
struct LeaseTests {
    private let domain: DedupDomain

    init() throws {
        domain = try DedupDomain(validating: "home")
    }

    private func since(_ blob: ContentID, in shard: Shard) throws -> UInt64? {
        let index = try shard.openParts().reader.index
        return try index.read { (txn) throws(BlobStoreError) in
            try index.unclaimedSince(blob, domainKey: domain.key, txn)
        }
    }

    @Test func `the grace runs from the release of the last reference, and ends with a new one`() async throws {
        let test = try TestShard()
        let shard = try await test.open { $0.now = { Date(timeIntervalSince1970: 7) } }
        let bytes: [UInt8] = [1, 2, 3]
        let blob = ContentID(of: bytes.span)
        let first = try await shard.put(bytes, in: domain)
        let second = try await shard.put(bytes, in: domain)
        try await shard.release(first.reference, in: domain)
        #expect(try since(blob, in: shard) == nil)
        try await shard.release(second.reference, in: domain)
        #expect(try since(blob, in: shard) == 7_000)
        try await shard.put(bytes, in: domain)
        #expect(try since(blob, in: shard) == nil)
        await shard.close()
    }

    @Test func `an upload that builds on a chunk begins its grace again`() async throws {
        let clock = Mutex(7.0)
        let test = try TestShard()
        let shard = try await test.open { $0.now = { Date(timeIntervalSince1970: clock.withLock { $0 }) } }
        let chunk = NamedChunk([1, 2, 3])
        let blob = try await shard.put(chunk.bytes, in: domain)
        try await shard.release(blob.reference, in: domain)
        clock.withLock { $0 = 9 }
        let operation = WriteOperation(domainKey: domain.key, change: .append([chunk]))
        _ = try await shard.openParts().writer.submit(operation)
        #expect(try since(chunk.id, in: shard) == 9_000)
        await shard.close()
    }

    @Test func `what is released at once may be collected at once, unless another reference is there`() async throws {
        let test = try TestShard()
        let shard = try await test.open { $0.now = { Date(timeIntervalSince1970: 7) } }
        let first = try await shard.put([1], in: domain)
        let second = try await shard.put([1], in: domain)
        let blob = ContentID(of: [1].span)
        for (reference, expected) in [(first.reference, nil), (second.reference, UInt64(0))] {
            let operation = WriteOperation(domainKey: domain.key, change: .releaseAtOnce(reference))
            _ = try await shard.openParts().writer.submit(operation)
            #expect(try since(blob, in: shard) == expected)
        }
        await shard.close()
    }
}
