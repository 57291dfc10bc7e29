package import HTTPTypes

/// What a request declares the SHA-256 of its body to be, in Content-Digest and Repr-Digest (RFC 9530).
///
/// The two are about the same bytes where the content is a whole representation, as in an upload without Content-Range.
package struct DeclaredDigests: Hashable, Sendable {
    /// What Content-Digest declares, if the field is there.
    package let content: DigestField?

    /// What Repr-Digest declares, if the field is there.
    package let representation: DigestField?

    private static let contentName = "Content-Digest"
    private static let representationName = "Repr-Digest"

    /// Parses the two field values.
    ///
    /// - Parameters:
    ///   - contentDigest: The value of Content-Digest, or nil without the field.
    ///   - reprDigest: The value of Repr-Digest, or nil without the field.
    /// - Throws: ``HTTPFieldError`` for a field that is malformed.
    package init(contentDigest: String?, reprDigest: String?) throws(HTTPFieldError) {
        content = try contentDigest.map { (value) throws(HTTPFieldError) in
            try DigestField(parsing: value, of: Self.contentName)
        }
        representation = try reprDigest.map { (value) throws(HTTPFieldError) in
            try DigestField(parsing: value, of: Self.representationName)
        }
    }

    /// Parses the two fields of a request; its trailers are not looked at.
    ///
    /// - Throws: ``HTTPFieldError`` for a field that is malformed.
    package init(_ fields: HTTPFields) throws(HTTPFieldError) {
        try self.init(
            contentDigest: HTTPField.Name(Self.contentName).flatMap { fields[$0] },
            reprDigest: HTTPField.Name(Self.representationName).flatMap { fields[$0] }
        )
    }

    /// Whether there is anything to verify.
    package var isVerifiable: Bool { content?.sha256 != nil || representation?.sha256 != nil }

    /// Compares a body with all that is declared of it.
    ///
    /// - Parameter sha256: The SHA-256 of all bytes of the body, as 32 bytes.
    /// - Returns: What is wrong, as a sentence for the client, or nil where all holds.
    package func mismatch(with sha256: [UInt8]) -> String? {
        for (name, field) in [(Self.contentName, content), (Self.representationName, representation)] {
            guard let declared = field?.sha256, declared != sha256 else { continue }
            return "The SHA-256 of the body is not the one that \(name) declares."
        }
        return nil
    }
}
