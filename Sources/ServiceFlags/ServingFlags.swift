package import ArgumentParser
package import ServiceSupport

/// The settings that every service has as flags: TLS for its clients, its log, and its end.
package struct ServingFlags: ParsableArguments {
    /// `public.tls.certificate-file`.
    @Option(
        name: .customLong("public-tls-certificate-file"),
        help: "The certificate chain (PEM) with which clients are answered over TLS."
    )
    package var certificateFile: String?

    /// `public.tls.key-file`.
    @Option(name: .customLong("public-tls-key-file"), help: "The private key (PEM) of the certificate.")
    package var keyFile: String?

    /// `public.tls.http2`.
    @Option(name: .customLong("public-tls-http2"), help: "Whether clients may choose HTTP/2 over TLS (true).")
    package var http2: String?

    /// `log.level`.
    @Option(name: .customLong("log-level"), help: "The least level that is logged (info).")
    package var logLevel: String?

    /// `log.format`.
    @Option(name: .customLong("log-format"), help: "How log lines look: json or text (json).")
    package var logFormat: String?

    /// `shutdown.timeout`.
    @Option(name: .customLong("shutdown-timeout"), help: "How long requests may go on after SIGTERM, in seconds (30).")
    package var shutdownTimeout: String?

    /// Creates flags of which none is given; the parser fills them.
    package init() {}

    /// The values by their keys, nil for those that were not given.
    package var values: [(SettingKey, String?)] {
        [
            ("public.tls.certificate-file", certificateFile), ("public.tls.key-file", keyFile),
            ("public.tls.http2", http2), ("log.level", logLevel), ("log.format", logFormat),
            ("shutdown.timeout", shutdownTimeout),
        ]
    }
}
