package import Cryptography

/// What the holder of a signed upload URL may store, and by which grant of the front.
package struct UploadPermit: Hashable, Sendable {
    /// The domain that pays for the bytes.
    package let domain: DedupDomain

    /// The reference to store them under; it names the grant at the front.
    package let reference: ReferenceID

    /// The number of bytes, exactly.
    package let size: UInt64

    /// The SHA-256 of the grant (`Docs/formats/upload-grant.md`).
    package let grant: SHA256Digest

    /// Makes a permit.
    package init(domain: DedupDomain, reference: ReferenceID, size: UInt64, grant: SHA256Digest) {
        self.domain = domain
        self.reference = reference
        self.size = size
        self.grant = grant
    }
}
