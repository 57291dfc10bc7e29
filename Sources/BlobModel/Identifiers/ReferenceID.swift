import Cryptography

/// Names one reference, a claim that keeps a blob alive; it is never used again after its release.
///
/// The text is 26 lower-case characters of base 32 (RFC 4648 §6, no padding), which stand for 128 bits.
package struct ReferenceID: TextIdentifier {
    /// The words for an identifier of this kind in a message.
    package static let kind = "reference ID"

    /// The number of bytes that the text stands for.
    package static let byteCount = 16

    /// The identifier's 26 characters.
    package let text: String

    /// Makes an identifier from text that may come from anywhere.
    ///
    /// - Throws: ``BlobModelError/malformedIdentifier(kind:text:)`` when the text is not of this kind.
    package init(validating text: String) throws(BlobModelError) {
        guard text.utf8.count == 26, Base32.decode(text)?.count == Self.byteCount else {
            throw .malformed(Self.kind, text)
        }
        self.text = text
    }

    /// Makes an identifier from its 16 bytes; the result is nil for any other number of bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        text = Base32.encode(bytes)
    }

    private init(random bytes: [UInt8]) {
        text = Base32.encode(bytes)
    }

    /// Makes an identifier that has never been used, from 128 random bits.
    package static func random() -> ReferenceID {
        ReferenceID(random: SecureRandom.bytes(byteCount))
    }

    /// The 16 bytes that the text stands for.
    package var bytes: [UInt8] {
        guard let bytes = Base32.decode(text) else {
            preconditionFailure("The text of a reference ID was validated when it was made.")
        }
        return bytes
    }
}
