import BlobAPI
import HTTPSemantics
import Synchronization

/// The verification of one body against the digests that its request declares (RFC 9530).
final class BodyVerification: Sendable {
    /// What is declared.
    let digests: DeclaredDigests

    private let mismatch = Mutex<String?>(nil)

    /// Makes the verification of a body that was not read yet.
    init(_ digests: DeclaredDigests) {
        self.digests = digests
    }

    /// The problem `malformed`, once the body turned out to be another one than was declared.
    var refusal: APIProblem? {
        mismatch.withLock { $0 }.map { APIProblem(.malformed, detail: $0) }
    }

    /// Takes the SHA-256 of the whole body.
    ///
    /// - Throws: ``refusal``, for a body that is not what was declared.
    func conclude(_ sha256: [UInt8]) throws(APIProblem) {
        let found = digests.mismatch(with: sha256)
        mismatch.withLock { $0 = found }
        if let refusal { throw refusal }
    }
}
