import Cryptography
import FoundationEssentials

/// The header of a token, of which nothing is proven yet (RFC 7515 §4.1).
struct TokenHeader: Hashable, Sendable {
    /// The algorithm, as it is spelled.
    let algorithm: String

    /// The name of the key, or nil where the token names none.
    let keyIdentifier: String?

    /// Creates a header.
    init(algorithm: String, keyIdentifier: String?) {
        self.algorithm = algorithm
        self.keyIdentifier = keyIdentifier
    }

    private struct Members: Decodable {
        let alg: String
        let kid: String?
        let typ: String?
        let crit: [String]?
    }

    /// The types of tokens that may be used as bearer tokens; RFC 9068 §2.1 defines `at+jwt`.
    private static let kinds: Set<String> = ["jwt", "at+jwt", "application/at+jwt"]

    /// Reads the header of a token.
    ///
    /// - Throws: ``TokenRefusal/malformed``, ``TokenRefusal/kind``.
    init(parsing octets: [UInt8]) throws(TokenRefusal) {
        guard let members = try? JSONDecoder().decode(Members.self, from: Data(octets)) else { throw .malformed }
        // RFC 7515 §4.1.11: "If any of the listed extension Header Parameters are not understood and supported by the
        // recipient, then the JWS is invalid."
        guard members.crit == nil else { throw .malformed }
        // RFC 8725 §3.11: explicit types keep a token of one kind from being used as one of another.
        guard members.typ.map({ Self.kinds.contains($0.lowercased()) }) ?? true else { throw .kind }
        self.init(algorithm: members.alg, keyIdentifier: members.kid)
    }
}
