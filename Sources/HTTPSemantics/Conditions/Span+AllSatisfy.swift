extension Span {
    /// Returns whether every element satisfies a predicate.
    ///
    /// The octets of a text are gone through as they lie in memory, and not by the indexes of its UTF-8 view.
    package func allSatisfy(_ predicate: (Element) -> Bool) -> Bool {
        for index in indices where !predicate(self[index]) { return false }
        return true
    }
}
