extension Span {
    /// Returns whether every element satisfies a predicate.
    ///
    /// For the octets of a text it is several times as fast as to go through its UTF-8 view, which a listing does for each
    /// of its members.
    package func allSatisfy(_ predicate: (Element) -> Bool) -> Bool {
        for index in indices where !predicate(self[index]) { return false }
        return true
    }
}
