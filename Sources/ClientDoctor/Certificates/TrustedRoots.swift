import FoundationEssentials
package import NIOSSL

/// The certificates that chains have to lead to.
package enum TrustedRoots: Hashable, Sendable {
    /// Those of the system.
    case system
    /// Those of a deployment's own authority, and those of the system.
    case own([NIOSSLCertificate])

    /// Reads the certificates of a file in PEM.
    ///
    /// - Throws: ``TrustedRootsError/unreadable(path:)``.
    package init(pemFile path: String) throws(TrustedRootsError) {
        guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else {
            throw .unreadable(path: path)
        }
        try self.init(pem: text)
    }

    /// Reads certificates in PEM.
    ///
    /// - Throws: ``TrustedRootsError/noCertificate``.
    package init(pem text: String) throws(TrustedRootsError) {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8)), !certificates.isEmpty else {
            throw .noCertificate
        }
        self = .own(certificates)
    }

    /// Returns how a client verifies certificates.
    func configuration() -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if case .own(let certificates) = self {
            configuration.additionalTrustRoots = [.certificates(certificates)]
        }
        return configuration
    }
}

/// Why certificates to trust cannot be used.
package enum TrustedRootsError: Error, Hashable, CustomStringConvertible {
    /// The file cannot be read.
    case unreadable(path: String)
    /// The text has no certificate in PEM.
    case noCertificate

    /// The reason as a sentence.
    package var description: String {
        switch self {
        case .unreadable(let path): "The file \(path) with certificates to trust cannot be read."
        case .noCertificate: "The file with certificates to trust has none in PEM."
        }
    }
}
