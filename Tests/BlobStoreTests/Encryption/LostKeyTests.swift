import BlobModel
import BlobStoreTesting
import DurableIO
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// What is told of a domain whose key file, or whose encrypted bytes, are gone.
struct LostKeyTests {
    private let test: TestShard
    private let domain: DedupDomain
    private let ring = MasterKeyRing(current: .random())

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard { try await test.open { $0.masterKeys = ring } }

    @Test func `a lost key is named however much its domain stored before it had one`() async throws {
        let plain = try await test.open()
        let chunks = (0..<3_000 as Range<UInt16>).map { NamedChunk([UInt8($0 >> 8), UInt8($0 & 255)]) }
        try await plain.submit(.append(chunks), in: domain)
        await plain.close()
        let shard = try await open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        let path = test.path.appending("keys").appending("\(domain.key).key")
        try LocalFileSystem().remove(at: path)
        let again = try await open()
        let refusal = BlobError.unavailable("\(BlobStoreError.keys(path, .keyMissing))")
        await #expect(throws: refusal) { try await again.description(of: blob.content, in: domain) }
        await #expect(throws: refusal) { try await again.put([5], in: domain) }
        await #expect(throws: refusal) { try await again.createUpload(in: domain) }
        await again.close()
        let error = #expect(throws: FileError.self) { try LocalFileSystem().contents(at: path) }
        #expect(error?.isAbsence == true)
    }

    @Test func `a reference whose encrypted bytes are gone tells no other name than its own`() async throws {
        let shard = try await open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        let name = try #require(try shard.names(\.chunks, of: domain).first)
        let key = IndexKey.content(name, domainKey: domain.key)
        try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in try index.delete(key, in: index.chunks, &txn) }
        }
        await #expect(throws: BlobError.corrupt(name)) { try await shard.blob(of: blob.reference, in: domain) }
        await shard.close()
    }
}
