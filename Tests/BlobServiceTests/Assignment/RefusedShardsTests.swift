import BlobAPI
import BlobModel
import BlobStore
import DurableIO
import FoundationEssentials
import Glibc
import Logging
import Synchronization
import SystemPackage
import Testing

@testable import BlobService

/// When a node looks again at a shard that it has refused.
@Suite struct RefusedShardsTests {
    /// A clock that stands until a test moves it.
    private final class StandingClock: Sendable {
        private let instant = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { instant.withLock { $0 } }

        func advance(by time: Duration) { instant.withLock { $0 += time } }
    }

    private let directory: TemporaryDirectory
    private let clock: StandingClock
    private let refusals: RefusedShards

    init() throws {
        directory = try TemporaryDirectory()
        let clock = StandingClock()
        self.clock = clock
        refusals = RefusedShards { clock.now }
    }

    private func data(of shard: FilePath) -> FilePath { shard.appending("index").appending("data.mdb") }

    /// Refuses the index of a shard after a look that took a while.
    private func refuse(_ shard: FilePath, afterLookOf time: Duration) throws {
        try LocalFileSystem().ensureDirectory(at: shard.appending("index"))
        try LocalFileSystem().replaceFile(at: data(of: shard), with: [1, 2, 3])
        let look = refusals.look(at: shard)
        clock.advance(by: time)
        refusals.insert(after: look)
    }

    @Test(arguments: [(Duration.milliseconds(1), 60), (.seconds(3), 300), (.seconds(1_000), 3_600)])
    func `an index that stays as it is is looked at again after a while, the longer the longer a look takes`(
        _ look: Duration,
        _ pause: Int
    ) throws {
        try refuse(directory.path, afterLookOf: look)
        #expect(refusals.contains(shardAt: directory.path))
        clock.advance(by: .seconds(pause) - .milliseconds(1))
        #expect(refusals.contains(shardAt: directory.path))
        clock.advance(by: .milliseconds(1))
        #expect(!refusals.contains(shardAt: directory.path))
    }

    @Test func `an index that has changed is looked at again at once`() throws {
        try refuse(directory.path, afterLookOf: .seconds(3))
        try LocalFileSystem().replaceFile(at: data(of: directory.path), with: [4, 5])
        #expect(!refusals.contains(shardAt: directory.path))
    }

    @Test func `an index that took the place of the one that was looked at is not refused`() throws {
        try LocalFileSystem().ensureDirectory(at: directory.path.appending("index"))
        try LocalFileSystem().replaceFile(at: data(of: directory.path), with: [1])
        let look = refusals.look(at: directory.path)
        try LocalFileSystem().replaceFile(at: data(of: directory.path), with: [4, 5])
        refusals.insert(after: look)
        #expect(!refusals.contains(shardAt: directory.path))
    }

    private func opener() -> ShardOpener {
        ShardOpener(
            directories: ShardDirectories(in: directory.path, fileSystem: LocalFileSystem()),
            settings: ShardSettings(),
            fileSystem: LocalFileSystem(),
            refusals: refusals,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test func `a shard whose index is well again without a change of its file comes back by itself`() async throws {
        let scene = try NodeScene()
        let assignment = scene.assignment(scene.map)
        let shard = assignment.shards[0]
        let opener = opener()
        await (try opener.open(assignment)).close()
        let path = data(of: opener.directories.path(of: shard))
        let sound = try LocalFileSystem().contents(at: path)
        try overwrite(path, with: sound.prefix(8_192) + [UInt8](repeating: 0, count: sound.count - 8_192))
        let store = try await opener.open(assignment)
        #expect(store.failures.keys.contains(shard))

        try keepingTimes(of: path) { try overwrite(path, with: sound[...]) }
        #expect(await !opener.reopen(shard, of: assignment, in: store))
        clock.advance(by: .seconds(3_600))
        #expect(await opener.reopen(shard, of: assignment, in: store))
        await store.close()
    }

    @Test(arguments: [false, true])
    func `a shard whose log is damaged is looked at again when a segment has changed, or after a while`(
        _ isTimeKept: Bool
    ) async throws {
        let scene = try NodeScene()
        let assignment = scene.assignment(scene.map)
        let shard = assignment.shards[0]
        let opener = opener()
        let first = try await opener.open(assignment)
        for byte: UInt8 in [1, 2] {
            _ = try await first.put(.bytes([byte]), as: .random(), in: scene.domain, limit: .max)
        }
        await first.close()
        let directory = opener.directories.path(of: shard)
        try FileManager.default.removeItem(atPath: directory.appending("index").string)
        let segment = directory.appending("segments").appending("0000000000000001.segment")
        let sound = try LocalFileSystem().contents(at: segment)
        var damaged = sound
        // In the header of the first record; others follow it.
        damaged[170] ^= 4
        try overwrite(segment, with: damaged)

        let store = try await opener.open(assignment)
        #expect(store.failures[shard]?.hasPrefix("Segment 1 is damaged at ") == true)
        // The first look has made an index, and the second one finds all as it was.
        #expect(await !opener.reopen(shard, of: assignment, in: store))
        if isTimeKept {
            try keepingTimes(of: segment) { try overwrite(segment, with: sound) }
            #expect(await !opener.reopen(shard, of: assignment, in: store))
            clock.advance(by: .seconds(3_600))
        } else {
            try overwrite(segment, with: sound)
        }
        #expect(await opener.reopen(shard, of: assignment, in: store))
        await store.close()
    }

    private func overwrite(_ path: FilePath, with bytes: some Sequence<UInt8>) throws {
        let file = try FileDescriptor.open(path, .writeOnly)
        _ = try file.closeAfter { try file.writeAll(toAbsoluteOffset: 0, Array(bytes)) }
    }

    /// Gives a file the times back that it had before a body changed it.
    private func keepingTimes(of path: FilePath, _ body: () throws -> Void) throws {
        var status = stat()
        try #require(unsafe path.withPlatformString { unsafe stat($0, &status) } == 0)
        try body()
        let times = [status.st_atim, status.st_mtim]
        let result = unsafe times.withUnsafeBufferPointer { times in
            unsafe path.withPlatformString { unsafe utimensat(AT_FDCWD, $0, times.baseAddress, 0) }
        }
        try #require(result == 0)
    }
}
