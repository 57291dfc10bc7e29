/// Names one key of the ring that signs download URLs.
///
/// The text is 1 through 63 lower-case letters, digits, and hyphens, and does not begin with a hyphen.
package struct SigningKeyID: TextIdentifier {
    /// The words for an identifier of this kind in a message.
    package static let kind = "signing key ID"

    /// The identifier's text.
    package let text: String

    /// Makes an identifier from text that may come from anywhere.
    ///
    /// - Throws: ``BlobModelError/malformedIdentifier(kind:text:)`` when the text is not of this kind.
    package init(validating text: String) throws(BlobModelError) {
        guard IdentifierAlphabet.isLabel(text) else { throw .malformed(Self.kind, text) }
        self.text = text
    }
}
