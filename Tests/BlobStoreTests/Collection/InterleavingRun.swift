import BlobModel
import RandomTesting

@testable import BlobStore

/// What is stored before, and what the uploads bring.
enum InterleavingScene: String, CaseIterable, Sendable {
    /// The blob was stored before, and its last reference was released.
    case released
    /// The blob's chunks were left by an upload that was aborted, and swept.
    case orphaned
    /// Another blob with half of the chunks was stored, and its last reference was released.
    case overlapping
    /// The blob was stored and released, and another blob holds half of its chunks.
    case shared
    /// The blob has one chunk, and its last reference was released.
    case single
}

/// How the uploads of all orders ended, and what was wrong.
struct InterleavingOutcomes {
    var acknowledged = 0
    var refused = 0
    var problems: [String] = []
}

/// One order of the steps of uploads and collections, in a domain of its own, with no grace.
struct InterleavingRun {
    private let scene: InterleavingScene
    private let domain: DedupDomain
    private let kept: CutBlob?
    private var uploads: [ScriptedUpload]
    private var collections: [ScriptedCollection]

    /// Sets the scene; each collection looks again before it removes, as it must, or does not.
    init(
        _ scene: InterleavingScene,
        number: Int,
        uploads: [ScriptedUpload.Windows],
        collections: [Bool] = [true],
        in shard: Shard
    ) async throws {
        self.scene = scene
        let domain = try DedupDomain(validating: "\(scene)-\(number)")
        self.domain = domain
        var random = SeededGenerator(seed: UInt64(number))
        let blob = CutBlob(count: scene == .single ? 1 : 4, &random)
        self.uploads = uploads.map { ScriptedUpload(of: blob, in: domain, $0) }
        kept = try await scene.prepare(blob, in: domain, of: shard, &random)
        let collector = try shard.collector()
        let moment = CollectionMoment(now: shard.options.now(), grace: 0)
        self.collections = collections.map {
            ScriptedCollection(of: domain, with: collector, at: moment, looksAgain: $0)
        }
    }

    /// Takes the steps in an order, and adds what comes of them; uploads have the first numbers.
    mutating func take(_ order: [Int], in shard: Shard, _ outcomes: inout InterleavingOutcomes) async throws {
        for actor in order {
            if actor < uploads.count {
                try await uploads[actor].advance(in: shard)
            } else {
                try await collections[actor - uploads.count].advance(in: shard)
            }
        }
        var problems = try IndexAudit(shard, domain).problems(allowingLeftovers: true)
        for upload in uploads { problems += try await self.problems(of: upload, in: shard, &outcomes) }
        problems += try await problemsAtTheEnd(in: shard)
        outcomes.problems += problems.map { "\(scene), \(order): \($0)" }
    }

    /// What was acknowledged reads back whole; what failed, failed with the retryable error and left no reference.
    private func problems(
        of upload: ScriptedUpload,
        in shard: Shard,
        _ outcomes: inout InterleavingOutcomes
    ) async throws -> [String] {
        switch upload.outcome {
        case .success:
            outcomes.acknowledged += 1
            return await isReadable(upload.blob, in: shard) ? [] : ["An acknowledged upload does not read back."]
        case .failure(.chunkMissing):
            outcomes.refused += 1
            let blob = try? await shard.blob(of: upload.reference, in: domain)
            return blob == nil ? [] : ["A refused upload has its reference."]
        case .failure(let error): return ["An upload failed: \(error)"]
        case nil: return ["An upload did not end."]
        }
    }

    /// What was refused succeeds when it comes again; then all that is held is there, and nothing else after a collection.
    private func problemsAtTheEnd(in shard: Shard) async throws -> [String] {
        for upload in uploads where !upload.isAcknowledged {
            try await shard.put(upload.blob, as: upload.reference, in: domain)
        }
        try await shard.sweepAtOnce(domain)
        try await shard.collect(now: shard.options.now())
        var problems = try IndexAudit(shard, domain).problems(allowingLeftovers: false)
        let blobs = uploads.map(\.blob) + [kept].compactMap { $0 }
        for blob in blobs where await !isReadable(blob, in: shard) { problems.append("A blob is lost at the end.") }
        let names = Set(blobs.flatMap { $0.chunks.map(\.id) })
        if try shard.names(\.chunks, of: domain) != names { problems.append("The chunks at the end are others.") }
        return problems
    }

    private func isReadable(_ blob: CutBlob, in shard: Shard) async -> Bool {
        do {
            return try await shard.bytes(of: blob.id, in: domain) == blob.bytes
        } catch {
            return false
        }
    }
}

extension InterleavingScene {
    /// Stores what was there before, and returns the blob that stays.
    func prepare(
        _ blob: CutBlob,
        in domain: DedupDomain,
        of shard: Shard,
        _ random: inout SeededGenerator
    ) async throws -> CutBlob? {
        let other = CutBlob(blob.chunks.prefix(2).map(\.bytes) + [random.bytes(40)])
        switch self {
        case .released, .single: try await Self.release(blob, in: domain, of: shard)
        case .overlapping: try await Self.release(other, in: domain, of: shard)
        case .orphaned:
            try await shard.submit(.append(blob.chunks), in: domain)
            try await shard.sweepAtOnce(domain)
        case .shared:
            try await shard.put(other, as: .random(), in: domain)
            try await Self.release(blob, in: domain, of: shard)
            return other
        }
        return nil
    }

    private static func release(_ blob: CutBlob, in domain: DedupDomain, of shard: Shard) async throws {
        let reference = ReferenceID.random()
        try await shard.put(blob, as: reference, in: domain)
        try await shard.submit(.release(reference), in: domain)
    }
}

extension Shard {
    /// Sweeps one domain, and lets the grace of what nobody holds be over.
    fileprivate func sweepAtOnce(_ domain: DedupDomain) async throws {
        let sweeper = Sweeper(
            index: try index,
            writer: try openParts().writer,
            pool: maintenancePool,
            pacer: NoPacing(),
            scope: .purgedDomain(domain.key)
        )
        _ = try await sweeper.run()
    }
}
