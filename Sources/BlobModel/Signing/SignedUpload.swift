import Cryptography
package import FoundationEssentials

/// A URL that lets its holder store one blob at one node, once, until it expires (`Docs/formats/signed-url.md`).
package struct SignedUpload: SignedClaim, Hashable {
    /// How long a URL is good: ten minutes to begin with the upload, which may take longer.
    package static let lifetime: Duration = .seconds(600)

    /// What the holder may store.
    package let permit: UploadPermit

    /// What makes the URL good.
    package let seal: Seal

    /// Signs a permit with the active key of a node's ring.
    ///
    /// - Parameters:
    ///   - permit: What the holder may store.
    ///   - keys: The ring of the node that has the domain.
    ///   - now: The present.
    /// - Returns: The URL, which that node alone accepts.
    package static func mint(_ permit: UploadPermit, with keys: NodeKeyRing, now: Date) -> SignedUpload {
        // Unlike a download's, the end is not rounded to five minutes: no cache is to find the same URL again.
        let expires = Int64(now.timeIntervalSince1970.rounded(.up)) + lifetime.components.seconds
        let message = permit.message(for: keys.node, expires: expires)
        return SignedUpload(permit: permit, seal: Seal(message, until: expires, by: keys))
    }

    /// Returns the bytes that the signature covers.
    package func message(for node: NodeID) -> [UInt8] { permit.message(for: node, expires: expires) }
}

extension UploadPermit {
    /// The bytes that a signature covers: each field with its length before it, under a tag that implies POST.
    fileprivate func message(for node: NodeID, expires: Int64) -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.writeLengthPrefixed("attache-upload-v1".utf8)
        writer.writeLengthPrefixed(node.text.utf8)
        writer.writeLengthPrefixed(domain.id.utf8)
        writer.writeLengthPrefixed(reference.text.utf8)
        writer.writeLengthPrefixed(String(expires).utf8)
        writer.writeLengthPrefixed(String(size).utf8)
        writer.writeLengthPrefixed(grant.bytes)
        return writer.bytes
    }
}
