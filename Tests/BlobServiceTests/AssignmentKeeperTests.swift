import BlobAPI
import BlobClient
import BlobModel
import DurableIO
import FoundationEssentials
import Logging
import ServiceLifecycle
import ServiceSupport
import SystemPackage
import Synchronization
import Testing

@testable import BlobService

@Suite struct AssignmentKeeperTests {
    private let scene: NodeScene
    private let directory: TemporaryDirectory
    private let state = NodeState()
    private let opened = Counter()

    init() throws {
        scene = try NodeScene()
        directory = try TemporaryDirectory()
    }

    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    /// A front that takes the question for the assignment and never answers it.
    private final class SilentFront: AssignmentSource {
        private let (questions, bell) = AsyncStream<Void>.makeStream()

        func assignment() async throws -> NodeAssignment {
            bell.yield()
            try await Task.sleep(for: .seconds(3600))
            throw FrontClientError.unavailable("It was silent.")
        }

        func authorizeDownload(_ request: DownloadAuthorizationRequest) async throws -> DownloadAuthorization {
            throw FrontClientError.unavailable("It is silent.")
        }

        /// Returns once somebody has asked for the assignment.
        func question() async {
            for await _ in questions { return }
        }
    }

    /// A service whose end lets the services around it shut down gracefully.
    private struct Stop: Service {
        let front: SilentFront

        func run() async { await front.question() }
    }

    private func keeper(of source: (any AssignmentSource)? = nil) -> AssignmentKeeper {
        let fileSystem = LocalFileSystem()
        let directories = ShardDirectories(in: directory.path, fileSystem: fileSystem)
        return AssignmentKeeper(
            state: state,
            signal: AssignmentSignal(),
            node: scene.node,
            publicURL: "http://127.0.0.1:8081",
            source: source ?? scene.front,
            file: AssignmentFile(in: directory.path, fileSystem: fileSystem),
            directories: directories,
            interval: .seconds(30),
            open: { [scene, opened] assignment, _ in
                opened.value.withLock { $0 += 1 }
                try directories.recordOpened(assignment.shards, assignment)
                return scene.storage
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test func `the first assignment opens the shards once and is kept`() async throws {
        scene.front.answer(with: .success(scene.assignment()))
        let keeper = keeper()
        try await keeper.refresh()
        try await keeper.refresh()
        #expect(opened.value.withLock { $0 } == 1)
        #expect(state.current?.epoch == 3)
        #expect(try keeper.file.read() == state.current?.assignment)
    }

    @Test func `the file with the secrets belongs to its owner alone`() async throws {
        scene.front.answer(with: .success(scene.assignment()))
        try await keeper().refresh()
        let path = directory.path.appending("assignment.json").string
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let mode = try #require(attributes[.posixPermissions] as? Int)
        #expect(mode & 0o777 == 0o600)
    }

    @Test func `without the front the node works from what was kept`() async throws {
        scene.front.answer(with: .success(scene.assignment()))
        try await keeper().refresh()
        let second = AssignmentKeeperTests.revived(self)
        scene.front.answer(with: .failure(.unavailable("It is away.")))
        try await second.keeper.refresh()
        #expect(second.state.current?.epoch == 3)
    }

    private static func revived(_ test: AssignmentKeeperTests) -> (keeper: AssignmentKeeper, state: NodeState) {
        let former = test.keeper()
        let state = NodeState()
        let keeper = AssignmentKeeper(
            state: state,
            signal: AssignmentSignal(),
            node: former.node,
            publicURL: former.publicURL,
            source: former.source,
            file: former.file,
            directories: former.directories,
            interval: former.interval,
            open: former.open,
            logger: former.logger
        )
        return (keeper, state)
    }

    @Test func `without the front and without a file the node waits`() async throws {
        try await keeper().refresh()
        #expect(state.current == nil)
    }

    @Test func `a newer map is taken over without opening anything, an older one is not`() async throws {
        scene.front.answer(with: .success(scene.assignment()))
        let keeper = keeper()
        try await keeper.refresh()
        for (epoch, expected) in [(5, 5), (4, 5)] as [(UInt64, UInt64)] {
            let map = try NodeScene.map(epoch: epoch, deployment: scene.map.deployment, node: scene.node)
            scene.front.answer(with: .success(scene.assignment(map)))
            try await keeper.refresh()
            #expect(state.current?.epoch == expected)
        }
        #expect(opened.value.withLock { $0 } == 1)
    }

    @Test func `shards that are assigned later are opened before their map is taken over, without a restart`()
        async throws
    {
        scene.front.answer(with: .success(scene.assignment()))
        let keeper = keeper()
        try await keeper.refresh()
        let added = ShardEntry(id: try ShardID(validating: "\(scene.node)-s2"), node: scene.node)
        let grown = try scene.map.adding(nodes: [], shards: [added])
        scene.front.answer(with: .success(scene.assignment(grown)))
        try await keeper.refresh()
        #expect(opened.value.withLock { $0 } == 2)
        #expect(try keeper.directories.isRecorded(added.id))
        #expect(state.current?.epoch == grown.epoch)
        #expect(state.current?.assignment.shards.contains(added.id) == true)
    }

    @Test func `another deployment gets nothing of the data`() async throws {
        scene.front.answer(with: .success(scene.assignment()))
        try await keeper().refresh()
        let foreign = try NodeScene.map(epoch: 9, deployment: .random(), node: scene.node)
        scene.front.answer(with: .success(scene.assignment(foreign)))
        let second = AssignmentKeeperTests.revived(self)
        await #expect(throws: BlobServiceError.self) { try await second.keeper.refresh() }
        #expect(second.state.current == nil)
    }

    @Test func `keys that are no ring are refused before anything is kept`() async throws {
        scene.front.answer(with: .success(scene.assignment()))
        let keeper = keeper()
        try await keeper.refresh()
        let good = scene.assignment()
        let bad = NodeAssignment(
            deployment: good.deployment,
            node: good.node,
            shards: good.shards,
            chunkingSecret: good.chunkingSecret,
            signingKeys: good.signingKeys + good.signingKeys,
            shardMap: good.shardMap,
            frontPublicURL: good.frontPublicURL
        )
        scene.front.answer(with: .success(bad))
        try await keeper.refresh()
        let kept = try #require(try keeper.file.read())
        #expect(kept.signingKeys == good.signingKeys)
    }

    @Test func `data of another node are refused`() async throws {
        scene.front.answer(with: .success(scene.assignment()))
        let keeper = keeper()
        try await keeper.refresh()
        try keeper.directories.check(scene.node)
        #expect(throws: BlobServiceError.self) { try keeper.directories.check(scene.other) }
    }

    @Test func `a damaged record is refused, not replaced`() async throws {
        let path = directory.path.appending("node.json")
        try LocalFileSystem().replaceFile(at: path, with: Array("nonsense".utf8))
        scene.front.answer(with: .success(scene.assignment()))
        await #expect(throws: BlobServiceError.malformedRecord(path)) { try await keeper().refresh() }
    }

    @Test func `a running keeper looks on demand and ends with its task`() async throws {
        let keeper = keeper()
        scene.front.answer(with: .success(scene.assignment()))
        keeper.signal.open()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await keeper.run() }
            await keeper.signal.wishAndWait()
            #expect(state.current != nil)
            #expect(scene.front.assignmentCalls.withLock { $0 } >= 1)
            group.cancelAll()
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a graceful shutdown does not wait for the front`() async throws {
        let front = SilentFront()
        try await ServiceRunner.runParts([Stop(front: front), keeper(of: front)], logger: keeper().logger)
        #expect(state.current == nil)
    }
}
