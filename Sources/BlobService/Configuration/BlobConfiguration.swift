package import BlobAPI
package import BlobModel
package import Cryptography
package import ServiceSupport
package import SystemPackage

/// What one blob node has to know before it can ask the front for the rest.
package struct BlobConfiguration: Sendable {
    /// The node's ID, by which the shard map names it.
    package var node: NodeID

    /// The directory of the node's shards and records.
    package var data: FilePath

    /// The base URL of the node's public listener as clients reach it.
    package var publicURL: ServiceURL

    /// The base URL of the front's internal listener.
    package var frontURL: ServiceURL

    /// The secret by which the front knows the node.
    package var secret: PeerSecret

    /// The digests by which the node knows the front.
    package var peers: PeerDigests

    /// The digests by which the node knows the operator; nil when it takes no orders.
    package var operators: PeerDigests?

    /// The digests that could take the place of the operator's secret in a file of the node; empty when it has no such file.
    package var digestsForOperatorFile: [SHA256Digest] = []

    /// What is decided about the shards.
    package var shards = ShardSettings()

    /// When the jobs on the shards are due.
    package var maintenance = MaintenancePlan()

    /// Where the public listener binds.
    package var publicAddress: ListenAddress

    /// Where the internal listener binds; never public.
    package var internalAddress: ListenAddress

    /// Over which connections clients' own credentials are taken.
    package var credentials = CredentialsPolicy.loopback

    /// The proxies whose forwarding fields are believed on the public listener.
    package var trustedProxies: [AddressRange] = []

    /// What the public listener shows to clients that speak TLS, or nil when TLS ends at a proxy.
    package var tls: TLSIdentity?

    /// The time between two looks at the assignment.
    package var refreshInterval: Duration = .seconds(30)

    /// Creates a configuration; what has a default can be changed afterwards.
    ///
    /// - Parameters:
    ///   - node: The node's ID.
    ///   - data: The directory of its shards and records.
    ///   - urls: The node's own public URL, and the URL of the front's internal listener.
    ///   - addresses: Where the public and the internal listener bind.
    ///   - trust: The node's own secret, and the digests by which it knows the front.
    package init(
        node: NodeID,
        data: FilePath,
        urls: (public: ServiceURL, front: ServiceURL),
        addresses: (public: ListenAddress, internal: ListenAddress),
        trust: (secret: PeerSecret, peers: PeerDigests)
    ) {
        self.node = node
        self.data = data
        publicURL = urls.public
        frontURL = urls.front
        publicAddress = addresses.public
        internalAddress = addresses.internal
        secret = trust.secret
        peers = trust.peers
    }
}
