import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import Synchronization
import SystemPackage
import Testing

/// Lets the index's synchronisation fail on a disk that is about full, where writes go on.
struct DoubtfulIndexTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private var data: FilePath { test.path.appending("index").appending("data.mdb") }

    @Test func `a failed commit on a full disk refuses the write, and the next one comes with room`() async throws {
        let disk = FillingFileSystem()
        let shard = try await test.open(on: disk)
        let first = try await shard.put([1], in: domain)
        try #require(LostWrites.begin(at: data) > 0)
        disk.fillAfterNextQuestion()
        await #expect(throws: BlobError.insufficientSpace) { try await shard.put([2], in: domain) }
        #expect(shard.isWritable)
        disk.makeRoom()
        let third = try await shard.put([3], in: domain)
        await shard.close()
        try await requireWhole([first, third])
    }

    @Test func `an index that lost a commit to the disk stops the writes, and the log brings it back`() async throws {
        let disk = FillingFileSystem()
        let shard = try await test.open(on: disk)
        let first = try await shard.put([1], in: domain)
        let former = try Data(contentsOf: URL(filePath: data.string)).prefix(8_192)
        let second = try await shard.put([2], in: domain)
        try #require(LostWrites.begin(at: data) > 0)
        // As a system that reads from the disk again what it could not write.
        try LocalFileSystem().rewrite(Array(former), at: 0, of: data)
        disk.fillAfterNextQuestion()
        await #expect(throws: BlobError.self) { try await shard.put([3], in: domain) }
        #expect(!shard.isWritable)
        disk.makeRoom()
        await #expect(throws: BlobError.self) { try await shard.put([4], in: domain) }
        await shard.close()
        try await requireWhole([first, second])
    }

    private func requireWhole(_ blobs: [PutBlob]) async throws {
        let again = try await test.open()
        for blob in blobs { #expect(try await again.bytes(of: blob) == blob.bytes) }
        await again.close()
        #expect(try StoppedShard(at: test.path).verify().findings.isEmpty)
    }
}

/// The local file system on a disk that says that it has no room left, once it was asked a last time.
private final class FillingFileSystem: WrappingFileSystem {
    let base: any FileSystem = LocalFileSystem()
    private let questions = Mutex<Int?>(nil)

    /// Lets the disk say once more that it has room, and then that it has none.
    func fillAfterNextQuestion() {
        questions.withLock { $0 = 1 }
    }

    /// Lets the disk have room again.
    func makeRoom() {
        questions.withLock { $0 = nil }
    }

    func availableBytes(at path: FilePath) throws(FileError) -> UInt64 {
        let isFull = questions.withLock { questions in
            defer { questions = questions.map { max(0, $0 - 1) } }
            return questions == 0
        }
        return isFull ? 0 : try base.availableBytes(at: path)
    }
}
