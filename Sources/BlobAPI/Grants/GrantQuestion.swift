package import Cryptography

/// A node's question to the front, whether the holder of an upload URL may begin to upload.
package struct GrantQuestion: Codable, Sendable, Equatable {
    /// The SHA-256 of the grant, as the URL has it, in hexadecimal.
    package let digest: String

    /// Creates a question about a grant.
    package init(_ digest: SHA256Digest) {
        self.digest = digest.hexadecimal
    }
}
