import Cryptography
import HTTPSemantics

/// The pieces of a body, which end with an error where the body is not what its request declares.
///
/// A store never takes such a body for a whole one, so nothing of it is stored. Nothing is computed where nothing is
/// declared.
struct VerifiedBytes: AsyncSequence, Sendable {
    /// The body.
    let base: RequestBytes

    /// What is declared, and what came of it.
    let verification: BodyVerification

    /// Returns the only iterator.
    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), verification: verification)
    }

    /// Reads the body and digests it.
    struct Iterator: AsyncIteratorProtocol {
        /// Holds the hasher, which cannot be copied as iterators are.
        private final class Digestion {
            var hasher: SHA256Hasher? = SHA256Hasher()
        }

        private var base: RequestBytes.Iterator
        private let verification: BodyVerification
        private let digestion: Digestion?

        /// Makes a reader that has read nothing.
        init(base: RequestBytes.Iterator, verification: BodyVerification) {
            self.base = base
            self.verification = verification
            digestion = verification.digests.isVerifiable ? Digestion() : nil
        }

        /// Returns the next piece, or nil at the end of a body that is what was declared.
        ///
        /// - Throws: The problem `malformed` for another body; what the connection ends with, before the body's end.
        @concurrent
        mutating func next() async throws -> [UInt8]? {
            let piece = try await base.next()
            guard let digestion else { return piece }
            guard let piece else {
                if let sha256 = digestion.hasher.take()?.finalise() { try verification.conclude(sha256.bytes) }
                return nil
            }
            digestion.hasher?.update(piece.span)
            return piece
        }
    }
}
