/// Decides which servers get the credentials: every request that carries them passes here.
///
/// A service may name any server, in a redirect as in the hrefs of a principal, a home, a calendar or an event, and that
/// server might be there to collect passwords. So the credentials go to the server that the user has named, and to the
/// one that the calendar home names for its files.
struct CredentialsGate: Sendable {
    private let base: WebAddress
    private var attachmentServer: WebAddress?

    /// Makes a gate that lets credentials pass to the server that the user has named.
    init(base: WebAddress) {
        self.base = base
    }

    /// Lets credentials pass to the server that a calendar home names in `CALDAV:managed-attachments-server-URL`.
    ///
    /// A client that goes by RFC 8607 §6.1 asks it for files with its credentials.
    mutating func open(to server: AttachmentServer) {
        if case .other(let address) = server { attachmentServer = address }
    }

    /// Returns why a server does not get the credentials; nil where it does.
    ///
    /// - Returns: ``ConnectionFailure/outOfTLS`` or ``ConnectionFailure/otherServer(than:)``.
    func refusal(of address: WebAddress) -> ConnectionFailure? {
        guard address.isSecure || !base.isSecure else { return .outOfTLS }
        let isNamed = [base.origin, attachmentServer?.origin].contains(address.origin)
        return isNamed || isBaseBehindTLS(address) ? nil : .otherServer(than: base.origin)
    }

    /// Whether it is the host that the user has named without TLS, which has a certificate for the name.
    private func isBaseBehindTLS(_ address: WebAddress) -> Bool {
        !base.isSecure && address.isSecure && address.host == base.host
    }
}
