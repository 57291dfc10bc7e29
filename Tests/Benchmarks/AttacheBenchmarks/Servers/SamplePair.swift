import CertificateTesting
import FoundationEssentials
import SystemPackage

/// The files of a certificate and its key; both are known to everybody.
struct SamplePair: Sendable {
    /// The certificate.
    let certificate: FilePath

    /// The key.
    let key: FilePath

    /// Writes the pair into a directory.
    ///
    /// - Throws: What writing throws.
    static func write(into directory: FilePath) throws -> SamplePair {
        let pair = SamplePair(certificate: directory.appending("tls.crt"), key: directory.appending("tls.key"))
        try Data((SampleCertificates.certificate + "\n").utf8).write(to: URL(filePath: pair.certificate.string))
        try Data((SampleCertificates.key + "\n").utf8).write(to: URL(filePath: pair.key.string))
        return pair
    }
}
