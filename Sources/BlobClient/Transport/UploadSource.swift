import BlobModel
import Synchronization

/// The body of an upload while it is read: counts its bytes and keeps what it fails with.
///
/// One reader at a time: first ``readHead(upTo:)``, then the body of the HTTP request.
actor UploadSource {
    private var iterator: ByteStream.AsyncIterator
    private let limit: UInt64
    private var count: UInt64 = 0
    private var reading: Task<[UInt8]?, any Error>?
    private var isGivenUp = false

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
    ///   `CancellationError`, also once the body was given up.
    func next() async throws -> [UInt8]? {
        guard !isGivenUp else { throw CancellationError() }
        let reading = Task { try await read() }
        self.reading = reading
        return try await withTaskCancellationHandler {
            try await reading.value
        } onCancel: {
            reading.cancel()
        }
    }

    /// Does some work that reads the body, and reads no more of it when that has ended, however it did.
    ///
    /// The HTTP client reads a body in a task of its own, which goes on waiting for the next piece when the exchange has
    /// ended. Nobody may wait for it by then: the body belongs to a connection whose handler takes up reading it again.
    ///
    /// - Throws: What the work throws.
    nonisolated func lending<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
        await giveUp()
        return try outcome.get()
    }

    private func giveUp() async {
        isGivenUp = true
        reading?.cancel()
        _ = await reading?.result
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
