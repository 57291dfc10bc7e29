import FoundationEssentials
import NIOSSL

/// From when until when a certificate is good.
struct Validity: Hashable, Sendable {
    /// Its first moment.
    let start: Date

    /// Its last moment.
    let end: Date

    /// Reads a certificate.
    init(of certificate: NIOSSLCertificate) {
        start = Date(timeIntervalSince1970: Double(certificate.notValidBefore))
        end = Date(timeIntervalSince1970: Double(certificate.notValidAfter))
    }
}
