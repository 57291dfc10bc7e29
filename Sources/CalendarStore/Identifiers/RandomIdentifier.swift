import Cryptography

/// An identifier of 128 random bits, written as 26 characters of lower-case base32 (RFC 4648 §6, without padding).
///
/// Identifiers are never reused, also after what they named is gone.
package protocol RandomIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The 26 characters.
    var text: String { get }

    /// Creates an identifier from text that is known to be well formed.
    init(unchecked text: String)
}

extension RandomIdentifier {
    /// Reads an identifier; `nil` unless the text is exactly what an identifier writes.
    package init?(parsing text: String) {
        // What is decoded has one spelling only.
        guard text.utf8.count == 26, Base32.decode(text) != nil else { return nil }
        self.init(unchecked: text)
    }

    /// Makes a new identifier.
    package static func random() -> Self {
        Self(unchecked: Base32.encode(SecureRandom.bytes(16)))
    }

    /// The 26 characters.
    package var description: String { text }
}
