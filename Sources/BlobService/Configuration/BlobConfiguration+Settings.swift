import BlobAPI
import BlobModel
import Cryptography
package import ServiceSupport

extension BlobConfiguration {
    /// The ID under which the front's digests are kept.
    package static let frontPeer = "front"

    /// The keys that ``init(settings:)`` reads.
    package enum Key {
        /// The directory of shards and records.
        package static let data: SettingKey = "data"
        /// The node's ID.
        package static let nodeID: SettingKey = "blob.node-id"
        /// The base URL of the public listener as clients reach it.
        package static let publicURL: SettingKey = "blob.public-url"
        /// The base URL of the front's internal listener.
        package static let frontURL: SettingKey = "blob.front-url"
        /// The SHA-256 digests of the front's secret, one or two, separated by commas.
        package static let frontDigest: SettingKey = "blob.front-digest"
        /// Where the public listener binds.
        package static let listen: SettingKey = "blob.listen"
        /// Where the internal listener binds.
        package static let internalListen: SettingKey = "blob.internal-listen"
        /// Over which connections clients' own credentials are taken.
        package static let credentials: SettingKey = "blob.credentials"
        /// The proxies whose forwarding fields are believed.
        package static let trustedProxies: SettingKey = "blob.trusted-proxies"
        /// The file with the node's own secret.
        package static let secretFile: SettingKey = "service.secret-file"
        /// The file with the operator's secret.
        package static let operatorSecretFile: SettingKey = "internal.operator-secret-file"
    }

    /// The ID under which the operator's digests are kept.
    package static let operatorPeer = "operator"

    /// Reads a configuration from the settings of a process.
    ///
    /// - Throws: `SettingError` with the sentence for the operator.
    package init(settings: Settings) throws(SettingError) {
        let node = try settings.parsed(Key.nodeID, allowed: Self.nodeGrammar) { try? NodeID(validating: $0) }
        let peers = try settings.parsed(Key.frontDigest, allowed: Self.digestGrammar, Self.digests)
        self.init(
            node: try settings.required(node, Key.nodeID, allowed: Self.nodeGrammar),
            data: try settings.requiredPath(Key.data),
            urls: (try settings.requiredURL(Key.publicURL), try settings.requiredURL(Key.frontURL)),
            addresses: (
                try settings.listenAddress(Key.listen) ?? .loopback(8081),
                try settings.listenAddress(Key.internalListen) ?? .loopback(9081)
            ),
            trust: (
                try settings.secret(fromFileNamedBy: Key.secretFile) { try PeerSecret(parsing: $0) },
                try settings.required(peers, Key.frontDigest, allowed: Self.digestGrammar)
            )
        )
        credentials = try settings.choice(Key.credentials) ?? .loopback
        tls = try TLSIdentity.load(settings)
        shards = try ShardSettings(settings)
        maintenance = try MaintenancePlan(settings, shards: shards)
        operators = try Self.operators(settings)
        trustedProxies =
            try settings.parsed(Key.trustedProxies, allowed: AddressRange.grammar) { AddressRange.list($0) } ?? []
    }

    private static let nodeGrammar = "1 to 63 lower-case letters, digits, and hyphens, such as blob-1"
    private static let digestGrammar =
        "the SHA-256 of the front's secret as 64 hexadecimal digits, or two of them separated by a comma"

    private static func operators(_ settings: Settings) throws(SettingError) -> PeerDigests? {
        guard try settings.path(Key.operatorSecretFile) != nil else { return nil }
        let secret = try settings.secret(fromFileNamedBy: Key.operatorSecretFile) { try PeerSecret(parsing: $0) }
        return PeerDigests([operatorPeer: secret.digests])
    }

    private static func digests(_ text: String) -> PeerDigests? {
        let parts = text.split(separator: ",").map { String($0.filter { $0 != " " }) }
        let digests = parts.compactMap { SHA256Digest(hexadecimal: $0) }
        guard (1...2).contains(digests.count), digests.count == parts.count else { return nil }
        return PeerDigests([frontPeer: digests])
    }
}
