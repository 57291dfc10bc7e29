/// Why a bearer token is not taken.
package enum TokenRefusal: Error, Hashable, Sendable {
    /// It is no JSON Web Signature in its compact form with a JSON object as its payload.
    case malformed
    /// It is signed by an algorithm that is not allowed, or not signed at all.
    case algorithm
    /// It names a key that is not known.
    case keyUnknown
    /// Its signature is wrong.
    case signature
    /// It is of a kind that is no access token or ID token, or can only be used together with a proof.
    case kind
    /// A claim is absent, or not of its type.
    case claimMissing(String)
    /// It is by somebody else.
    case issuer
    /// It is for somebody else.
    case audience
    /// It has expired.
    case expired
    /// It is not good yet.
    case early
    /// The address that stands for the user has not been verified by the issuer.
    case addressUnverified
    /// It is about a user who has no calendar home here.
    case userUnknown

    /// Whether it looks like an attempt to forge a token; a token that only grew old is none.
    var isForgery: Bool {
        switch self {
        case .malformed, .algorithm, .keyUnknown, .signature: true
        case .kind, .claimMissing, .issuer, .audience, .expired, .early, .addressUnverified, .userUnknown: false
        }
    }
}

extension TokenRefusal: CustomStringConvertible {
    /// A sentence for the client.
    ///
    /// RFC 6750 §3: it "MUST NOT include characters outside the set %x20-21 / %x23-5B / %x5D-7E".
    package var description: String {
        switch self {
        case .malformed: "The token is malformed."
        case .algorithm: "The token is signed by an algorithm that is not allowed."
        case .keyUnknown: "The token is signed by a key that is not known."
        case .signature: "The signature of the token is wrong."
        case .kind: "The token is not one that can be used alone."
        case .claimMissing(let name): "The token lacks the claim \(name)."
        case .issuer: "The token is by another issuer."
        case .audience: "The token is for another audience."
        case .expired: "The token has expired."
        case .early: "The token is not good yet."
        case .addressUnverified: "The address in the token has not been verified."
        case .userUnknown: "The token is about a user who is not known here."
        }
    }
}
