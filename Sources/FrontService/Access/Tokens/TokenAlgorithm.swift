/// A signature algorithm of JSON Web Tokens (RFC 7518 §3.1, RFC 8037 §3.1).
///
/// Only those with a public key are here. `none` has no case, so that no setting can allow it; HS256 and its like have none,
/// because whoever can verify such a token can forge one (RFC 8725 §3.1, §3.2).
package enum TokenAlgorithm: String, CaseIterable, Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rs512 = "RS512"
    /// RSASSA-PSS with SHA-256.
    case ps256 = "PS256"
    /// RSASSA-PSS with SHA-384.
    case ps384 = "PS384"
    /// RSASSA-PSS with SHA-512.
    case ps512 = "PS512"
    /// ECDSA with P-256 and SHA-256.
    case es256 = "ES256"
    /// ECDSA with P-384 and SHA-384.
    case es384 = "ES384"
    /// ECDSA with P-521 and SHA-512.
    case es512 = "ES512"
    /// Ed25519.
    case eddsa = "EdDSA"

    /// What ``set(_:)`` takes, as the end of the sentence "it must be …".
    package static let grammar =
        "one or more of " + allCases.map(\.rawValue).joined(separator: ", ") + ", separated by commas"

    /// Those that are taken where nothing is set: what identity providers sign with.
    package static let usual: Set<TokenAlgorithm> = [.rs256, .ps256, .es256, .eddsa]

    /// Parses names that are separated by commas; nil where one is unknown, or there is none.
    package static func set(_ text: String) -> Set<TokenAlgorithm>? {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        let algorithms = names.compactMap { TokenAlgorithm(rawValue: $0) }
        return algorithms.count == names.count ? Set(algorithms) : nil
    }
}
