/// A text that is searched for in many others, under a collation.
package struct CollationSearch: Hashable, Sendable {
    private let collation: Collation
    private let search: ByteSearch

    /// Prepares the search for a text.
    package init(for part: String, _ collation: Collation) {
        self.collation = collation
        search = ByteSearch(for: collation.key(of: part))
    }

    /// Tells whether a text contains the one that is searched for.
    package func isFound(in text: String) -> Bool {
        search.isFound(in: collation.key(of: text))
    }
}
