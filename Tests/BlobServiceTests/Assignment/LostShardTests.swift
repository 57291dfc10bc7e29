import BlobAPI
import BlobModel
import BlobStore
import DurableIO
import FoundationEssentials
import Logging
import ServiceSupport
import SystemPackage
import Testing

@testable import BlobService

/// A node one of whose shards loses its index while it runs.
@Suite struct LostShardTests {
    private let directory: TemporaryDirectory
    private let assignment: NodeAssignment
    private let opener: ShardOpener
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        let scene = try NodeScene()
        directory = try TemporaryDirectory()
        let shards = try (1...2).map { ShardEntry(id: try ShardID(validating: "s-\($0)"), node: scene.node) }
        let map = try ShardMap.initial(deployment: scene.map.deployment, nodes: scene.map.nodes, shards: shards)
        assignment = scene.assignment(map)
        opener = ShardOpener(
            directories: ShardDirectories(in: directory.path, fileSystem: LocalFileSystem()),
            settings: ShardSettings(),
            fileSystem: LocalFileSystem(),
            logger: logger
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func `a shard that loses its index leaves, the other serves, and it comes back when the index was made again`()
        async throws
    {
        let store = try await opener.open(assignment)
        let state = try state(of: store)
        let (lost, kept) = (try domain(on: 0), try domain(on: 1))
        let blob = try await store.put(.bytes([1, 2, 3]), as: .random(), in: lost, limit: .max).blob
        try loseIndex(of: assignment.shards[0])

        try await whileReviving(state) {
            await #expect(throws: BlobError.self) { _ = try await store.description(of: blob, in: lost) }
            _ = try await store.put(.bytes([4]), as: .random(), in: kept, limit: .max)
            let check = try #require(NodeHealth(state: state).checks.last)
            #expect(await check.look() == .degraded(["\(assignment.shards[0])"]))
            #expect(await store.shardDetails().map(\.state) == [.failed, .ready])
            try await rebuild(assignment.shards[0], in: store)
            #expect(await check.look() == .ready)
        }
        #expect(try await store.description(of: blob, in: lost).size == 3)
        await store.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a shard that is lost before the node works is closed by the next attempt`() async throws {
        let store = try await opener.open(assignment)
        let lost = try domain(on: 0)
        let blob = try await store.put(.bytes([1, 2, 3]), as: .random(), in: lost, limit: .max).blob
        try loseIndex(of: assignment.shards[0])
        await #expect(throws: BlobError.self) { _ = try await store.description(of: blob, in: lost) }
        // The signal comes while there is no store in use.
        for await _ in opener.losses.signals { break }

        try await whileReviving(try state(of: store)) { try await rebuild(assignment.shards[0], in: store) }
        #expect(try await store.description(of: blob, in: lost).size == 3)
        await store.close()
    }

    @Test func `a damaged index is not looked at again before its file has changed`() async throws {
        let shard = assignment.shards[0]
        let first = try await opener.open(assignment)
        _ = try await first.put(.bytes([1, 2, 3]), as: .random(), in: try domain(on: 0), limit: .max)
        await first.close()
        try loseIndex(of: shard)
        let store = try await opener.open(assignment)
        let reason = try #require(store.failures[shard])
        do {
            // Whoever tries to lock the shard is told of this lock.
            let lock = try LocalFileSystem().lock(at: opener.directories.path(of: shard).appending("shard.lock"))
            #expect(await !opener.reopen(shard, of: assignment, in: store))
            #expect(store.failures[shard] == reason)
            withExtendedLifetime(lock) {}
        }
        _ = try ShardRebuild(at: opener.directories.path(of: shard)).run()
        #expect(await opener.reopen(shard, of: assignment, in: store))
        await store.close()
    }

    @Test func `the figures of a shard that was taken out do not stay in the metrics`() async throws {
        let store = try await opener.open(assignment)
        let registry = PrometheusRegistry()
        let board = MaintenanceBoard(plan: MaintenancePlan()) { 0.5 }
        let gauges = ShardGauges(state: try state(of: store), board: board, factory: registry)
        let lost = try domain(on: 0)
        let blob = try await store.put(.bytes([1, 2, 3]), as: .random(), in: lost, limit: .max).blob
        let line = "attache_blob_shard_references{shard=\"\(assignment.shards[0])\"} "
        await gauges.update()
        #expect(registry.exposition().contains(line + "1\n"))

        try loseIndex(of: assignment.shards[0])
        await #expect(throws: BlobError.self) { _ = try await store.description(of: blob, in: lost) }
        await gauges.update()
        #expect(registry.exposition().contains(line + "NaN\n"))
        await store.close()
    }

    @Test func `what scrub, recount and jobs of a shard had come to does not stay when it was taken out`()
        async throws
    {
        let store = try await opener.open(assignment)
        let shard = assignment.shards[0]
        let registry = PrometheusRegistry()
        let board = MaintenanceBoard(plan: MaintenancePlan()) { 0.5 }
        let gauges = ShardGauges(state: try state(of: store), board: board, factory: registry)
        let lost = try domain(on: 0)
        let blob = try await store.put(.bytes([1, 2, 3]), as: .random(), in: lost, limit: .max).blob
        board.admit(Set(assignment.shards), now: Date())
        let open = try #require(store.allShards.first { $0.identity.shard == shard })
        _ = try await open.scrub()
        await gauges.update()
        let told = figures(of: shard, in: registry)
        for name in ["scrub_last_end_timestamp_seconds", "scrub_last_findings", "recount_held_references"] {
            let value = told["attache_blob_shard_\(name){shard=\"\(shard)\"}"]
            #expect(value.map { $0 != "NaN" } == true, "\(name)")
        }
        #expect(told["attache_blob_shard_recount_last_end_timestamp_seconds{shard=\"\(shard)\"}"] == "NaN")
        #expect(told["attache_blob_shard_job_running{job=\"scrub\",shard=\"\(shard)\"}"] == "0")

        try loseIndex(of: shard)
        await #expect(throws: BlobError.self) { _ = try await store.description(of: blob, in: lost) }
        await gauges.update()
        let left = figures(of: shard, in: registry)
        #expect(left.keys == told.keys)
        for (series, value) in left {
            let isAnswered = ["open", "writable"].contains { series.hasPrefix("attache_blob_shard_\($0){") }
            #expect(value == (isAnswered ? "0" : "NaN"), "\(series)")
        }
        await store.close()
    }

    @Test func `the name of a gauge does not end like that of a counter`() async throws {
        let store = try await opener.open(assignment)
        let registry = PrometheusRegistry()
        NodeMetrics.describe(in: registry)
        let board = MaintenanceBoard(plan: MaintenancePlan()) { 0.5 }
        board.admit(Set(assignment.shards), now: Date())
        await ShardGauges(state: try state(of: store), board: board, factory: registry).update()
        let types = registry.exposition().split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
        #expect(types.count > 25)
        for type in types { #expect(!type.hasSuffix("_total gauge"), "\(type)") }
        // Each of them says what it is, in its own words.
        #expect(!registry.exposition().contains("A metric of Attaché."))
        await store.close()
    }

    /// Returns the values of the series of a shard.
    private func figures(of shard: ShardID, in registry: PrometheusRegistry) -> [String: String] {
        let lines = registry.exposition().split(separator: "\n").filter { $0.contains("shard=\"\(shard)\"") }
        let pairs = lines.compactMap { line in
            line.lastIndex(of: " ").map { (String(line[..<$0]), String(line[$0...].dropFirst())) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func state(of store: NodeStore) throws -> NodeState {
        let state = NodeState()
        state.replace(with: NodeRuntime(assignment: assignment, keys: try assignment.keyRing(), store: store))
        return state
    }

    /// Runs a body beside a reviver that does not wait between its attempts.
    private func whileReviving(_ state: NodeState, _ body: () async throws -> Void) async throws {
        var reviver = ShardReviver(state: state, opener: opener, logger: logger)
        (reviver.firstPause, reviver.longestPause) = (.milliseconds(1), .milliseconds(1))
        try await withThrowingTaskGroup(of: Void.self) { [reviver] group in
            group.addTask { await reviver.run() }
            try await body()
            group.cancelAll()
        }
    }

    /// Makes the index of a shard again as soon as the node has let go of it, and returns when the node has taken it back.
    private func rebuild(_ shard: ShardID, in store: NodeStore) async throws {
        while try !isRebuilt(shard) {
            try Task.checkCancellation()
            await Task.yield()
        }
        while !store.failures.isEmpty {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private func isRebuilt(_ shard: ShardID) throws -> Bool {
        do throws(BlobStoreError) {
            _ = try ShardRebuild(at: opener.directories.path(of: shard)).run()
            return true
        } catch .locked {
            return false
        }
    }

    private func loseIndex(of shard: ShardID) throws {
        let path = opener.directories.path(of: shard).appending("index").appending("data.mdb")
        let size = try LocalFileSystem().contents(at: path).count
        let file = try FileDescriptor.open(path, .writeOnly)
        _ = try file.closeAfter {
            try file.writeAll(toAbsoluteOffset: 8_192, [UInt8](repeating: 0, count: size - 8_192))
        }
    }

    private func domain(on shard: Int) throws -> DedupDomain {
        for number in 0..<10_000 {
            let domain = try DedupDomain(validating: "domain-\(number)")
            if assignment.shardMap.shard(for: domain).id == assignment.shards[shard] { return domain }
        }
        throw BlobModelError.inconsistentShardMap("No domain is on shard \(shard).")
    }
}
