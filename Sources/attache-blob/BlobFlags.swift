import ArgumentParser
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
    @OptionGroup var shards: ShardFlags

    /// `public.tls.certificate-file`.
    @Option(
        name: .customLong("public-tls-certificate-file"),
        help: "The certificate chain (PEM) with which clients are answered over TLS."
    )
    var certificateFile: String?

    /// `public.tls.key-file`.
    @Option(name: .customLong("public-tls-key-file"), help: "The private key (PEM) of the certificate.")
    var keyFile: String?

    /// `public.tls.http2`.
    @Option(name: .customLong("public-tls-http2"), help: "Whether clients may choose HTTP/2 over TLS (true).")
    var http2: String?

    /// `log.level`.
    @Option(name: .customLong("log-level"), help: "The least level that is logged (info).")
    var logLevel: String?

    /// `log.format`.
    @Option(name: .customLong("log-format"), help: "How log lines look: json or text (json).")
    var logFormat: String?

    /// `shutdown.timeout`.
    @Option(name: .customLong("shutdown-timeout"), help: "How long requests may go on after SIGTERM, in seconds (30).")
    var shutdownTimeout: String?

    /// The values that were given, by their keys.
    var values: [SettingKey: String] {
        let all: [(SettingKey, String?)] =
            [
                ("data", data), ("blob.node-id", nodeID), ("blob.public-url", publicURL), ("blob.front-url", frontURL),
                ("blob.front-digest", frontDigest), ("service.secret-file", secretFile), ("blob.listen", listen),
                ("blob.internal-listen", internalListen), ("blob.credentials", credentials),
                ("blob.trusted-proxies", trustedProxies), ("log.level", logLevel), ("log.format", logFormat),
                ("shutdown.timeout", shutdownTimeout), ("internal.operator-secret-file", operatorSecretFile),
                ("internal.operator-digest", operatorDigest),
                ("public.tls.certificate-file", certificateFile), ("public.tls.key-file", keyFile),
                ("public.tls.http2", http2),
            ] + shards.values
        return Dictionary(all.compactMap { key, value in value.map { (key, $0) } }) { first, _ in first }
    }
}
