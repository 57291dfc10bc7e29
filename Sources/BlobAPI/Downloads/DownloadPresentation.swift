package import BlobModel
import FoundationEssentials
package import HTTPSemantics
package import HTTPTypes

/// How the bytes of an attachment are shown to a client; the same whether a node or the front sends them.
///
/// The bytes are a stranger's: no field lets a browser run them, guess at them, or keep them for somebody else.
package struct DownloadPresentation: Sendable {
    /// The blob to send.
    package let blob: ContentID

    /// The file name to offer, in Unicode.
    package let filename: String

    /// The media type to name; one that is malformed is replaced by `application/octet-stream`.
    package let mediaType: String

    /// Whether the bytes may be shown in place.
    package let isInline: Bool

    /// The value of `Cache-Control`.
    package let cacheControl: String

    /// Makes a presentation.
    package init(blob: ContentID, filename: String, mediaType: String, isInline: Bool, cacheControl: String) {
        self.blob = blob
        self.filename = filename
        self.mediaType = mediaType
        self.isInline = isInline
        self.cacheControl = cacheControl
    }

    /// The `Cache-Control` of bytes that are sent on a client's own credentials: asked for again each time.
    package static let credentialsCacheControl = "private, no-cache"

    /// The strong entity tag: the content ID, since other bytes have another one.
    package var entityTag: EntityTag { EntityTag(strong: blob.description) }

    /// The fields that a 304 carries.
    ///
    /// RFC 9110 §15.4.5: those that would have been sent with a 200 and that guide a cache.
    package var validators: HTTPFields {
        [.eTag: entityTag.description, .cacheControl: cacheControl]
    }

    /// The fields that describe the whole representation; its length and tag are not among them.
    package var representation: HTTPFields {
        let disposition =
            isInline ? ContentDisposition(type: "inline", filename: filename) : .attachment(filename: filename)
        return [
            .contentType: MediaType(parsing: mediaType) == nil ? "application/octet-stream" : mediaType,
            .contentDisposition: disposition.fieldValue,
            .cacheControl: cacheControl,
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "sandbox",
            .referrerPolicy: "no-referrer",
            // RFC 9530 §3: the digest is that of the whole representation, also when a part is sent.
            .reprDigest: "sha-256=:\(Data(blob.bytes).base64EncodedString()):",
        ]
    }
}
