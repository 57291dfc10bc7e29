import FoundationEssentials
import NIOSSL

/// The certificates that a server presents, its own first.
struct PresentedChain: Sendable {
    /// The certificates; at least one.
    let certificates: [NIOSSLCertificate]

    /// When the first of them ends to be good.
    var end: Date { certificates.map { Date(timeIntervalSince1970: Double($0.notValidAfter)) }.min() ?? .distantPast }

    /// When the last of them begins to be good.
    var start: Date {
        certificates.map { Date(timeIntervalSince1970: Double($0.notValidBefore)) }.max() ?? .distantPast
    }

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
