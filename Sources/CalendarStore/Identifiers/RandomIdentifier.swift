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
        // A listing reads two from each row, so that nothing is decoded for it.
        guard text.utf8.count == 26, text.utf8.allSatisfy(Self.isDigit), text.utf8.last.map(Self.isLastDigit) == true
        else { return nil }
        self.init(unchecked: text)
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "2")...UInt8(ascii: "7"): true
        default: false
        }
    }

    /// Returns whether a character stands for three bits with two zeros after them, as the last of 26 for 128 bits does.
    private static func isLastDigit(_ octet: UInt8) -> Bool {
        "aeimquy4".utf8.contains(octet)
    }

    /// Makes a new identifier.
    package static func random() -> Self {
        Self(unchecked: Base32.encode(SecureRandom.bytes(16)))
    }

    /// The 26 characters.
    package var description: String { text }
}
