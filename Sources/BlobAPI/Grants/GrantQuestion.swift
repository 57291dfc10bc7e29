package import BlobModel
package import Cryptography

/// A node's question to the front, whether the holder of an upload URL may begin to upload.
package struct GrantQuestion: Codable, Sendable, Equatable {
    /// The SHA-256 of the grant, as the URL has it, in hexadecimal.
    package let digest: String

    /// The attempt that asks: the one that opened a grant is given leave again, and no other is.
    package let attempt: UploadAttemptID

    /// Creates a question about a grant.
    package init(_ digest: SHA256Digest, by attempt: UploadAttemptID) {
        self.digest = digest.hexadecimal
        self.attempt = attempt
    }
}
