import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import SystemPackage
import Testing

/// Opens what a process left that was killed: all of it readable, and none of it known to be durable.
struct RevivalTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    @Test func `what a killed process left is durable before it is answered for`() async throws {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        // As if the process had been killed between the append and the synchronisation.
        try test.removeIndex()
        let recorder = RecordingFileSystem()
        let again = try await test.open(on: recorder)
        #expect(try await again.put(blob).wasPresent)
        #expect(recorder.events.contains(.synchronise(test.segment(1))), "the bytes")
        #expect(recorder.events.contains(.synchroniseDirectory(test.path.appending("segments"))), "the segment's name")
        #expect(recorder.events.contains(.synchroniseDirectory(test.path)), "the names of log and identity")
        await again.close()
    }

    @Test func `the log is durable before the index knows of it`() async throws {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        try test.removeIndex()
        let fileSystem = FaultyFileSystem(failing: .synchronise(1), with: .inputOutput)
        await #expect(throws: BlobStoreError.self) { try await test.open(on: fileSystem) }
        // Whatever the index has now must still be in a log that lost its last bytes.
        let whole = try LocalFileSystem().contents(at: test.segment(1))
        try LocalFileSystem().replaceFile(at: test.segment(1), with: Array(whole[..<128]))
        let again = try await test.open()
        await #expect(throws: BlobError.referenceNotFound(blob.reference)) { try await again.bytes(of: blob) }
        await again.close()
    }

    @Test func `a shard that must be there and has no log is a disk that is not mounted`() async throws {
        let shard = try await test.open()
        try await shard.put([1], in: domain)
        await shard.close()
        try test.removeIndex()
        try LocalFileSystem().remove(at: test.segment(1))
        try test.remove("segments")
        await #expect(throws: BlobStoreError.absent(test.path.appending("segments"))) {
            try await test.open { $0.mayCreate = false }
        }
    }

    @Test func `a stream that is not read to its end keeps the shard locked`() async throws {
        let shard = try await test.open()
        var random = SeededGenerator(seed: 11)
        let blob = try await shard.put(random.bytes(1 << 20), in: domain)
        var stream: ByteStream? = try await shard.read(ContentID(of: blob.bytes.span), in: domain, range: nil)
        await shard.close()
        await #expect(throws: BlobStoreError.locked(test.path)) { try await test.open() }
        let bytes = try await stream?.collect(upTo: 1 << 20)
        #expect(bytes == blob.bytes)
        stream = nil
        let again = try await test.open()
        await again.close()
    }

    @Test func `a small stream has its bytes already and needs the shard no more`() async throws {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        let stream = try await shard.read(ContentID(of: blob.bytes.span), in: domain, range: nil)
        await shard.close()
        let again = try await test.open()
        #expect(try await stream.collect(upTo: 3) == [1, 2, 3])
        await again.close()
    }
}
