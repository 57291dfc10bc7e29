import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import SystemPackage
import Testing

/// Opens a shard that format version 1 wrote; every later version must be able to.
struct FormatOneTests {
    private static let folder = FilePath(#filePath).parent.appending("Fixtures").appending("format-1")

    /// The blobs of the fixture, of which the last one's reference was released.
    private static func blobs() throws -> [PutBlob] {
        let domain = try DedupDomain(validating: "home")
        var random = SeededGenerator(seed: 2026)
        return try [0, 500, 100_000, 700].map { size in
            guard let reference = ReferenceID(bytes: random.bytes(16)) else {
                throw BlobModelError.secretLength(expected: 16, found: 0)
            }
            return PutBlob(reference: reference, domain: domain, bytes: random.bytes(size))
        }
    }

    @Test func `a shard of format 1 is opened without its index and read to the last byte`() async throws {
        let test = try TestShard()
        let fileSystem = LocalFileSystem()
        try fileSystem.createDirectory(at: test.path)
        try fileSystem.createDirectory(at: test.path.appending("segments"))
        let identity = try fileSystem.contents(at: Self.folder.appending("identity.json"))
        try fileSystem.replaceFile(at: test.path.appending("identity.json"), with: identity)
        for number in 1...3 {
            let name = try #require(test.segment(number).lastComponent)
            let segment = try fileSystem.contents(at: Self.folder.appending(name))
            try fileSystem.replaceFile(at: test.segment(number), with: segment)
        }
        let shard = try await test.open()
        let blobs = try Self.blobs()
        for blob in blobs.dropLast() { #expect(try await shard.bytes(of: blob) == blob.bytes) }
        let released = try #require(blobs.last)
        await #expect(throws: BlobError.referenceNotFound(released.reference)) { try await shard.bytes(of: released) }
        #expect(try await shard.put(blobs[2]).wasPresent)
        await shard.close()
    }
}
