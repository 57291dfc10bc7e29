import Foundation

/// A collation: which texts are the same for a search (RFC 4790).
package enum Collation: String, Hashable, Sendable, CaseIterable {
    /// ASCII letters compare without regard to case, everything else octet by octet (RFC 4790 §9.2).
    case asciiCasemap = "i;ascii-casemap"

    /// Octet by octet (RFC 4790 §9.3).
    case octet = "i;octet"

    /// Without regard to case and to compatibility variants of characters (RFC 5051).
    case unicodeCasemap = "i;unicode-casemap"

    /// Finds the collation that a request names, or nil where it is not supported.
    ///
    /// RFC 4791 §7.5: "In the absence of a collation explicitly specified by the client, or if the client specifies the
    /// "default" collation identifier …, the server MUST default to using "i;ascii-casemap" as the collation."
    ///
    /// - Parameter identifier: The identifier, nil where the request names none.
    package init?(identifier: String?) {
        guard let identifier, identifier != "default" else {
            self = .asciiCasemap
            return
        }
        self.init(rawValue: identifier)
    }

    /// Returns the octets of a text that this collation compares.
    ///
    /// Two texts are equal under the collation where their keys are, and one contains another where its key contains the
    /// other's.
    package func key(of text: String) -> [UInt8] {
        switch self {
        case .octet: Array(text.utf8)
        case .asciiCasemap: text.utf8.map(Self.uppercased)
        case .unicodeCasemap: Self.unicodeKey(of: text)
        }
    }

    /// Tells whether a text contains another under this collation; every text contains the empty one.
    package func contains(_ text: String, _ part: String) -> Bool {
        CollationSearch(for: part, self).isFound(in: text)
    }

    private static func uppercased(_ octet: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet) ? octet - 0x20 : octet
    }

    /// Returns the octets that RFC 5051 §2 derives from a text.
    private static func unicodeKey(of text: String) -> [UInt8] {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.utf8.map(uppercased) }
        var titlecased = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { titlecased.append(titlecase(scalar)) }
        // RFC 5051 §2 decomposes by the mappings of every kind as often as there is one, and puts marks in canonical
        // order: Normalization Form KD. Foundation has it; neither the standard library nor FoundationEssentials do.
        return Array(String(titlecased).decomposedStringWithCompatibilityMapping.utf8)
    }

    /// Returns the titlecase of a character as UnicodeData.txt has it; a mapping to several characters stands only in
    /// SpecialCasing.txt, which RFC 5051 §2 does not read.
    private static func titlecase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let mapping = scalar.properties.titlecaseMapping.unicodeScalars
        guard let first = mapping.first, mapping.count == 1 else { return scalar }
        return first
    }
}
