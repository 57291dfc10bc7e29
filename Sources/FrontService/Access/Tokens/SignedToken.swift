import Cryptography

/// A JSON Web Signature in its compact form (RFC 7515 §7.1), taken apart and not verified yet.
struct SignedToken: Sendable {
    /// The most bytes of a token.
    static let maximumBytes = 8 << 10

    /// The header.
    let header: TokenHeader

    /// The payload, which nobody may believe before the signature was verified.
    let payload: [UInt8]

    /// The signature.
    let signature: [UInt8]

    /// The bytes that are signed.
    let signed: [UInt8]

    /// Takes a token apart.
    ///
    /// - Throws: ``TokenRefusal/malformed``, ``TokenRefusal/kind``.
    init(parsing text: String) throws(TokenRefusal) {
        guard text.utf8.count <= Self.maximumBytes else { throw .malformed }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // RFC 7516 §9: five parts would be an encrypted token, which is none of ours.
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        self.header = try TokenHeader(parsing: header)
        self.payload = payload
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }
}
