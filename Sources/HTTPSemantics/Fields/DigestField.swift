/// The value of Content-Digest or Repr-Digest: digests by their algorithms (RFC 9530 §2, §3).
package struct DigestField: Hashable, Sendable {
    /// The key of SHA-256 (RFC 9530 §5), the only algorithm that is verified here.
    package static let sha256Key = "sha-256"

    private static let sha256Count = 32

    /// The digests by the keys of their algorithms, known and unknown.
    package let digests: [String: [UInt8]]

    /// The 32 bytes that are declared to be the SHA-256, if it is declared.
    package var sha256: [UInt8]? { digests[Self.sha256Key] }

    /// Parses a field value: a dictionary of byte sequences (RFC 8941 §3.2), whose parameters say nothing.
    ///
    /// RFC 9530 §2: "A recipient MAY ignore any or all digests", so an algorithm that is not known is no error.
    ///
    /// - Parameters:
    ///   - fieldValue: The value, with the values of several field lines joined by commas.
    ///   - name: The name of the field, for the error.
    /// - Throws: ``HTTPFieldError`` for what is no such dictionary, and for a SHA-256 that does not have 32 bytes.
    package init(parsing fieldValue: String, of name: String) throws(HTTPFieldError) {
        var scanner = FieldScanner(fieldValue)
        guard let digests = Self.dictionary(&scanner),
            digests[Self.sha256Key]?.count ?? Self.sha256Count == Self.sha256Count
        else { throw .malformed(field: name, value: fieldValue) }
        self.digests = digests
    }

    /// RFC 8941 §4.2.2; "when duplicate Dictionary keys are encountered, all but the last instance are ignored".
    private static func dictionary(_ scanner: inout FieldScanner) -> [String: [UInt8]]? {
        var members: [String: [UInt8]] = [:]
        scanner.skipSpaces()
        while !scanner.isAtEnd {
            guard let member = member(&scanner) else { return nil }
            members[member.key] = member.value
            scanner.skipWhitespace()
            guard !scanner.isAtEnd else { break }
            guard scanner.consume(",") else { return nil }
            scanner.skipWhitespace()
            // "If input_string is empty, there is a trailing comma; fail parsing."
            guard !scanner.isAtEnd else { return nil }
        }
        return members
    }

    /// RFC 9530 §2: the "value is a Byte Sequence".
    private static func member(_ scanner: inout FieldScanner) -> (key: String, value: [UInt8])? {
        guard let key = scanner.structuredKey(), scanner.consume("="), let value = scanner.byteSequence(),
            scanner.skipStructuredParameters()
        else { return nil }
        return (key, value)
    }
}
