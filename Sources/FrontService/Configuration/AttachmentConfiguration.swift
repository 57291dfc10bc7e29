package import ServiceSupport

/// What an operator decides about managed attachments.
package struct AttachmentConfiguration: Sendable {
    /// How the front answers a GET of an attachment URI.
    package enum Download: String, CaseIterable, Sendable {
        /// By a redirect to a signed URL at the node that has the bytes.
        case redirect
        /// By streaming the bytes through, for clients that do not follow a redirect to another host.
        case stream
    }

    /// The way that the bytes of a new attachment take.
    package enum UploadPath: String, CaseIterable, Sendable {
        /// Through the front.
        case stream
        /// For large ones whose client waits for `100 Continue`, by a redirect to the node (RFC 8607 §3.11.4).
        case redirect
    }

    /// What `CALDAV:managed-attachments-server-URL` says (RFC 8607 §6.1).
    package enum Server: Hashable, Sendable {
        /// The scheme and authority by which clients may substitute those of an attachment URI.
        case url(ServiceURL)
        /// The property is empty: attachment URIs are good as they are.
        case sameHost
        /// The property is absent.
        case none
    }

    /// The greatest number of bytes in one attachment.
    package var maximumSize: UInt64 = 100 << 20

    /// The greatest number of managed attachments in one calendar object resource, over all instances.
    package var maximumPerResource = 100

    /// Whether attachments are kept for single instances of a recurring event (RFC 8607 §3.2).
    package var allowsInstances = true

    /// How the front answers a GET of an attachment URI.
    package var download = Download.redirect

    /// What `CALDAV:managed-attachments-server-URL` says.
    package var server = Server.sameHost

    /// How long a signed URL is good.
    package var urlLifetime = Duration.seconds(600)

    /// How long the bytes of a removed attachment are kept, so that the removal can be undone.
    package var grace = Duration.seconds(24 * 3600)

    /// How often a client is told that its upload is still worked on, or nil for never.
    ///
    /// Never is the default, as some client libraries take `102 Processing` for the final answer.
    package var processing: ProcessingNotice?

    /// The way that the bytes of a new attachment take.
    package var upload = UploadPath.stream

    /// The declared octets of a body from which on its client is redirected to the node.
    package var redirectFrom: UInt64 = 8 << 20

    /// The decoded octets from which on an inline ATTACH of a PUT becomes a managed attachment, or nil for never.
    package var inlineFrom: Int?

    /// Makes a configuration of the defaults.
    package init() {}
}
