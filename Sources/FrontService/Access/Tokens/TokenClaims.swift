import FoundationEssentials

/// The claims of a token whose signature was verified (RFC 7519 §4).
struct TokenClaims: Decodable, Sendable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// The claims that are texts, by their names.
    let texts: [String: String]

    /// For whom the token is (`aud`).
    let audiences: [String]

    /// The seconds since 1970 at which the token expires (`exp`), or nil where it does not say.
    let expiry: Double?

    /// The seconds since 1970 before which the token is not good (`nbf`), or nil where it does not say.
    let beginning: Double?

    /// Whether `nbf` is there without being a number.
    let isBeginningMalformed: Bool

    /// Whether the issuer has verified that the address in `email` is the user's.
    let isAddressVerified: Bool

    /// Whether only the holder of another key may use the token (`cnf`, RFC 7800).
    let isBound: Bool

    /// Reads the claims that are looked at; one of another type than it has to be counts as absent.
    init(from decoder: any Decoder) throws {
        let claims = try decoder.container(keyedBy: Name.self)
        var texts: [String: String] = [:]
        for name in claims.allKeys {
            if let text = try? claims.decode(String.self, forKey: name) { texts[name.stringValue] = text }
        }
        self.texts = texts
        // RFC 7519 §4.1.3: an array of strings, or "a single case-sensitive string".
        audiences = texts["aud"].map { [$0] } ?? (try? claims.decode([String].self, forKey: Name("aud"))) ?? []
        expiry = try? claims.decode(Double.self, forKey: Name("exp"))
        beginning = try? claims.decode(Double.self, forKey: Name("nbf"))
        isBeginningMalformed = claims.contains(Name("nbf")) && beginning == nil
        isAddressVerified = (try? claims.decode(Bool.self, forKey: Name("email_verified"))) ?? false
        isBound = claims.contains(Name("cnf"))
    }

    /// Reads the payload of a token.
    ///
    /// - Throws: ``TokenRefusal/malformed``.
    init(parsing payload: [UInt8]) throws(TokenRefusal) {
        guard let claims = try? JSONDecoder().decode(TokenClaims.self, from: Data(payload)) else { throw .malformed }
        self = claims
    }
}
