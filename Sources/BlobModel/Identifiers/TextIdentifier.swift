/// An identifier that is a short text of a fixed alphabet.
///
/// Conformers are validated when they are made, so that they can stand in a path, a file name, or a header as they are.
/// In JSON they are plain strings.
package protocol TextIdentifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The words for an identifier of this kind in a message, such as "node ID".
    static var kind: String { get }

    /// The identifier's text.
    var text: String { get }

    /// Makes an identifier from text that may come from anywhere.
    ///
    /// - Throws: ``BlobModelError/malformedIdentifier(kind:text:)`` when the text is not of this kind.
    init(validating text: String) throws(BlobModelError)
}

extension TextIdentifier {
    /// The identifier's text.
    package var description: String { text }

    /// Tells whether an identifier's text comes before another's, byte by byte.
    package static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Reads the identifier from a plain string and validates it.
    package init(from decoder: any Decoder) throws {
        try self.init(validating: String(from: decoder))
    }

    /// Writes the identifier as a plain string.
    package func encode(to encoder: any Encoder) throws {
        try text.encode(to: encoder)
    }
}

/// The alphabets that identifiers are made of.
enum IdentifierAlphabet {
    /// Tells whether text is 1 through 63 lower-case letters, digits, and hyphens, and does not begin with a hyphen.
    static func isLabel(_ text: String) -> Bool {
        guard (1...63).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}
