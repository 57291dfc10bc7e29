package import WebDAV

/// A substring match on a property or parameter value (`CALDAV:text-match`, RFC 4791 §9.7.5).
package struct TextMatch: Hashable, Sendable {
    /// The text, as written.
    package let text: String

    /// How texts compare.
    package let collation: Collation

    /// Whether the match holds where the text is not found (`negate-condition="yes"`).
    package let isNegated: Bool

    private let search: CollationSearch

    /// Makes a match.
    package init(_ text: String, collation: Collation = .asciiCasemap, isNegated: Bool = false) {
        self.text = text
        self.collation = collation
        self.isNegated = isNegated
        search = CollationSearch(for: text, collation)
    }

    /// Tells whether a value, without the escapes of its type, matches.
    package func matches(_ value: String) -> Bool {
        search.isFound(in: value) != isNegated
    }
}
