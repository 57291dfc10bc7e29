import AttachmentStore
import BlobModel
import FoundationEssentials

/// Makes URLs that let their holder fetch one attachment from the node that has it.
///
/// The active key of the deployment signs, derived for the node; the expiry is rounded up to five minutes, so that the
/// URL repeats and caches (`Docs/formats/signed-url.md`).
struct SignedURLMinter: Sendable {
    /// A signed URL and the node that takes it.
    struct Link: Hashable, Sendable {
        /// The node that has the domain.
        let node: NodeID
        /// The absolute URL.
        let url: String
    }

    private let lifetime: Duration

    /// Makes a minter of URLs that are good for a time at least.
    init(lifetime: Duration) {
        self.lifetime = lifetime
    }

    /// Returns the URL of an attachment in the home that holds it.
    ///
    /// - Parameters:
    ///   - held: The attachment.
    ///   - placement: Where its home is.
    ///   - now: The instant from which the URL is good.
    /// - Returns: The URL, with the node.
    /// - Throws: `BlobModelError` for what cannot be signed.
    func url(for held: HeldAttachment, in placement: Placement, now: Date) throws -> Link {
        let node = placement.map.node(for: held.holding.domain)
        let grant = try DownloadGrant(
            domain: held.holding.domain,
            blob: held.attachment.blob,
            filename: held.attachment.filename,
            mediaType: held.attachment.mediaType
        )
        let signed = SignedURL.mint(grant, with: placement.keys(of: node.id), lifetime: lifetime, now: now)
        return Link(node: node.id, url: node.publicURL + signed.pathAndQuery)
    }
}
