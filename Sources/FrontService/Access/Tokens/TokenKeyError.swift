/// Why a document with keys cannot be used; no case carries what is in it.
package enum TokenKeyError: Error, Hashable, Sendable {
    /// It is neither PEM nor a JWK Set.
    case malformed
    /// It has a private key, which has no business there.
    case privateKey
    /// It has no key that can be used with an algorithm that is allowed.
    case noKeys
    /// The server that has it did not give it: this is the status of its answer.
    case status(Int)
}

extension TokenKeyError: CustomStringConvertible {
    /// The reason as a sentence.
    package var description: String {
        switch self {
        case .malformed: "It is neither public keys in PEM nor a JWK Set (RFC 7517 §5)."
        case .privateKey: "It has a private key; only public keys belong there."
        case .noKeys:
            "It has no public key for an algorithm that is allowed: RSA of 2,048 bits or more, P-256, P-384, "
                + "P-521 or Ed25519."
        case .status(let status): "The server answered with the status \(status)."
        }
    }
}
