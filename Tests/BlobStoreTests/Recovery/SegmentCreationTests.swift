import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import SystemPackage
import Testing

@testable import BlobStore

/// Begins segments on a disk that is full.
struct SegmentCreationTests {
    @Test func `a header that found no room, and could not be removed, does not keep its name taken`() async throws {
        let test = try TestShard()
        let domain = try DedupDomain(validating: "home")
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        fileSystem.failAll(.write, with: .noSpace(after: 60))
        fileSystem.failAll(.remove, with: .inputOutput)
        await #expect(throws: BlobError.insufficientSpace) { try await shard.put([1], in: domain) }
        #expect(try LocalFileSystem().contents(at: test.segment(1)).count == 60)
        fileSystem.heal()
        let blob = try await shard.put([2], in: domain)
        #expect(try await shard.bytes(of: blob) == [2])
        await shard.close()
    }

    @Test func `a segment that has records is never begun again`() async throws {
        let test = try TestShard()
        let fileSystem = LocalFileSystem()
        let directory = SegmentDirectory(path: test.directory.path, fileSystem: fileSystem)
        let header = SegmentHeader(shard: test.identity.shard, number: 1, created: Date())
        let writer = try SegmentWriter.create(header, after: nil, in: directory)
        try fileSystem.openForAppending(at: directory.path(of: 1)).append([1].span)
        #expect(throws: FileError.self) { try SegmentWriter.create(header, after: nil, in: directory) }
        #expect(writer.position.offset == 128)
        #expect(try fileSystem.contents(at: directory.path(of: 1)).count == 129)
    }
}
