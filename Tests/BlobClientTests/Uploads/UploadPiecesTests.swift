import BlobModel
import BlobStoreTesting
import NIOCore
import Testing

@testable import BlobClient

@Suite struct UploadPiecesTests {
    private func pieces(of bytes: [UInt8], arriving length: Int, limit: UInt64 = .max) -> UploadPieces {
        UploadPieces(ByteStream.pieces(of: bytes, length: length), limit: limit, pieceByteCount: 10)
    }

    @Test(arguments: [(0, [0]), (9, [9]), (10, [10]), (11, [10, 1]), (20, [10, 10]), (35, [10, 10, 10, 5])])
    func `a body comes in pieces of equal length, and the last one is known as such`(
        _ count: Int,
        _ expected: [Int]
    ) async throws {
        for length in [1, 3, 10, 64] {
            let bytes = [UInt8](0..<UInt8(count))
            let pieces = pieces(of: bytes, arriving: length)
            var lengths: [Int] = []
            var read: [UInt8] = []
            var endsBody = false
            while !endsBody {
                let run = try await pieces.next()
                #expect(run.pieces.count == 1)
                lengths += run.pieces.map(\.readableBytes)
                read += run.pieces.flatMap { Array($0.readableBytesView) }
                endsBody = run.endsBody
            }
            #expect(lengths == expected)
            #expect(read == bytes)
        }
    }

    @Test(arguments: [(10, [10]), (19, [10, 9]), (30, [10, 10, 10]), (45, [10, 10, 10, 10])])
    func `pieces are gathered up to a number, or to the end of the body`(_ count: Int, _ expected: [Int]) async throws {
        let pieces = pieces(of: [UInt8](repeating: 1, count: count), arriving: 7)
        let run = try await pieces.next(upTo: 4)
        #expect(run.pieces.map(\.readableBytes) == expected)
        #expect(run.endsBody == (count < 40))
    }

    @Test func `a body that passes the limit is refused as soon as it does`() async throws {
        let pieces = pieces(of: [UInt8](repeating: 1, count: 30), arriving: 5, limit: 22)
        _ = try await pieces.next()
        await #expect(throws: BlobError.tooLarge(limit: 22)) { try await pieces.next() }
    }

    @Test func `a body that fails says so`() async throws {
        struct Broken: Error {}
        let pieces = UploadPieces(.failing(after: [1, 2], with: Broken()), limit: 9, pieceByteCount: 10)
        await #expect(throws: BlobError.self) { try await pieces.next() }
    }

    @Test func `half a body whose reader is cancelled does not pass for a whole one`() async throws {
        let held = HeldBody([1, 2, 3])
        let pieces = UploadPieces(held.stream, limit: 9, pieceByteCount: 10)
        let reading = Task { try await pieces.next() }
        await held.waitForReader()
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
    }
}
