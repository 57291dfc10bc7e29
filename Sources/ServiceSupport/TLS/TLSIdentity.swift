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

    /// Whether clients may choose HTTP/2.
    package let offersHTTP2: Bool

    /// Loads the files; blocks.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - offersHTTP2: Whether clients may choose HTTP/2.
    /// - Throws: ``TLSError``.
    package init(_ files: TLSFiles, offersHTTP2: Bool = true) throws(TLSError) {
        self.files = files
        self.offersHTTP2 = offersHTTP2
        let contents = try files.contents()
        let context = try Self.context(of: contents, files, protocols: Self.protocols(offersHTTP2))
        loaded = Mutex(Loaded(contents: contents, context: context))
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
        let context = try Self.context(of: contents, files, protocols: Self.protocols(offersHTTP2))
        let new = Loaded(contents: contents, context: context)
        loaded.withLock { $0 = new }
        return true
    }

    /// RFC 9325 §4.2: the recommended suites of TLS 1.2, all with forward secrecy and authenticated encryption.
    private static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    /// RFC 7301 §6: the names by which client and listener agree on a protocol, the preferred one first.
    private static func protocols(_ offersHTTP2: Bool) -> [String] {
        offersHTTP2 ? ["h2", "http/1.1"] : ["http/1.1"]
    }

    private static func context(
        of contents: TLSFiles.Contents,
        _ files: TLSFiles,
        protocols: [String]
    ) throws(TLSError) -> NIOSSLContext {
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
        configuration.applicationProtocols = protocols
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            // Each part has been parsed: what is left to fail is that they belong together.
            throw .mismatch(certificates: files.certificates, key: files.key)
        }
    }
}
