import BlobModel
import BlobStoreTesting
import FoundationEssentials
import RandomTesting
import Testing

@testable import BlobStore

/// A random life of a shard, each step of which is held against a model.
///
/// Everything but the timing of what runs at the same time follows from the seed.
struct ModelRun {
    private static let grace: Double = 3_600

    let seed: UInt64
    let test: TestShard
    let clock = TestClock()
    let domains: [DedupDomain]

    /// The keys of every other life.
    let masterKeys: MasterKeyRing?
    var random: SeededGenerator
    var model = ShardModel(grace: grace)
    var shard: Shard

    /// The upload sessions that are open, with what they were sent.
    var uploads: [OpenUpload] = []

    private(set) var step = 0
    private var operation = "opening"

    /// Opens an empty shard.
    init(seed: UInt64) async throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        test = try TestShard()
        domains = try ["home-a", "home-b", "home-c"].map { try DedupDomain(validating: $0) }
        masterKeys = seed.isMultiple(of: 2) ? MasterKeyRing(current: .random()) : nil
        shard = try await Self.open(test, clock, masterKeys)
    }

    /// Where a failure arose.
    var place: Comment { "seed \(seed), step \(step), \(operation)" }

    /// Takes random steps, and at the end checks that everything that must be there is, and nothing else.
    mutating func take(_ count: Int) async throws {
        for _ in 0..<count {
            step += 1
            let operation = ModelOperation.pick(&random)
            self.operation = operation.name
            try await operation.run(&self)
            if step.isMultiple(of: 100) { try audit() }
        }
        try await settle()
        await shard.close()
        operation = "verifying"
        let verification = try StoppedShard(at: test.path, masterKeys: masterKeys).verify()
        #expect(verification.findings.isEmpty, place)
    }

    /// Closes the shard and opens it again.
    mutating func reopen() async throws {
        await shard.close()
        shard = try await Self.open(test, clock, masterKeys)
    }

    /// Closes the shard, removes its index, and opens it again.
    mutating func rebuild() async throws {
        await shard.close()
        try test.removeIndex()
        shard = try await Self.open(test, clock, masterKeys)
        model.rebuild()
    }

    /// Checks that the tables of the index agree.
    func audit() throws {
        #expect(try IndexAudit(shard).problems(allowingLeftovers: true).isEmpty, place)
    }

    /// Ends all uploads, lets every grace pass, and checks that what is left is what is referenced.
    private mutating func settle() async throws {
        operation = "settling"
        try await abandonUploads()
        try await shard.sweep()
        clock.advance(by: Self.grace)
        try await shard.collect(now: clock.now)
        #expect(try IndexAudit(shard).problems(allowingLeftovers: false).isEmpty, place)
        #expect(try shard.rows(\.unclaimed).isEmpty, place)
        for name in model.held { try await expectBytes(of: name) }
        #expect(try shard.rows(\.references).count == model.references.count, place)
        let members = Set(try shard.rows(\.members).map { Array($0.key[..<64]) })
        let claimed = Set(try shard.rows(\.claims).map { Array($0.key[..<64]) })
        let chunks = Set(try shard.rows(\.chunks).map(\.key))
        #expect(chunks.isSubset(of: members.union(claimed)), "\(place.rawValue): garbage is left")
    }

    private static func open(
        _ test: TestShard,
        _ clock: TestClock,
        _ masterKeys: MasterKeyRing?
    ) async throws -> Shard {
        try await test.open { options in
            options.now = { clock.now }
            options.grace = grace
            options.masterKeys = masterKeys
            options.segmentByteLimit = 2 << 20
            options.uploadWindowByteCount = 128 << 10
            options.maintenanceBytesPerSecond = 0
        }
    }
}
