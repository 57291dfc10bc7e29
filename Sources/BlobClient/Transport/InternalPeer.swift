import BlobAPI

/// A service that is called: where it is, and by what the caller proves itself there.
struct InternalPeer: Sendable {
    /// The base URL of its internal listener, without a trailing slash.
    let base: String

    /// The secret that it is shown.
    let secret: PeerSecret

    /// Makes a peer.
    ///
    /// - Parameters:
    ///   - base: The base URL of its internal listener, with or without a trailing slash.
    ///   - secret: The secret that it is shown.
    init(base: String, secret: PeerSecret) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.secret = secret
    }
}
