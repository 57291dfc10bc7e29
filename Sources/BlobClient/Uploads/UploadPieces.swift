import BlobModel
import NIOCore

/// The body of an upload in pieces of equal length, the last one excepted.
///
/// One reader at a time. It holds the piece that it gathers, and what came with its end.
actor UploadPieces {
    /// A piece of a body.
    struct Piece: Sendable {
        /// The bytes; none only when the body is empty.
        let bytes: ByteBuffer

        /// Whether the body ends with the piece.
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

    /// Returns the next piece; not to be called again after the one that ends the body.
    ///
    /// - Throws: `BlobError.bodyFailed` when the body fails, `BlobError.tooLarge` as soon as the limit is passed, and
    ///   `CancellationError`.
    func next() async throws -> Piece {
        var bytes = ByteBuffer(bytes: surplus)
        surplus = []
        while bytes.readableBytes <= pieceByteCount {
            guard let read = try await read() else { return Piece(bytes: bytes, endsBody: true) }
            bytes.writeBytes(read)
        }
        surplus = bytes.getBytes(at: pieceByteCount, length: bytes.readableBytes - pieceByteCount) ?? []
        bytes.moveWriterIndex(to: pieceByteCount)
        return Piece(bytes: bytes, endsBody: false)
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
