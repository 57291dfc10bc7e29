package import FoundationEssentials

/// A URL that lets its holder fetch one blob from one node until it expires (`Docs/formats/signed-url.md`).
package struct SignedURL: SignedClaim, Hashable {
    /// Expiry is rounded up to a multiple of this, so that a link repeats and caches: five minutes.
    package static let expiryGranularity: Duration = .seconds(300)

    /// The longest life that may be asked for: 24 hours.
    package static let maximumLifetime: Duration = .seconds(86_400)

    /// What the holder may fetch.
    package let grant: DownloadGrant

    /// What makes the URL good.
    package let seal: Seal

    /// Signs a grant with the active key of a node's ring.
    ///
    /// - Parameters:
    ///   - grant: What the holder may fetch.
    ///   - keys: The ring of the node that has the domain.
    ///   - lifetime: How long the URL shall be good at least; cut to ``maximumLifetime``.
    ///   - now: The present.
    /// - Returns: The URL, which that node alone accepts.
    package static func mint(
        _ grant: DownloadGrant,
        with keys: NodeKeyRing,
        lifetime: Duration,
        now: Date
    ) -> SignedURL {
        let expires = expiry(after: lifetime, now: now)
        let message = grant.message(for: keys.node, expires: expires)
        return SignedURL(grant: grant, seal: Seal(message, until: expires, by: keys))
    }

    /// Returns the bytes that the signature covers.
    package func message(for node: NodeID) -> [UInt8] { grant.message(for: node, expires: expires) }

    /// Returns how long the URL is still good; zero once it has expired.
    package func remainingLife(now: Date) -> Duration {
        .seconds(max(0, expires - Int64(now.timeIntervalSince1970.rounded(.up))))
    }

    private static func expiry(after lifetime: Duration, now: Date) -> Int64 {
        let life = min(max(lifetime, .zero), maximumLifetime).components.seconds
        let granularity = expiryGranularity.components.seconds
        let end = Int64(now.timeIntervalSince1970.rounded(.up)) + life
        return (end + granularity - 1) / granularity * granularity
    }
}

extension DownloadGrant {
    /// The bytes that a signature covers: each field with its length before it, under a tag that implies GET and HEAD.
    fileprivate func message(for node: NodeID, expires: Int64) -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.writeLengthPrefixed("attache-download-v1".utf8)
        writer.writeLengthPrefixed(node.text.utf8)
        writer.writeLengthPrefixed(domain.id.utf8)
        writer.writeLengthPrefixed(blob.bytes)
        writer.writeLengthPrefixed(String(expires).utf8)
        writer.writeLengthPrefixed(filename.utf8)
        writer.writeLengthPrefixed(mediaType.utf8)
        writer.writeLengthPrefixed((isInline ? "1" : "0").utf8)
        return writer.bytes
    }
}
