import BlobModel
import Hummingbird
import ServiceSupport

/// The body of a granted upload, asked for when the first piece is read, which has to be what was granted.
///
/// A client that waits for `100 Continue` gets it then: the front has agreed, and the shard has room.
struct GrantedBody: AsyncSequence, Sendable {
    /// The request.
    let request: Request

    /// The connection of the request.
    let context: ServiceRequestContext

    /// The bytes that were granted.
    let size: UInt64

    /// The digests that the front was told.
    let verification: BodyVerification

    /// Returns the only iterator.
    func makeAsyncIterator() -> Iterator {
        Iterator(source: self)
    }

    /// Reads the body.
    struct Iterator: AsyncIteratorProtocol {
        private let source: GrantedBody
        private var base: VerifiedBytes.Iterator?
        private var count: UInt64 = 0
        private var pace = BodyPace()
        private let began = ContinuousClock.now

        /// Makes a reader that has asked for nothing.
        init(source: GrantedBody) {
            self.source = source
        }

        /// Returns the next piece, or nil at the end of a body that is what was granted.
        ///
        /// - Throws: `BlobError.bodyFailed` for one that is shorter or too slow, the problem `malformed` for one with
        ///   another digest; what the connection ends with, before the body's end.
        @concurrent
        mutating func next() async throws -> [UInt8]? {
            let start = ContinuousClock.now
            var reader = if let base { base } else { try await accept() }
            let piece = try await reader.next()
            base = reader
            count += UInt64(piece?.count ?? 0)
            if let piece {
                let now = ContinuousClock.now
                try pace.note(piece.count, after: now - start, elapsed: now - began)
            }
            guard piece != nil || count == source.size else {
                throw BlobError.bodyFailed("It ended after \(count) bytes of \(source.size).")
            }
            return piece
        }

        private func accept() async throws -> VerifiedBytes.Iterator {
            let bytes = RequestBytes(body: try await source.request.acceptBody(source.context))
            return VerifiedBytes(base: bytes, verification: source.verification).makeAsyncIterator()
        }
    }
}
