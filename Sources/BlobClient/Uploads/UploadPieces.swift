import BlobModel
import NIOCore

/// The body of an upload in pieces of equal length, the last one excepted.
///
/// One reader at a time. It holds the pieces that it gathers, and what came with the end of the last one.
actor UploadPieces {
    /// Pieces of a body that follow one another.
    struct Run: Sendable {
        /// The pieces, at least one; empty only when the body is.
        let pieces: [ByteBuffer]

        /// Whether the body ends with the last of them.
        let endsBody: Bool
    }

    private var iterator: ByteStream.AsyncIterator
    private let limit: UInt64
    private let pieceByteCount: Int
    private var surplus: [UInt8] = []
    private var count: UInt64 = 0

    /// Creates the pieces of a body that was not read yet.
    ///
    /// - Parameters:
    ///   - body: The bytes to send.
    ///   - limit: The most bytes that the body may have.
    ///   - pieceByteCount: The bytes of a piece; at least 1.
    init(_ body: ByteStream, limit: UInt64, pieceByteCount: Int) {
        precondition(pieceByteCount >= 1, "A piece has a byte at least.")
        iterator = body.makeAsyncIterator()
        self.limit = limit
        self.pieceByteCount = pieceByteCount
    }

    /// Gathers pieces, until there are enough or the body ends; not to be called again after the end.
    ///
    /// - Parameter most: The most pieces; at least 1.
    /// - Returns: The pieces, one at least.
    /// - Throws: `BlobError.bodyFailed` when the body fails, `BlobError.tooLarge` as soon as the limit is passed, and
    ///   `CancellationError`.
    func next(upTo most: Int = 1) async throws -> Run {
        var pieces: [ByteBuffer] = []
        repeat {
            let (piece, endsBody) = try await piece()
            pieces.append(piece)
            if endsBody { return Run(pieces: pieces, endsBody: true) }
        } while pieces.count < most
        return Run(pieces: pieces, endsBody: false)
    }

    private func piece() async throws -> (ByteBuffer, endsBody: Bool) {
        var piece = ByteBuffer()
        // Of a long body the pieces have their length from the start; a short one takes no more than it needs.
        if count > UInt64(pieceByteCount) { piece.reserveCapacity(pieceByteCount) }
        while let read = try await nextBytes() {
            let room = pieceByteCount - piece.readableBytes
            piece.writeBytes(read.prefix(room))
            guard read.count > room else { continue }
            surplus = Array(read[room...])
            return (piece, endsBody: false)
        }
        return (piece, endsBody: true)
    }

    /// What the last piece had no room for, or what the body has next.
    private func nextBytes() async throws -> [UInt8]? {
        guard surplus.isEmpty else {
            defer { surplus = [] }
            return surplus
        }
        return try await read()
    }

    private func read() async throws -> [UInt8]? {
        do {
            var reader = iterator
            let piece = try await reader.next()
            iterator = reader
            // Many a sequence ends without an error when its reader is cancelled.
            try Task.checkCancellation()
            count += UInt64(piece?.count ?? 0)
            guard count <= limit else { throw BlobError.tooLarge(limit: limit) }
            return piece
        } catch {
            throw Self.blobError(error)
        }
    }

    private static func blobError(_ error: any Error) -> any Error {
        switch error {
        case is BlobError, is CancellationError: error
        default: BlobError.bodyFailed("\(error)")
        }
    }
}
