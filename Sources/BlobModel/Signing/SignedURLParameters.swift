import Cryptography

/// The parameters of a signed URL, each there once and no longer than it may be.
struct SignedURLParameters {
    /// The parameters of one kind of URL.
    struct Form: Sendable {
        /// The names, each a byte.
        let names: [UInt8]

        /// For each name the most bytes that its value may have.
        let limits: [Int]

        /// Makes a form of names and limits in the same order.
        init(_ limits: KeyValuePairs<Character, Int>) {
            names = limits.compactMap(\.key.asciiValue)
            self.limits = limits.map(\.value)
        }
    }

    private let form: Form

    // In the order of the names. Everything is done on bytes: the Unicode of characters costs ten times as much.
    private var values: [Substring?]

    /// Takes a query apart.
    ///
    /// - Parameters:
    ///   - query: The query, without the question mark.
    ///   - form: The parameters that it must have.
    /// - Throws: ``SignedURLError/malformed(_:)`` for an unknown, duplicate, overlong, or missing parameter.
    init(parsing query: String, as form: Form) throws(SignedURLError) {
        self.form = form
        values = [Substring?](repeating: nil, count: form.names.count)
        let fields = query.utf8.split(
            separator: UInt8(ascii: "&"),
            maxSplits: form.names.count,
            omittingEmptySubsequences: false
        )
        for field in fields { try add(field) }
        for (position, name) in form.names.enumerated() where values[position] == nil {
            throw .malformed(.missingParameter(Self.character(name)))
        }
    }

    private mutating func add(_ field: Substring.UTF8View) throws(SignedURLError) {
        var value = field
        guard let name = value.popFirst(), value.popFirst() == UInt8(ascii: "="),
            let position = form.names.firstIndex(of: name)
        else { throw .malformed(.unknownParameter) }
        guard values[position] == nil else { throw .malformed(.duplicateParameter(Self.character(name))) }
        guard value.count <= form.limits[position] else { throw .malformed(.overlongParameter(Self.character(name))) }
        values[position] = Substring(value)
    }

    private static func character(_ name: UInt8) -> Character { Character(Unicode.Scalar(name)) }

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

    /// Returns a number of seconds or bytes: decimal digits only, without a zero before them.
    func number(_ name: Character) throws(SignedURLError) -> Int64 {
        let text = value(name)
        guard let number = Int64(text), number >= 0, String(number) == text else {
            throw .malformed(.malformedParameter(name))
        }
        return number
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
    func signature() throws(SignedURLError) -> [UInt8] { try digest("s") }

    /// Returns the 32 bytes of a signature or a digest.
    func digest(_ name: Character) throws(SignedURLError) -> [UInt8] {
        guard let bytes = Base64URL.decode(value(name)), bytes.count == SHA256Digest.byteCount else {
            throw .malformed(.malformedParameter(name))
        }
        return bytes
    }

    private func value(_ name: Character) -> String {
        let position = name.asciiValue.flatMap { form.names.firstIndex(of: $0) }
        return String(position.flatMap { values[$0] } ?? "")
    }
}
