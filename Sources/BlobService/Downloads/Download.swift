import BlobAPI
import BlobModel

/// What a client was found entitled to, and how it is presented.
struct Download: Sendable {
    /// What entitles the client, which decides how long the answer may be kept.
    enum Leave: Sendable {
        /// A signed URL that lives for this long yet.
        case signedURL(remainingLife: Duration)
        /// The front's word for the client's own credentials; good for this once.
        case credentials
    }

    /// The domain that has the blob.
    let domain: DedupDomain

    /// The blob to send.
    let blob: ContentID

    /// The filename to offer.
    let filename: String

    /// The media type to name.
    let mediaType: String

    /// Whether the bytes may be shown in place.
    let isInline: Bool

    /// What entitles the client.
    let leave: Leave

    /// Makes the download of a signed URL, which must have been verified.
    init(_ url: SignedURL, remainingLife: Duration) {
        domain = url.grant.domain
        blob = url.grant.blob
        filename = url.grant.filename
        mediaType = url.grant.mediaType
        isInline = url.grant.isInline
        leave = .signedURL(remainingLife: remainingLife)
    }

    /// Makes the download that the front allows; never inline.
    init(_ authorization: DownloadAuthorization) {
        domain = authorization.domain
        blob = authorization.blob
        filename = authorization.filename
        mediaType = authorization.mediaType
        isInline = false
        leave = .credentials
    }

    /// How the blob is shown to the client.
    var presentation: DownloadPresentation {
        DownloadPresentation(
            blob: blob,
            filename: filename,
            mediaType: mediaType,
            isInline: isInline,
            cacheControl: cacheControl
        )
    }

    private var cacheControl: String {
        switch leave {
        case .signedURL(let life): "private, max-age=\(max(0, life.components.seconds)), immutable"
        case .credentials: DownloadPresentation.credentialsCacheControl
        }
    }
}
