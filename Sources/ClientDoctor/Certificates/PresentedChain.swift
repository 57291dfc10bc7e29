import FoundationEssentials
import NIOSSL

/// The certificates that a server presents, its own first.
struct PresentedChain: Sendable {
    /// The certificates; at least one.
    let certificates: [NIOSSLCertificate]

    /// When the server's own is good.
    let own: Validity

    /// Takes what a server presents; nil where that is nothing.
    init?(_ certificates: [NIOSSLCertificate]) {
        guard let first = certificates.first else { return nil }
        self.certificates = certificates
        own = Validity(of: first)
    }

    /// When the first of the others ends to be good; nil where there are none.
    var endOfOthers: Date? { certificates.dropFirst().map { Validity(of: $0).end }.min() }

    /// The hosts that the server's own certificate names.
    var names: [String] {
        certificates.first.map { certificate in certificate._subjectAlternativeNames().compactMap(Self.host) } ?? []
    }

    private static func host(_ name: _SubjectAlternativeName) -> String? {
        switch name.nameType {
        case .dnsName: String(decoding: name.contents, as: UTF8.self)
        case .ipAddress where name.contents.count == 4: name.contents.map { String($0) }.joined(separator: ".")
        default: nil
        }
    }
}
