import Cryptography

/// An identifier of 128 random bits, which is never made twice.
///
/// The text is 26 lower-case characters of base 32 (RFC 4648 §6, no padding).
package protocol RandomTextIdentifier: TextIdentifier {
    /// Makes an identifier from text that is known to be well formed.
    init(unchecked text: String)
}

extension RandomTextIdentifier {
    /// The number of bytes that the text stands for.
    package static var byteCount: Int { 16 }

    /// Makes an identifier from text that may come from anywhere.
    ///
    /// - Throws: ``BlobModelError/malformedIdentifier(kind:text:)`` when the text is not of this kind.
    package init(validating text: String) throws(BlobModelError) {
        guard text.utf8.count == 26, Base32.decode(text)?.count == Self.byteCount else {
            throw .malformed(Self.kind, text)
        }
        self.init(unchecked: text)
    }

    /// Makes an identifier from its 16 bytes; the result is nil for any other number of bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(unchecked: Base32.encode(bytes))
    }

    /// Makes an identifier that has never been used, from 128 random bits.
    package static func random() -> Self {
        Self(unchecked: Base32.encode(SecureRandom.bytes(byteCount)))
    }

    /// The 16 bytes that the text stands for.
    package var bytes: [UInt8] {
        guard let bytes = Base32.decode(text) else {
            preconditionFailure("The text of a \(Self.kind) was validated when it was made.")
        }
        return bytes
    }
}
