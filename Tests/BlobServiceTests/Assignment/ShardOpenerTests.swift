import BlobAPI
import BlobModel
import BlobStore
import DurableIO
import FoundationEssentials
import Logging
import SystemPackage
import Testing

@testable import BlobService

@Suite struct ShardOpenerTests {
    private let scene: NodeScene
    private let directory: TemporaryDirectory
    private let assignment: NodeAssignment
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        scene = try NodeScene()
        directory = try TemporaryDirectory()
        let node = scene.node
        let shards = try (1...3).map { ShardEntry(id: try ShardID(validating: "s-\($0)"), node: node) }
        let map = try ShardMap.initial(
            deployment: scene.map.deployment,
            nodes: scene.map.nodes,
            shards: shards
        )
        assignment = scene.assignment(map)
    }

    private var opener: ShardOpener {
        ShardOpener(
            directories: ShardDirectories(in: directory.path, fileSystem: LocalFileSystem()),
            settings: ShardSettings(),
            fileSystem: LocalFileSystem(),
            logger: logger
        )
    }

    private func path(_ shard: ShardID) -> FilePath { opener.directories.path(of: shard) }

    /// Returns a domain that the map gives to a shard.
    private func domain(of shard: ShardID) throws -> DedupDomain {
        for number in 0..<10_000 {
            let domain = try DedupDomain(validating: "domain-\(number)")
            if assignment.shardMap.shard(for: domain).id == shard { return domain }
        }
        throw BlobModelError.inconsistentShardMap("No domain is on \(shard).")
    }

    private func put(_ bytes: [UInt8], in domain: DedupDomain, _ store: NodeStore) async throws {
        _ = try await store.put(.bytes(bytes), as: .random(), in: domain, limit: .max)
    }

    @Test(arguments: ["nothing", "an empty directory", "a file in the place of the log"])
    func `a shard that cannot be opened keeps none of the others from their work`(_ replacement: String) async throws {
        let first = try await opener.open(assignment)
        #expect(first.failures.isEmpty)
        await first.close()
        let lost = assignment.shards[1]
        try spoil(lost, with: replacement)
        let store = try await opener.open(assignment)
        #expect(Array(store.failures.keys) == [lost])
        #expect(store.closedShards == [lost])
        #expect(await store.shardDetails().map(\.state) == [.ready, .failed, .ready])
        try await put([1], in: try domain(of: assignment.shards[0]), store)
        let error = await #expect(throws: BlobError.self) { try await put([1], in: try domain(of: lost), store) }
        #expect(error.map { "\($0)".contains("\(lost)") } == true, "the reason names the shard")
        #expect(error?.isWorthRetrying == true)
        await store.close()
    }

    private func spoil(_ shard: ShardID, with replacement: String) throws {
        switch replacement {
        case "nothing": try FileManager.default.removeItem(atPath: path(shard).string)
        case "an empty directory":
            try FileManager.default.removeItem(atPath: path(shard).string)
            try LocalFileSystem().createDirectory(at: path(shard))
        default:
            let log = path(shard).appending("segments")
            try FileManager.default.removeItem(atPath: log.string)
            try LocalFileSystem().replaceFile(at: log, with: [1])
        }
    }

    @Test func `a shard is recorded when it was opened, and only then`() async throws {
        let unlucky = assignment.shards[2]
        try LocalFileSystem().ensureDirectory(at: directory.path.appending("shards"))
        try LocalFileSystem().replaceFile(at: path(unlucky), with: [1])
        let store = try await opener.open(assignment)
        #expect(Array(store.failures.keys) == [unlucky])
        for shard in assignment.shards {
            #expect(try opener.directories.isRecorded(shard) == (shard != unlucky))
        }
        await store.close()
    }

    @Test func `a shard that is locked elsewhere is taken once it is free`() async throws {
        let holder = try await opener.open(assignment)
        let store = try await opener.open(assignment)
        #expect(store.failures.count == 3)
        await holder.close()
        for shard in assignment.shards { #expect(await opener.reopen(shard, of: assignment, in: store)) }
        #expect(store.failures.isEmpty)
        try await put([1], in: try domain(of: assignment.shards[1]), store)
        await store.close()
    }

    /// An assignment of the same shards and one more.
    private func grown() throws -> NodeAssignment {
        let added = ShardEntry(id: try ShardID(validating: "s-4"), node: scene.node)
        let map = try assignment.shardMap.adding(nodes: [], shards: [added])
        return NodeAssignment(
            deployment: assignment.deployment,
            node: assignment.node,
            shards: assignment.shards + [added.id],
            chunkingSecret: assignment.chunkingSecret,
            signingKeys: assignment.signingKeys,
            shardMap: map,
            frontPublicURL: assignment.frontPublicURL
        )
    }

    @Test func `a shard that is assigned later is opened beside those that are open, and takes its domains`()
        async throws
    {
        let store = try await opener.open(assignment)
        let before = store.allShards
        let grown = try grown()
        let same = try await opener.open(grown, into: store)
        #expect(same === store)
        #expect(store.allShards.map(\.identity.shard.text) == ["s-1", "s-2", "s-3", "s-4"])
        for (old, shard) in zip(before, store.allShards) { #expect(old === shard) }
        #expect(try opener.directories.isRecorded(grown.shards[3]))
        await store.takeOver(grown.shardMap)
        let number = try #require(
            (0..<10_000).first { number in
                (try? DedupDomain(validating: "domain-\(number)")).map { grown.shardMap.shard(for: $0).id }
                    == grown.shards[3]
            }
        )
        let domain = try DedupDomain(validating: "domain-\(number)")
        try await put([1], in: domain, store)
        #expect(try store.shard(for: domain) === store.allShards[3])
        await store.close()
    }

    @Test func `a later shard that cannot be opened keeps none of the others from their work`() async throws {
        let store = try await opener.open(assignment)
        let grown = try grown()
        try LocalFileSystem().replaceFile(at: path(grown.shards[3]), with: [1])
        _ = try await opener.open(grown, into: store)
        #expect(Array(store.failures.keys) == [grown.shards[3]])
        try await put([1], in: try domain(of: assignment.shards[0]), store)
        try FileManager.default.removeItem(atPath: path(grown.shards[3]).string)
        #expect(await opener.reopen(grown.shards[3], of: grown, in: store))
        await store.close()
    }

    @Test func `a closed store takes no shard any more, and the shard is free again`() async throws {
        let holder = try await opener.open(assignment)
        let store = try await opener.open(assignment)
        await holder.close()
        await store.close()
        #expect(await !opener.reopen(assignment.shards[0], of: assignment, in: store))
        let next = try await opener.open(assignment)
        #expect(next.failures.isEmpty)
        await next.close()
    }

    /// Waits until no shard has failed; a test whose time is over is cancelled.
    private static func recovery(of store: NodeStore) async throws {
        while !store.failures.isEmpty {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test(.timeLimit(.minutes(1))) func `the reviver opens what could not be opened`() async throws {
        let holder = try await opener.open(assignment)
        let store = try await opener.open(assignment)
        await holder.close()
        let state = NodeState()
        state.replace(with: NodeRuntime(assignment: assignment, keys: try assignment.keyRing(), store: store))
        var reviver = ShardReviver(state: state, opener: opener, logger: logger)
        reviver.firstPause = .milliseconds(1)
        try await withThrowingTaskGroup(of: Void.self) { [reviver] group in
            group.addTask { await reviver.run() }
            try await Self.recovery(of: store)
            group.cancelAll()
        }
        #expect(store.allShards.count == 3)
        await store.close()
    }

    @Test(.timeLimit(.minutes(1))) func `the reviver opens what fails after everything was open, too`() async throws {
        let store = try await opener.open(assignment)
        let state = NodeState()
        let grown = try grown()
        let keys = try grown.keyRing()
        var reviver = ShardReviver(state: state, opener: opener, logger: logger)
        (reviver.firstPause, reviver.longestPause) = (.milliseconds(1), .milliseconds(1))
        state.replace(with: NodeRuntime(assignment: grown, keys: keys, store: store))
        try await withThrowingTaskGroup(of: Void.self) { [reviver] group in
            group.addTask { await reviver.run() }
            for _ in 0..<100 { await Task.yield() }
            store.fail(grown.shards[3], because: "It is not mounted.")
            try await Self.recovery(of: store)
            group.cancelAll()
        }
        #expect(store.allShards.count == 4)
        await store.close()
    }
}
