import NIOSSL
import Synchronization

/// The certificate and key that listeners show to new connections; replaced as a whole when the files change.
///
/// Connections that are open keep what they began with. Only TLS 1.2 and 1.3 are spoken.
package final class TLSIdentity: Sendable {
    private struct Loaded {
        let contents: TLSFiles.Contents
        let context: NIOSSLContext
    }

    /// The files.
    package let files: TLSFiles

    private let loaded: Mutex<Loaded>

    /// Loads the files; blocks.
    ///
    /// - Throws: ``TLSError``.
    package init(_ files: TLSFiles) throws(TLSError) {
        self.files = files
        let contents = try files.contents()
        loaded = Mutex(Loaded(contents: contents, context: try Self.context(of: contents, files)))
    }

    /// The context for a connection that begins now.
    var context: NIOSSLContext { loaded.withLock { $0.context } }

    /// Loads the files again if what they contain has changed; blocks.
    ///
    /// - Returns: Whether new connections are shown something else from now on.
    /// - Throws: ``TLSError``; what was loaded before stays then.
    package func reload() throws(TLSError) -> Bool {
        let contents = try files.contents()
        guard contents != loaded.withLock({ $0.contents }) else { return false }
        let new = Loaded(contents: contents, context: try Self.context(of: contents, files))
        loaded.withLock { $0 = new }
        return true
    }

    /// RFC 9325 §4.2: the recommended suites of TLS 1.2, all with forward secrecy and authenticated encryption.
    private static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    private static func context(of contents: TLSFiles.Contents, _ files: TLSFiles) throws(TLSError) -> NIOSSLContext {
        let certificates = (try? NIOSSLCertificate.fromPEMBytes(contents.certificates)) ?? []
        guard !certificates.isEmpty else { throw .noCertificate(files.certificates) }
        guard let key = try? NIOSSLPrivateKey(bytes: contents.key, format: .pem) else { throw .noKey(files.key) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        // RFC 9325 §3.1.1: "Implementations MUST NOT negotiate TLS version 1.1".
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = suites
        // Zero-copy bodies and the connection's rules are those of HTTP/1.1.
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            // Each part has been parsed: what is left to fail is that they belong together.
            throw .mismatch(certificates: files.certificates, key: files.key)
        }
    }
}
