import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

extension ModelOperation {
    /// Steps that add and release references.
    static let writing = [
        ModelOperation(name: "put", weight: 14) { run in try await run.put(run.newBytes(), in: run.pickDomain()) },
        ModelOperation(name: "put stored bytes", weight: 10) { run in
            guard let name = run.pickName() else { return }
            try await run.put(run.model.contents[name] ?? [], in: name.domain)
        },
        ModelOperation(name: "put an edited version", weight: 10) { run in
            guard let name = run.pickName() else { return }
            try await run.put(run.edited(run.model.contents[name] ?? []), in: name.domain)
        },
        ModelOperation(name: "put in another domain", weight: 2) { run in
            guard let name = run.pickName() else { return }
            try await run.put(run.model.contents[name] ?? [], in: run.pickDomain())
        },
        ModelOperation(name: "repeat a put", weight: 4) { run in try await run.repeatPut() },
        ModelOperation(name: "put other bytes under a reference", weight: 2) { run in try await run.putConflict() },
        ModelOperation(name: "abort a put", weight: 4) { run in try await run.abortPut() },
        ModelOperation(name: "release", weight: 26) { run in try await run.release() },
        ModelOperation(name: "release what is not there", weight: 1) { run in
            let reference = run.newReference()
            try await run.shard.release(reference, in: run.pickDomain())
        },
        ModelOperation(name: "put, collect, and compact at the same time", weight: 4) { run in
            try await run.putWhileCollecting()
        },
    ]
}

extension ModelRun {
    mutating func newReference() -> ReferenceID {
        guard let reference = ReferenceID(bytes: random.bytes(16)) else {
            preconditionFailure("A reference has sixteen bytes.")
        }
        return reference
    }

    mutating func pickDomain() -> DedupDomain {
        domains[Int.random(in: 0..<domains.count, using: &random)]
    }

    /// Returns bytes of an empty, a small, a middling, or a large blob.
    mutating func newBytes() -> [UInt8] {
        let size =
            switch Int.random(in: 0..<20, using: &random) {
            case 0: 0
            case 1..<10: Int.random(in: 1..<3_000, using: &random)
            case 10..<14: Int.random(in: 60_000..<75_000, using: &random)
            default: Int.random(in: 150_000..<500_000, using: &random)
            }
        return random.bytes(size)
    }

    /// Returns a blob that shares chunks with another.
    mutating func edited(_ bytes: [UInt8]) -> [UInt8] {
        let place = Int.random(in: 0...bytes.count, using: &random)
        return switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes + random.bytes(5_000)
        case 1: Array(bytes[..<place]) + random.bytes(100) + bytes[place...]
        default: random.bytes(70_000) + bytes[place...]
        }
    }

    /// Returns a blob that was put, one time in three one that has no reference.
    mutating func pickName() -> ShardModel.Name? {
        let unreferenced = model.unreferenced
        if !unreferenced.isEmpty, Int.random(in: 0..<3, using: &random) == 0 {
            return unreferenced[Int.random(in: 0..<unreferenced.count, using: &random)]
        }
        return pickReference().flatMap { model.references[$0] }
    }

    mutating func pickReference() -> ReferenceID? {
        let references = model.sortedReferences
        guard !references.isEmpty else { return nil }
        return references[Int.random(in: 0..<references.count, using: &random)]
    }

    mutating func put(_ bytes: [UInt8], in domain: DedupDomain) async throws {
        // A life without growth: what is long is forgotten, too.
        guard model.references.count < 60, bytes.count < 800_000 else { return try await release() }
        let blob = PutBlob(reference: newReference(), domain: domain, bytes: bytes)
        let stored = try await shard.put(blob)
        #expect(!stored.wasPresent && stored.size == UInt64(bytes.count), place)
        note(blob)
    }

    mutating func note(_ blob: PutBlob) {
        let name = ShardModel.Name(domain: blob.domain, id: ContentID(of: blob.bytes.span))
        model.add(blob.reference, to: name, blob.bytes)
    }

    mutating func repeatPut() async throws {
        guard let reference = pickReference(), let name = model.references[reference] else { return }
        let blob = PutBlob(reference: reference, domain: name.domain, bytes: model.contents[name] ?? [])
        let stored = try await shard.put(blob)
        #expect(stored.wasPresent && stored.addedBytes == 0, place)
    }

    mutating func putConflict() async throws {
        guard let reference = pickReference(), let name = model.references[reference] else { return }
        let blob = PutBlob(reference: reference, domain: name.domain, bytes: random.bytes(100))
        await expect(.referenceConflict(reference)) { try await shard.put(blob) }
    }

    mutating func abortPut() async throws {
        let blob = PutBlob(reference: newReference(), domain: pickDomain(), bytes: random.bytes(400_000))
        let limit = UInt64.random(in: 0..<400_000, using: &random)
        let body = ByteStream.pieces(of: blob.bytes, length: 60_000)
        await expect(.tooLarge(limit: limit)) {
            try await shard.put(body, as: blob.reference, in: blob.domain, limit: limit)
        }
        await expectNoReference(blob.reference, in: blob.domain)
    }

    mutating func release() async throws {
        guard let reference = pickReference(), let name = model.references[reference] else { return }
        try await shard.release(reference, in: name.domain)
        model.release(reference, at: clock.now)
        await expectNoReference(reference, in: name.domain)
    }

    func expectNoReference(_ reference: ReferenceID, in domain: DedupDomain) async {
        await expect(.referenceNotFound(reference)) { try await shard.blob(of: reference, in: domain) }
    }

    /// Puts new, stored, and released bytes while everything that is due is collected, and segments are compacted.
    mutating func putWhileCollecting() async throws {
        let blobs = (0..<4).map { (number: Int) -> PutBlob in
            let name = number == 0 ? nil : pickName()
            let bytes = name.flatMap { model.contents[$0] } ?? newBytes()
            return PutBlob(reference: newReference(), domain: name?.domain ?? pickDomain(), bytes: bytes)
        }
        clock.advance(by: Double.random(in: 0..<2 * model.grace, using: &random))
        let now = clock.now
        try await withThrowingTaskGroup(of: Void.self) { [shard] group in
            group.addTask { try await shard.collect(now: now) }
            group.addTask { _ = try await shard.compact(pacedBy: NoPacing()) }
            for blob in blobs { group.addTask { try await Self.putWithRetry(blob, in: shard) } }
            try await group.waitForAll()
        }
        model.collect(at: now)
        for blob in blobs { note(blob) }
    }

    /// Puts a blob, and once more when a chunk that it found stored was collected meanwhile.
    private static func putWithRetry(_ blob: PutBlob, in shard: Shard) async throws {
        do {
            try await shard.put(blob)
        } catch let error as BlobError where error.isWorthRetrying {
            try await shard.put(blob)
        }
    }
}
