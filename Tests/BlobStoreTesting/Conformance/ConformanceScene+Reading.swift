import BlobModel
import RandomTesting

extension ConformanceScene {
    /// Checks the sizes around every boundary of chunking.
    func readsBackWhatWasPut() async throws {
        var random = SeededGenerator(seed: 1)
        for size in [0, 1, 16 << 10, 64 << 10, (64 << 10) + 1, 300_000, 3 << 20, (5 << 20) + 7] {
            let bytes = random.bytes(size)
            let reference = ReferenceID.random()
            let stored = try await put(bytes, as: reference)
            try require(stored.size == UInt64(size), "\(size) bytes were put, \(stored.size) are said to be stored")
            try require(try await read(stored.blob) == bytes, "\(size) bytes came back changed")
            let described = try await store.description(of: stored.blob, in: domain)
            try require(described == stored.description, "the description of \(size) bytes is \(described)")
            let referenced = try await store.blob(of: reference, in: domain)
            try require(referenced == stored.description, "the reference to \(size) bytes names \(referenced)")
        }
    }

    /// Checks that pieces of other lengths name the same blob.
    func namesBlobsByContent() async throws {
        var random = SeededGenerator(seed: 2)
        let bytes = random.bytes(700_000)
        for length in [1_000, 65_536, 700_000] {
            let body = ByteStream.pieces(of: bytes, length: length)
            let stored = try await store.put(body, as: .random(), in: domain, limit: 1 << 20)
            try require(stored.blob == ContentID(of: bytes.span), "pieces of \(length) bytes name another blob")
        }
    }

    /// Checks ranges within chunks, across them, and past the end.
    func readsRanges() async throws {
        var random = SeededGenerator(seed: 3)
        let bytes = random.bytes(1_000_000)
        let blob = try await put(bytes).blob
        for range in [0..<1, 0..<1_000_000, 999_999..<1_000_000, 5..<5, 123_456..<654_321, 65_535..<65_537] {
            let part = try await read(blob, range: UInt64(range.lowerBound)..<UInt64(range.upperBound))
            try require(part == Array(bytes[range]), "the range \(range) came back changed")
        }
        try await requireFailure(.rangeNotSatisfiable(size: 1_000_000)) {
            _ = try await read(blob, range: 999_999..<1_000_001)
        }
    }

    /// Checks what is said of names that the domain does not have.
    func saysAbsence() async throws {
        let absent = ContentID(of: [1, 2, 3].span)
        try await requireFailure(.notFound(absent)) { _ = try await store.description(of: absent, in: domain) }
        try await requireFailure(.notFound(absent)) { _ = try await read(absent) }
        try await requireAbsence(of: .random())
    }
}
