import FoundationEssentials

extension CertificateVerdict {
    /// Says in plain words what clients think of the certificates of a host.
    func sentence(about address: WebAddress) -> String {
        switch self {
        case .good(let end, _): "The certificate of \(address.host) is good until \(end.day)."
        case .expired(let end): "The certificate of \(address.host) has expired: it was good until \(end.day)."
        case .othersExpired(let end):
            "A certificate that \(address.host) sends with its own has expired: it was good until \(end.day)."
        case .notYetValid(let start): "The certificate of \(address.host) is not good before \(start.day)."
        case .otherNames(let names):
            "The certificate is not for \(address.host), but for \(names.isEmpty ? "no host" : names.listed)."
        case .ownRoot: "The certificate of \(address.host) is signed by itself, or by an authority of its own."
        case .unknownAuthority:
            "The certificate of \(address.host) does not lead to an authority that is known here."
        case .refused(let text): "The certificate of \(address.host) is refused: \(text)."
        }
    }

    /// What to do about it; nil where nothing is wrong.
    func advice(about address: WebAddress) -> String? {
        switch self {
        case .good: nil
        case .expired: "Renew it; a service that has read the old one reads the new one on SIGHUP."
        case .othersExpired: "Put those that the authority hands out now behind the server's own into its file."
        case .notYetValid: "Look at the clocks of the server and of this host."
        case .otherNames: "Get a certificate that names \(address.host), or give clients the name that it has."
        case .ownRoot:
            "People's devices trust it only where they were told to. Tell this tool with --trust-file; or use a "
                + "certificate of a public authority."
        case .unknownAuthority:
            "Put the certificates between, as the authority hands them out, behind the server's own into its file. If "
                + "the authority is your own, name its certificate with --trust-file."
        case .refused: "Look at the certificate with: openssl s_client -connect \(address.host):\(address.port)"
        }
    }
}

extension Date {
    /// The day in UTC, such as `2026-11-21`.
    var day: String { String(formatted(.iso8601).prefix(10)) }
}

extension [String] {
    /// The texts as a list in a sentence.
    var listed: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}
