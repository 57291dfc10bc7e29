import FoundationEssentials
import JWTKit

/// A document with public keys: a JWK Set (RFC 7517 §5), or public keys in PEM (RFC 7468 §13).
enum TokenKeyDocument {
    /// The most bytes of a document.
    static let maximumBytes = 64 << 10

    /// The most keys of a document that are looked at.
    private static let maximumKeys = 64

    /// Returns the keys of a document that can be used.
    ///
    /// - Parameters:
    ///   - text: The document.
    ///   - allowed: The algorithms that are taken.
    /// - Returns: One key or more.
    /// - Throws: ``TokenKeyError``.
    static func keys(in text: String, allowing allowed: Set<TokenAlgorithm>) throws(TokenKeyError) -> [TokenKey] {
        let keys = try text.contains("-----BEGIN ") ? pem(text, allowed) : set(text, allowed)
        guard !keys.isEmpty else { throw .noKeys }
        return keys
    }

    // MARK: JWK Set

    private struct Document: Decodable {
        let keys: [Member]
    }

    /// A member of a set, which may be of a kind that nobody here knows.
    private struct Member: Decodable {
        let key: JWK?
        let use: String?

        private enum CodingKeys: String, CodingKey {
            case use
        }

        init(from decoder: any Decoder) throws {
            // RFC 7517 §5: "Implementations SHOULD ignore JWKs within a JWK Set that use "kty" (key type) values that are not
            // understood by them, that are missing required members, or for which values are out of the supported ranges."
            key = try? JWK(from: decoder)
            let members = try? decoder.container(keyedBy: CodingKeys.self)
            use = try? members?.decode(String.self, forKey: .use)
        }

        /// RFC 7517 §4.2: `sig` for signatures; a key for encryption verifies nothing.
        var isForSignatures: Bool { use == nil || use == "sig" }
    }

    private static func set(_ text: String, _ allowed: Set<TokenAlgorithm>) throws(TokenKeyError) -> [TokenKey] {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(text.utf8)) else { throw .malformed }
        let keys = document.keys.prefix(maximumKeys).filter(\.isForSignatures).compactMap(\.key)
        guard !keys.contains(where: { $0.privateExponent != nil }) else { throw .privateKey }
        return keys.compactMap { usable($0, allowed) }
    }

    private static func usable(_ key: JWK, _ allowed: Set<TokenAlgorithm>) -> TokenKey? {
        guard let material = material(of: key) else { return nil }
        let identifier = key.keyIdentifier?.string
        guard let own = key.algorithm?.rawValue else {
            return TokenKey(material, identifier: identifier, own: nil, allowed: allowed)
        }
        // A key for an algorithm that is none of these, such as RSA-OAEP, verifies nothing.
        guard let own = TokenAlgorithm(rawValue: own) else { return nil }
        return TokenKey(material, identifier: identifier, own: own, allowed: allowed)
    }

    private static func material(of key: JWK) -> TokenKey.Material? {
        if let modulus = key.modulus, let exponent = key.exponent {
            return (try? Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent)).map { .rsa($0) }
        }
        guard let x = key.x else { return nil }
        switch (key.curve?.rawValue, key.y) {
        case ("P-256", let y?): return (try? ES256PublicKey(parameters: (x, y))).map { .p256($0) }
        case ("P-384", let y?): return (try? ES384PublicKey(parameters: (x, y))).map { .p384($0) }
        case ("P-521", let y?): return (try? ES512PublicKey(parameters: (x, y))).map { .p521($0) }
        case ("Ed25519", nil): return (try? EdDSA.PublicKey(x: x, curve: .ed25519)).map { .ed25519($0) }
        default: return nil
        }
    }

    // MARK: PEM

    private static func pem(_ text: String, _ allowed: Set<TokenAlgorithm>) throws(TokenKeyError) -> [TokenKey] {
        guard !text.contains("PRIVATE KEY-----") else { throw .privateKey }
        let end = "-----END PUBLIC KEY-----"
        let blocks = text.split(separator: end).filter { $0.contains("-----BEGIN PUBLIC KEY-----") }
        guard !blocks.isEmpty else { throw .malformed }
        return blocks.prefix(maximumKeys).compactMap { block in
            material(ofPEM: String(block.drop { $0 != "-" }) + end + "\n").flatMap {
                TokenKey($0, identifier: nil, own: nil, allowed: allowed)
            }
        }
    }

    private static func material(ofPEM pem: String) -> TokenKey.Material? {
        if let key = try? Insecure.RSA.PublicKey(pem: pem) { return .rsa(key) }
        if let key = try? ES256PublicKey(pem: pem) { return .p256(key) }
        if let key = try? ES384PublicKey(pem: pem) { return .p384(key) }
        if let key = try? ES512PublicKey(pem: pem) { return .p521(key) }
        return (try? EdDSA.PublicKey(pem: pem)).map { .ed25519($0) }
    }
}
