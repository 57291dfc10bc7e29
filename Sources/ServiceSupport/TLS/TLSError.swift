package import SystemPackage

/// Why a certificate and its key cannot be used; no case carries what is in a key file.
package enum TLSError: Error, Hashable, Sendable {
    /// The file is not there, may not be read, or has more than 1 MiB.
    case unreadable(FilePath)
    /// The file has no certificate in PEM.
    case noCertificate(FilePath)
    /// The file has no private key in PEM, or one with a passphrase.
    case noKey(FilePath)
    /// The key is not that of the first certificate.
    case mismatch(certificates: FilePath, key: FilePath)
}

extension TLSError: CustomStringConvertible {
    /// A sentence that names the files, and what to do.
    package var description: String {
        switch self {
        case .unreadable(let path):
            "The file \(path) cannot be read, or has more than 1 MiB."
        case .noCertificate(let path):
            "The file \(path) has no certificate in PEM."
        case .noKey(let path):
            "The file \(path) has no private key in PEM without a passphrase."
        case .mismatch(let certificates, let key):
            "The private key in \(key) is not that of the first certificate in \(certificates): "
                + "put the listener's own certificate first, before those of its issuers."
        }
    }
}
