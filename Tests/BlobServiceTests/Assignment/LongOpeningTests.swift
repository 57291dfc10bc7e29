import BlobAPI
import BlobModel
import BlobStore
import Dispatch
import DurableIO
import DurableIOTesting
import Logging
import SystemPackage
import Testing

@testable import BlobService

/// A node one of whose shards takes long to open.
@Suite struct LongOpeningTests {
    /// A file system on which one shard is locked only when somebody lets it.
    private struct HesitantFileSystem: WrappingFileSystem {
        let base: any FileSystem = LocalFileSystem()
        let hesitant: FilePath
        let permission = DispatchSemaphore(value: 0)

        func lock(at path: FilePath) throws(FileError) -> any FileLock {
            if path.starts(with: hesitant) { permission.wait() }
            return try base.lock(at: path)
        }
    }

    private let directory: TemporaryDirectory
    private let assignment: NodeAssignment
    private let fileSystem: HesitantFileSystem
    private let opener: ShardOpener
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        let scene = try NodeScene()
        directory = try TemporaryDirectory()
        let shards = try (1...3).map { ShardEntry(id: try ShardID(validating: "s-\($0)"), node: scene.node) }
        let map = try ShardMap.initial(deployment: scene.map.deployment, nodes: scene.map.nodes, shards: shards)
        assignment = scene.assignment(map)
        let directories = ShardDirectories(in: directory.path, fileSystem: LocalFileSystem())
        fileSystem = HesitantFileSystem(hesitant: directories.path(of: shards[1].id))
        opener = ShardOpener(
            directories: directories,
            settings: ShardSettings(),
            fileSystem: fileSystem,
            patience: .milliseconds(20),
            logger: logger
        )
    }

    private var late: ShardID { assignment.shards[1] }

    @Test(.timeLimit(.minutes(1)))
    func `the other shards serve while one takes long to open, and it comes to them by itself`() async throws {
        let store = try await opener.open(assignment)
        #expect(store.failures[late] == ShardOpener.openingReason)
        try await until { store.failures.count == 1 }
        #expect(store.allShards.map(\.identity.shard) == [assignment.shards[0], assignment.shards[2]])
        #expect(try !opener.directories.isRecorded(late))

        fileSystem.permission.signal()
        try await until { store.failures.isEmpty }
        #expect(try opener.directories.isRecorded(late))
        await store.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a shard that is being opened is not opened a second time`() async throws {
        let store = try await opener.open(assignment)
        #expect(await !opener.reopen(late, of: assignment, in: store))
        _ = try await opener.open(assignment, into: store)
        #expect(store.failures[late] == ShardOpener.openingReason)
        fileSystem.permission.signal()
        try await until { store.failures.isEmpty }
        await store.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a shard that is open only after its node was closed is let go`() async throws {
        let store = try await opener.open(assignment)
        try await until { store.failures.count == 1 }
        await store.close()
        for _ in 0..<100 { fileSystem.permission.signal() }
        // Whoever opens it next has its lock, once it is let go.
        let next = try await opener.open(assignment)
        while !next.failures.isEmpty {
            _ = await opener.reopen(late, of: assignment, in: next)
            try await Task.sleep(for: .milliseconds(10))
        }
        await next.close()
    }

    private func until(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(10)) }
    }
}
