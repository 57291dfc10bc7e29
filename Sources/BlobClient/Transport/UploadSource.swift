import BlobModel
import Synchronization

/// The body of an upload while it is read: counts its bytes and keeps what it fails with.
///
/// One reader at a time: first ``readHead(upTo:)``, then the body of the HTTP request.
actor UploadSource {
    private var iterator: ByteStream.AsyncIterator
    private let limit: UInt64
    private var count: UInt64 = 0

    private let recordedFailure = Mutex<(any Error)?>(nil)

    /// The error that the body ended with, if it did.
    nonisolated var failure: (any Error)? { recordedFailure.withLock { $0 } }

    /// Creates a source over a body.
    ///
    /// - Parameters:
    ///   - body: The bytes to send.
    ///   - limit: The most bytes that the body may have.
    init(_ body: ByteStream, limit: UInt64) {
        iterator = body.makeAsyncIterator()
        self.limit = limit
    }

    /// Returns the next piece, or nil at the end.
    ///
    /// - Throws: `BlobError.bodyFailed` when the body fails, `BlobError.tooLarge` as soon as the limit is passed, and
    ///   `CancellationError`.
    func next() async throws -> [UInt8]? {
        do {
            var reader = iterator
            let piece = try await reader.next()
            iterator = reader
            count += UInt64(piece?.count ?? 0)
            guard count <= limit else { throw BlobError.tooLarge(limit: limit) }
            return piece
        } catch {
            let failure = Self.blobError(error)
            recordedFailure.withLock { $0 = failure }
            throw failure
        }
    }

    /// Reads until the body ends or more than some bytes are at hand.
    ///
    /// - Returns: The bytes read, and whether they are the whole body.
    func readHead(upTo maximum: Int) async throws -> (bytes: [UInt8], isWhole: Bool) {
        var head: [UInt8] = []
        while head.count <= maximum {
            guard let piece = try await next() else { return (head, true) }
            head += piece
        }
        return (head, false)
    }

    private static func blobError(_ error: any Error) -> any Error {
        switch error {
        case is BlobError, is CancellationError: error
        default: BlobError.bodyFailed("\(error)")
        }
    }
}
