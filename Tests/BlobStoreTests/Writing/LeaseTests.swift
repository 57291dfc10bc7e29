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

    @Test func `a chunk that an upload found stays for its commit, also when what held it is collected`() async throws {
        let clock = TestClock()
        let test = try TestShard()
        let shard = try await test.open {
            $0.now = { clock.now }
            $0.grace = 100
        }
        let (old, new) = (CutBlob([[1, 2], [3, 4]]), CutBlob([[1, 2], [9]]))
        let reference = ReferenceID.random()
        try await shard.put(old, as: reference, in: domain)
        try await shard.submit(.release(reference), in: domain)
        clock.advance(by: 90)
        try await shard.submit(.append([new.chunks[0]]), in: domain)
        clock.advance(by: 20)
        try await shard.collect(now: clock.now)
        #expect(try shard.rows(\.manifests).isEmpty)
        #expect(try shard.names(\.chunks, of: domain) == [new.chunks[0].id])
        let commit = WriteOperation.Change.commit([new.chunks[1]], manifest: new.manifest, reference: .random())
        try await shard.submit(commit, in: domain)
        #expect(try await shard.bytes(of: new.id, in: domain) == new.bytes)
        // The lease ends by itself.
        clock.advance(by: 100)
        try await shard.collect(now: clock.now)
        #expect(try shard.rows(\.unclaimed).isEmpty)
        #expect(try await shard.bytes(of: new.id, in: domain) == new.bytes)
        await shard.close()
    }

    @Test func `where nothing of a domain is in its grace, an upload writes no leases`() async throws {
        let test = try TestShard()
        let shard = try await test.open()
        let blob = CutBlob([[1, 2], [3, 4]])
        try await shard.put(blob, as: .random(), in: domain)
        try await shard.put(blob, as: .random(), in: domain)
        #expect(try shard.rows(\.unclaimed).isEmpty)
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
