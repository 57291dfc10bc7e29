import ArgumentParser
import ServiceFlags
import ServiceSupport

/// The settings of a blob node as flags; what is not given comes from the environment or the YAML file.
struct BlobFlags: ParsableArguments {
    /// `data`.
    @Option(name: .customLong("data"), help: "The directory of the node's shards.")
    var data: String?

    /// `blob.node-id`.
    @Option(name: .customLong("blob-node-id"), help: "The ID under which the node was registered.")
    var nodeID: String?

    /// `blob.public-url`.
    @Option(name: .customLong("blob-public-url"), help: "The URL at which clients reach the node.")
    var publicURL: String?

    /// `blob.front-url`.
    @Option(name: .customLong("blob-front-url"), help: "The URL of the front's internal listener.")
    var frontURL: String?

    /// `blob.front-digest`.
    @Option(name: .customLong("blob-front-digest"), help: "The digest of what the front shows; two, with a comma.")
    var frontDigest: String?

    /// `service.secret-file`.
    @Option(name: .customLong("service-secret-file"), help: "The file with the node's own secret.")
    var secretFile: String?

    /// `blob.listen`.
    @Option(name: .customLong("blob-listen"), help: "Where clients connect (127.0.0.1:8081).")
    var listen: String?

    /// `blob.internal-listen`.
    @Option(name: .customLong("blob-internal-listen"), help: "Where fronts connect; never public (127.0.0.1:9081).")
    var internalListen: String?

    /// `blob.credentials`.
    @Option(
        name: .customLong("blob-credentials"),
        help: "Over which connections clients' passwords are taken: loopback or behind-tls-proxy (loopback)."
    )
    var credentials: String?

    /// `blob.trusted-proxies`.
    @Option(name: .customLong("blob-trusted-proxies"), help: "The proxies whose forwarding fields are believed.")
    var trustedProxies: String?

    /// `internal.operator-digest`.
    @Option(
        name: .customLong("internal-operator-digest"),
        help: "The digest of what the operator shows; two, with a comma. Without one the node takes no orders."
    )
    var operatorDigest: String?

    /// `internal.operator-secret-file`.
    @Option(
        name: .customLong("internal-operator-secret-file"),
        help: "The file with the operator's secret, in place of the digest; whoever takes the node has it then."
    )
    var operatorSecretFile: String?

    /// The settings of the shards.
    @OptionGroup(title: "Shards") var shards: ShardFlags

    /// The settings of the listener, the log and the end.
    @OptionGroup(title: "Service") var serving: ServingFlags

    /// The values that were given, by their keys.
    var values: [SettingKey: String] {
        let own: [(SettingKey, String?)] = [
            ("data", data), ("blob.node-id", nodeID), ("blob.public-url", publicURL), ("blob.front-url", frontURL),
            ("blob.front-digest", frontDigest), ("service.secret-file", secretFile), ("blob.listen", listen),
            ("blob.internal-listen", internalListen), ("blob.credentials", credentials),
            ("blob.trusted-proxies", trustedProxies), ("internal.operator-secret-file", operatorSecretFile),
            ("internal.operator-digest", operatorDigest),
        ]
        return [SettingKey: String](given: own + shards.values + serving.values)
    }
}
