import BlobModel
import Testing

struct ByteStreamTests {
    private struct Failing: AsyncSequence, Sendable {
        struct Broken: Error {}

        struct AsyncIterator: AsyncIteratorProtocol {
            var pieces: [[UInt8]] = [[1], [], [2, 3]]

            mutating func next() async throws(Broken) -> [UInt8]? {
                guard !pieces.isEmpty else { throw Broken() }
                return pieces.removeFirst()
            }
        }

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
    }

    @Test func `bytes come in order in pieces of 256 KiB at most`() async throws {
        let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0) }
        var sizes: [Int] = []
        var collected: [UInt8] = []
        for try await piece in ByteStream.bytes(bytes) {
            sizes.append(piece.count)
            collected += piece
        }
        #expect(collected == bytes)
        #expect(sizes == [262_144, 262_144, 75_712])
    }

    @Test func `no piece is empty, and an error ends the stream`() async throws {
        var pieces = ByteStream(Failing()).makeAsyncIterator()
        #expect(try await pieces.next() == [1])
        #expect(try await pieces.next() == [2, 3])
        await #expect(throws: Failing.Broken.self) { try await pieces.next() }
    }

    @Test func `no more bytes are collected than allowed`() async throws {
        #expect(try await ByteStream.bytes([1, 2, 3]).collect(upTo: 3) == [1, 2, 3])
        #expect(try await ByteStream.bytes([]).collect(upTo: 0) == [])
        await #expect(throws: BlobError.tooLarge(limit: 2)) {
            try await ByteStream.bytes([1, 2, 3]).collect(upTo: 2)
        }
    }
}
