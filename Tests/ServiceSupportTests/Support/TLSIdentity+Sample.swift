import CertificateTesting
import FoundationEssentials
import SystemPackage

@testable import ServiceSupport

extension TLSIdentity {
    /// Loads the certificate for `localhost` that tests have.
    static func sample(offersHTTP2: Bool = true) throws -> TLSIdentity {
        let directory = FilePath(FileManager.default.temporaryDirectory.path).appending("identity-\(UUID())")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let files = TLSFiles(certificates: directory.appending("cert.pem"), key: directory.appending("key.pem"))
        try Data(SampleCertificates.certificate.utf8).write(to: URL(filePath: files.certificates.string))
        try Data(SampleCertificates.key.utf8).write(to: URL(filePath: files.key.string))
        return try TLSIdentity(files, offersHTTP2: offersHTTP2)
    }
}
