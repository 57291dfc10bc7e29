import BlobModel
import RandomTesting

extension ConformanceScene {
    private struct BrokenConnection: Error {}

    /// Checks that a put may be repeated.
    func putIsIdempotent() async throws {
        var random = SeededGenerator(seed: 4)
        let bytes = random.bytes(200_000)
        let reference = ReferenceID.random()
        let first = try await put(bytes, as: reference)
        try require(!first.wasPresent, "a new reference is said to have been there")
        let second = try await put(bytes, as: reference)
        try require(second.blob == first.blob, "the second put names another blob")
        try require(second.addedBytes == 0, "the second put added \(second.addedBytes) bytes")
        try require(second.wasPresent, "the second put is said to be the first")
    }

    /// Checks that a reference keeps its blob.
    func refusesConflicts() async throws {
        var random = SeededGenerator(seed: 5)
        let reference = ReferenceID.random()
        let first = try await put(random.bytes(100), as: reference)
        for size in [100, 400_000] {
            let other = random.bytes(size)
            try await requireFailure(.referenceConflict(reference)) { try await put(other, as: reference) }
        }
        let kept = try await store.blob(of: reference, in: domain)
        try require(kept == first.description, "the reference names another blob after a refused put")
    }

    /// Checks that equal bytes are added once.
    func deduplicatesInDomain() async throws {
        var random = SeededGenerator(seed: 6)
        for size in [10_000, 2 << 20] {
            let bytes = random.bytes(size)
            let first = try await put(bytes)
            try require(first.addedBytes == UInt64(size), "\(first.addedBytes) of \(size) new bytes were added")
            let second = try await put(bytes)
            try require(second.addedBytes == 0, "\(second.addedBytes) bytes were added again")
        }
    }

    /// Checks that domains know nothing of each other.
    func keepsDomainsApart() async throws {
        var random = SeededGenerator(seed: 7)
        let bytes = random.bytes(150_000)
        let reference = ReferenceID.random()
        let other = try ConformanceScene(store: store)
        let stored = try await other.put(bytes, as: reference)
        try await requireFailure(.notFound(stored.blob)) { _ = try await read(stored.blob) }
        try await requireAbsence(of: reference)
        let again = try await put(bytes, as: reference)
        try require(again.addedBytes == UInt64(bytes.count), "a domain profits from the bytes of another")
    }

    /// Checks bodies of exactly the limit and beyond it.
    func keepsLimit() async throws {
        var random = SeededGenerator(seed: 8)
        for size in [1_000, 6 << 20] {
            let bytes = random.bytes(size)
            let reference = ReferenceID.random()
            let body = ByteStream.pieces(of: bytes, length: 64 << 10)
            try await requireFailure(.tooLarge(limit: UInt64(size - 1))) {
                _ = try await store.put(body, as: reference, in: domain, limit: UInt64(size - 1))
            }
            try await requireAbsence(of: reference)
            try await requireFailure(.notFound(ContentID(of: bytes.span))) {
                _ = try await read(ContentID(of: bytes.span))
            }
            try await put(bytes, as: reference)
        }
    }

    /// Checks bodies that break off.
    func survivesFailingBodies() async throws {
        var random = SeededGenerator(seed: 9)
        for size in [0, 1_000, 6 << 20] {
            let bytes = random.bytes(size)
            let reference = ReferenceID.random()
            let body = ByteStream.failing(after: bytes, with: BrokenConnection())
            do {
                _ = try await store.put(body, as: reference, in: domain, limit: UInt64.max)
                try require(false, "a body that broke off after \(size) bytes was stored")
            } catch is BlobError {
                try await requireAbsence(of: reference)
            }
            try await put(bytes, as: reference)
            try require(try await read(ContentID(of: bytes.span)) == bytes, "the repeated body came back changed")
        }
    }

    /// Checks puts that are cancelled while they wait for more of their body.
    func survivesCancellation() async throws {
        var random = SeededGenerator(seed: 11)
        for size in [1_000, 100_000, 3 << 20] {
            let reference = ReferenceID.random()
            let body = HeldBody(random.bytes(size))
            let put = Task {
                defer { body.close() }
                return try await store.put(body.stream, as: reference, in: domain, limit: .max)
            }
            await body.waitForReader()
            put.cancel()
            if case .success = await put.result {
                try require(false, "a put that was cancelled after \(size) bytes succeeded")
            }
            try await requireAbsence(of: reference)
            try require(!body.isAwaited, "a body of \(size) bytes is read on although its put has ended")
        }
    }

    /// Checks that a release may be repeated.
    func releaseIsIdempotent() async throws {
        let reference = ReferenceID.random()
        try await put([1, 2, 3], as: reference)
        for _ in 0..<2 {
            try await store.release(reference, in: domain)
            try await requireAbsence(of: reference)
        }
        let untouched = try DedupDomain.sample()
        try await store.release(.random(), in: untouched)
    }

    /// Checks that one reference of two keeps the blob.
    func otherReferencesKeepBlob() async throws {
        var random = SeededGenerator(seed: 10)
        let bytes = random.bytes(500_000)
        let kept = ReferenceID.random()
        let released = ReferenceID.random()
        try await put(bytes, as: released)
        let stored = try await put(bytes, as: kept)
        try await store.release(released, in: domain)
        try require(try await read(stored.blob) == bytes, "the blob came back changed after a release")
        let referenced = try await store.blob(of: kept, in: domain)
        try require(referenced == stored.description, "the other reference was lost with the released one")
    }

    /// Checks many tasks that put at once, half of them the same bytes.
    func servesManyAtOnce() async throws {
        let common = [UInt8](repeating: 7, count: 90_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 0..<48 as Range<UInt64> {
                group.addTask {
                    var random = SeededGenerator(seed: 100 + seed)
                    let bytes = seed.isMultiple(of: 2) ? common : random.bytes(Int(seed) * 9_000)
                    let stored = try await put(bytes)
                    try require(
                        try await read(stored.blob) == bytes,
                        "the put with seed \(100 + seed) came back changed"
                    )
                }
            }
            try await group.waitForAll()
        }
    }
}
