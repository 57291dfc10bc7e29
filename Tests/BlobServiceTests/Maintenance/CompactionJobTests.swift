import BlobAPI
import BlobModel
import BlobStore
import FoundationEssentials
import Logging
import RandomTesting
import SystemPackage
import Testing

@testable import BlobService

/// The compaction of a node, as its operator is told of it.
@Suite struct CompactionJobTests {
    /// A front that nobody asks.
    private struct SilentOracle: ReferenceOracle {
        func missing(
            among references: [ReferenceID],
            deployment: DeploymentID
        ) async throws -> (deployment: DeploymentID, missing: [ReferenceID]) { (deployment, []) }
    }

    private let directory: TemporaryDirectory
    private let identity: ShardIdentity
    private let domain: DedupDomain

    init() throws {
        directory = try TemporaryDirectory()
        identity = ShardIdentity(shard: try ShardID(validating: "s-1"), deployment: .random())
        domain = try DedupDomain(validating: "home")
    }

    /// Opens the shard, with small segments and no waiting.
    private func open(reserving reservedBytes: UInt64) async throws -> Shard {
        var options = ShardOptions(chunkingSecret: try ChunkingSecret(validating: [UInt8](0..<32)))
        options.segmentByteLimit = 200_000
        options.uploadWindowByteCount = 100_000
        options.grace = 0
        options.maintenanceBytesPerSecond = 0
        options.reservedBytes = reservedBytes
        return try await Shard.open(
            at: directory.path.appending("shard"),
            identity: identity,
            options: options,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Fills segments of which little stays in use.
    private func fill() async throws {
        let shard = try await open(reserving: 0)
        for number in 0..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: number)
            let reference = ReferenceID.random()
            _ = try await shard.put(.bytes(random.bytes(90_000)), as: reference, in: domain, limit: .max)
            if number % 3 > 0 { try await shard.release(reference, in: domain) }
        }
        try await shard.sweep()
        for round in 1...3 { try await shard.collect(now: Date().addingTimeInterval(Double(round) * 60)) }
        await shard.close()
    }

    private func compact(reserving reservedBytes: UInt64) async throws -> JobResult {
        let shard = try await open(reserving: reservedBytes)
        let result = try await shard.run(.compaction, order: JobOrder(), front: SilentOracle()) { _ in }
        await shard.close()
        return result
    }

    @Test func `a compaction that lacks room says how much it needs and how much there is, until there is enough`()
        async throws
    {
        try await fill()
        let refused = try await compact(reserving: .max / 2)
        #expect(refused.sentence.hasPrefix("0 segments rewritten"))
        let lack = try #require(refused.held)
        // Half of what 64 bits can say, and a little for the segments.
        #expect(lack.contains(" 8796093022208 MiB are needed, ") || lack.contains(" 8796093022209 MiB are needed, "))
        #expect(lack.contains(" MiB are free."))
        #expect(lack.hasPrefix("Segment"))
        #expect(refused.findings == 0)

        let done = try await compact(reserving: 0)
        #expect(done.held == nil)
        #expect(!done.sentence.hasPrefix("0 segments rewritten"), "\(done.sentence)")
    }
}
