import BlobModel
import BlobStoreTesting
import DurableIO
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

struct ErasureTests {
    private let test: TestShard
    private let domain: DedupDomain
    private let other: DedupDomain
    private let ring = MasterKeyRing(current: .random())

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
        other = try DedupDomain(validating: "other")
    }

    private func open() async throws -> Shard { try await test.open { $0.masterKeys = ring } }

    private func expectGone(_ blob: PutBlob, in shard: Shard) async {
        let content = ContentID(of: blob.bytes.span)
        await #expect(throws: BlobError.gone(content)) { try await shard.description(of: content, in: domain) }
        await #expect(throws: BlobError.gone(content)) { try await shard.read(content, in: domain, range: nil) }
        await #expect(throws: BlobError.self) { try await shard.bytes(of: blob) }
        await #expect(throws: BlobError.domainErased(domain)) { try await shard.put([1], in: domain) }
        await #expect(throws: BlobError.domainErased(domain)) { try await shard.createUpload(in: domain) }
    }

    @Test func `an erased domain is gone, also after a rebuild, and the others are intact`() async throws {
        var random = SeededGenerator(seed: 1)
        let shard = try await open()
        let lost = [
            try await shard.put(random.bytes(50), in: domain), try await shard.put(random.bytes(700_000), in: domain),
        ]
        let kept = try await shard.put(lost[1].bytes, in: other)
        #expect(try await shard.eraseKey(of: domain))
        for blob in lost { await expectGone(blob, in: shard) }
        #expect(try await shard.bytes(of: kept) == kept.bytes)
        await shard.close()
        for isIndexLost in [false, true] {
            if isIndexLost { try test.removeIndex() }
            let again = try await open()
            for blob in lost { await expectGone(blob, in: again) }
            #expect(try await again.bytes(of: kept) == kept.bytes)
            #expect(try await !again.eraseKey(of: domain))
            await again.close()
        }
    }

    @Test func `a domain without a key cannot be erased, and says so`() async throws {
        let shard = try await open()
        let path = test.path.appending("keys").appending("\(domain.key).key")
        await #expect(throws: BlobStoreError.keys(path, .notEncrypted)) { try await shard.eraseKey(of: domain) }
        await shard.close()
    }

    @Test func `a key file put back by hand is all that can undo it`() async throws {
        let shard = try await open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        let path = test.path.appending("keys").appending("\(domain.key).key")
        let copy = try LocalFileSystem().contents(at: path)
        try await shard.eraseKey(of: domain)
        await shard.close()
        try LocalFileSystem().replaceFile(at: path, with: copy)
        let again = try await open()
        #expect(try await again.bytes(of: blob) == blob.bytes)
        await again.close()
    }

    @Test func `the references of an erased domain can still be released, and its bytes collected`() async throws {
        var random = SeededGenerator(seed: 2)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(700_000), in: domain)
        try await shard.eraseKey(of: domain)
        try await shard.release(blob.reference, in: domain)
        await #expect(throws: BlobError.referenceNotFound(blob.reference)) { try await shard.bytes(of: blob) }
        await shard.close()
    }
}
