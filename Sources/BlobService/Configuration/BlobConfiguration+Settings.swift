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
        /// The SHA-256 digests of what the front shows to this node, one or two, separated by commas.
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
        /// The SHA-256 digests of what the operator shows to this node, one or two, separated by commas.
        package static let operatorDigest: SettingKey = "internal.operator-digest"
        /// The file with the operator's secret, in a deployment that does not know digests of it yet.
        package static let operatorSecretFile: SettingKey = "internal.operator-secret-file"
    }

    /// The ID under which the operator's digests are kept.
    package static let operatorPeer = "operator"

    /// Reads a configuration from the settings of a process.
    ///
    /// - Throws: `SettingError` with the sentence for the operator.
    package init(settings: Settings) throws(SettingError) {
        let node = try settings.parsed(Key.nodeID, allowed: Self.nodeGrammar) { try? NodeID(validating: $0) }
        let front = try settings.parsed(Key.frontDigest, allowed: Self.digestGrammar, Self.digests)
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
                PeerDigests([
                    Self.frontPeer: try settings.required(front, Key.frontDigest, allowed: Self.digestGrammar)
                ])
            )
        )
        credentials = try settings.choice(Key.credentials) ?? .loopback
        tls = try TLSIdentity.load(settings)
        shards = try ShardSettings(settings)
        maintenance = try MaintenancePlan(settings, shards: shards)
        try readOperators(settings)
        trustedProxies =
            try settings.parsed(Key.trustedProxies, allowed: AddressRange.grammar) { AddressRange.list($0) } ?? []
    }

    private static let nodeGrammar = "1 to 63 lower-case letters, digits, and hyphens, such as blob-1"
    private static let digestGrammar =
        "one or two digests of 64 hexadecimal digits, separated by a comma, as \"attache secret digest\" prints them"

    /// Reads by what the operator is known.
    ///
    /// A node that has the operator's secret itself takes what is derived from it for this node, and the secret as it is: that is
    /// what a tool shows that is older than the node.
    private mutating func readOperators(_ settings: Settings) throws(SettingError) {
        var digests = try settings.parsed(Key.operatorDigest, allowed: Self.digestGrammar, Self.digests) ?? []
        if try settings.path(Key.operatorSecretFile) != nil {
            let secret = try settings.secret(fromFileNamedBy: Key.operatorSecretFile) { try PeerSecret(parsing: $0) }
            digestsForOperatorFile = secret.shown(to: node).digests
            digests += digestsForOperatorFile + secret.digests
        }
        operators = digests.isEmpty ? nil : PeerDigests([Self.operatorPeer: digests])
    }

    private static func digests(_ text: String) -> [SHA256Digest]? {
        let parts = text.split(separator: ",").map { String($0.filter { $0 != " " }) }
        let digests = parts.compactMap { SHA256Digest(hexadecimal: $0) }
        return (1...2).contains(digests.count) && digests.count == parts.count ? digests : nil
    }
}
