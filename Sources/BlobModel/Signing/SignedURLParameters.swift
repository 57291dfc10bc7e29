import Cryptography

/// The parameters of a signed URL, each there once and no longer than it may be.
struct SignedURLParameters {
    /// For each parameter the most bytes that its value may have.
    private static let limits: [Character: Int] = [
        "d": 63, "e": 12, "k": 63, "n": 340, "t": 340, "i": 1, "s": 43,
    ]

    private var values: [Character: String] = [:]

    /// Takes a query apart.
    ///
    /// - Throws: ``SignedURLError/malformed(_:)`` for an unknown, duplicate, overlong, or missing parameter.
    init(parsing query: String) throws(SignedURLError) {
        for field in query.split(separator: "&", maxSplits: Self.limits.count, omittingEmptySubsequences: false) {
            try add(field)
        }
        for name in "deknits" where values[name] == nil { throw .malformed(.missingParameter(name)) }
    }

    private mutating func add(_ field: Substring) throws(SignedURLError) {
        guard let name = field.first, field.dropFirst().first == "=", let limit = Self.limits[name] else {
            throw .malformed(.unknownParameter)
        }
        let value = field.dropFirst(2)
        guard values[name] == nil else { throw .malformed(.duplicateParameter(name)) }
        guard value.utf8.count <= limit else { throw .malformed(.overlongParameter(name)) }
        values[name] = String(value)
    }

    /// Returns the domain.
    func domain() throws(SignedURLError) -> DedupDomain {
        do throws(BlobModelError) { return try DedupDomain(validating: value("d")) } catch {
            throw .malformed(.malformedParameter("d"))
        }
    }

    /// Returns the ID of the key.
    func key() throws(SignedURLError) -> SigningKeyID {
        do throws(BlobModelError) { return try SigningKeyID(validating: value("k")) } catch {
            throw .malformed(.malformedParameter("k"))
        }
    }

    /// Returns seconds since 1970: decimal digits only, without a zero before them.
    func instant(_ name: Character) throws(SignedURLError) -> Int64 {
        let text = value(name)
        guard let seconds = Int64(text), seconds >= 0, String(seconds) == text else {
            throw .malformed(.malformedParameter(name))
        }
        return seconds
    }

    /// Returns text that stands in the URL as base 64 of its UTF-8.
    func decodedText(_ name: Character) throws(SignedURLError) -> String {
        guard let bytes = Base64URL.decode(value(name)), let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed(.malformedParameter(name))
        }
        return text
    }

    /// Returns a flag: `0` or `1`.
    func flag(_ name: Character) throws(SignedURLError) -> Bool {
        switch value(name) {
        case "0": return false
        case "1": return true
        default: throw .malformed(.malformedParameter(name))
        }
    }

    /// Returns the 32 bytes of the signature.
    func signature() throws(SignedURLError) -> [UInt8] {
        guard let bytes = Base64URL.decode(value("s")), bytes.count == SHA256Digest.byteCount else {
            throw .malformed(.malformedParameter("s"))
        }
        return bytes
    }

    private func value(_ name: Character) -> String { values[name, default: ""] }
}
